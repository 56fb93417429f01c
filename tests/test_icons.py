"""Every icon that a page names is in the sprite."""

import json
import re
from pathlib import Path

from dangjian.kernel.records import kinds, pages

ROOT = Path(__file__).parent.parent


def named():
    yield from ((page.icon, page.key) for page in pages.registry.values())
    yield from ((kind.icon, kind.key) for kind in kinds.registry.values())
    for template in (ROOT / "src").rglob("*.html"):
        text = template.read_text()
        for icon in re.findall(r"""(?:icon=|\{% icon )["']([a-z0-9-]+)["']""", text):
            yield icon, template.name


def test_every_named_icon_is_in_the_sprite():
    built = json.loads((ROOT / "frontend" / "icons.json").read_text())
    known = {*built["outline"], *built["filled"]}
    assert sorted({(icon, where) for icon, where in named() if icon not in known}) == []
