#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# icu.sh ICU: in a tree that was built with the small data of kiosk/icu.sh (ICU: its folder), everything that the programs let ICU say
# is said as with Debian's whole data. With KENSHU_DEB_CHECK also the unit tests of dates, widths and lines, and: without any
# one item of kiosk/icu.list something else is said.
set -eu
icu=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
	echo "not ok: icu: $*" >&2
	exit 1
}
icu_of() { PKG_CONFIG_PATH=$1 pkg-config --libs icu-i18n icu-uc; }
floor() { sed -n "s/^libs_$1 := //p" build/pkg.mk; }

others=$(for word in $(floor ui) $(floor base); do echo "$word"; done | grep -v icu | sort -u | tr '\n' ' ')
# link NAME FOLDER: FOLDER empty: the whole data
link() {
	# shellcheck disable=SC2046,SC2086
	gcc -std=c11 -D_GNU_SOURCE -Iinclude -Isrc -pthread -o "$work/$1" tests/deb/icu.c build/default/libui.a build/default/libbase.a \
		$others $(icu_of "$2") -lm
}
find content src/kiosk/words -type f \( -name '*.md' -o -name '*.yaml' -o -name '*.c' \) | LC_ALL=C sort | xargs cat >"$work/lines"
# The dictionaries of four scripts are cut away that no font of the kiosk has: Thai, Lao, Burmese, Khmer.
say() { timeout 300 "$work/$1" "$2" <"$work/lines" 2>/dev/null; }

link whole ""
link ours "$icu"
ldd "$work/whole" | grep -q libicudata || fail "the whole data is not the whole"
! ldd "$work/ours" | grep -q libicu || fail "ours is the whole"
say whole 1 >"$work/whole.said"
say ours 1 >"$work/ours.said"
cmp "$work/whole.said" "$work/ours.said" || fail "$(diff "$work/whole.said" "$work/ours.said" | head -n 6)"
[ "$(wc -l <"$work/ours.said")" -gt 500000 ] || fail "too little is said"
for language in C ja_JP.UTF-8 fr_FR.UTF-8; do
	LC_ALL=$language say ours 61 >"$work/other.said"
	say ours 61 | cmp - "$work/other.said" || fail "$language: another answer"
done
echo "ok icu: $(wc -l <"$work/ours.said") lines said as with the whole data"
[ -n "${KENSHU_DEB_CHECK:-}" ] || exit 0

tests=$(printf 'build/default/tests/%s ' base/test_calendar base/test_date_read base/test_fold base/test_utf8 ui/test_text_break ui/test_text \
	ui/test_text_golden)
# shellcheck disable=SC2086
make $tests
for test in $tests; do
	! ldd "$test" | grep -q libicu || fail "$test has the whole data"
	"$test" >"$work/log" 2>&1 || fail "$test: $(tail -n 20 "$work/log")"
done
echo "ok icu: the unit tests with the small data"
say ours 61 >"$work/ours.said"
grep -v '^#' kiosk/icu.list | while read -r item; do
	grep -vFx "$item" kiosk/icu.list >"$work/without.list"
	sh kiosk/icu.sh "$work/without.list" "$work/icu" >/dev/null 2>&1
	link without "$work/icu"
	! say without 61 | cmp -s - "$work/ours.said" || fail "nothing needs $item"
done
echo "ok icu: without any one item something else is said"
