"""Never typing anything twice: copies of lists, model positions, many rows changed at once, and taking it back."""
