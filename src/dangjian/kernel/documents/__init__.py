"""Documents: spreadsheets, official documents in Word and PDF, printed lists."""
