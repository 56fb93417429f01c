"""The measured numbers as a page of docs/, targets beside them."""

MOST_QUERIES = 12
LIST_RATIO = 3.0
GROWTH = 1.5
IMPORT_RATIO = 5.0
IMPORT_MB = 600
WORKER_MB = 200
LEDGER_SECONDS = 20
LEDGER_MB = 500
CASEBOOK_SECONDS = 60
LIFE_RATIO = 5.0
LIFE_QUERIES = {"grid of all branches by months and all rules": 20, "desk of a branch": 15}

HEAD = """# Performance

Made by `make bench` ({how}); do not edit. Times are medians of rounds in which the page, the bare page and the
database took turns within one run. They are time of the processor, which other work on the machine stretches least:
that of the process which makes the page, and with PostgreSQL that of its process which answers. Compare the ratios.

- **bare page**: a plain Django view without middleware, sign-in, permissions, translation or layout, which sends the
  very same SELECT statements and prints all that comes back as a plain table.
- **database**: the same statements alone, all rows fetched.
- **queries**: everything the page asked the database for, with session, account and roles.
- **rows**: of the longest answer. The target of {ratio:g} times the bare page is for lists that fill a page; a search
  that finds three people is nearly all frame (sign-in, roles, navigation, layout), and a bare page has none: the first
  line shows what the frame takes alone.

Machine: {cores}, {memory} memory; {system}; load at the end {load}; {day}.
"""


def met(good: bool) -> str:
    return "met" if good else "**not met**"


def document(machine: dict[str, str], runs: list[dict], trees: list[dict], cities: list[dict]) -> str:
    """The whole page in Markdown."""
    how = "; ".join(f"{run['database']}, {run['members']:,} members asked for" for run in runs)
    parts = [HEAD.format(how=how, ratio=LIST_RATIO, **machine)]
    for run in runs:
        found = run["parts"]
        versions = next((part["versions"] for part in found.values() if "versions" in part), "")
        held = next((part["members"] for part in found.values() if "members" in part), run["members"])
        parts.append(f"## {run['database']} · {held:,} members\n\n{versions}\n")
        for name, write in WRITERS.items():
            if name in found:
                parts.append(
                    f"{name.capitalize()}: {found[name]['failed']}.\n"
                    if "failed" in found[name]
                    else write(found[name])
                )
    parts += [growth(runs), tree(trees), life(cities)]
    return "\n".join(part for part in parts if part)


def pages(found: dict) -> str:
    """Pages with queries and ratios; first those of who sees all, then those of who sees one city."""
    lines = table(found["pages"])
    if "of_one_city" in found:
        lines += ["", "The same, read by the work committee of one city among them:", "", *table(found["of_one_city"])]
    mapped = found["mapped_mb"]
    worker = found["worker_mb"] - mapped
    shared = f", and {mapped:.0f} MB of the database's file mapped, which all workers share" if mapped else ""
    lines += [
        "",
        f"Memory of the worker after the run: {worker:.0f} MB (< {WORKER_MB}: {met(worker < WORKER_MB)}){shared}.",
        "",
    ]
    return "\n".join(lines)


