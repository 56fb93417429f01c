"""Rosters: spreadsheets of members as clerks keep them, taken into the register and written out of it.

`fields` says which columns are understood, `branches` which branch a short name means, `judging` what a row would do,
`writing` and `undoing` do it and take it back, `target` ties them to the kernel's flow, `national` writes the columns
of the national system and the empty template.
"""
