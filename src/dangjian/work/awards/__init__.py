"""Awards: calls, nominations, review, decision, honours."""
