"""Imports: a clerk's real spreadsheet becomes clean, previewed, reversible rows."""
