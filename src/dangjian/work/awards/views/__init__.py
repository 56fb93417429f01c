"""The pages of the awards room, one noun a file."""
