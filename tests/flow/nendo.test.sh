#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A year from its opening to its end: next year's courses are made ahead, the kiosk turns to them by itself through 31 March,
# the year is closed, and what comes back-dated after that moves no number.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
KENSHU=$BIN/kenshu
three_lessons
CRED=
ME=000102
TZ=Asia/Tokyo
export TZ
"$KENSHU" nendo open 2027 --from 2026 --content "$CONTENT" --approver 事務局長 --approved-on 2027-03-10 >"$WORK/out" || fail "nendo open"
grep -q 'approved_on: "2027-03-10"' "$CONTENT/training-plan/2027.yaml" || fail "no training plan"
"$KENSHU" content check "$CONTENT" >"$WORK/check" 2>&1 || fail "next year's courses: $(cat "$WORK/check")"
"$KENSHU" nendo open 2027 --from 2026 --content "$CONTENT" >"$WORK/out" 2>"$WORK/err" && fail "opened twice"
"$KENSHU" roster import "$ROSTER" --state "$K" >/dev/null 2>&1 || fail "roster"
echo "ok next year's courses and plan are made ahead, once"

# one kiosk that runs through midnight: what it offers is the old year's before, the new one's after
FAKETIME='2027-03-31 23:59:52'
{
	sign_in $ME
	printf 'expect 令和8年度\ntap 終了する\nwait 8500\n'
	sign_in $ME
	printf 'expect 令和9年度\nexpect あと3科目\n'
} | kiosk >"$WORK/k.out" 2>&1 || fail "the year does not turn on a running kiosk: $(cat "$WORK/k.out")"
echo "ok a running kiosk turns on 1 April by itself"

# the end of the year, at the centre
C2=$WORK/C2
at() {
	when=$1
	shift
	faketime "$when" "$@"
}
report() {
	at '2027-05-20 09:00:00' "$KENSHU" report completion --nendo 2026 --state "$C2" --content "$CONTENT" --format "$1" | tr -d '\r' >"$WORK/$2" ||
		fail "report $1"
}
"$KENSHU" roster import "$ROSTER" --state "$C2" >/dev/null 2>&1 || fail "roster at the centre"
at '2027-03-31 12:00:00' "$KENSHU" nendo close 2026 --state "$C2" --content "$CONTENT" >"$WORK/out" 2>"$WORK/err" && fail "closed before its end"
grep -q 'まだ終わっていません' "$WORK/err" || fail "nothing says when: $(cat "$WORK/err")"
at '2027-05-10 12:00:00' "$KENSHU" exempt add --state "$C2" --content "$CONTENT" --number $ME --kind 紙受講 --course annual --lesson m1 --from 2027-02-01 \
	--reason 紙で受けた --by 000103 --approved-by 000101 >/dev/null || fail "before the end"
printf 'nendo: 2026\npurpose: p\naudience: a\nmethod: m\napprover: 管理者\napproved_on: ""\ncourses:\n  - course: annual\n    title: t\n    period: p\n  - course: gone\n' \
	>"$CONTENT/training-plan/2026.yaml"
"$KENSHU" content check "$CONTENT" >"$WORK/check" 2>&1 || fail "an empty 承認日 is no error yet"
grep -q 'training-plan/2026.yaml:6: 注意: 研修計画の承認日' "$WORK/check" || fail "content check does not tell the empty 承認日: $(cat "$WORK/check")"
grep -q 'コース「gone」は、2026年度のコースにありません' "$WORK/check" || fail "content check does not compare courses: $(cat "$WORK/check")"
at '2027-05-10 12:00:00' "$KENSHU" nendo close 2026 --state "$C2" --content "$CONTENT" >"$WORK/out" 2>"$WORK/err" && fail "closed without 承認日"
grep -q '2026.yaml:6: 誤り: 研修計画の承認日' "$WORK/err" || fail "nothing says why it is not closed: $(cat "$WORK/err")"
sed -i 's/approved_on: ""/approved_on: 2026-03-10/' "$CONTENT/training-plan/2026.yaml"
at '2027-05-10 12:00:00' "$KENSHU" nendo close 2026 --state "$C2" --content "$CONTENT" >"$WORK/out" || fail "nendo close"
report csv before.csv
at '2027-05-11 12:00:00' "$KENSHU" exempt add --state "$C2" --content "$CONTENT" --number $ME --kind 紙受講 --course annual --lesson m5 --from 2027-02-02 \
	--reason あとから届いた --by 000103 --approved-by 000101 >/dev/null || fail "back-dated"
report csv after.csv
cut -d, -f1-13 "$WORK/before.csv" >"$WORK/a"
cut -d, -f1-13 "$WORK/after.csv" >"$WORK/b"
cmp "$WORK/a" "$WORK/b" || fail "a closed year moved"
grep "^$ME," "$WORK/after.csv" | grep -q '受講中（1/3）→ 受講中（2/3）,,$' || fail "no 追補: $(grep "^$ME," "$WORK/after.csv")"
"$KENSHU" duty list --nendo 2026 --state "$C2" --content "$CONTENT" --format csv | tr -d '\r' | grep "^$ME,.*,annual,m5," >"$WORK/duty" ||
	fail "no duty of a closed year"
grep -q ',期限切れ,,.*,期限切れ → 修了,,$' "$WORK/duty" || fail "the duty of a closed year moved, or without 追補: $(cat "$WORK/duty")"
report table after.txt
grep -q '追補のある人 1名' "$WORK/after.txt" || fail "the sums do not tell the 追補"
at '2027-05-20 12:00:00' "$KENSHU" nendo close 2026 --state "$C2" --content "$CONTENT" >"$WORK/out" 2>"$WORK/err" && fail "closed twice"
"$KENSHU" verify --state "$C2" >"$WORK/verify" || fail "verify: $(cat "$WORK/verify")"
echo "ok a closed year does not move, and what comes later stands as 追補"
