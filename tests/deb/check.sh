#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make deb-check`: check.sh VERSION PACKAGES...: lintian finds no error and no warning in build/deb, and who builds the same tree
# again in another place, at another time, with other rights and another language gets the same bytes.
# That build also runs all of icu.sh.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
debs=$top/build/deb
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
	echo "not ok: deb-check: $*" >&2
	exit 1
}

# same FOLDER FOLDER: the packages in both, byte by byte; names those that differ
same() {
	differs=0
	for deb in "$1"/*.deb; do
		cmp -s "$deb" "$2/${deb##*/}" || {
			echo "differs: ${deb##*/}"
			differs=1
		}
	done
	return $differs
}

lint() { lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$@"; }

lint "$debs"/*.changes >"$work/lintian" 2>&1 || fail "lintian: $(cat "$work/lintian")"
echo "ok lintian: 0 errors, 0 warnings"
# What it must find: a package whose program nobody may start, and which says nothing of its copyright.
dpkg-deb -R "$(ls "$debs"/kenshu_*.deb)" "$work/bad"
rm -r "$work/bad/usr/share/doc/kenshu/copyright"
chmod 644 "$work/bad/usr/bin/kenshu"
dpkg-deb --root-owner-group -b "$work/bad" "$work/bad.deb" >/dev/null
! lint "$work/bad.deb" >"$work/lintian" 2>&1 || fail "lintian passes a package without its copyright"
grep -q no-copyright-file "$work/lintian" || fail "lintian: $(cat "$work/lintian")"
echo "ok lintian finds what is planted"

# Far away: the folder's name has another length, the clock is 400 days on, the umask and the language are others.
far=$work/somewhere/else/a-name-of-another-length
mkdir -p "$far"
(umask 077 && HOME=$work LC_ALL=C TZ=Asia/Tokyo KENSHU_DEB_CHECK=1 KENSHU_DEB_OUT=$far/deb NO_FAKE_STAT=1 CCACHE_DISABLE=1 \
	faketime -f '+400d' sh "$top/kiosk/deb.sh" "$@") >"$work/log" 2>&1 || fail "the second build: $(tail -n 20 "$work/log")"
same "$debs" "$far/deb" || fail "the second build is not the first one"
echo "ok reproducible: $(ls "$debs"/*.deb | wc -l) packages, byte by byte"
printf x >>"$far/deb/$(basename "$(ls "$debs"/kenshu_*.deb)")"
! same "$debs" "$far/deb" >/dev/null || fail "one byte more is not found"
echo "ok one byte more is found"
