#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Packages of the first commit that had any, for an upgrade from them: prints their folder, or nothing where the history is not
# there. Made once, and kept beside $DEB_BASE or under build/.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
cd "$top"
first=$(git log --diff-filter=A --format=%h -- kiosk/debian/changelog 2>/dev/null | tail -n 1)
[ -n "$first" ] || exit 0
kept=${DEB_BASE:-$top/build/deb-old}.$first
if ! ls "$kept"/*.deb >/dev/null 2>&1; then
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	git archive "$first" | tar -xf - -C "$work"
	make -s -C "$work" deb >"$work/deb.log" 2>&1 || {
		tail -n 20 "$work/deb.log" >&2
		exit 1
	}
	mkdir -p "$kept"
	cp "$work"/build/deb/*.deb "$kept/"
fi
echo "$kept"
