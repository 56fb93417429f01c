"""Word files of an office's own with named fields: looked over, tried out, filled."""
