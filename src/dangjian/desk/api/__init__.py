"""The read API: organisations, record kinds, figures, within the scope of the token's holder."""
