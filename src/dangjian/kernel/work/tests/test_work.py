import json
import time
from pathlib import Path

import pytest

from dangjian.kernel.work.progress import STALE_AFTER, Progress, end_progress, note_progress, progress_of
from dangjian.kernel.work.workers import Worker, register, registry


@pytest.fixture
def var(settings, tmp_path):
    settings.DANGJIAN_VAR = tmp_path
    return tmp_path


def test_progress_is_read_back_until_it_ends(var):
    assert progress_of("things/1") == Progress(0, 0, False)
    note_progress("things/1", 3, 8)
    assert progress_of("things/1") == Progress(3, 8, True)
    end_progress("things/1")
    assert progress_of("things/1") == Progress(0, 0, False)


@pytest.mark.parametrize("change", [{"pid": 2**22 + 5}, {"at": time.time() - STALE_AFTER - 1}])
def test_a_worker_that_is_gone_or_silent_is_not_alive(var, change):
    note_progress("things/1", 3, 8)
    path = Path(var / "things" / "1.progress")
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    assert progress_of("things/1") == Progress(3, 8, False)


def test_a_half_written_progress_is_none(var):
    note_progress("things/1", 3, 8)
    (var / "things" / "1.progress").write_text('{"done": 3,')
    assert not progress_of("things/1").alive
    assert [path.name for path in (var / "things").iterdir()] == ["1.progress"]


def test_failing_work_does_not_end_the_worker(caplog):
    def fail():
        raise RuntimeError("no disk")

    assert Worker("tests", fail).step() is False
    assert "no disk" in caplog.text
    assert Worker("tests", lambda: True).step() is True


def test_no_two_workers_share_a_key(monkeypatch):
    monkeypatch.setitem(registry, "tests", Worker("tests", lambda: False))
    with pytest.raises(ValueError, match="declared twice"):
        register(Worker("tests", lambda: False))
