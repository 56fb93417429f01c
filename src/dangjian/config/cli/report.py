"""``dangjian report``."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import translation

from dangjian.insight.reports.errors import ReportError
from dangjian.insight.reports.models import ReportTemplate
from dangjian.insight.reports.queries import draft_remark
from dangjian.insight.reports.starting import supplied, usual_title
from dangjian.kernel.texts.queries import live_reading
from dangjian.kernel.texts.rendering import document, plain_text
from dangjian.kernel.tree.models import Organisation

from .asking import organisation_option, period_option, scope_of
from .failing import plainly

EXIT_INCOMPLETE = 1
LANGUAGES = click.Choice(["zh-hans", "zh-hant", "en"])


@click.command("report")
@organisation_option
@period_option
@click.option("--template", metavar="NAME", help="A template that the organisation keeps; by default the city's.")
@click.option("--title", help="Title; by default made of organisation and period.")
@click.option(
    "--format", "kind", type=click.Choice(["docx", "pdf", "text"]), help="By default what the file's name ends with."
)
@click.option("--language", type=LANGUAGES, default="zh-hans", show_default=True, help="Language of notes and labels.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@plainly
def command(
    organisation: str | None,
    period: str | None,
    template: str | None,
    title: str | None,
    kind: str | None,
    language: str,
    output: Path,
) -> None:
    """Write a work report with the figures of now.

    Exit code 1 when the text asks for something that cannot be answered; the file is written all the same, with the
    reference standing as it is. Exit code 2 when nothing could be written.
    """
    found, scope = scope_of(organisation, period)
    text = _text(found, template)
    with translation.override(language):
        reading = live_reading(text, found, scope.period, scope.as_of)
        heading = title or usual_title(found, scope.period)
        remark = draft_remark(scope.as_of)
        if (kind or output.suffix.lstrip(".")) in ("docx", "pdf"):
            made = document(reading.shown, title=heading, signature=found.name, remark=remark)
            content = made.docx() if (kind or output.suffix) in ("docx", ".docx") else made.pdf()
        else:
            content = plain_text(reading.shown, title=heading).encode()
    _write(output, content)
    for problem in reading.problems:
        near = f" ({', '.join(problem.near)}?)" if problem.near else ""
        click.echo(f"line {problem.line}: {problem.text}: {problem.message}{near}", err=True)
    click.echo(f"{output}: {len(content)} bytes, figures as of {scope.as_of}")
    if reading.problems:
        raise SystemExit(EXIT_INCOMPLETE)


def _text(organisation: Organisation, template: str | None) -> str:
    if template is None:
        return supplied()[0].text
    kept = ReportTemplate.objects.filter(organisation=organisation, name=template).first()
    if kept is None:
        raise ReportError(f"{organisation.name} keeps no template called “{template}”.")
    return kept.text


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise ReportError(f"{output} cannot be written: {error.strerror}.") from error