def table(measured: list[dict]) -> list[str]:
    """A line for each page."""
    lines = [
        f"| page | queries (≤ {MOST_QUERIES}) | rows | page | bare page | database | page ÷ bare | target |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for page in measured:
        if "missing" in page:
            lines.append(f"| {page['name']} | – | – | – | – | – | – | not measured: {page['missing']} |")
            continue
        targets = [f"queries {met(page['queries'] <= MOST_QUERIES)}"]
        if page["is_list"]:
            targets.append(f"≤ {LIST_RATIO:g}: {met(page['ratio'] <= LIST_RATIO)}")
        lines.append(
            f"| {page['name']} | {page['queries']} | {page['rows']} | {page['page']:.1f} ms | {page['bare']:.1f} ms "
            f"| {page['database']:.1f} ms | {page['ratio']:.2f} | {'; '.join(targets)} |"
        )
    return lines


def export(found: dict) -> str:
    return (
        f"Export of the member list, {found['rows']:,} rows to xlsx: {found['seconds']:.1f} s, {found['queries']} "
        f"queries; the same SELECT and a plain spreadsheet of what it gives: {found['floor']:.1f} s; ratio "
        f"{found['ratio']:.2f}; the database alone: {found['database']:.1f} s. Peak memory {found['peak_mb']:.0f} MB.\n"
    )


def imports(found: dict) -> str:
    if "missing" in found:
        return f"Import: not measured: {found['missing']}\n"
    return (
        f"Import of {found['rows']:,} rows from xlsx ({found['accepted']:,} taken over): {found['seconds']:.1f} s "
        f"(upload {found['upload']:.1f}, check {found['preview']:.1f}, take over {found['apply']:.1f}); reading the "
        "file and inserting the very same rows of members and memberships raw (made ready beforehand, unencrypted, "
        f"without staged rows, undo or audit): {found['floor']:.1f} s; ratio by the clock {found['ratio']:.2f}. "
        f"Seconds of the processor, which other work does not stretch: {found['cpu']:.1f} and "
        f"{found['floor_cpu']:.1f}; ratio {found['cpu'] / found['floor_cpu']:.2f} "
        f"(≤ {IMPORT_RATIO:g}: {met(found['cpu'] / found['floor_cpu'] <= IMPORT_RATIO)}). "
        f"Peak memory {found['peak_mb']:.0f} MB "
        f"(< {IMPORT_MB}: {met(found['peak_mb'] < IMPORT_MB)}). {found['queries']} queries.\n"
    )


def ledger(found: dict) -> str:
    made = "; ".join(
        f"{one['format']} {one['cpu']:.1f} s of the processor (< {LEDGER_SECONDS}: {met(one['cpu'] < LEDGER_SECONDS)}; "
        f"{one['seconds']:.1f} s on this machine with its other work), peak memory {one['peak_mb']:.0f} MB "
        f"(< {LEDGER_MB}: {met(one['peak_mb'] < LEDGER_MB)}), a file of {one['file_mb']:.1f} MB"
        for one in found["formats"]
    )
    return (
        f"Work ledger of a busy branch, {found['records']:,} records with {found['photos']} photographs of "
        f"{found['photo_mb']:.1f} MB each: {made}.\n"
    )


def casebook(found: dict) -> str:
    made = "; ".join(
        f"{one['format']} {one['seconds']:.1f} s by the clock "
        f"(< {CASEBOOK_SECONDS}: {met(one['seconds'] < CASEBOOK_SECONDS)}), {one['cpu']:.1f} s of the processor, "
        f"peak memory {one['peak_mb']:.0f} MB, a file of {one['file_mb']:.1f} MB"
        for one in found["formats"]
    )
    return (
        f"Casebook of {found['cases']} cases with {found['photos']} photographs, made by the worker in the "
        f"background: {made}.\n"
    )


def reviews(found: dict) -> str:
    """The steps of a review, with few entries and with many."""
    few, many = found["sizes"]
    head = (
        f"Review of {many['entries']} entries by {many['reviewers']} reviewers, {many['reviews']:,} reviews, beside "
        f"{few['entries']} entries, {few['reviews']:,} reviews; milliseconds of the processor:"
    )
    lines = [
        head,
        "",
        "| step | queries, few | queries, many | of them reading | few | many | target |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for one, other in zip(few["pages"], many["pages"], strict=True):
        targets = (
            f"under {MOST_QUERIES} queries: {met(other['queries'] < MOST_QUERIES)}; "
            f"as many for many: {met(other['queries'] == one['queries'])}"
        )
        lines.append(
            f"| {one['name']} | {one['queries']} | {other['queries']} | {other['reading']} | {one['cpu']:.1f} ms "
            f"| {other['cpu']:.1f} ms | {targets} |"
        )
    return "\n".join([*lines, ""])


WRITERS = {
    "pages": pages,
    "export": export,
    "import": imports,
    "ledger": ledger,
    "casebook": casebook,
    "reviews": reviews,
}
"""Who writes what each part of the bench found in one database."""


def growth(runs: list[dict]) -> str:
    """The same page with few and with many members."""
    lines = []
    for kind in dict.fromkeys(run["database"] for run in runs):
        sized = sorted((run for run in runs if run["database"] == kind), key=lambda run: run["members"])
        if len(sized) < 2 or any("pages" not in run["parts"].get("pages", {}) for run in (sized[0], sized[-1])):
            continue
        few, many = (run["parts"]["pages"] for run in (sized[0], sized[-1]))
        title = f"## {kind}: {many['members']:,} members beside {few['members']:,}"
        readers = {"all of it": many["pages"], "one city of it": many.get("of_one_city", [])}
        lines += [title, "", *compared(few["pages"], readers)]
    return "\n".join(lines)


def compared(few: list[dict], many_of: dict[str, list[dict]]) -> list[str]:
    """The same pages, small and large."""
    lines = ["| page | read by who sees | few | many | many ÷ few | target |"]
    lines.append("| --- | --- | ---: | ---: | ---: | --- |")
    for reader, pages_of in many_of.items():
        many = {page["name"]: page for page in pages_of}
        for page in few:
            other = many.get(page["name"], {"missing": ""})
            if "missing" in page or "missing" in other:
                continue
            times = other["page"] / page["page"]
            lines.append(
                f"| {page['name']} | {reader} | {page['page']:.1f} ms | {other['page']:.1f} ms | {times:.2f} "
                f"| ≤ {GROWTH:g}: {met(times <= GROWTH)} |"
            )
    return [*lines, ""]


def tree(trees: list[dict]) -> str:
    """The tree with few and with millions of organisations."""
    if not trees:
        return ""
    few, many = trees[0], trees[-1]
    lines = [f"## The tree of {many['organisations']:,} organisations (SQLite)", ""]
    lines += [*pages(many).splitlines(), ""]
    if len(trees) > 1:
        lines += [f"Beside the same pages of {few['organisations']:,}:", ""]
        lines += compared(few["pages"], {"all of it": many["pages"]})
    return "\n".join(lines)


LIFE_HEAD = (
    "{many[branches]:,} branches with {many[meetings]:,} meetings, beside {few[branches]:,} with {few[meetings]:,}; "
    "read by somebody of one city. Milliseconds of the processor: of the page, and of the very SELECT statements it "
    "sends, run alone."
)


def life(cities: list[dict]) -> str:
    """What organisational life reads at once, of one city alone and of one among many."""
    if not cities:
        return ""
    few, many = cities[0], cities[-1]
    lines = [
        f"## Organisational life in {many['cities']} model cities beside {few['cities']} (SQLite)",
        "",
        LIFE_HEAD.format(few=few, many=many),
        "",
        "| page | queries | page | its statements | page ÷ statements | among many | many ÷ few | target |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    others = {page["name"]: page for page in many["life"]}
    for page in few["life"]:
        other, most = others[page["name"]], LIFE_QUERIES.get(page["name"], MOST_QUERIES)
        times = other["cpu"] / page["cpu"]
        targets = [f"≤ {most} queries: {met(other['queries'] <= most)}", f"flat (≤ {GROWTH:g}): {met(times <= GROWTH)}"]
        if page["name"].startswith("grid"):
            targets.insert(1, f"≤ {LIFE_RATIO:g} × SQL: {met(page['ratio'] <= LIFE_RATIO)}")
        lines.append(
            f"| {page['name']} | {other['queries']} | {page['cpu']:.0f} ms | {page['database']:.0f} ms "
            f"| {page['ratio']:.1f} | {other['cpu']:.0f} ms | {times:.2f} | {'; '.join(targets)} |"
        )
    return "\n".join([*lines, ""])
