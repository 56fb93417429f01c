"""Long work outside of requests: who holds it, how far it is, and who does it."""
