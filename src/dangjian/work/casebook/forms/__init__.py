"""What is asked about cases and casebooks."""
