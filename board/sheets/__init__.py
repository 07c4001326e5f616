"""Spreadsheets as files: opened within limits, read into cells, written with safe cells. Knows no feature."""
