"""Ways of writing dates and numbers for languages that Django brings none for."""
