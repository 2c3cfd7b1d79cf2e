"""The founding of a city: its folder is read, checked, compared, applied and written out."""
