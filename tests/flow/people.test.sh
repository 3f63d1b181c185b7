#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# People as they are, from the list to `kenshu duty list`: two posts, leaves, transfers, renewals and ends, each with the
# dates of the table that tests/course/test_duty_table.c holds the rules against, on the day on which it matters.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
KENSHU=$BIN/kenshu
S=$WORK/S
{
	printf '職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,発令日,休業区分,休業開始,休業終了,初期暗証番号\n'
	# line NUMBER UNIT EMPLOYMENT FROM TO STATE ROLES ORDERED LEAVE LEAVE_FROM LEAVE_TO
	line() {
		printf '%s,人 %s,ヒト,%s,事務局,本庁,%s,%s,%s,%s,%s,%s,%s,%s,%s,\n' "$1" "$1" "$2" "$3" "$4" "$5" "$6" "$7" \
			"${8-}" "${9-}" "${10-}" "${11-}"
	}
	T=端末利用
	line 01 総務課 01 2010-04-01 '' 在職 $T
	line 02 総務課 06 R8.4.1 R9.3.31 在職 $T
	line 03 総務課 06 2026/4/2 2027/3/31 在職 $T
	line 04 総務課 06 2025-04-01 2026-03-31 在職 $T
	line 04 総務課 06 2026-04-01 2027-03-31 在職 $T
	line 05 総務課 06 2025-04-01 2026-01-31 在職 $T
	line 05 総務課 06 2026-04-01 2027-03-31 在職 $T
	line 06 総務課 06 2026-12-20 2027-09-30 在職 $T
	line 07 総務課 01 2027-03-25 '' 在職 $T
	line 08 総務課 06 2026-04-01 2026-09-30 在職 $T
	line 09 総務課 06 2026-09-20 2026-09-30 在職 $T
	line 10 総務課 01 2010-04-01 '' 休職 $T
	line 11 総務課 01 2010-04-01 '' 育休 "管理職、$T" '' 育休 2025-10-01 2027-01-11
	line 12 総務課 01 2010-04-01 '' 在職 $T '' 病気休暇 2026-05-01 2026-06-30
	line 13 総務課 01 2010-04-01 2026-03-31 在職 $T
	line 13 環境課 01 2026-04-01 '' 在職 '' 2026-04-01
	line 14 総務課 01 2010-04-01 2026-09-30 在職 $T
	line 14 環境課 01 2026-10-01 '' 在職 '' 2026-10-01
	line 15 総務課 01 2010-04-01 2027-01-03 在職 $T
	line 15 総務課 01 2027-01-04 '' 在職 "個人番号取扱;$T"
	line 16 総務課 01 2010-04-01 2026-12-09 在職 $T
	line 16 総務課 01 2026-12-10 '' 在職 "管理職;$T"
	line 17 総務課 06 2025-04-01 2027-03-31 在職 $T
	line 17 環境課 06 2026-06-01 2027-03-31 在職 ''
	line 18 総務課 12 2026-07-01 2027-03-31 在職 個人番号取扱
	line 19 総務課 01 2010-04-01 2026-05-31 退職 $T
	line 20 総務課 01 2010-04-01 2027-01-31 退職 $T
	line 21 管理者 14 2024-06-01 2028-05-31 在職 ''
	line 22 総務課 01 2010-04-01 '' 在職 $T '' 出向 2026-07-01 2027-03-31
} >"$WORK/people.csv"
"$KENSHU" roster import "$WORK/people.csv" --state "$S" --content "$CONTENT" >"$WORK/out" 2>"$WORK/err" ||
	fail "import: $(cat "$WORK/err")"
grep -q '22名（新規 22名' "$WORK/out" || fail "22 people: $(cat "$WORK/out")"

