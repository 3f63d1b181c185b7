#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sizes.sh BASE DEBS: MiB that come to a Debian made from nothing (BASE: a folder of debootstrap) with each of these, by apt's own
# account (Installed-Size), without recommended packages: what to compare a kiosk of ours with one of Chromium by.
set -eu
base=$(cd "$1" && pwd)
debs=$(cd "$2" && pwd)
status="-o Dir::State::status=$base/var/lib/dpkg/status"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# size NAME PACKAGE…: packages of Debian by name, ours by file
size() {
	name=$1
	shift
	# shellcheck disable=SC2086
	LC_ALL=C apt-get -s $status install --no-install-recommends "$@" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' | sort -u >"$work/all"
	grep -v '^kenshu' "$work/all" >"$work/theirs" || :
	{
		# shellcheck disable=SC2046,SC2086
		apt-cache $status show --no-all-versions $(cat "$work/theirs") | sed -n 's/^Installed-Size: //p'
		for file in "$@"; do
			case $file in *.deb) dpkg-deb -f "$file" Installed-Size ;; esac
		done
	} | awk -v name="$name" -v n="$(wc -l <"$work/all")" '{ sum += $1 } END { printf "%s\t%.0f MiB\t%d packages\n", name, sum / 1024, n }'
}

ours() { for name in "$@"; do ls "$debs"/"$name"_*.deb; done; }
size "kiosk" $(ours kenshu-kiosk kenshu-content-ja)
size "chromium" chromium
size "session, with cage" $(ours kenshu-session kenshu-kiosk kenshu-content-ja kenshu)
size "chromium, with cage" chromium cage
