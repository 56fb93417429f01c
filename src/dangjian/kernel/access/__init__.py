"""Who may act where and when."""
