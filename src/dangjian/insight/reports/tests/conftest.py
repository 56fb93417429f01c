from datetime import date

import pytest

from dangjian.insight.reports import services
from dangjian.kernel.figures import registry as figures
from dangjian.kernel.figures.measures import Count
from dangjian.kernel.figures.registry import Figure
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation

TEXT = """# 扛起责任

直属党组织 [[organisations.direct]] 个，支部 [[organisations.branches]] 个。
甲局支部 [[organisations.branches 35-01 2016]] 个。
在届占 [[organisations.in_term_share]]。

- 敏感 [[tests.secret]]

[[table organisations.branches organisations.in_term_share]]
"""


@pytest.fixture
def secret():
    """A figure about sensitive facts, over organisations so that rows are easy to make."""
    figure = Figure(
        "tests.secret",
        "secret",
        "organisations",
        "Secret ones.",
        "tests",
        1,
        date(2017, 1, 1),
        Count(),
        records=lambda scope: Organisation.objects.at(scope.as_of).direct(),
        path="path",
        kind="organisations.organisation",
        sensitive=True,
    )
    figures.register(figure)  # the laws over the registry must not meet a figure of a test
    yield figure
    figures.registry.pop(figure.key)


@pytest.fixture
def draft(small_city, secret):
    """A draft of the work committee."""
    return services.start_report(
        organisation=small_city.committee,
        title="市直机关党建工作成效报告",
        period=Period.year_of(2017),
        text=TEXT,
        by=small_city.actor(),
    )


@pytest.fixture
def issued(draft, small_city):
    """The same, issued."""
    return services.issue_report(draft, by=small_city.actor())