# owes DAY NUMBER COURSE DUE …: the courses (but for the one by work, m7) and dates of one person as of a day
owes() {
	on=$1 number=$2
	shift 2
	"$KENSHU" duty list --nendo 2026 --on "$on" --state "$S" --content "$CONTENT" --format csv --exempt | tr -d '\r' >"$WORK/$on.csv" ||
		fail "duty list --on $on"
	awk -F, -v n="$number" '$1 == n && $5 != "duties" && $6 != "" { print $5, $8, $9 }' "$WORK/$on.csv" | sort -u | tr '\n' ';' >"$WORK/is"
	[ "$(cat "$WORK/is")" = "$*" ] || fail "$number on $on owes $(cat "$WORK/is") instead of $*"
}
# exempt DAY NUMBER COURSE WORD
exempt() {
	awk -F, -v n="$2" -v c="$3" '$1 == n && $5 == c && $6 == "" { print $9 }' "$WORK/$1.csv" | grep -qx "対象外（$4）" ||
		fail "$2 on $1: $3 is not 対象外（$4）: $(grep "^$2," "$WORK/$1.csv")"
}
owes 2026-04-02 01 'annual 2026-12-25 未修了;'
owes 2026-04-02 02 'annual 2026-12-25 未修了;joining 2026-04-15 未修了;'
owes 2026-04-02 03 'annual 2026-12-25 未修了;joining 2026-04-16 未修了;'
owes 2026-04-02 04 'annual 2026-12-25 未修了;'
owes 2026-04-02 05 'annual 2026-12-25 未修了;joining 2026-04-15 未修了;'
owes 2026-12-20 06 'annual 2027-01-19 未修了;joining 2027-01-03 未修了;'
owes 2027-03-25 07 'joining 2027-04-08 未修了;'
exempt 2027-03-25 07 annual 年度末の任用
owes 2026-04-02 08 'annual 2026-09-30 未修了;joining 2026-04-15 未修了;'
owes 2026-10-15 08 'joining 2026-04-15 未受講（退職）;'
exempt 2026-10-15 08 annual 任用終了
owes 2026-09-20 09 'joining 2026-09-30 未修了;'
owes 2026-10-15 10 ''
exempt 2026-10-15 10 annual 休職
owes 2026-10-15 11 ''
exempt 2026-10-15 11 managers 育休
owes 2027-01-12 11 'annual 2027-02-11 未修了;managers 2027-02-11 未修了;'
owes 2026-10-15 12 'annual 2026-12-25 未修了;'
owes 2026-04-02 13 'field 2026-12-25 未修了;transfer 2026-04-15 未修了;'
owes 2026-10-15 14 'field 2026-12-25 未修了;transfer 2026-10-15 未修了;'
owes 2027-01-12 15 'annual 2026-12-25 期限切れ;number 2027-01-04 期限切れ;'
owes 2026-12-20 16 'annual 2026-12-25 未修了;managers 2027-01-09 未修了;'
owes 2026-10-15 17 'annual 2026-12-25 未修了;field 2026-12-25 未修了;'
owes 2026-10-15 18 'contractors 2026-07-15 期限切れ;number 2026-07-01 期限切れ;'
owes 2026-10-15 19 ''
exempt 2026-10-15 19 annual 任用終了
owes 2027-02-15 20 'annual 2026-12-25 未受講（退職）;'
owes 2026-04-02 21 'executives 2026-12-25 未修了;'
owes 2026-10-15 22 ''
exempt 2026-10-15 22 annual 出向
echo "ok twenty-two people: dates that can be met, and the reason of who owes nothing"

