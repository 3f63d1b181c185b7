#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# kenshu-update: an upgrade begins when nobody is at the kiosk, and the kiosk is back after it. That the kiosk holds the lock
# while somebody is there is tests/kiosk/test_condition.c.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
	echo "not ok: $*"
	exit 1
}
mkdir "$work/K" "$work/run"
echo "KENSHU_STATE=$work/K" >"$work/session.env"
printf '#!/bin/sh\ncase "$*" in *is-active*) exit "$(cat %s/is-active)" ;; esac\necho "$*" >>%s/asked\n' "$work" "$work" >"$work/systemctl"
chmod 755 "$work/systemctl"
echo 0 >"$work/is-active"
update() {
	: >"$work/asked"
	KENSHU_SESSION_FILE=$work/session.env KENSHU_SYSTEMCTL=$work/systemctl KENSHU_RUN=$work/run KENSHU_STAMP=$work/stamp \
		sh "$top/kiosk/session/kenshu-update" "$@" 2>"$work/err"
}
asked() { grep -q "$1" "$work/asked"; }

update begin && asked "^stop kenshu-session" || fail "a kiosk that never ran a visit: not stopped"
update end && asked "start kenshu-session" || fail "not started again"
update end && ! asked . || fail "started twice"
: >"$work/K/visit.lock"
update begin && asked "^stop" || fail "nobody is there: not stopped"
update end || fail "end"
echo "ok nobody is there: stopped before the upgrade, started after it"

exec 9>"$work/K/visit.lock"
flock -n 9 || fail "the lock"
update begin && fail "somebody is there: the upgrade begins"
grep -q 使っている人 "$work/err" && ! asked . || fail "somebody is there: $(cat "$work/err" "$work/asked")"
update end && ! asked . || fail "what was not stopped is started"
exec 9>&-
update begin || fail "they have gone"
update end || fail "end"
echo "ok somebody is there: put off, and nothing is touched"

: >"$work/stamp"
update begin && fail "twice a day"
asked . && fail "the kiosk is stopped for nothing"
touch -d '1 day ago' "$work/stamp"
echo 3 >"$work/is-active"
update begin && ! asked . || fail "a kiosk that somebody stopped: $(cat "$work/asked")"
update end && ! asked . || fail "a kiosk that somebody stopped is started"
echo "ok once a day, and a kiosk that was stopped by hand stays so"
