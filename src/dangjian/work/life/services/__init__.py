"""Every write about organisational life, one noun a file."""
