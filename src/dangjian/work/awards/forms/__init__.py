"""What is asked in the awards room."""
