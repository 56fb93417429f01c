"""Pages about oneself, about roles, and the administration of accounts."""
