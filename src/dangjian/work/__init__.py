"""The rooms of the work itself, in the order of a year."""
