"""Finds a Chromium for the browser tests, installs Debian's where possible, and says plainly what is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
PLACES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)


def playwright_folder() -> Path:
    return Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))


def find() -> str | None:
    """The program of a browser: the one that DANGJIAN_BROWSER names, the machine's, or Playwright's download."""
    if named := os.environ.get("DANGJIAN_BROWSER"):
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    downloaded = sorted(playwright_folder().glob("chromium-*/chrome-linux*/chrome"))
    return next((str(path) for path in (*downloaded, *PLACES) if path.exists()), None)


def install() -> None:
    """Debian's Chromium, where this user may install packages."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("· no browser found: installing Debian's chromium for the browser tests", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        if subprocess.run(["apt-get", "-qq", *step], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
            return


def main() -> int:
    if not find():
        install()
    if path := find():
        print(path)
        return 0
    print(
        "The browser tests need Chromium or Chrome and none was found. Install it (Debian: apt-get install chromium; "
        "anywhere: .venv/bin/playwright install chromium) or name it in DANGJIAN_BROWSER.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
