"""The rules, the arithmetic, the chain of steps and the papers of elections at the end of term; no table is written."""
