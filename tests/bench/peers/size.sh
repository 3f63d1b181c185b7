#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What each kiosk would add to a Debian with nothing but apt: every package it pulls in, by the archive's Installed-Size,
# and our own programs and content. Prints `name value unit` lines. Asks apt only; installs nothing.
set -u
TOP=$(cd "$(dirname "$0")/../../.." && pwd)
FONT=fonts-morisawa-bizud-gothic
COMPOSITOR=cage # both programs need one, and paint through it by shared memory or by their own GL: neither needs Xwayland

# pulled PACKAGE…: name and KiB of everything that comes with them on an empty system
pulled() {
	apt-get -s -o Dir::State::status=/dev/null -o APT::Install-Recommends=false install apt "$@" 2>/dev/null |
		awk '$1 == "Inst" { print $2 }' | xargs apt-cache show --no-all-versions 2>/dev/null |
		awk '$1 == "Package:" { name = $2 } $1 == "Installed-Size:" { print name, $2 }' | sort -u
}
# size NAME OWN_KIB PACKAGE…
size() {
	name=$1 own=$2
	shift 2
	pulled "$@" >"$WORK/all"
	[ "$(wc -l <"$WORK/all")" -gt "$(wc -l <"$WORK/base")" ] || {
		echo "$name: apt does not know these packages: run apt-get update" >&2
		exit 1
	}
	sort "$WORK/all" "$WORK/base" "$WORK/base" | uniq -u |
		awk -v name="$name" -v own="$own" '{ n++; kib += $2 }
			END { printf "%s_installed %.1f MiB\n%s_packages %d 1\n", name, (kib + own) / 1024, name, n }'
}

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
pulled >"$WORK/base"
# the packages of the libraries that the kiosk was linked with or opens later
ours=$(LC_ALL=C readelf -d "$TOP/build/kenshu-kiosk" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' |
	while read -r lib; do dpkg -S "*/$lib" 2>/dev/null | head -n 1 | cut -d: -f1; done | sort -u)
strip -o "$WORK/kenshu-kiosk" "$TOP/build/kenshu-kiosk"
own=$(du -ck "$WORK/kenshu-kiosk" "$TOP/content" | tail -n 1 | cut -f1)
# shellcheck disable=SC2086
{
	size kiosk "$own" $ours libcurl4 $FONT
	size chromium 0 chromium $FONT
	size kiosk_with_cage "$own" $ours libcurl4 $FONT $COMPOSITOR
	size chromium_with_cage 0 chromium $FONT $COMPOSITOR
}
