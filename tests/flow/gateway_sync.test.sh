#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Something between the kiosk and its LRS answers in its place (200 with an error in JSON, a 400 of its own), or nobody
# answers at all: nothing counts as delivered, nothing is set aside, and the screen does not say 送信済み. What the LRS itself
# refuses is set aside, told by verify, and let out again by `kenshu kiosk resend`.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
SIZE=1280x720
three_lessons
start_lrs
ENDPOINT=$ROOT/xAPI
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"

mode() { curl -s -X PUT --data "$1" "$ROOT/_control/mode"; }
# count TABLE: rows at the kiosk
count() {
	python3 -c "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM ' + sys.argv[2]).fetchone()[0])" \
		"$K/kenshu.db" "$1"
}
# not_all_sent: the idle screen of the last dump
not_all_sent() {
	grep -q 研修を受ける "$WORK/idle.json" || fail "$1: this is not the idle screen"
	! grep -q すべて送信済み "$WORK/idle.json" || fail "$1: the screen says that all is sent"
}

mode gateway:200
{
	sign_in 204101
	printf 'tap 始める\nlesson\nquiz right\nexpect 合格\ntap 終了する\nexpect 研修を受ける\nwait 1500\ndump %s/idle.json\n' "$WORK"
} | kiosk 2>"$WORK/err" || fail "a lesson behind a gateway: $(cat "$WORK/err")"
not_all_sent "a gateway's 200"
[ "$(count delivery)" -eq 0 ] || fail "a gateway's 200 counts as delivery"
for mode in gateway:400 gateway:409 hang; do
	mode $mode
	printf 'wait 2500\ndump %s/idle.json\n' "$WORK" | kiosk 2>/dev/null
	not_all_sent $mode
	[ "$(count delivery)" -eq 0 ] || fail "$mode counts as delivery"
	[ "$(count quarantine)" -eq 0 ] || fail "$mode sets aside"
done
echo "ok a gateway, whatever it says, is no LRS"

mode poison:passed
printf 'wait 3000\n' | kiosk 2>/dev/null
n=$(count quarantine)
[ "$n" -gt 0 ] || fail "an LRS's own 400 sets nothing aside"
[ $(($(count delivery) + n)) -eq "$(count statement)" ] || fail "the others were not delivered"
"$BIN/kenshu" verify --state "$K" >"$WORK/verify.txt" || fail "what is set aside is no fault: $(cat "$WORK/verify.txt")"
grep -q "取り置いている記録が ${n}件" "$WORK/verify.txt" || fail "verify does not tell of it: $(cat "$WORK/verify.txt")"
printf 'dump %s/runs.json\nwait 5000\n' "$WORK" | kiosk 2>/dev/null &
running=$!
for _ in $(seq 1 100); do
	[ ! -s "$WORK/runs.json" ] || break
	sleep 0.1
done
"$BIN/kenshu" kiosk resend --state "$K" >/dev/null 2>&1
code=$?
wait $running
[ $code -eq 75 ] || fail "resend while the kiosk runs: exit $code"
mode normal
"$BIN/kenshu" kiosk resend --state "$K" >"$WORK/resend.txt" || fail "resend: $(cat "$WORK/resend.txt")"
grep -q "^${n}件を" "$WORK/resend.txt" || fail "resend: $(cat "$WORK/resend.txt")"
printf 'wait 3000\ndump %s/idle.json\n' "$WORK" | kiosk 2>/dev/null
[ "$(count delivery)" -eq "$(count statement)" ] && [ "$(count quarantine)" -eq 0 ] || fail "not all arrived after resend"
grep -q すべて送信済み "$WORK/idle.json" || fail "all is confirmed and the screen does not say so"
echo "ok what an LRS refused is told, and let out by hand"
