"""What a clerk's sheet says: its tables found, its headings and rows understood. Pure: reads no database."""
