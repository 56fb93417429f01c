"""What is asked in the room, by noun."""
