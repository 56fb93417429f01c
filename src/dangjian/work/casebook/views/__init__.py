"""Pages of cases and casebooks."""
