"""The pages of docs/catalogue/ say what the rooms declare."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "catalogue.py"


def test_the_catalogue_is_what_the_rooms_declare():
    # In a process of its own: tests of the kernel declare figures, actions and permissions that no room has.
    checked = subprocess.run([sys.executable, SCRIPT, "check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout or checked.stderr
