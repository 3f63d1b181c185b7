#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Answers on paper: the sheet is printed at the centre (twice the same bytes), keyed in at the desk, and told as keyed in
# wherever the lesson is told: statements, reports, files.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
TODAY=$(TZ=Asia/Tokyo date +%F)
DESK=000103
WHO=$(awk -F, 'NR > 1 && $4 == "総務課" && $1 != "000103" && $10 == "在職" && $11 ~ /端末利用/ { print $1; exit }' "$ROSTER")
start_collector
enrol k-01
"$BIN/kenshu" gathering add --state "$C" --title 紙で受ける研修 --date "$TODAY" --from 0:00 --to 23:59 --place 大会議室 \
	--lessons m1 >/dev/null || fail "gathering add"
sheet() {
	"$BIN/kenshu" gathering sheet "$TODAY-1" --state "$C" --lesson "$1" --content "$CONTENT" --out "$2" >"$WORK/sheet.out" 2>"$WORK/sheet.err"
}
sheet m1 "$WORK/one.pdf" && sheet m1 "$WORK/two.pdf" || fail "sheet: $(cat "$WORK/sheet.err")"
cmp -s "$WORK/one.pdf" "$WORK/two.pdf" || fail "the same data, other bytes"
MARK=$(sed -n 's/^用紙番号 \([0-9A-F-]*\) .*/\1/p' "$WORK/sheet.out")
sheet m99 "$WORK/none.pdf" && fail "a lesson nobody has"
grep -q '^m99: ' "$WORK/sheet.err" || fail "which lesson: $(cat "$WORK/sheet.err")"
[ ${#MARK} -eq 7 ] || fail "its mark is told: $(cat "$WORK/sheet.out")"
echo "ok 1 - a sheet is the same twice and says which it is"

{
	echo sync
	printf 'tap 出席を登録する\ntap 係員\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\ntap 1\n' $DESK "$(pin_of $DESK)"
	printf 'tap 紙の解答を転記する\nexpect 用紙番号 %s\ntap 用紙番号 %s\n' "$MARK" "$MARK"
	printf 'keys 999999\ntap 次へ\nexpect 名簿にいません\nkeys %s\ntap 次へ\n' "$WHO"
	printf 'tap 無回答にする\ntap 無回答にする\ntap 無回答にする\ntap 無回答にする\ntap 無回答にする\n'
	printf 'expect 問5　無回答\ntap 最初から入れ直す\nanswer right\nanswer right\nanswer right\nanswer right\nanswer right\n'
	printf 'expect 紙と同じか\nrefuse 無回答\ntap この内容で記録する\nexpect 5問のうち 5問正解　合格\n'
	printf 'tap 次の人の解答\nkeys %s\ntap 次へ\nexpect この科目を修了しています\ntap 終了する\nsync\n' "$WHO"
} >"$WORK/desk.txt"
kiosk <"$WORK/desk.txt" || fail "at the desk"
echo "ok 2 - keyed in at the desk, once"

said() {
	sqlite3 -readonly "$K/kenshu.db" "SELECT count(*) FROM statement WHERE staff = '$WHO' $1"
}
[ "$(said '')" = 9 ] || fail "initialized, five answers, passed, completed, terminated: $(said '')"
[ "$(said "AND CAST(bytes AS TEXT) LIKE '%\"how\":\"paper\",\"by\":\"$DESK\"%'")" = 9 ] || fail "each says that it is from paper"
report() {
	"$BIN/kenshu" report completion --state "$1" --content "$CONTENT" --format "$2" --include-personal 2>/dev/null ||
		"$BIN/kenshu" report completion --state "$1" --content "$CONTENT" --format "$2"
}
for state in "$C" "$K"; do
	report "$state" csv >"$WORK/done.csv" || fail "report"
	head -1 "$WORK/done.csv" | grep -q '紙から転記' || fail "no column for it"
	grep "^$WHO," "$WORK/done.csv" | grep -q ',1科目' || fail "told of $WHO: $(grep "^$WHO" "$WORK/done.csv")"
done
[ "$(sqlite3 -readonly "$C/kenshu.db" "SELECT how || passed FROM tried WHERE staff = '$WHO'")" = paper1 ] || fail "the try"
"$BIN/kenshu" verify --state "$C" >/dev/null || fail "verify"
"$BIN/kenshu" rebuild --check --state "$C" >/dev/null || fail "the sums"
echo "ok 3 - told apart in statements, at the centre and in the report"

# Another kiosk hears it with the list, and so does the person there.
K2=$WORK/k2
K1=$K
K=$K2 CRED=$WORK/cred2.txt
enrol k-02
{
	printf 'sync\ntap 研修を受ける\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\n' "$WHO" "$(pin_of "$WHO")"
	printf 'tap 修了した1科目\nexpect 紙から転記\n'
} >"$WORK/own.txt"
kiosk <"$WORK/own.txt" || fail "at the other kiosk"
[ "$(sqlite3 -readonly "$K2/kenshu.db" "SELECT staff || lesson FROM on_paper")" = "${WHO}m1" ] || fail "what the other kiosk knows"
[ "$(sqlite3 -readonly "$K2/kenshu.db" "SELECT count(*) FROM progress WHERE done_ms <> 0")" = 0 ] || fail "nothing was done there"
"$BIN/kenshu" report completion --state "$K2" --content "$CONTENT" --format csv >"$WORK/other.csv" 2>/dev/null
grep "^$WHO," "$WORK/other.csv" | grep -q ',1科目' || fail "told there: $(grep "^$WHO" "$WORK/other.csv")"
K=$K1
echo "ok 4 - and at another kiosk, in the person's own list and in its report"

# HR's page gives the very sheet of the command, of the content that the centre offers.
URL=http://$LISTEN
for user in hr:人事 audit:監査; do
	name=${user%%:*}
	echo long-enough >"$WORK/pw"
	"$BIN/kenshu" user add "$name" --role "${user##*:}" --state "$C" --password-file "$WORK/pw" >/dev/null || fail "user add $name"
	curl -s -o /dev/null -c "$WORK/$name.jar" -d "user=$name" -d password=long-enough "$URL/login" || fail "login"
done
page() {
	status=$(curl -s -b "$WORK/$1.jar" -o "$WORK/page" -w '%{http_code}' "$URL/gatherings?edit=$TODAY-1$2")
	[ "$status" = "$3" ] || fail "$2 as $1: $status, not $3"
}
page hr '&sheet=m1' 404
grep -q '配っている教材がありません' "$WORK/page" || fail "nothing is offered, and that is not said"
"$BIN/kenshu" content key --out "$WORK/key" >/dev/null || fail "key"
"$BIN/kenshu" content publish "$CONTENT" --out "$WORK/one.kenshu-content" --key "$WORK/key" --counter 1 >/dev/null || fail "publish"
"$BIN/kenshu" content offer "$WORK/one.kenshu-content" --state "$C" >/dev/null || fail "offer"
page hr '' 200
grep -q 'name="sheet"' "$WORK/page" && grep -q '<option value="m1">m1　' "$WORK/page" || fail "which sheet is not asked"
page hr '&sheet=m1' 200
sheet m1 "$WORK/now.pdf" || fail "sheet: $(cat "$WORK/sheet.err")" # the record went on since the first
cmp -s "$WORK/page" "$WORK/now.pdf" || fail "the page's sheet is another"
page hr '&sheet=m99' 404
page audit '&sheet=m1' 200
head -c 4 "$WORK/page" | grep -q '%PDF' && fail "who may not change a gathering prints for it"
page hr '&sheet=m1&course=none' 404
echo "ok 5 - the page's sheet is the command's, byte for byte"
