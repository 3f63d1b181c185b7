#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh BUILT_TARGET SECONDS: new inputs stay in build/; a crash is kept there for `make replay` to
# be told about: copy it to tests/fuzz/corpus/<target>/ together with the fix.
set -eu
name=${1##*/fuzz_}
found=build/fuzz/found/$name
kept=tests/fuzz/corpus/$name
mkdir -p "$found"
[ -d "$kept" ] || kept=
# shellcheck disable=SC2086 # no corpus: no argument
"$1" -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=0 \
	-verbosity=0 -print_funcs=0 -artifact_prefix="build/fuzz/crash-$name-" "$found" $kept
echo "ok fuzz $name, $2 s"
