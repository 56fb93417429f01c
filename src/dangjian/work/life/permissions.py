"""What may be done in organisational life, and which roles carry it."""
