"""What is asked on the pages of organisational life, one noun a file."""
