"""Texts with figures in them: their plain markup, the figures they ask for, and what those were when issued."""
