#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A kiosk is its key. A machine that was set up anew with old credentials is refused before anybody can train there, and
# credentials of a new name take its record along; a copy of a kiosk on a second machine loses nothing and is told in one
# line at the centre.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
SIZE=1280x720
three_lessons
enrol k-01
"$BIN/kenshu" kiosk add k-11 --state "$C" --out "$WORK/new.txt" >/dev/null || fail "kiosk add"
K1=$K
K2=$WORK/K2
K3=$WORK/K3
start_collector

# pass NUMBER: that person does a lesson
pass() {
	sign_in "$1"
	printf 'tap 始める\nlesson\nquiz right\nexpect 合格\ntap 終了する\n'
}
{
	echo sync
	pass 204101
	echo sync
} | kiosk 2>"$WORK/err" || fail "the first kiosk: $(cat "$WORK/err")"

K=$K2
printf 'wait 1500\n' | kiosk 2>/dev/null
people=$(python3 -c "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM person').fetchone()[0])" "$K/kenshu.db")
[ "$people" -eq 0 ] || fail "a machine set up anew got the people, so they can sign in"
"$BIN/kenshu" kiosk list --state "$C" >"$WORK/list.txt"
grep -q 別の鍵 "$WORK/list.txt" || fail "the centre does not tell of the other key: $(cat "$WORK/list.txt")"
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster at the machine set up anew"
{
	printf 'wait 1500\ntap 研修を受ける\nkeys 000103\ntap 次へ\nexpect 別の端末のものです\nrefuse 暗証番号を\n'
} | kiosk 2>"$WORK/err" || fail "somebody may sign in where nothing can be delivered: $(cat "$WORK/err")"
# while the centre could not be asked, somebody trained there
THERE=$ENDPOINT
ENDPOINT=http://127.0.0.1:1/xAPI
pass 000103 | kiosk 2>"$WORK/err" || fail "somebody trains there before it is known: $(cat "$WORK/err")"
ENDPOINT=$THERE
old=$CRED
CRED=$WORK/new.txt
printf 'sync\n' | kiosk 2>"$WORK/err" || fail "a new name does not take the record along: $(cat "$WORK/err")"
python3 "$TOP/tests/flow/count.py" "$C" "$K1" "$K2" || fail "not everything arrived"
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.txt" || fail "verify: $(cat "$WORK/verify.txt")"
echo "ok a machine set up anew is refused, and goes on under a new name"

CRED=$old
cp -R "$K1" "$K3"
K=$K1
{
	pass 000103
	echo sync
} | kiosk 2>"$WORK/err" || fail "the first machine goes on: $(cat "$WORK/err")"
K=$K3
{
	printf 'sync\nwait 300\n' # told that its end is an old one, it goes on beside
	pass 000104
	echo sync
} | kiosk 2>"$WORK/err" || fail "the copy goes on: $(cat "$WORK/err")"
"$BIN/kenshu" kiosk list --state "$C" | grep '^k-01' >"$WORK/list.txt"
grep -q 同じ端末の写しが二台で動いている疑い "$WORK/list.txt" || fail "the copy is not told: $(cat "$WORK/list.txt")"
! grep -q つながらない "$WORK/list.txt" || fail "more than the cause is told: $(cat "$WORK/list.txt")"
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.txt" || fail "verify is not content with an epoch: $(cat "$WORK/verify.txt")"
grep -q '写しが二台で' "$WORK/verify.txt" || fail "verify says nothing of the copy: $(cat "$WORK/verify.txt")"
"$BIN/kenshu" kiosk settle --state "$C" --kiosk k-01 --reason "写しを片付けた" >/dev/null || fail "settle"
! "$BIN/kenshu" kiosk list --state "$C" | grep 疑い || fail "what was settled is told again"
python3 "$TOP/tests/flow/count.py" "$C" "$K1" "$K2" "$K3" || fail "not everything of both arrived"
stop_collector
echo "ok a copy loses nothing and is told in one line"
