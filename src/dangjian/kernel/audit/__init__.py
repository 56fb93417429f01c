"""One append-only table of who did what, chained by a keyed hash. Never a source of truth."""
