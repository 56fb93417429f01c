import pytest

from dangjian.kernel.obligations import standing


@pytest.fixture
def declared(monkeypatch):
    """Declare a rule for one test only."""
    monkeypatch.setattr(standing, "registry", {})
    return standing.register
