"""Reads over several tables of organisational life, one noun a file."""
