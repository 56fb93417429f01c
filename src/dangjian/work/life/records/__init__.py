"""What is kept about organisational life, as record kinds, pages and blocks; one noun a file."""

from . import elections

__all__ = ["elections"]
