#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# An LRS of somebody else's that knows nothing of kenshu: the centre sends on to it through an outage, a refusal and a restart,
# and a copy pulled from it page by page says in every report what the centre says.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
A=204101

control() { curl -sf -X "$1" ${3:+--data-binary "$3"} "$ROOT/_control/$2"; }
n_there() { control GET statements | grep -o '"stored"\|"actor"' | grep -c actor; }
# until WORDS COMMAND…: it says so within 10 s
until_said() {
	words=$1
	shift
	for _ in $(seq 1 100); do
		"$@" >"$WORK/said.txt" 2>&1
		! grep -q "$words" "$WORK/said.txt" || return 0
		sleep 0.1
	done
	fail "never 「$words」: $(cat "$WORK/said.txt")"
}
list() { "$BIN/kenshu" kiosk list --state "$C"; }

start_lrs
rm -f "$CRED"
enrol k-01
printf 'centre:secret\n%s/xAPI\n' "$ROOT" >"$WORK/lrs-1.txt"
chmod 600 "$WORK/lrs-1.txt"
control PUT mode status:503
start_collector 127.0.0.1:0 --forward "$WORK/lrs-1.txt"
{
	echo sync
	sign_in $A
	printf 'tap 始める\nlesson\nquiz right\nexpect 合格\ntap 終了する\nsync\n'
} | kiosk || fail "A passes"
until_said '受け取ってもらえません（503）' list
n=$(sqlite3 "$C/kenshu.db" 'SELECT count(*) FROM received')
[ "$n" -gt 5 ] || fail "only $n statements"
[ "$(n_there)" = 0 ] || fail "the LRS that was out has something"

# Killed in the middle of an outage; the queue is on the disk.
kill -9 "$COLLECTOR"
wait "$COLLECTOR" 2>/dev/null
control PUT mode normal
start_collector "$LISTEN" --forward "$WORK/lrs-1.txt"
until_said '転送先 lrs-1.*待っている記録 0件' list
[ "$(n_there)" = "$n" ] || fail "$(n_there) of $n arrived"
[ "$(control GET duplicates)" = 0 ] || fail "sent twice: $(control GET duplicates)"
"$BIN/kenshu" doctor --state "$C" >"$WORK/doctor.txt" 2>&1
grep -q "転送先 lrs-1.*待っている記録 0件" "$WORK/doctor.txt" || fail "doctor: $(cat "$WORK/doctor.txt")"
stop_collector

# A copy of it: a folder with the same people, and the content for the courses.
"$BIN/kenshu" roster import "$ROSTER" --state "$WORK/copy" >/dev/null || fail "roster of the copy"
control PUT mode status:401
echo reader:secret >"$WORK/reader.txt"
pull() {
	"$BIN/kenshu" report "$1" --state "$WORK/copy" --content "$CONTENT" --format csv --from "$ROOT/xAPI" \
		--credentials "$WORK/reader.txt" 2>"$WORK/err"
}
pull completion
[ $? -eq 78 ] && grep -q '断られました（401）' "$WORK/err" || fail "401: $(cat "$WORK/err")"
control PUT mode half
pull completion
[ $? -eq 75 ] && grep -q '続きから' "$WORK/err" || fail "a cut answer: $(cat "$WORK/err")"
control PUT mode html
pull completion
[ $? -eq 78 ] && grep -q 'LRS として答えません' "$WORK/err" || fail "a portal: $(cat "$WORK/err")"
control PUT mode normal
for report in completion questions inspection; do
	"$BIN/kenshu" report $report --state "$C" --content "$CONTENT" --format csv >"$WORK/ours.csv" || fail "$report"
	pull $report >"$WORK/copied.csv" || fail "$report --from: $(cat "$WORK/err")"
	cmp -s "$WORK/ours.csv" "$WORK/copied.csv" || fail "$report differs: $(diff "$WORK/ours.csv" "$WORK/copied.csv")"
	grep -q '言うとおりに数えています' "$WORK/err" || fail "$report does not say that it is a copy"
done
[ "$(sqlite3 "$WORK/copy/kenshu.db" 'SELECT count(*) FROM received')" = "$n" ] || fail "the copy is not whole"
"$BIN/kenshu" rebuild --check --state "$WORK/copy" >/dev/null || fail "rebuild --check of the copy"
# A kiosk that sends to that LRS and has no collector: its people come by a signed file, and only by that key.
"$BIN/kenshu" content key --out "$WORK/key" >"$WORK/key.txt" || fail "content key"
"$BIN/kenshu" roster publish --state "$WORK/copy" --key "$WORK/key" --out "$WORK/roster.kenshu" >/dev/null || fail "publish"
printf 'roster: %s\ncontent_key: %s\n' "$WORK/roster.kenshu" "$(sed -n 's/^公開鍵: //p' "$WORK/key.txt")" >"$WORK/kiosk.conf"
K=$WORK/K2
ENDPOINT=$ROOT/xAPI
echo k-02:secret >"$WORK/cred2.txt"
chmod 600 "$WORK/cred2.txt"
CRED=$WORK/cred2.txt
n_people() { sqlite3 "$K/kenshu.db" 'SELECT count(*) FROM person'; }
echo sync | kiosk --config "$WORK/kiosk.conf" || fail "a kiosk with a roster file"
n_listed=$(n_people)
[ "$n_listed" -gt 5 ] || fail "only $n_listed people came by the file"
head -c 2000 "$WORK/roster.kenshu" >"$WORK/cut"
mv "$WORK/cut" "$WORK/roster.kenshu"
look() {
	echo 'wait 500' | kiosk --config "$WORK/kiosk.conf" 2>/dev/null
	"$BIN/kenshu" doctor --state "$K"
}
until_said '名簿のファイルが途中で切れている' look
[ "$(n_people)" = "$n_listed" ] || fail "a cut file took people away"
echo "ok foreign: sent on and pulled back, $n statements, nothing lost, nothing twice"
