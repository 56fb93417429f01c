"""Tables of organisational life, one noun a file."""
