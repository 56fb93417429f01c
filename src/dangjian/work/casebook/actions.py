"""The sentences of the audit log about cases and casebooks."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

BEGUN = action("casebook.case.begun", _("began the case “{target}”"))
WRITTEN = action("casebook.case.written", _("wrote on the case “{target}”"))
CLASSED = action("casebook.case.classed", _("changed brand, field or period of the case “{target}”"))
HANDED_IN = action("casebook.case.handed-in", _("handed in the case “{target}”"))
RETURNED = action("casebook.case.returned", _("gave the case “{target}” back to its author"))
PASSED = action("casebook.case.passed", _("passed the case “{target}” for print"))
COMMENTED = action("casebook.comment.made", _("made a remark on the case “{target}”"))
ANSWERED = action("casebook.comment.answered", _("answered a remark on the case “{target}”"))

COMPILED = action("casebook.edition.begun", _("began the casebook “{target}”"))
DESCRIBED = action("casebook.edition.described", _("changed cover, preface or imprint of the casebook “{target}”"))
CHOSEN = action("casebook.edition.chosen", _("chose cases for the casebook “{target}”"))
ARRANGED = action("casebook.edition.arranged", _("arranged the casebook “{target}”"))
ISSUED = action("casebook.edition.issued", _("issued the casebook “{target}”"))
OPENED = action("casebook.edition.opened", _("opened the casebook “{target}” to everybody"))
CLOSED = action("casebook.edition.closed", _("closed the casebook “{target}” to the public"))
ASKED = action("casebook.file.asked", _("had the casebook “{target}” made as a file"))
TAKEN = action("casebook.file.made", _("took the casebook “{target}” as a file"))
