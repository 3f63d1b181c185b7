#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make deb-test`: the packages of build/deb in a Debian 12 made from nothing (debootstrap): installed by one command, a centre and a
# kiosk session under cage played by a touch script, looked at by kenshu doctor, upgraded by apt and then by unattended-upgrades from
# the repository that the centre serves, removed and purged. Root, a mirror and
# some ten minutes are needed. What is installed and used first are the packages of the first commit that could make any
# (old.sh; DEB_OLD: of another, a folder): their record, of an older schema, must stand and go on under ours.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
debs=$top/build/deb
out=$top/build/deb-test
command -v debootstrap >/dev/null || { echo "deb-test: skipped, debootstrap is not there"; exit 0; }
[ "$(id -u)" = 0 ] || { echo "deb-test: skipped, a chroot is made by root only"; exit 0; }
work=$(mktemp -d)
unset TMPDIR # inside there is no such folder
root=$work/root
mkdir -p "$out"

fail() {
	echo "not ok: deb-test: $*" >&2
	exit 1
}
clean() {
	[ -z "${collector:-}" ] || kill "$collector" 2>/dev/null || :
	for at in proc dev/shm dev; do umount "$root/$at" 2>/dev/null || :; done
	# Never through a mount that could not be taken away.
	rm -rf --one-file-system "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM

inside() { LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
# as USER COMMAND…
as() {
	user=$1
	shift
	inside setpriv --reuid "$user" --regid "$user" --clear-groups env HOME=/var/lib/kenshu XDG_RUNTIME_DIR=/run/kenshu-test "$@"
}

# $DEB_BASE: a debootstrap made before, to be quick
make_root() {
	if [ -n "${DEB_BASE:-}" ]; then
		cp -a "$DEB_BASE" "$root"
	else
		debootstrap --variant=minbase bookworm "$root" >"$out/debootstrap.log" 2>&1 || fail "debootstrap: $out/debootstrap.log"
	fi
	cp /etc/resolv.conf "$root/etc/"
	cp /etc/apt/sources.list.d/* "$root/etc/apt/sources.list.d/" 2>/dev/null || :
	printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no service is started in a chroot
	chmod 755 "$root/usr/sbin/policy-rc.d"
	echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/kenshu-test" # a folder that is thrown away
	mount -t proc proc "$root/proc"
	mount --bind /dev "$root/dev"
	[ ! -d /dev/shm ] || mount --bind /dev/shm "$root/dev/shm" 2>/dev/null || :
	inside apt-get update >"$out/apt.log" 2>&1 || fail "apt-get update: $out/apt.log"
}

# install FOLDER: every package in it, with what it needs
install_debs() {
	mkdir -p "$root/debs"
	rm -f "$root/debs"/*
	for deb in "$1"/*.deb; do
		case $deb in *-dbgsym_*) ;; *) cp "$deb" "$root/debs/" ;; esac
	done
	(cd "$root/debs" && ls) >"$out/packages"
	# shellcheck disable=SC2046
	inside apt-get install -y --allow-downgrades --reinstall -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold $(sed 's,^,/debs/,' "$out/packages") >>"$out/apt.log" 2>&1 ||
		fail "apt-get install: $(tail -n 3 "$out/apt.log")"
}

# start_collector OPTION…
start_collector() {
	# exec all the way: what is killed is the program, and no shell before it
	LC_ALL=C.UTF-8 chroot "$root" setpriv --reuid kenshu-collector --regid kenshu-collector --clear-groups \
		kenshu-collector --state /var/lib/kenshu-collector --listen 127.0.0.1:0 "$@" >"$out/collector.out" 2>&1 &
	collector=$!
	endpoint=
	for _ in $(seq 1 100); do
		endpoint=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$out/collector.out")
		[ -z "$endpoint" ] || break
		sleep 0.1
	done
	[ -n "$endpoint" ] || fail "the collector did not start: $(cat "$out/collector.out")"
}
stop_collector() {
	kill "$collector"
	wait "$collector" 2>/dev/null || :
	collector=
}

# as_kiosk ARGUMENT…: what the session runs, in any version, on a headless screen, with taps instead of a hand
as_kiosk() {
	began=$(monotonic)
	as kenshu env KENSHU_TRACE=/run/kenshu-test/trace WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 \
		KENSHU_ENDPOINT="$endpoint" KENSHU_ARGUMENTS="--script /tmp/script" timeout -k 5 120 "$@" >"$out/session.log" 2>&1 ||
		fail "the session ended badly ($?): $(tail -n 5 "$out/session.log")"
}

monotonic() { python3 -c 'import time; print(time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000)'; }

make_centre() {
	for folder in kenshu kenshu-collector; do
		[ -d "$root/var/lib/$folder" ] || inside install -d -m 700 -o "$folder" -g "$folder" "/var/lib/$folder"
	done
	inside install -d -m 700 -o kenshu -g kenshu /run/kenshu-test
	cp "$root/usr/share/kenshu/content/roster.sample.csv" "$root/tmp/roster.csv"
	inside chmod 644 /tmp/roster.csv
	as kenshu-collector kenshu roster import /tmp/roster.csv --state /var/lib/kenshu-collector >"$out/roster.out" 2>&1 ||
		fail "roster: $(cat "$out/roster.out")"
	# An earlier version has no key before its first contact.
	mark=$(as kenshu kenshu kiosk key --state /var/lib/kenshu 2>/dev/null) || mark=
	as kenshu-collector kenshu kiosk add k-01 ${mark:+--key "$mark"} --state /var/lib/kenshu-collector \
		--out /var/lib/kenshu-collector/cred >"$out/add.out" 2>&1 || fail "kiosk add: $(cat "$out/add.out")"
	inside install -m 600 -o kenshu -g kenshu /var/lib/kenshu-collector/cred /var/lib/kenshu/credentials
}

# session SCRIPT NAME: what kenshu-session.service runs; an earlier one takes no arguments, so its program is run as it runs it
session() {
	cp "$1" "$root/tmp/script"
	inside chmod 644 /tmp/script
	rm -rf "$root/run/kenshu-test"
	inside install -d -m 700 -o kenshu -g kenshu /run/kenshu-test
	if grep -q KENSHU_ARGUMENTS "$root/usr/libexec/kenshu/kenshu-session"; then
		as_kiosk /usr/libexec/kenshu/kenshu-session
	else
		as_kiosk env WLR_RENDERER=pixman SDL_VIDEODRIVER=wayland cage -- kenshu-kiosk --state /var/lib/kenshu --content /usr/share/kenshu/content \
			--config /etc/kenshu/kiosk.conf --endpoint "$endpoint" --credentials /var/lib/kenshu/credentials --script /tmp/script
	fi
	[ ! -e "$root/run/kenshu-test/shot.png" ] || cp "$root/run/kenshu-test/shot.png" "$out/$2.png"
}

# visit TAP…: somebody signs in, taps and leaves
visit() {
	person=$(awk -F, 'NR > 1 && $7 == "01" && $10 == "在職" { sub(/\r$/, "", $NF); print $1, $NF; exit }' "$root/tmp/roster.csv")
	printf 'sync\ntap 研修を受ける\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\n' "${person% *}" "${person#* }"
	printf '%s\n' "$@" 'tap 終了する' sync quit
}

# content VERSION NAME: the content of the package under another name of the body, signed and offered by the centre
content() {
	c=/var/lib/kenshu-collector
	as kenshu-collector sh -eu -c "
		[ -e $c/content.key ] || kenshu content key --out $c/content.key
		rm -rf $c/next && cp -R /usr/share/kenshu/content $c/next && chmod -R u+w $c/next
		sed -i 's/^name: .*/name: $2/' $c/next/organisation.yaml
		kenshu content publish $c/next --out $c/next.kenshu-content --key $c/content.key --counter $1
		kenshu content offer $c/next.kenshu-content --state $c" >"$out/content.out" 2>&1 || fail "content: $(cat "$out/content.out")"
}
# desk TAP…: the 係員 of the list signs in, taps and leaves
desk() {
	person=$(awk -F, 'NR > 1 && /研修担当/ && $10 == "在職" { sub(/\r$/, "", $NF); print $1, $NF; exit }' "$root/tmp/roster.csv")
	printf 'tap 出席を登録する\ntap 係員\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\n' "${person% *}" "${person#* }"
	printf '%s\n' "$@" 'tap 終了する'
}

say() { echo "deb-test: $*"; }

statements() { as kenshu kenshu verify --state /var/lib/kenshu | sed -n 's/^端末 k-01: \([0-9]*\)件.*/\1/p'; }
schema() { python3 "$top/tests/deb/rows.py" version "$root/var/lib/$1/kenshu.db"; }
# keep NAME: number, id and hash of every statement, and where everybody is, as the program that is installed left them
keep() { python3 "$top/tests/deb/rows.py" rows "$root/var/lib/kenshu/kenshu.db" >"$work/$1"; }

# newer FOLDER: the packages of build/deb as their next version would be
newer() {
	version=$(dpkg-deb -f "$(ls "$debs"/kenshu_*.deb)" Version)
	mkdir -p "$1"
	for name in $(cat "$out/packages"); do
		rm -rf "$work/tree"
		dpkg-deb -R "$debs/$name" "$work/tree"
		sed -i "s/\b$version\b/$version+1/g" "$work/tree/DEBIAN/control"
		dpkg-deb --root-owner-group -b "$work/tree" "$1/$(echo "$name" | sed "s/_$version/&+1/")" >/dev/null || fail "newer: $name"
	done
}
# stranger VERSION: a package of somebody else's in a repository that apt trusts
stranger() {
	rm -rf "$work/tree"
	mkdir -p "$work/tree/DEBIAN" "$root/srv/stranger"
	printf 'Package: stranger\nVersion: %s\nArchitecture: all\nMaintainer: kenshu <kenshu@lists.example.org>\nDescription: tiny\n' "$1" \
		>"$work/tree/DEBIAN/control"
	dpkg-deb --root-owner-group -b "$work/tree" "$root/srv/stranger/stranger_$1_all.deb" >/dev/null
	(cd "$root/srv/stranger" && dpkg-scanpackages -m . >Packages 2>/dev/null &&
		printf 'Origin: stranger\nLabel: stranger\nSuite: stable\nSHA256:\n %s %s Packages\n' \
			"$(sha256sum Packages | cut -d' ' -f1)" "$(stat -c %s Packages)" >Release)
	echo 'deb [trusted=yes] file:/srv/stranger ./' >"$root/etc/apt/sources.list.d/stranger.list"
}
version_of() { inside dpkg-query -W -f '${Version}' "$1" 2>/dev/null; }
origins() { inside unattended-upgrade --dry-run --debug 2>/dev/null | sed -n 's/^Allowed origins are: //p' | tr , '\n' | sort; }

# By the two lines of kiosk/README.md and nobody's hand, from the centre's own web server: ours come, a stranger's do not, and what
# Debian allows is as before.
unattended() {
	newer "$work/newer"
	KENSHU_GNUPG=$work/gnupg sh "$top/kiosk/repository.sh" "$work/newer" "$root/srv/kenshu-packages" >"$out/repository.log" 2>&1 ||
		fail "repository: $(cat "$out/repository.log")"
	start_collector --packages /srv/kenshu-packages
	stranger 1.0
	install -D -m 644 "$root/srv/kenshu-packages/kenshu-packages.gpg" "$root/etc/apt/keyrings/kenshu-packages.gpg"
	echo 'deb [signed-by=/etc/apt/keyrings/kenshu-packages.gpg] '"${endpoint%/xAPI}"'/packages/ ./' >"$root/etc/apt/sources.list.d/kenshu.list"
	inside apt-get update >>"$out/apt.log" 2>&1 && inside apt-get install -y stranger=1.0 >>"$out/apt.log" 2>&1 || fail "stranger"
	stranger 2.0
	inside apt-get update >>"$out/apt.log" 2>&1 || fail "apt-get update with the folder"
	origins >"$work/with"
	mv "$root/etc/apt/apt.conf.d/52kenshu-session" "$work/52"
	origins >"$work/without"
	inside unattended-upgrade --dry-run --debug >"$out/unattended-without.log" 2>&1
	! grep -q '^Packages that will be upgraded:.*kenshu' "$out/unattended-without.log" || fail "without our settings ours come too: what is tested?"
	mv "$work/52" "$root/etc/apt/apt.conf.d/52kenshu-session"
	grep -q Debian-Security "$work/without" || fail "no origins: $(cat "$work/without")"
	[ "$(diff "$work/without" "$work/with" | sed -n 's/^[<>]//p' | tr -d " '[]")" = "origin=kenshu
label=kenshu" ] || fail "origins: $(diff "$work/without" "$work/with")"
	inside unattended-upgrade --dry-run --debug >"$out/unattended.log" 2>&1 || fail "dry run: $(tail -n 3 "$out/unattended.log")"
	grep '^Packages that will be upgraded:' "$out/unattended.log" >"$work/will" || fail "nothing would come: $(tail -n 3 "$out/unattended.log")"
	# It names one; the others come with it, which asks for their very version.
	grep -q 'kenshu-' "$work/will" || fail "none of ours would come: $(cat "$work/will")"
	inside unattended-upgrade >>"$out/unattended.log" 2>&1 || fail "unattended-upgrade: $(tail -n 3 "$out/unattended.log")"
	for name in $(sed 's/_.*//' "$out/packages"); do
		[ "$(version_of "$name")" = "$version+1" ] || fail "$name: $(version_of "$name")"
	done
	[ "$(version_of stranger)" = 1.0 ] || fail "a stranger's package came: $(version_of stranger)"
	grep -q '二階' "$root/etc/kenshu/session.env" || fail "unattended-upgrade overwrote settings"
	[ "$(statements)" = "$after" ] || fail "unattended-upgrade: not the same record"
	stop_collector
	inside apt-get purge -y stranger >>"$out/apt.log" 2>&1 || fail "stranger"
	rm "$root/etc/apt/sources.list.d/stranger.list" "$root/etc/apt/sources.list.d/kenshu.list"
}

old=${DEB_OLD:-$(sh "$top/tests/deb/old.sh")}
make_root
install_debs "${old:-$debs}"
say "installed: ${old:-the same version: the repository has no earlier one}"
make_centre
start_collector
visit 'tap 始める' 'tap 次へ' 'shot /run/kenshu-test/shot.png' >"$work/script"
session "$work/script" before
before=$(statements)
[ "${before:-0}" -gt 0 ] || fail "nothing was recorded"
was=$(schema kenshu)
keep before
say "a session under cage: $before statements, schema $was"
stop_collector
# What somebody wrote into the settings outlives the upgrade.
echo '# 端末の置き場: 二階' >>"$root/etc/kenshu/session.env"

install_debs "$debs"
grep -q '二階' "$root/etc/kenshu/session.env" || fail "the upgrade overwrote settings"
# What only the version before needed goes: from here on there is neither Xwayland nor OpenGL.
inside apt-get autoremove -y --purge >>"$out/apt.log" 2>&1 || fail "autoremove: $(tail -n 3 "$out/apt.log")"
[ ! -e "$root/usr/bin/Xwayland" ] && ! ls "$root"/usr/lib/*/dri >/dev/null 2>&1 || fail "Xwayland or OpenGL is still needed: by what?"
start_collector
visit 'expect 受講中' 'tap 続ける' 'tap 次へ' 'shot /run/kenshu-test/shot.png' >"$work/script"
session "$work/script" after
first_frame=$(sed -n 's/^@first_frame //p' "$root/run/kenshu-test/trace")
[ "${first_frame:-0}" -gt "$began" ] || fail "no first frame in the trace"
say "session_to_first_frame $(((first_frame - began) / 1000)) ms (script, cage headless, kiosk)"
after=$(statements)
[ "${after:-0}" -gt "$before" ] || fail "the upgrade lost or stopped the record: $before, then ${after:-none}"
keep after
python3 "$top/tests/deb/rows.py" within "$work/before" "$work/after" || fail "the upgrade changed what was recorded"
now=$(schema kenshu)
[ -z "$old" ] || [ "$now" -gt "$was" ] || fail "no schema was migrated: $was, then $now"
[ "$(schema kenshu-collector)" = "$now" ] || fail "the centre's schema: $(schema kenshu-collector)"
say "upgraded over it: $after statements, verified, the $before of before unchanged, schema $now"
as kenshu kenshu doctor --state /var/lib/kenshu --endpoint "$endpoint" >"$out/doctor.txt" || cat "$out/doctor.txt"
grep -q "^○ 記録" "$out/doctor.txt" || fail "doctor does not find the record whole"
grep -q "^○ センター" "$out/doctor.txt" || fail "doctor does not reach the centre"
content 2 二の版の組合
{
	printf 'sync\nawait 二の版の組合\n'
	desk 'tap 端末の状態' 'expect 版 2' 'shot /run/kenshu-test/shot.png'
	printf 'sync\nquit\n'
} >"$work/script"
session "$work/script" desk
as kenshu-collector kenshu kiosk list --state /var/lib/kenshu-collector >"$out/list.txt" 2>&1 || fail "list: $(cat "$out/list.txt")"
say "content of the centre taken and turned to between two visits, seen at the desk"
stop_collector
as kenshu-collector kenshu verify --state /var/lib/kenshu-collector >"$out/verify.txt" || fail "the centre: $(cat "$out/verify.txt")"
# The same eyes on a record with one byte of another: it must not pass.
cp -a "$root/var/lib/kenshu" "$root/var/lib/kenshu-bad"
python3 "$top/tests/deb/rows.py" spoil "$root/var/lib/kenshu-bad/kenshu.db"
! as kenshu kenshu verify --state /var/lib/kenshu-bad >"$out/spoilt.txt" 2>&1 || fail "a spoilt record passes"
grep -q "通し番号 1:" "$out/spoilt.txt" || fail "a spoilt record: $(cat "$out/spoilt.txt")"
rm -rf "$root/var/lib/kenshu-bad"

unattended
say "unattended-upgrade from the centre's own repository: $(wc -l <"$out/packages") packages of ours, none of a stranger's, Debian's origins as before"

inside apt-get remove -y 'kenshu*' >>"$out/apt.log" 2>&1 || fail "remove: $(tail -n 3 "$out/apt.log")"
inside apt-get purge -y 'kenshu*' >>"$out/apt.log" 2>&1 || fail "purge: $(tail -n 3 "$out/apt.log")"
[ ! -e "$root/usr/bin/kenshu" ] || fail "purge leaves programs"
[ ! -e "$root/etc/kenshu/session.env" ] || fail "purge leaves settings"
[ -s "$root/var/lib/kenshu/kenshu.db" ] && [ -s "$root/var/lib/kenshu-collector/kenshu.db" ] || fail "purge took the record away"
install_debs "$debs"
[ "$(statements)" = "$after" ] || fail "installed again: not the same record"
say "removed, purged and installed again: the record stands, $after statements"
