"""The smallest valid brands, for this room's tests and those above it."""

import struct
import zlib
from datetime import date

from dangjian.work.brands import services
from dangjian.work.brands.enums import DeliberatingBody, DeliberationOutcome

TODAY = date(2017, 10, 9)
WORDING = {
    "slogan": "放心、省心、安心",
    "meaning": "把无忧办事作为每名党员的行为要求。",
    "carrier": "党员示范窗口、延时服务、上门辅导。",
    "promise": "一次告知、一窗受理、限时办结。",
}


def proposed(organisation, *, name="无忧服务", today=TODAY, by=None, **wording):
    return services.propose_brand(organisation=organisation, name=name, today=today, by=by, **WORDING | wording)


def deliberated(brand, *, on=TODAY, outcome=DeliberationOutcome.GO_ON, by=None, **more):
    facts = {"body": DeliberatingBody.LEADING_GROUP, "opinions": "名称要响亮，内涵要贴近业务。", "today": TODAY}
    return services.record_deliberation(brand, on=on, outcome=outcome, by=by, **facts | more)


def confirmed(organisation, *, on=TODAY, **more):
    brand = proposed(organisation, today=on, **more)
    deliberated(brand, on=on)
    return services.confirm_brand(brand, on=on, today=TODAY, by=None)


def practised(organisation, *, on=TODAY, **more):
    return services.practise_brand(confirmed(organisation, on=on, **more), on=on, today=TODAY, by=None)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def huge():
    """A PNG whose head says that it has a hundred million pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 10_000, 10_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
