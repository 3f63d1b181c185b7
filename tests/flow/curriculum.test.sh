#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The courses of the year as they are published: who owes which, one person through all of the yearly course to its test
# and the acknowledgement, one of the field, one who joined, one under contract; and that the plan for all of it holds.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
KENSHU=$BIN/kenshu

# --- the content is what was planned ------------------------------------------------------------------
"$KENSHU" content check "$CONTENT" >"$WORK/out" 2>&1 || fail "content check: $(cat "$WORK/out")"
grep -q '誤り 0、注意 0$' "$WORK/out" || fail "content check: $(cat "$WORK/out")"
"$KENSHU" content coverage "$CONTENT" >"$WORK/out" 2>&1 || fail "coverage: $(cat "$WORK/out")"
sed 's/questions: 7/questions: 700/' "$CONTENT/coverage.yaml" >"$WORK/more.yaml"
"$KENSHU" content coverage "$CONTENT" --plan "$WORK/more.yaml" >"$WORK/out" 2>&1 && fail "700 questions are not there"
grep -q 'あと 6.. 問' "$WORK/out" || fail "what is missing is not told: $(cat "$WORK/out")"
for course in "$CONTENT"/courses/*.yaml; do
	grep -q '^    ready: true' "$course" || fail "$course offers nothing"
	grep -q '^    ready: false' "$course" && fail "$course holds something back"
done
for lesson in "$CONTENT"/lessons/*/; do
	id=$(basename "$lesson")
	grep -q "^  - id: $id\$" "$CONTENT"/courses/*.yaml || fail "$id is in no course: nobody could ever take it"
done
# what is offered to people who may need it in easy words is there in easy words
for id in $(sed -n 's/^  - id: //p' "$CONTENT/courses/field.yaml" "$CONTENT/courses/contractors.yaml"); do
	[ -s "$CONTENT/lessons/$id/lesson.easy.md" ] || fail "$id has no lesson.easy.md"
done
echo "ok content: checked, covered as planned, every lesson in a course, easy words where they are promised"

# --- who owes what, and why --------------------------------------------------------------------------------
{
	# 発令日 in a list that has it; 000101's transfer is of this year
	awk -F, -v OFS=, '{ sub(/\r$/, ""); print $0, NR == 1 ? "発令日" : $1 == "000201" ? "2026-07-01" : "" }' "$ROSTER"
} >"$WORK/roster.csv"
"$KENSHU" roster import "$WORK/roster.csv" --state "$C" >"$WORK/out" 2>&1 || fail "import: $(cat "$WORK/out")"
"$KENSHU" duty list --nendo 2026 --state "$C" --content "$CONTENT" --format csv | tr -d '\r' >"$WORK/list.csv" || fail "duty list"
# owes NUMBER COURSE/LESSON…: exactly these
owes() {
	number=$1
	shift
	awk -F, -v n="$number" '$1 == n { print $5 "/" $6 }' "$WORK/list.csv" | sort >"$WORK/is"
	printf '%s\n' "$@" | sort >"$WORK/should"
	cmp -s "$WORK/is" "$WORK/should" || fail "$number owes $(tr '\n' ' ' <"$WORK/is")"
}
yearly() { for l in m1 m2 m3 m4 m5 m6 m11 annual-test; do echo "annual/$l"; done; }
owes 204101 $(yearly) duties/m7 duties/m12                                        # 会計年度, renewed, at a facility
owes 000101 $(yearly) managers/m8 managers/m10 managers/m12 duties/m7             # a section head at the office
owes 000103 $(yearly) number/m9 duties/m7                                         # 個人番号
owes 000104 $(yearly) duties/m7 duties/m8                                         # contracts
owes 102002 field/m1 field/m2 field/m3 field/m4g field/m6 field/m11 field/field-test duties/m12 # 再任用 without a terminal
owes 204102 joining/m0 joining/m1 joining/m4g joining/m6 field/m2 field/m3 field/m11 field/field-test duties/m12 # appointed on 1 April
owes 204105 joining/m0 joining/m1 joining/m4 joining/m6 annual/m2 annual/m3 annual/m5 annual/m11 annual/annual-test duties/m7 duties/m12
owes 000201 transfer/m1 transfer/m2 transfer/m3 transfer/m4 transfer/m5 transfer/m6 transfer/m11 annual/annual-test duties/m7 duties/m12
owes 713001 contractors/m4g contractors/m6                                        # 委託
owes 510001 executives/m1 executives/m3 executives/m6                             # a councillor
owes 511001 executives/m1 executives/m3 executives/m6                             # an auditor
for nobody in 799001 000105 000205 000206 000303; do                # outside, away, left
	grep -q "^$nobody," "$WORK/list.csv" && fail "$nobody owes something"
done
grep '^204105,.*,m4,' "$WORK/list.csv" | grep -q '2026-10-15.*今年度の任用.*任用開始（2026-10-01）から14日' || fail "why m4, for 204105"
grep '^000201,.*,m4,' "$WORK/list.csv" | grep -q '2026-07-15.*今年度の異動・復職.*発令日（2026-07-01）から14日' || fail "why m4, for 000201"
# everybody of 方針5 who is at work owes the yearly or the field course, nobody both
awk -F, 'NR == 1 { next } { of[$1] = of[$1] " " $5 }
	END { for (n in of) if ((of[n] ~ / annual/) && (of[n] ~ / field/)) { print n of[n]; exit 1 } }' "$WORK/list.csv" ||
	fail "somebody owes both"
echo "ok duties: every course reaches whom it is for, and says why and by when"

# --- the yearly course whole: lessons, test, acknowledgement ------------------------------------------------------
rm -rf "$C"
start_collector
enrol k-01
{
	echo sync
	sign_in 204101
	printf 'expect この方針は、だれの・何のため\nexpect あと10科目\ntap 始める\n'
	for _ in 1 2 3 4 5 6; do printf 'lesson\nquiz right\nexpect 合格\ntap 次の研修へ\n'; done
	printf 'lesson\nquiz right\nexpect 合格\ntap 次の研修へ\n'
	printf 'expect 年次研修の確認テスト\nexpect 10問\nlesson\nexpect 問 1 ／ 10\nquiz right\nexpect 合格\n'
	printf 'refuse 次の研修へ\ntap 確認へ進む\ntap 読みました。守ります\nexpect 記録しました\ntap マイページへ\nexpect あと2科目\n'
	printf 'tap 終了する\nsync\n'
} | kiosk || fail "204101 through the yearly course"
"$KENSHU" report completion --state "$C" --format csv | tr -d '\r' | awk -F, '$1 == "204101" && $5 == 10 && $6 == 8 && $7 == "受講中"' | grep -q . ||
	fail "report of 204101: $("$KENSHU" report completion --state "$C" --format csv | grep '^204101')"
{
	sign_in 204101
	printf 'tap 始める\nlesson\nquiz right\nexpect 合格\ntap 次の研修へ\nlesson\nquiz right\nexpect 合格\n'
	printf 'tap マイページへ\nexpect すべて終わりました\ntap 終了する\nsync\n'
} | kiosk || fail "204101 to the end"
"$KENSHU" report completion --state "$C" --format csv | tr -d '\r' | awk -F, '$1 == "204101" && $6 == 10 && $7 == "修了"' | grep -q . ||
	fail "204101 is not 修了: $("$KENSHU" report completion --state "$C" --format csv | grep '^204101')"
echo "ok the yearly course: seven lessons, its test, the acknowledgement, and what the person's work adds"

# --- the field, in easy words; the first days; under contract -----------------------------------------------------
# course NUMBER N_LESSONS: all of them, one after the other
course() {
	sign_in "$1"
	printf 'tap 始める\nlesson\nquiz right\nexpect 合格\n'
	for _ in $(seq 2 "$2"); do printf 'tap 次の研修へ\nlesson\nquiz right\nexpect 合格\n'; done
}
{
	echo sync
	course 102002 7
	printf 'tap 確認へ進む\ntap 読みました。守ります\nexpect 記録しました\ntap マイページへ\n'
	printf 'tap 始める\nlesson\nquiz right\ntap マイページへ\nexpect すべて終わりました\ntap 終了する\n'
	course 204102 4
	printf 'tap 確認へ進む\ntap 読みました。守ります\nexpect 記録しました\ntap マイページへ\n'
	printf 'tap 始める\n'
	for _ in 1 2 3 4; do printf 'lesson\nquiz right\ntap 次の研修へ\n'; done
	printf 'lesson\nquiz right\ntap マイページへ\nexpect すべて終わりました\ntap 終了する\n'
	course 713001 2
	printf 'tap マイページへ\nexpect すべて終わりました\ntap 終了する\nsync\n'
} | kiosk || fail "field, joining, contractors"
for n in 102002 204102 713001; do
	"$KENSHU" report completion --state "$C" --format csv | grep "^$n," | grep -q ',修了,' || fail "$n is not 修了"
done
python3 "$TOP/tests/flow/count.py" "$C" "$K" || fail "statements do not agree"
echo "ok the field, joining and contractors' courses, to the end"
