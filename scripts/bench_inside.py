"""One part of the bench, inside an installation given by the environment; prints one line of JSON at the end."""

import argparse
import json
import os
from importlib import import_module

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjian.config.settings")
    django.setup()
    measures = import_module("bench_measures")  # needs a started Django
    measured = {
        **measures.MEASURES,
        "ledger": import_module("bench_ledger").measure_ledger,
        "casebook": import_module("bench_casebook").measure_casebook,
        "reviews": import_module("bench_reviews").measure_reviews,
        "life": import_module("bench_life").measure_life,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=[*measured, "copy", "cities"])
    parser.add_argument("source", nargs="?", help="the SQLite database that is copied")
    parser.add_argument("--cities", type=int, default=1, help="cities in all, for the part that copies the first")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--rows", type=int, default=100_000)
    asked = parser.parse_args()
    if asked.part == "copy":
        found = import_module("bench_copy").copy(asked.source)
    elif asked.part == "cities":
        import_module("bench_cities").fill(asked.cities)
        found = {}
    else:
        found = measured[asked.part](asked.rounds, asked.rows)
    print(json.dumps({**found, **measures.held()}))


if __name__ == "__main__":
    main()
