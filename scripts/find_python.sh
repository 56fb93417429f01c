#!/bin/sh
# Prints the first Python 3.11 or newer found on this machine; says what is missing when there is none.
for name in python3.11 python3.12 python3.13 python3.14 python3; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$name"
        exit 0
    fi
done
echo "Dangjian needs Python 3.11 or newer, and none was found (looked for python3.11 to python3.14, python3)." >&2
exit 1
