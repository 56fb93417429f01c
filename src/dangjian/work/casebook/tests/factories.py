"""Cases and casebooks for tests."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dangjian.kernel.attachments.services import attach, describe
from dangjian.kernel.periods import Period
from dangjian.work.casebook import services
from dangjian.work.casebook.permissions import VIEW_CASE

YEAR = Period.year_of(2017)
WORDING = {
    "summary": "把办税窗口建成党员先锋岗，群众少跑一趟。",
    "background": "窗口排队久，群众多次往返。",
    "practice": "# 建强队伍\n\n党员轮流值守，全市支部 [[organisations.branches]] 个。\n\n- 公开承诺\n- 周末无休",
    "effect": "材料齐全的当场办结。",
    "experience": "把服务落实到每个环节。",
}


def written(organisation, by, title="无忧办税", **wording):
    """A case with words in every part."""
    case = services.begin_case(organisation=organisation, title=title, period=YEAR, by=by)
    return services.write_case(case, version=1, by=by, **{"title": title, **WORDING, **wording})


def ready(organisation, author, editor, title="无忧办税", **wording):
    """A case that was handed in and passed."""
    case = written(organisation, author, title, **wording)
    case = services.hand_in(case, version=case.version, people_agreed=True, by=author)
    return services.pass_case(case, version=case.version, by=editor)


def photograph(case, by, *, caption="窗口", consent="nobody", size=(300, 200), name="a.jpg"):
    """A picture of a case, described."""
    out = io.BytesIO()
    Image.new("RGB", size, (len(caption) * 9 % 255, 90, 90)).save(out, "JPEG")
    upload = SimpleUploadedFile(name, out.getvalue(), "image/jpeg")
    file = attach(upload, to=case, organisation=case.organisation, by=by, permission=VIEW_CASE)
    return describe(file, by=by, caption=caption, consent=consent)


def edition(organisation, cases, by, title="优秀案例汇编"):
    """A casebook in the making."""
    made = services.begin_edition(organisation=organisation, title=title, period=YEAR, by=by)
    return services.choose_cases(made, cases=cases, by=by)


DAY = date(2017, 10, 9)
