"""A target unlike a roster, to prove the flow: a list of the branches under a committee, with their founding dates."""

import datetime as dt

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.imports.cells import Level, parse_date, parse_identity, parse_text, sentence
from dangjian.kernel.imports.targets import Action, Applied, FieldSpec, Target, Verdict, register
from dangjian.kernel.tree import services as tree
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

TWICE = sentence("branch-twice", Level.PROBLEM, "The code {code} stands in row {row} already.")
TODAY = dt.date(2026, 11, 23)


class BranchList(Target):
    key = "imports.branch_list"
    label = "List of branches"
    permission = permission("imports.branch_list.import", "Import lists of branches", roles=PARTY_WORKERS)
    fail_at = 0

    def fields(self, organisation):
        return (
            FieldSpec("code", "代码", parse_text, synonyms=("支部代码",), required=True),
            FieldSpec("name", "支部名称", parse_text, synonyms=("党支部",), required=True),
            FieldSpec("founded_on", "成立日期", parse_date, synonyms=("成立时间",), required=True),
            FieldSpec("secretary", "书记身份证号", parse_identity),
        )

    def open_check(self, *, organisation, today):
        seen = {}

        def check(rows):
            codes = [row.values["code"] for row in rows]
            held = {o.code: o for o in Organisation.objects.filter(code__in=[code for code in codes if code])}
            return [judge(row, held.get(row.values["code"])) for row in rows]

        def judge(row, existing):
            code = row.values["code"]
            if code in seen:
                row.note("code", TWICE, code=str(code), row=str(seen[code]))
            seen[code] = row.number
            if existing is None:
                return Verdict(Action.CREATE)
            if existing.name == row.values["name"]:
                return Verdict(Action.SAME, existing.pk)
            return Verdict(Action.UPDATE, existing.pk, {"name": (existing.name, row.values["name"])}, accepted=False)

        return check

    def apply(self, rows, *, organisation, today, by):
        for row in rows:
            if row.number == self.fail_at:
                raise ServiceError("This row cannot be written.")
            if row.action == Action.UPDATE:
                branch = Organisation.objects.get(pk=row.target_id)
                before, branch.name = branch.name, row.values["name"]
                branch.save()
                yield Applied(row.id, branch.pk, {"name": before})
            else:
                branch = tree.place(
                    code=row.values["code"],
                    name=row.values["name"],
                    short_name=row.values["name"],
                    kind=OrganisationKind.BRANCH,
                    parent=organisation,
                    starts_on=row.values["founded_on"],
                )
                yield Applied(row.id, branch.pk)

    def undo(self, rows, *, organisation, today, by):
        for row in rows:
            branch = Organisation.objects.get(pk=row.target_id)
            if row.undo:
                branch.name = row.undo["name"]
                branch.save()
            elif Organisation.objects.filter(parent=branch).exists():
                raise ServiceError(f"{branch.name} has organisations below it.")
            else:
                branch.delete()


BRANCHES = register(BranchList())
