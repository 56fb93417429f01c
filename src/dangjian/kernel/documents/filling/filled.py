"""Filling a Word file with named fields, in a process of its own with limits."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from dangjian.kernel.documents.blocks import one_line
from dangjian.kernel.documents.errors import DocumentError

from . import program
from .fields import Values

MAX_SECONDS = 60


def filled(data: bytes, values: Values) -> bytes:
    """The file with its fields filled; fields of chapters get their token.

    Raises:
        DocumentError: it cannot be filled, or takes too long or too much memory.
    """
    with tempfile.TemporaryDirectory() as made:
        template, target = Path(made) / "template.docx", Path(made) / "filled.docx"
        template.write_bytes(data)
        order = {"template": str(template), "target": str(target), "values": _cleaned(values)}
        try:
            done = subprocess.run(  # noqa: S603 - our own program; the file goes in as data
                [sys.executable, "-I", program.__file__],
                input=json.dumps(order).encode(),
                capture_output=True,
                timeout=MAX_SECONDS,
                check=False,
                env={},
            )
        except subprocess.TimeoutExpired:
            raise DocumentError(_("Filling the Word file took too long. Make it simpler."))
        if done.returncode or not target.is_file():
            raise DocumentError(_refusal(done))
        return target.read_bytes()


def _refusal(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode != program.REFUSED:
        return _("Filling the Word file took too long. Make it simpler.")
    try:
        problem = json.loads(done.stdout)["problem"]
    except (ValueError, KeyError):
        problem = ""
    return _("The Word file cannot be filled: {problem}").format(problem=problem)


def _cleaned(values: Values) -> dict[str, object]:
    return {
        name: one_line(value)
        if isinstance(value, str)
        else [{part: one_line(text) for part, text in item.items()} for item in value]
        for name, value in values.items()
    }
