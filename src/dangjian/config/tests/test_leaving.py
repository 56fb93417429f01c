"""Everything in open formats: readable without this platform, private entries only when asked for."""

import csv
import json
from zipfile import ZipFile

from django.apps import apps

from dangjian.config.keeping.columns import LEFT_OUT


def table(folder, name):
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_of_ours_is_there_and_described(filled, tmp_path):
    target = tmp_path / "export"
    done = filled.run("export", target)
    assert done.code == 0, done.said
    ours = {
        model._meta.label_lower
        for model in apps.get_models()
        if model.__module__.startswith("dangjian.") and not model._meta.proxy and model._meta.label not in LEFT_OUT
    }
    described = {one["table"]: one for one in json.loads((target / "schema.json").read_text(encoding="utf-8"))}
    assert described.keys() == ours
    for name, words in described.items():
        rows = table(target, name)
        assert len(rows) == words["rows"]
        assert all(list(row) == [column["name"] for column in words["columns"]] for row in rows)
    member = table(target, "members.member")[0]
    assert (member["name"], member["home_address"], member["mobile_phone"]) == ("欧阳小明", "***", "***")
    assert "identity_index" not in member
    assert "password" not in table(target, "accounts.account")[0]
    assert "某路" not in "".join(path.read_text(errors="replace") for path in target.rglob("*.csv"))
    assert "`tables/members.member.csv` · 60 rows" in (target / "README.md").read_text(encoding="utf-8")
    kept = table(target, "attachments.attachment")[0]["sha256"]
    assert (target / "files" / "attachments" / kept[:2] / kept[2:4] / kept).is_file()


def test_private_entries_are_written_when_asked_for_and_it_is_noted(filled, tmp_path):
    target = tmp_path / "all.zip"
    done = filled.run("export", target, "--with-private", "--language", "en")
    assert done.code == 0, done.said
    assert "Warning" in done.said
    with ZipFile(target) as archive:
        assert "某路 1 号 'A'" in archive.read("tables/members.member.csv").decode("utf-8-sig")
        assert "IN CLEAR" in archive.read("README.md").decode()
    (changes,) = filled.rows("SELECT changes FROM audit_entry WHERE action = 'config.platform.exported'")[-1]
    held = changes if isinstance(changes, dict) else json.loads(changes)
    assert held["private"] is True
    assert filled.run("export", target).code == 2
