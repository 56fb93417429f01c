"""Every write of the awards room."""
