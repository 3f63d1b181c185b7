#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Records follow the person, not the number: a list that gives a number to somebody else, loses zeros, or leaves most of
# the people out is asked about before anything changes, with and without a running centre; and it can be taken back.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
KENSHU=$BIN/kenshu
DATA=$TOP/tests/data/roster
three_lessons
A=204101

# import CODE FILE [ARGS]
import() {
	code=$1 file=$2
	shift 2
	"$KENSHU" roster import "$file" --state "$C" --content "$CONTENT" "$@" >"$WORK/out" 2>"$WORK/err"
	is=$?
	[ "$is" = "$code" ] || fail "$file $*: exit $is instead of $code: $(cat "$WORK/out" "$WORK/err")"
	! grep -q '太郎\|次郎\|ジロウ\|735192' "$WORK/out" "$WORK/err" || fail "a name or a PIN is told: $(cat "$WORK/out" "$WORK/err")"
}
says() { grep -q "$1" "$WORK/out" "$WORK/err" || fail "not said: $1: $(cat "$WORK/out" "$WORK/err")"; }

# --- before anything changes ---------------------------------------------------------------------------
import 0 "$DATA/zero-lost-1-good.csv"
import 1 "$DATA/zero-lost-2-saved-by-excel.csv"
says '101 は、000101 の先頭の 0 が落ちた'
import 1 "$DATA/list-shrinks-2-one-left.csv"
says 'allow-removals 4'
import 1 "$DATA/list-shrinks-2-one-left.csv" --dry-run
says '試しに読みました'
import 0 "$DATA/list-shrinks-2-one-left.csv" --dry-run --allow-removals 4
says '名簿から外れる人 4名: 000102、000103'
says '受けるコース: .* → （なし）  4名'
import 0 "$DATA/zero-lost-1-good.csv"
says '変更 0名、名簿から外れた人 0名' # the dry run changed nothing
import 0 "$DATA/list-shrinks-2-one-left.csv" --allow-removals 4
"$KENSHU" roster undo --state "$C" >"$WORK/out" 2>&1 || fail "undo: $(cat "$WORK/out")"
import 0 "$DATA/zero-lost-1-good.csv" --dry-run
! grep -q '追加\|外れる' "$WORK/out" || fail "undo did not bring all back: $(cat "$WORK/out")"
"$KENSHU" roster list --state "$C" >"$WORK/list.csv" || fail "roster list"
[ "$(wc -l <"$WORK/list.csv")" = 6 ] || fail "five people and a header: $(cat "$WORK/list.csv")"
"$KENSHU" roster list --state "$C" --on 2020-01-01 >"$WORK/then.csv" || fail "roster list --on"
[ "$(wc -l <"$WORK/then.csv")" = 1 ] || fail "nobody was listed in 2020: $(cat "$WORK/then.csv")"
import 0 "$WORK/list.csv" --dry-run # it reads back as what it is
! grep -q '追加\|変更\|外れる' "$WORK/out" || fail "the list does not read back: $(cat "$WORK/out")"
printf '職員番号,前の職員番号,答え\n101,,たぶん\n' >"$WORK/answers.csv"
import 1 "$DATA/zero-lost-2-saved-by-excel.csv" --answers "$WORK/answers.csv"
says 'answers.csv:2: 誤り'
printf '職員番号,前の職員番号,答え\n' >"$WORK/answers.csv"
for n in 101 102 103 104 105; do printf '%s,000%s,同一人\n' $n $n; done >>"$WORK/answers.csv"
import 0 "$DATA/zero-lost-2-saved-by-excel.csv" --answers "$WORK/answers.csv"
says '新規 0名、変更 5名'
echo "ok lists: lost zeros and lost people are asked, a dry run shows, undo brings back"

# --- a number that goes to somebody else ---------------------------------------------------------------
rm -rf "$C"
start_collector
enrol k-01
{
	sign_in $A
	printf 'tap 始める\nlesson\nquiz right\nexpect 合格\ntap マイページへ\ntap 終了する\nsync\n'
} >"$WORK/do"
{ echo sync; cat "$WORK/do"; } | kiosk || fail "a lesson of the first holder"
report() { "$KENSHU" report completion --state "$C" --content "$CONTENT" --nendo 2026 --format csv | tr -d '\r' | grep "^$1,"; }
report $A | awk -F, '$6 == 1 { found = 1 } END { exit !found }' || fail "one lesson is done: $(report $A)"
awk -F, -v OFS=, '$1 == "'$A'" { if (seen++) next; $2 = "新任 次郎"; $3 = "シンニン ジロウ"; $8 = "2026-11-01"; $9 = ""; $12 = "735192\r" } { print }' \
	"$ROSTER" >"$WORK/reuse.csv"
import 1 "$WORK/reuse.csv"
says "職員番号 $A は、氏名も氏名カナも前の名簿と違います"
report $A | awk -F, '$6 == 1 { found = 1 } END { exit !found }' || fail "a refused list changed something"
import 0 "$WORK/reuse.csv" --other $A
report $A | awk -F, '$6 == 0 { found = 1 } END { exit !found }' || fail "the next holder has the records: $(report $A)"
{
	echo sync
	printf 'tap 研修を受ける\nkeys %s\ntap 次へ\nkeys 735192\ntap 次へ\n' $A
	printf 'expect あと3科目\ntap 終了する\n'
} | kiosk || fail "the next holder at the kiosk"
"$KENSHU" roster undo --state "$C" >/dev/null || fail "undo"
report $A | awk -F, '$6 == 1 { found = 1 } END { exit !found }' || fail "undo: $(report $A)"
# the same person with another number takes the records along
sed "s/^$A,/204207,/" "$ROSTER" >"$WORK/renumbered.csv"
import 1 "$WORK/renumbered.csv"
says "204207 の人は、名簿にいなくなった $A の人と"
import 0 "$WORK/renumbered.csv" --same $A=204207
report 204207 | awk -F, '$6 == 1 { found = 1 } END { exit !found }' || fail "the records stayed behind: $(report 204207)"
! report $A || fail "the old number is still listed"
{
	echo sync
	printf 'tap 研修を受ける\nkeys 204207\ntap 次へ\nkeys %s\ntap 次へ\n' "$(pin_of $A)"
	printf 'expect あと2科目\ntap 終了する\n'
} | kiosk || fail "the same person at the kiosk"
import 0 "$ROSTER" --from 2099-04-01 --same 204207=$A
says '名簿を預かりました'
report 204207 >/dev/null || fail "a list ahead is in force today"
echo "ok numbers: records follow the person at the kiosk and in the report, with a running centre"
