"""Reads of organisational life over several tables, one noun a file."""
