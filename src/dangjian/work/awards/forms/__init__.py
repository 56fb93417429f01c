"""What people type in the awards room, one noun a file."""
