"""The pages of service brands, one noun a file."""
