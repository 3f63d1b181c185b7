#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The man pages: clean for mandoc, and every option and command that --help shows is in them. A planted fault is found.
set -u
cd "$(dirname "$0")/../.." || exit 2
command -v mandoc >/dev/null || {
	echo "ok man pages: skipped, no mandoc"
	exit 0
}
rc=0
# Below "warning" mandoc asks whether the other pages are installed on this machine.
lint() {
	[ -z "$(mandoc -K utf-8 -T lint -W warning "$1" 2>&1)" ]
}
for page in kiosk/*.1; do
	lint "$page" || {
		mandoc -K utf-8 -T lint -W warning "$page"
		rc=1
	}
done
# option_is_told PAGE OPTION
is_told() {
	grep -q -- "Fl -${2#--}\\b" "$1"
}
for program in kenshu-kiosk kenshu-collector; do
	for option in $("build/$program" --help | sed -n 's/^  \(--[a-z-]*\).*/\1/p'); do
		[ "$option" = --help ] || is_told "kiosk/$program.1" "$option" || {
			echo "not ok: $option is not in kiosk/$program.1"
			rc=1
		}
	done
done
for command in $(build/kenshu --help | sed -n 's/^  \([a-z-]*\)  .*/\1/p'); do
	grep -q "^.It Cm $command$" kiosk/kenshu.1 || {
		echo "not ok: $command is not in kiosk/kenshu.1"
		rc=1
	}
done
broken=$(mktemp)
sed 's/^\.Sh NAME/.Sh NAMEN/' kiosk/kenshu.1 >"$broken"
if lint "$broken" || is_told kiosk/kenshu-kiosk.1 --never; then
	echo "not ok: a planted fault in a man page is not found"
	rc=1
fi
rm -f "$broken"
[ $rc -eq 0 ] && echo "ok man pages are clean and name every option and command"
exit $rc
