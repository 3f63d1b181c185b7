#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# cover.sh BUILD: after the tests of the cover flavour ran, the lines they reached, by file and floor.
set -eu
find "$1/src" -name '*.gcno' | sort | while read -r notes; do
	gcov -n -o "$notes" "$notes" 2>/dev/null
done | awk '
	/^File / { file = $2; gsub(/\x27/, "", file) }
	/^Lines executed:/ && file ~ /^src\// {
		split($0, part, /[:% ]+/)
		percent = part[3]; n = part[5]; hit = percent * n / 100
		split(file, path, "/")
		all[path[2]] += n; reached[path[2]] += hit; total += n; total_hit += hit
		printf "  %5.1f %%  %5d  %s\n", percent, n, file
		file = ""
	}
	END {
		for (floor in all)
			printf "%6.1f %%  %5d lines of %s\n", 100 * reached[floor] / all[floor], all[floor], floor
		if (total)
			printf "%6.1f %%  %5d lines in all\n", 100 * total_hit / total, total
	}'
