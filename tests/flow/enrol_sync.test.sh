#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A machine that has nothing becomes a kiosk on its own screen: the code of HR's, typed once, gives it credentials of 0600, the
# people, and a key that the centre knows; what was recorded before under its name goes along. A thief with its credentials
# gets nothing.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
SIZE=1280x720
three_lessons
CRED=$WORK/credentials
"$BIN/kenshu" roster import "$ROSTER" --state "$C" >/dev/null || fail "roster import"
code() { "$BIN/kenshu" kiosk invite "$@" --state "$C" | sed -n 's/^登録コード: //p' | tr -d -; }
start_collector
CODE=$(code k-07)
[ ${#CODE} -eq 8 ] || fail "no code"
{
	printf 'keys 22222222\ntap 登録する\nawait このコードは使えません\n'
	for _ in 1 2 3 4 5 6 7 8; do echo 'tap 1字消す'; done
	printf 'keys %s\ntap 登録する\nawait この端末を登録しました\nsync\n' "$CODE"
	sign_in 000103
	printf 'tap 始める\ntap 終了する\nsync\n'
} | kiosk 2>"$WORK/err" || fail "enrolment on the glass: $(cat "$WORK/err")"
[ "$(stat -c %a "$CRED")" = 600 ] || fail "the credentials are not 0600"
python3 "$TOP/tests/flow/count.py" "$C" "$K" || fail "not everything arrived"
"$BIN/kenshu" kiosk list --state "$C" >"$WORK/list.txt"
! grep -q 未確認 "$WORK/list.txt" || fail "its key is not known: $(cat "$WORK/list.txt")"
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.txt" || fail "verify: $(cat "$WORK/verify.txt")"
echo "ok a code on the glass makes a kiosk that delivers"

KEPT=$K
K=$WORK/thief
printf 'wait 1000\n' | kiosk 2>/dev/null
people=$(python3 -c "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM person').fetchone()[0])" "$K/kenshu.db")
[ "$people" -eq 0 ] || fail "a thief of the credentials got the people"
K=$KEPT

# another machine takes its place, and starts from the address in the file alone
CRED2=$WORK/credentials2
"$BIN/kenshu" kiosk enrol --endpoint "$ENDPOINT" --code "$(code k-08 --takes-over k-07)" --out "$CRED2" --state "$WORK/K8" >/dev/null || fail "enrol in a terminal"
printf 'sync\n' >"$WORK/script.txt"
"$BIN/kenshu-kiosk" --state "$WORK/K8" --content "$CONTENT" --credentials "$CRED2" --offscreen --size "$SIZE" --script "$WORK/script.txt" 2>"$WORK/err" ||
	fail "the new machine: $(cat "$WORK/err")"
"$BIN/kenshu" kiosk list --state "$C" | grep -q '^k-07 .*k-08 が引き継ぎました' || fail "the list does not tell who took over"
stop_collector
echo "ok another machine takes its place"
