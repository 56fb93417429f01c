"""The pages of organisational life, one noun a file."""
