#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The units as systemd reads them: `verify` has nothing to say, and `security` finds the centre's at most 1.5 and the kiosk's at most
# 2.0 exposed. A line that systemd does not know, and a unit that gave its shields away, are found.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
fail() {
	echo "not ok units: $*"
	exit 1
}
command -v systemd-analyze >/dev/null || {
	echo "ok units: skipped, systemd-analyze is not installed # skip"
	exit 0
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A root of its own with what the packages would have put there: nothing of this machine is looked at.
mkdir -p "$work/usr/lib/systemd/system" "$work/usr/bin" "$work/usr/libexec/kenshu"
units=$work/usr/lib/systemd/system
cp "$top"/kiosk/debian/*.service "$units/"
cp -R "$top"/kiosk/session/*.service.d "$top"/kiosk/session/*.timer.d "$units/"
ln -s usr/bin "$work/bin"
for program in bin/kill bin/kenshu-collector libexec/kenshu/kenshu-session; do
	printf '#!/bin/sh\n' >"$work/usr/$program" && chmod 755 "$work/usr/$program"
done
# What they wait for, named only.
for unit in systemd-user-sessions.service systemd-logind.service getty@tty1.service; do
	printf '[Service]\nExecStart=/usr/bin/kenshu-collector\n' >"$units/$unit"
done
for unit in sysinit basic shutdown network graphical multi-user umount sockets; do printf '[Unit]\n' >"$units/$unit.target"; done
printf '[Socket]\nListenStream=/run/dbus/system_bus_socket\n[Unit]\nDefaultDependencies=no\n' >"$units/dbus.socket"
printf '[Service]\nExecStart=/usr/bin/kenshu-collector\n' >"$units/dbus.service"

verify() { systemd-analyze verify --man=no --recursive-errors=no --root="$work" "$1" >"$work/out" 2>&1 && [ ! -s "$work/out" ]; }
# exposed UNIT: tenths
exposed() {
	systemd-analyze security --offline=yes --no-pager "$1" 2>"$work/err" |
		sed -n 's/.*Overall exposure level for [^ ]*: \([0-9]*\)\.\([0-9]\).*/\1\2/p'
}

for one in kenshu-collector:15 kenshu-session:20; do
	unit=$units/${one%%:*}.service
	verify "$unit" || fail "${one%%:*}: $(cat "$work/out")"
	figure=$(exposed "$unit")
	[ "${figure:-99}" -le "${one#*:}" ] || fail "${one%%:*} is exposed by ${figure:-?} tenths, at most ${one#*:}: $(cat "$work/err")"
	echo "ok units: ${one%%:*} is read without a word, and exposed by $((figure / 10)).$((figure % 10))"
	cp "$unit" "$work/kept"
	sed -i 's/^NoNewPrivileges=/NoNewPrivilegs=/' "$unit"
	verify "$unit" && fail "${one%%:*}: a line that systemd does not know is not found"
	grep -v '^Protect\|^Restrict\|^SystemCall' "$work/kept" >"$unit"
	figure=$(exposed "$unit")
	[ "${figure:-0}" -gt "${one#*:}" ] || fail "${one%%:*}: without its shields it is as good: ${figure:-?}"
	cp "$work/kept" "$unit"
done
echo "ok units: what is planted is found"
