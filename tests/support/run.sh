#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs test programs (cmocka) and scripts (which print `ok …` or `not ok …` lines) one after the other,
# each under a timeout, and ends with one plain line `N passed, N failed`.
set -u
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
passed=0
failed=0
: "${KENSHU_BIN:=build}"
: "${TEST_SECONDS:=300}"
export KENSHU_BIN
export CMOCKA_MESSAGE_OUTPUT=STDOUT TZ=UTC LC_ALL=C.UTF-8
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0}" TSAN_OPTIONS="${TSAN_OPTIONS:-halt_on_error=1}"

count() {
	awk -v what="$2" '$0 ~ what { n++ } END { print n + 0 }' "$1"
}

for test in "$@"; do
	out=$log/out
	began=$(date +%s)
	case $test in
	*.sh) timeout -k 5 "$TEST_SECONDS" sh -c 'if [ -x "$1" ]; then exec "$1"; else exec sh "$1"; fi' - "./$test" ;;
	*) timeout -k 5 "$TEST_SECONDS" "./$test" ;;
	esac </dev/null >"$out" 2>&1
	rc=$?
	seconds=$(($(date +%s) - began))
	case $test in
	*.sh)
		good=$(count "$out" '^ok ')
		bad=$(count "$out" '^not ok ')
		;;
	*)
		good=$(count "$out" '^\\[       OK \\]')
		bad=$(awk '/^\[  FAILED  \] [a-z]/ { seen[$4] = 1 } END { n = 0; for (k in seen) n++; print n }' "$out")
		;;
	esac
	if [ "$rc" -eq 0 ] && [ "$bad" -eq 0 ]; then
		[ "$good" -gt 0 ] || good=1
		printf 'ok      %-44s %3d passed  %ds\n' "${test#build/*/tests/}" "$good" "$seconds"
		grep '^ok .*skipped' "$out" | sed 's/^ok /        /'
	else
		[ "$bad" -gt 0 ] || bad=1
		printf 'FAILED  %-44s %3d passed, %d failed, exit %d, %ds\n' "${test#build/*/tests/}" \
			"$good" "$bad" "$rc" "$seconds"
		grep -v -e '^\[ RUN  ' -e '^\[       OK' "$out" | tail -n 60 | sed 's/^/        /'
	fi
	passed=$((passed + good))
	failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
