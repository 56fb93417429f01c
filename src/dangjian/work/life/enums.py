"""Kinds and states of organisational life. Sources: branch regulation (2018), regulation on members (2019)."""
