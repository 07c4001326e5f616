"""A clerk's spreadsheet, read into a draft list: uploaded, understood, looked over, saved."""
