#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The centre's disk dies and a backup comes back: what kiosks delivered since is asked for again and arrives. The first
# statements are of a kiosk that was not enrolled yet (k-local).
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
A=204101

# pass BUTTON: A does the next lesson
pass() {
	sign_in $A
	printf 'tap %s\nlesson\nquiz right\nexpect 合格\ntap 終了する\n' "$1"
}
agree() { python3 "$TOP/tests/flow/count.py" "$C" "$K" >"$WORK/count.txt"; }

enrol k-01
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster at the stand-alone kiosk"
enrolled=$CRED
CRED=
pass 始める | kiosk || fail "A passes before the kiosk is enrolled"
CRED=$enrolled

start_collector
{
	echo sync
	pass 始める
	echo sync
} | kiosk || fail "A passes again"
agree || fail "before the backup: $(cat "$WORK/count.txt")"
stop_collector
cp -R "$C" "$WORK/backup"

start_collector "$LISTEN"
{
	echo sync
	pass 始める
	echo sync
} | kiosk || fail "A passes after the backup"
agree || fail "after the backup: $(cat "$WORK/count.txt")"
stop_collector

rm -rf "$C"
cp -R "$WORK/backup" "$C"
agree && fail "the restored centre lacks nothing: this test would prove nothing"
start_collector "$LISTEN"
printf 'sync\nwait 300\nsync\nexpect 研修を受ける\n' | kiosk || fail "the kiosk sends again"
agree || fail "after the restore: $(cat "$WORK/count.txt")"
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.txt" || fail "verify at the centre: $(cat "$WORK/verify.txt")"
stop_collector

# The kiosk started without its credentials is another one.
CRED=
ENDPOINT=
echo quit | kiosk 2>"$WORK/err"
[ $? -eq 78 ] && grep -q -- '--credentials を付け忘れて' "$WORK/err" || fail "forgotten credentials: $(cat "$WORK/err")"
CRED=$enrolled

# Back to nothing at all, but for the kiosks and the people: also what was recorded as k-local comes again.
rm -rf "$C"
"$BIN/kenshu" roster import "$ROSTER" --state "$C" >/dev/null || fail "roster"
"$BIN/kenshu" kiosk add k-01 --state "$C" --out "$WORK/new.txt" >/dev/null || fail "kiosk add"
CRED=$WORK/new.txt
start_collector "$LISTEN"
printf 'sync\nwait 300\nsync\nexpect 研修を受ける\n' | kiosk || fail "the kiosk sends all of it"
agree || fail "after starting anew: $(cat "$WORK/count.txt")"
echo "ok restore: what an older backup lacks is sent again"
