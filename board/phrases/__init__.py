"""What people write in a cell for days, times and numbers of people, understood or asked about. Pure functions."""
