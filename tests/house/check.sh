#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The shape of the code, as `make check` judges it: check.sh [ROOT]. Prints file:line: fault, exits 1.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-.}" || exit 2
rc=0
python3 "$here/shape.py" . || rc=1
# One line for each file: where it first differs.
faults=$(find src include tests -name '*.[ch]' 2>/dev/null | sort | xargs -r -n 1 -P "$(nproc)" sh -c '
	line=$(clang-format --style=file "$1" | diff "$1" - | sed -n "1s/[^0-9].*//p")
	[ -z "$line" ] || echo "$1:$line: differs from .clang-format (make format)"' -)
if [ -n "$faults" ]; then
	echo "$faults"
	rc=1
fi
[ $rc -eq 0 ] && echo "ok shape of the code"
exit $rc