# counted once: two posts are one row, and the sums are of people
"$KENSHU" report completion --nendo 2026 --state "$S" --content "$CONTENT" --format csv | tr -d '\r' >"$WORK/completion.csv"
[ "$(grep -c '^17,' "$WORK/completion.csv")" = 1 ] || fail "two posts are two rows"
[ "$(tail -n +2 "$WORK/completion.csv" | wc -l)" = 22 ] || fail "22 people are not 22 rows"
[ "$(awk -F, '$1 == "17" && $6 == "m4g" { n++ } END { print n + 0 }' "$WORK/2026-10-15.csv")" = 1 ] || fail "m4g is not owed once"
[ "$(awk -F, '$1 == "17" && $6 == "m1" { n++ } END { print n + 0 }' "$WORK/2026-10-15.csv")" = 1 ] || fail "m1 is not owed once"
faketime '2026-10-15 10:00:00' "$KENSHU" report completion --nendo 2026 --state "$S" --content "$CONTENT" --by 所属 >"$WORK/by" || fail "--by 所属"
grep -q '二つ以上の区分に数えた人 1名' "$WORK/by" || fail "nothing says who is counted twice"
grep -q '^合計 *22 ' "$WORK/by" || fail "the total is not of 22 people: $(tail -8 "$WORK/by")"
echo "ok two posts: one person, each lesson once, in both units and once in the total"

# what HR says beside the list: by one, approved by another, ended and withdrawn; the denominators follow, with names
ex() {
	verb=$1
	shift
	faketime '2026-10-15 10:00:00' "$KENSHU" exempt "$verb" --state "$S" "$@" >"$WORK/ex.out" 2>"$WORK/ex.err"
}
say() {
	ex add --content "$CONTENT" --by 14 --approved-by 16 "$@" || fail "exempt add $*: $(cat "$WORK/ex.err")"
	ID=$(sed -n 's/.*番号は \([0-9a-f-]*\) です.*/\1/p' "$WORK/ex.out")
}
ex add --content "$CONTENT" --number 01 --kind 育休 --from 2026-06-01 --reason 届出 --by 14 --approved-by 14 && fail "who enters it approves it"
grep -q '登録する人と、本人以外' "$WORK/ex.err" || fail "nothing says who may approve: $(cat "$WORK/ex.err")"
say --number 01 --kind 育休 --from 2026-06-01 --reason 届出のとおり
owes 2026-10-15 01 ''
exempt 2026-10-15 01 annual 育休
ex end "$ID" --on 2026-09-30 --reason 復職 --by 14 --approved-by 16 || fail "exempt end: $(cat "$WORK/ex.err")"
owes 2026-10-15 01 'annual 2026-12-25 未修了;'
say --number 03 --kind 対象外 --nendo 2026 --course annual --reason 別の研修による
say --number 04 --kind 紙受講 --course annual --from 2026-06-10 --reason 紙で受けた
grep -q '8件' "$WORK/ex.out" || fail "the yearly course is not eight: $(cat "$WORK/ex.out")"
owes 2026-10-15 04 'annual 2026-12-25 修了;'
owes 2026-10-15 03 'joining 2026-04-16 期限切れ;'
exempt 2026-10-15 03 annual 別の研修による
ex list --format csv || fail "exempt list"
grep -q '01,人 01,育休,2026-06-01,2026-09-30,.*届出のとおり,14,16,.*終わり,復職,14,16' "$WORK/ex.out" || fail "the list does not tell it: $(cat "$WORK/ex.out")"
faketime '2026-10-15 10:00:00' "$KENSHU" report completion --nendo 2026 --state "$S" --content "$CONTENT" --format json >"$WORK/sums.json" || fail "completion"
python3 - "$WORK/sums.json" <<'P' || fail "対象者 - 対象外 = 母数 does not add up"
import collections, json, sys
report = json.load(open(sys.argv[1]))
sums, people = report["totals"], report["people"]
n = collections.Counter(p["status"] for p in people)
assert sums["listed"] == len(people) == 22 and sums["exempt"] == n["対象外"] and sums["listed"] - sums["exempt"] == sums["target"]
assert sums["target"] == n["修了"] + n["受講中"] + n["未受講"] and sums["done"] == n["修了"]
assert all(p["reason"] for p in people if p["status"] == "対象外")
P
"$KENSHU" verify --state "$S" >"$WORK/verify" || fail "verify: $(cat "$WORK/verify")"
echo "ok absences, 対象外 and みなし受講: approved by another, ended, in the record; the numbers add up to names"
