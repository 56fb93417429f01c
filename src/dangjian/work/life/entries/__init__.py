"""What a ledger says of the records of this room, one noun a file."""
