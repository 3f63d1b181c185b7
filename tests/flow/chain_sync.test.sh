#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The whole chain: three people at a kiosk, the collector down and up again, a kiosk killed in mid-quiz, and HR's report.
# One passes, one fails and then passes, one stops half-way.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
three_lessons
A=204101 B=$(awk -F, 'NR > 1 && $7 == "01" && $10 == "在職" { print $1; exit }' "$ROSTER")
D=$(awk -F, -v b="$B" 'NR > 1 && $7 == "02" && $1 != b { print $1; exit }' "$ROSTER")

start_collector
enrol k-01

# A passes the first lesson while the collector is up.
{
	echo sync
	sign_in $A
	cat <<-END
		tap 始める
		lesson
		expect 確認テスト
		quiz right
		expect 合格
		expect この端末に保存しました
		sync
		expect 送信済み
		tap 終了する
		expect 研修を受ける
		refuse $A
	END
} | kiosk || fail "A passes"

# The collector goes down; B fails, then passes; nobody at the kiosk notices.
stop_collector
{
	sign_in "$B"
	cat <<-END
		tap 始める
		lesson
		quiz wrong
		refuse 合格
		tap もう一度受ける
		quiz right
		expect 合格
		expect 送信待ち
		tap 終了する
	END
} | kiosk || fail "B fails, then passes, with the collector down"

# D answers one question; then the power goes.
{
	sign_in "$D"
	printf 'tap 始める\nlesson\nexpect 問 1 ／\ndump %s/q1.json\nquit\n' "$WORK"
} | kiosk || fail "D begins"
{
	sign_in "$D"
	printf 'tap 続ける\nanswer wrong\nanswer next\nexpect 問 2 ／\ndump %s/q2.json\nwait 60000\n' "$WORK"
} >"$WORK/d.txt"
rm -f "$WORK/q2.json"
"$BIN/kenshu-kiosk" --state "$K" --content "$CONTENT" --endpoint "$ENDPOINT" --credentials "$CRED" \
	--offscreen --size "$SIZE" --script "$WORK/d.txt" &
KIOSK=$!
for _ in $(seq 1 200); do
	[ -s "$WORK/q2.json" ] && break
	sleep 0.05
done
[ -s "$WORK/q2.json" ] || fail "D's second question never came"
kill -9 $KIOSK
wait $KIOSK 2>/dev/null

# Restart: D resumes at the very question; the collector is back on the same port.
start_collector "$LISTEN"
{
	sign_in "$D"
	cat <<-END
		tap 続ける
		expect 問 2 ／
		tap 終了する
		sync
	END
} | kiosk || fail "D resumes at the very question after kill -9"

python3 "$TOP/tests/flow/count.py" "$C" "$K" || fail "statements do not agree"
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.txt" || fail "verify at the centre: $(cat "$WORK/verify.txt")"
"$BIN/kenshu" verify --state "$K" >"$WORK/verify.txt" || fail "verify at the kiosk: $(cat "$WORK/verify.txt")"

# HR's report: A and B have one lesson done and are under way, D is under way, nobody else began.
"$BIN/kenshu" report completion --state "$C" --format csv >"$WORK/report.csv" || fail "report"
row() { tr -d '\r' <"$WORK/report.csv" | awk -F, -v n="$1" '$1 == n'; }
for n in $A "$B"; do
	row "$n" | awk -F, '$5 == 3 && $6 == 1 && $7 == "受講中" { found = 1 } END { exit !found }' ||
		fail "report of $n: $(row "$n")"
done
row "$D" | awk -F, '$6 == 0 && $7 == "受講中" { found = 1 } END { exit !found }' || fail "report of D: $(row "$D")"
[ "$(tr -d '\r' <"$WORK/report.csv" | awk -F, '$7 == "受講中"' | wc -l)" = 3 ] || fail "more than three are under way"

# A finishes the other two lessons and stands as 修了.
{
	echo sync
	sign_in $A
	cat <<-END
		tap 始める
		lesson
		quiz right
		expect 合格
		tap 次の研修へ
		lesson
		quiz right
		expect 合格
		tap マイページへ
		expect すべて終わりました
		tap 終了する
		sync
	END
} | kiosk || fail "A finishes"
"$BIN/kenshu" report completion --state "$C" --format csv >"$WORK/report.csv"
row $A | awk -F, '$6 == 3 && $7 == "修了" { found = 1 } END { exit !found }' || fail "A is not 修了: $(row $A)"
"$BIN/kenshu" report outstanding --state "$C" --format csv | grep -q "^$A" && fail "A is still outstanding"
python3 "$TOP/tests/flow/count.py" "$C" "$K" || fail "statements do not agree at the end"
echo "ok chain: kiosk, collector down and up, kill -9, report"
