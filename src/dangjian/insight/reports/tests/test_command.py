import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from dangjian.config.cli.report import command
from dangjian.insight.reports import services


@pytest.fixture
def run(small_city, tmp_path):
    def call(*arguments, name="report.txt"):
        path = tmp_path / name
        return CliRunner().invoke(command, [*arguments, "--output", str(path)]), path

    return call


def test_text_with_the_figures_of_now(run):
    result, path = run("--period", "2017")
    assert result.exit_code == 0, result.output
    text = path.read_text()
    assert "直属党组织 3[1] 个" in text
    assert "甲局机关党委\t" in text


def test_the_ending_of_the_file_or_the_option_says_which_format(run):
    assert run(name="a.pdf")[1].read_bytes().startswith(b"%PDF")
    assert run(name="a.docx")[1].read_bytes().startswith(b"PK")
    _result, path = run("--format", "pdf", name="a.bin")
    assert len(PdfReader(path).pages) >= 1


@pytest.mark.parametrize(
    "arguments", [("--organisation", "99"), ("--period", "2017-Q9"), ("--template", "没有"), ("--format", "odt")]
)
def test_what_cannot_be_written_ends_with_two(arguments, run):
    result, path = run(*arguments)
    assert result.exit_code == 2
    assert not path.exists()
    assert "Traceback" not in result.output


def test_an_unwritable_place_ends_with_two(run):
    assert run(name="none/report.txt")[0].exit_code == 2


def test_unanswered_references_are_told_and_end_with_one(run, small_city):
    services.keep_template(organisation=small_city.committee, name="年报", text="一\n[[organisations.dirct]]", by=None)
    result, path = run("--template", "年报")
    assert result.exit_code == 1
    assert "line 2" in result.output
    assert "organisations.direct" in result.output
    assert "[[organisations.dirct]]" in path.read_text()
    assert run("--period", "2018")[0].exit_code == 1
