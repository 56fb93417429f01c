#!/bin/sh
# Writes the hash-checked lists requirements/*.txt anew from the pinned names in requirements/*.in,
# and the front end's lock file. Neither holds the address of any registry.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
for name in uv node base dev regions; do
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --output-file "requirements/$name.txt" "requirements/$name.in"
done
cd frontend
npm install --package-lock-only --ignore-scripts
