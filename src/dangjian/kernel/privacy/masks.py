"""What is shown of a person's number or name when the whole is not needed.

An identity number keeps its first and last four characters: province and city, and the end by which holders recognise
it; district, date of birth and most of the sequence are hidden. A mobile number keeps three and four, as telephone
bills do. Of a name the first character stays.
"""

STAR = "*"


def mask_identity(number: str) -> str:
    """`350402198507011234` becomes `3504**********1234`. Anything shorter than 12 characters is hidden whole."""
    return _middle_hidden(number, 4, 4, shortest=12)


def mask_phone(number: str) -> str:
    """`13812345678` becomes `138****5678`; shorter numbers keep the last two digits, and below 7 none."""
    if len(number) >= 11:
        return _middle_hidden(number, 3, 4, shortest=11)
    return _middle_hidden(number, 0, 2, shortest=7)


def mask_name(name: str) -> str:
    """`张小明` becomes `张**`. A name of one character is hidden whole."""
    return _middle_hidden(name, 1, 0, shortest=2)


def _middle_hidden(text: str, head: int, tail: int, *, shortest: int) -> str:
    if len(text) < shortest:
        return STAR * len(text)
    return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]
