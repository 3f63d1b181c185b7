#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs test programs (cmocka) and scripts (which print `ok …` or `not ok …` lines) in the order given, TEST_JOBS at a time
# (as many as there are processors), each under a timeout, and ends with one plain line `N passed, N failed`.
set -u
: "${KENSHU_BIN:=build}"
: "${TEST_SECONDS:=450}"
: "${TEST_JOBS:=$(nproc)}"
export KENSHU_BIN TEST_SECONDS PCSCLITE_CSOCK_NAME=/nonexistent/pcscd.comm
export CMOCKA_MESSAGE_OUTPUT=STDOUT TZ=UTC LC_ALL=C.UTF-8
export LSAN_OPTIONS="suppressions=$PWD/tests/support/lsan.supp:print_suppressions=0"
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0}" TSAN_OPTIONS="${TSAN_OPTIONS:-halt_on_error=1:suppressions=$PWD/tests/support/tsan.supp}"

count() {
	awk -v what="$2" '$0 ~ what { n++ } END { print n + 0 }' "$1"
}

# one LOG TEST: run it, add its counts to LOG/counts, and print in one piece what came of it
one() {
	log=$1
	test=$2
	out=$(mktemp "$log/out.XXXXXX")
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
	else
		[ "$bad" -gt 0 ] || bad=1
	fi
	exec 9>>"$log/counts"
	flock 9
	echo "$good $bad" >&9
	if [ "$bad" -eq 0 ]; then
		printf 'ok      %-44s %3d passed  %ds\n' "${test#build/*/tests/}" "$good" "$seconds"
		grep '^ok .*skipped' "$out" | sed 's/^ok /        /'
	else
		printf 'FAILED  %-44s %3d passed, %d failed, exit %d, %ds\n' "${test#build/*/tests/}" \
			"$good" "$bad" "$rc" "$seconds"
		grep -v -e '^\[ RUN  ' -e '^\[       OK' "$out" | tail -n 60 | sed 's/^/        /'
	fi
	rm -f "$out"
}

if [ "${1-}" = --one ]; then
	one "$2" "$3"
	exit 0
fi
# In memory where there is room and programs may be started from it: a test that copies the content and saves it file by
# file, or a flow with a hundred commits, else spends most of its time waiting for a disk that it asks nothing about.
memory() {
	[ -z "${TMPDIR-}" ] && [ -w /dev/shm ] || return 1
	[ "$(df -Pk /dev/shm | awk 'NR == 2 { print int($4 / 1024) }')" -ge 1024 ] || return 1
	tmp=$(mktemp -d /dev/shm/kenshu-test.XXXXXX) || return 1
	chmod 711 "$tmp" # a kiosk may run as nobody
	printf '#!/bin/sh\n' >"$tmp/try"
	chmod 700 "$tmp/try"
	"$tmp/try" 2>/dev/null && rm "$tmp/try" && return 0
	rm -rf "$tmp"
	return 1
}

tmp=
log=
trap 'rm -rf "$log" "$tmp"' EXIT
trap 'exit 130' INT TERM
memory && export TMPDIR="$tmp"
log=$(mktemp -d)
: >"$log/counts"
printf '%s\n' "$@" | xargs -n 1 -P "$TEST_JOBS" sh "$0" --one "$log"
# A test of which nothing was heard counts as failed, too.
awk -v n_tests=$# '{ passed += $1; failed += $2 } END { failed += n_tests - NR
	printf "%d passed, %d failed\n", passed, failed; exit failed > 0 }' "$log/counts"
