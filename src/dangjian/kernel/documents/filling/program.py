"""Fills an uploaded Word file in a process of its own: what others made is worked on where it can do no harm.

Reads the order as JSON from standard input: `template` and `target` (paths) and `values` (names to texts, or to lists
of names to texts). Writes nothing else but, on refusal, a sentence of JSON to standard output, with exit code 3.
Imports nothing of ours. Memory and time are limited; there are no filters, calls or arithmetic, a list may not stand
inside a list, and only what is listed below is let through, so nothing can reach into the program or run away.
"""

import json
import resource
import sys
from contextlib import suppress
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

REFUSED = 3
SECONDS = 40
MEMORY = 1 << 30
MOST_LOOPS = 20
_OF_LOOPS = ("index", "first", "last", "length")
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not)


class Refused(TemplateError):
    """The file asks for more than named fields."""


class Narrow(ImmutableSandboxedEnvironment):
    """Lets only named fields, lists and conditions through, whatever part of the file they stand in."""

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()
        self.known = set(values)
        self.lists = {name for name, value in values.items() if isinstance(value, list)}

    def from_string(self, source: Any, *rest: Any, **facts: Any) -> Any:
        tree = self.parse(source)
        items = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
        self._check(tree, self.known | items, in_list=False)
        return super().from_string(source, *rest, **facts)

    def _check(self, node: nodes.Node, known: set[str], *, in_list: bool) -> None:
        if not isinstance(node, _ALLOWED):
            raise Refused(type(node).__name__)
        if isinstance(node, nodes.Getattr):
            of_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
            if node.attr.startswith("_") or (of_loop and not (in_list and node.attr in _OF_LOOPS)):
                raise Refused(node.attr)
            if of_loop:
                return
        if isinstance(node, nodes.Name) and node.name not in known:
            raise Refused(node.name)
        if isinstance(node, nodes.Template) and sum(1 for _ in node.find_all(nodes.For)) > MOST_LOOPS:
            raise Refused("lists")
        if isinstance(node, nodes.For):
            fits = isinstance(node.iter, nodes.Name) and node.iter.name in self.lists
            if in_list or not fits or not isinstance(node.target, nodes.Name) or node.recursive:
                raise Refused("for")
        for child in node.iter_child_nodes():
            self._check(child, known, in_list=in_list or isinstance(node, nodes.For))


def fill(order: dict[str, Any]) -> None:
    """Fill the file of an order.

    Raises:
        TemplateError: it asks for something that is not there, or for more than named fields.
    """
    document = DocxTemplate(order["template"])
    document.render(order["values"], Narrow(order["values"]), autoescape=True)
    document.save(order["target"])


def main() -> None:
    """Limits first, then the work; every failure is one word on standard output."""
    for limited, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY)):
        with suppress(ValueError, OSError):  # not every system knows each of them
            resource.setrlimit(limited, (most, most))
    order = json.load(sys.stdin)
    try:
        fill(order)
    except Exception as error:  # noqa: BLE001 - whatever an uploaded file brings about is told, never more than that
        json.dump({"problem": str(error)[:300], "kind": type(error).__name__}, sys.stdout)
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
