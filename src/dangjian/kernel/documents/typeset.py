"""Runs typst in a process of its own: what a long document needs of memory is given back when it is done.

Reads the order as JSON from standard input and writes the PDF to standard output. Imports nothing of ours, so it
starts at once.
"""

import json
import sys
from typing import Any, Literal

import typst


def typeset(order: dict[str, Any], standard: Literal["a-2b", "1.7"]) -> bytes:
    """The PDF of an order: `template`, `root`, `fonts` and the `data` of the template as text."""
    result = typst.compile(
        order["template"],
        root=order["root"],
        font_paths=order["fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": order["data"]},
        format="pdf",
        pdf_standards=standard,
    )
    return bytes(result)


def main() -> None:
    """PDF/A-2b; it refuses characters that no font has, and then a plain PDF with an empty box is better than none."""
    order = json.load(sys.stdin)
    try:
        document = typeset(order, "a-2b")
    except typst.TypstError:
        document = typeset(order, "1.7")
    sys.stdout.buffer.write(document)


if __name__ == "__main__":
    main()
