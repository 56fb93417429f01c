"""Reads over organisational life, one noun a file."""
