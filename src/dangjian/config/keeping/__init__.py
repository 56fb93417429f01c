"""Keeping the whole platform: backup, restore, and taking everything elsewhere."""
