#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The shape of the code, as `make check` judges it: check.sh [ROOT]. Prints file:line: fault, exits 1.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-.}" || exit 2
rc=0
python3 "$here/shape.py" . || rc=1
# One line for each file: where it first differs. Many files at a time: most of what one file costs is the start.
faults=$(find src include tests -name '*.[ch]' 2>/dev/null | sort | xargs -r -n 50 -P "$(nproc)" sh -c '
	said=$(clang-format --style=file --dry-run "$@" 2>&1) || echo "clang-format: exit $?"
	echo "$said" | sed -n "s/^\([^ ]*:[0-9]*\):[0-9]*: warning: code should be clang-formatted.*/\1/p" |
		awk -F: "!seen[\$1]++ { print \$0 \": differs from .clang-format (make format)\" }"' -)
if [ -n "$faults" ]; then
	echo "$faults"
	rc=1
fi
[ $rc -eq 0 ] && echo "ok shape of the code"
exit $rc
