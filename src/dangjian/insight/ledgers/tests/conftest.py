import pytest


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    """Attachments and ledgers of a test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DANGJIAN_VAR = tmp_path / "var"
