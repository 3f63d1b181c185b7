#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A gathering with two doors, the centre out of reach throughout: HR announces it, the 係員 opens 受付 at both kiosks, people
# come by number, one twice, one at both doors, one whom nobody expected; wrong PINs lock; a correction; a head count off by
# one. Then all goes to the centre by USB stick, and the 出席簿 and `kenshu verify` agree to the person.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
TODAY=$(TZ=Asia/Tokyo date +%F)
G=$TODAY-1
DESK=000103
CLERK=$(pin_of $DESK)
P=$(awk -F, 'NR > 1 && $6 == "南部衛生センター" && $10 == "在職" && $12 != "" { print $1 }' "$ROSTER" | tr -d '\r' | sort -u | head -5)
set -- $P
[ $# -eq 5 ] || fail "five people of one 施設"
A=$1 B=$2 D=$3 E=$4 F=$5
WALK_IN=$(awk -F, 'NR > 1 && $4 == "総務課" && $1 != "000103" && $10 == "在職" { print $1; exit }' "$ROSTER")

start_collector
K=$WORK/K1
enrol k-01 "$WORK/k1.txt"
"$BIN/kenshu" kiosk add k-02 --key "$("$BIN/kenshu" kiosk key --state "$WORK/K2")" --state "$C" --out "$WORK/k2.txt" >/dev/null || fail "second kiosk"
printf '職員番号\n%s\n' "$P" >"$WORK/expected.csv"
add() {
	"$BIN/kenshu" gathering add --state "$C" --title 秋の集合研修 --date "$TODAY" --from 0:00 --to 23:59 --place 大会議室 \
		--lessons m1,m4 --expected "$1"
}
add "$WORK/nothing.csv" 2>/dev/null && fail "a rule nobody knows"
add "$WORK/expected.csv" >"$WORK/add.out" || fail "gathering add"
grep -q "$G.*対象は5名" "$WORK/add.out" || fail "how many are expected: $(cat "$WORK/add.out")"
add 全員 2>"$WORK/twice.err" && fail "announced twice"
grep -q "$G が、もう登録" "$WORK/twice.err" || fail "announced twice is told"
"$BIN/kenshu" pin reset 999999 --state "$C" >/dev/null 2>&1 && fail "a PIN for nobody"
CLERK=$("$BIN/kenshu" pin reset $DESK --state "$C" 2>/dev/null | grep -x '[0-9]\{6\}') || fail "pin reset"
[ "$CLERK" != "$(pin_of $DESK)" ] || fail "the same PIN again"
echo "ok 1 - announced, once; a forgotten PIN made anew"

# door N: a kiosk's script on standard input
door() {
	K=$WORK/K$1
	CRED=$WORK/k$1.txt
	cat >"$WORK/door.txt"
	kiosk <"$WORK/door.txt"
}
# comes NUMBER: eight taps, and a card that leaves by itself or makes way
comes() {
	printf 'tap 番号を入力\nkeys %s\nexpect この方でよろしいですか\nrefuse 一覧\ntap はい、受付します\n' "$1"
}
OWN=739046
# With the code from HR an own PIN is chosen: none that others guess, and twice the same.
opens() {
	printf 'tap 出席を登録する\ntap 係員\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\nexpect これから使う暗証番号\n' $DESK "$CLERK"
	printf 'keys %s\ntap 次へ\nexpect この番号は使えません\nkeys %s\ntap 次へ\nexpect もう一度\n' $DESK $OWN
	printf 'keys 739047\ntap 次へ\nexpect 1回目と違います\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\n' $OWN $OWN
	printf 'expect 今日の集合研修は1件です\ntap 1\n'
	printf 'expect 対象 5名 ＝ 出席 %s名\n' "$1"
}

for n in 1 2; do
	echo sync | door $n || fail "the list comes to door $n"
done
stop_collector

{
	opens 0
	printf 'tap 出席受付を始める\nexpect 職員番号を入れて\n'
	comes "$A"
	printf 'expect 出席を記録しました\ntap 次の方の受付\nkeys %s\ntap はい、受付します\nexpect 受付済みです\nwait 4200\nexpect 職員番号を入れて\n' "$A"
	comes "$B"
	printf 'expect 出席を記録しました\n'
} | door 1 || fail "door 1"
{
	opens 0
	printf 'tap 出席受付を始める\n'
	comes "$A"
	printf 'tap 次の方の受付\nkeys %s\ntap はい、受付します\nexpect 予定外の参加\n' "$WALK_IN"
	printf 'tap 次の方の受付\nkeys %s\ntap いいえ、入れ直します\nkeys %s\ntap はい、受付します\nexpect 出席を記録しました\n' "$E" "$D"
} | door 2 || fail "door 2"
echo "ok 2 - eight taps a person, twice is told, back by itself"

CLERK=$OWN # the code is used up
# Off the glass: one excused, one corrected, one admitted by the desk, one leaves; the head count is off by one.
NAME_B=$(awk -F, -v n="$B" '$1 == n { print $2; exit }' "$ROSTER")
NAME_E=$(awk -F, -v n="$E" '$1 == n { print $2; exit }' "$ROSTER")
desk() {
	printf 'tap 係員\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\nexpect まだ送っていない記録\ntap 1\n' $DESK "$CLERK"
}
{
	printf 'expect 職員番号を入れて\n' # over a restart
	comes "$A"
	printf 'expect 受付済みです\ntap 退室する\nexpect 退室を記録しました\ntap 終了する\n'
	printf 'tap 係員\nkeys 000101\ntap 次へ\nkeys %s\ntap 次へ\nexpect 係員の役割がありません\ntap 終了する\n' "$(pin_of 000101)"
	printf 'tap 係員\nkeys 000102\ntap 次へ\n'
	for _ in 1 2 3 4 5; do printf 'keys 111112\ntap 次へ\n'; done
	printf 'expect 秒\ntap やめる\n'
	desk
	printf 'expect 対象 5名 ＝ 出席 2名 ＋ まだ来ていない人 3名\ntap %s\ntap 公欠（現場対応）\nexpect 公欠（現場対応）\n' "$NAME_E"
	printf 'tap 次へ\ntap %s\nexpect 取り消す理由\ntap 別の人の番号で受付した\nexpect ＝ 出席 1名 ＋\n' "$NAME_B"
	printf 'tap 人数を合わせて閉じる\nexpect 会場にいる人を数えて\nkeys 2\ntap 次へ\n'
	printf 'expect 受付の記録は1名、数えた人数は2名です\ntap 講師・係員も数えた\nexpect 数えた人数 2名\nexpect 講師・係員も数えた\n'
	printf 'tap 出席受付を終える\ntap 終了する\nexpect 研修を受ける\n'
} | door 1 || fail "the desk at door 1"
{
	desk
	printf 'tap 番号で出席にする\nkeys 999999\ntap 次へ\nexpect 名簿にいません\nkeys %s\ntap 次へ\nexpect 出席にする理由\n' "$F"
	printf 'tap 番号や暗証番号を忘れた\nexpect ＝ 出席 3名 ＋\ntap 人数を合わせて閉じる\nkeys 4\ntap 次へ\nexpect 人数一致\n'
	printf 'tap 人数を合わせて閉じる\nkeys 4\ntap 次へ\nexpect 人数一致\n'
} | door 2 || fail "the desk at door 2"
echo "ok 3 - reasons, corrections and the head count, each with who and why"

# The centre stays out of reach: all goes by stick, torn once, carried twice, and only the receipt makes it received.
STICK=$WORK/usb
"$BIN/kenshu" courier key --state "$C" >"$WORK/centre.key" || fail "the centre's key"
waiting() {
	sqlite3 -readonly "$WORK/K$1/kenshu.db" "SELECT count(*) FROM statement WHERE seq NOT IN (SELECT seq FROM delivery)"
}
for n in 1 2; do
	"$BIN/kenshu" courier export "$STICK" --state "$WORK/K$n" --key "$WORK/centre.key" --credentials "$WORK/k$n.txt" \
		--content "$CONTENT" >"$WORK/export.out" || fail "export from door $n"
	grep -q "記録 $(waiting $n)件" "$WORK/export.out" || fail "how many leave door $n: $(cat "$WORK/export.out")"
done
head -c 300 "$STICK"/k-01-*.kenshu-records >"$STICK/k-01-torn.kenshu-records"
"$BIN/kenshu" courier import "$STICK" --state "$C" >"$WORK/import.out" 2>"$WORK/import.err" && fail "a torn file is told"
grep -q '^k-01-torn.*途中で切れているか' "$WORK/import.err" || fail "which is torn: $(cat "$WORK/import.err")"
rm "$STICK/k-01-torn.kenshu-records"
"$BIN/kenshu" courier import "$STICK" --state "$C" >"$WORK/import.out" || fail "carried twice"
[ "$(waiting 1)" -gt 0 ] && [ "$(waiting 2)" -gt 0 ] || fail "received without a receipt"
for n in 1 2; do
	"$BIN/kenshu" courier receipt "$STICK" --state "$WORK/K$n" >"$WORK/receipt.out" 2>/dev/null || fail "receipt at door $n"
	grep -q '名簿と集合研修を' "$WORK/receipt.out" || fail "the list on the stick: $(cat "$WORK/receipt.out")"
	[ "$(waiting $n)" = 0 ] || fail "not received at door $n: $(waiting $n)"
	"$BIN/kenshu" courier export "$STICK" --state "$WORK/K$n" | grep -q 'すべて受領済み' || fail "nothing is left at door $n"
done
report() {
	"$BIN/kenshu" report attendance --state "$C" --nendo "$(TZ=Asia/Tokyo date -d '-3 months' +%Y)" --format "$1"
}
report table >"$WORK/book.txt" || fail "report"
grep -q '対象 5名 ＝ 出席 3名 ＋ 欠席 2名、予定外 1名' "$WORK/book.txt" || fail "the sum: $(cat "$WORK/book.txt")"
grep "$A" "$WORK/book.txt" | grep '退室' | grep -q '2台の端末で受付' || fail "two doors"
grep "$B" "$WORK/book.txt" | grep -q '出席 → 欠席（別の人の番号で受付した' || fail "before and after"
grep "$E" "$WORK/book.txt" | grep -q '欠席、公欠（現場対応）' || fail "why absent"
grep "$F" "$WORK/book.txt" | grep -q '欠席 → 出席（番号や暗証番号を忘れた' || fail "admitted"
grep "$WALK_IN" "$WORK/book.txt" | grep -q '予定外' || fail "walk-in"
grep -q '記録 1名、数えた人数 2名。講師・係員も数えた' "$WORK/book.txt" || fail "the head count"
grep -q '（k-02）。記録 4名、数えた人数 4名。人数一致' "$WORK/book.txt" || fail "the head count at the other door"
report pdf >"$WORK/book.pdf" || fail "report as PDF"
report pdf | cmp -s - "$WORK/book.pdf" || fail "the same data, other bytes"
head -c 5 "$WORK/book.pdf" | grep -q '%PDF-' || fail "no PDF"
report json >"$WORK/book.json" || fail "report as JSON"
python3 - "$WORK/book.json" <<-END || fail "JSON agrees"
	import json, sys
	g = json.load(open(sys.argv[1]))["gatherings"][0]
	here = {p["number"] for p in g["people"] if p["present"]}
	assert here == {"$A", "$D", "$F", "$WALK_IN"} and g["present"] == 4, here
	assert {p["number"] for p in g["people"] if p["expected"]} == {"$A", "$B", "$D", "$E", "$F"}
END
report xlsx >"$WORK/book.xlsx" || fail "report as xlsx"
report csv >"$WORK/book.csv" || fail "report as CSV"
python3 - "$WORK/book.xlsx" "$WORK/book.csv" <<-END || fail "xlsx agrees"
	import csv, re, sys, zipfile
	book = zipfile.ZipFile(sys.argv[1])
	shared = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
	rows = re.findall(r"<row .*?</row>", book.read("xl/worksheets/sheet1.xml").decode())
	cells = [[shared[int(i)] for i in re.findall(r't="s"><v>(\d+)</v>', row)] for row in rows]
	people = list(csv.DictReader(open(sys.argv[2], encoding="utf-8-sig")))
	for p in people:
	    said = [c for c in cells if p["職員番号"] in c]
	    assert len(said) == 1 and p["備考"] in said[0] + [""] and p["訂正"] in said[0] + [""], (p, said)
	assert len(people) == 6, len(people)
END
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.out" 2>&1 || fail "verify: $(cat "$WORK/verify.out")"
"$BIN/kenshu" rebuild --check --state "$C" >/dev/null || fail "the summaries are what the statements say"
attended() {
	sqlite3 -readonly "$C/kenshu.db" "SELECT count(*), count(DISTINCT staff) FROM gathering_fact WHERE verb = 'attended'"
}
echo "ok 4 - 出席簿, JSON and verify agree to the person"

# At the centre: one who had signed on paper, and both doors closed together. Nobody is credited twice.
centre() {
	"$BIN/kenshu" gathering "$@" --state "$C" --by $DESK --content "$CONTENT"
}
[ "$(attended)" = "4|4" ] || fail "one attended a person, though both doors closed: $(attended)"
printf '職員番号\n%s\n%s\n' "$E" "$A" >"$WORK/paper.csv"
centre paper "$G" --numbers "$WORK/paper.csv" >"$WORK/paper.out" || fail "from paper"
grep -q '1名を転記しました。ほかの1名は、もう出席' "$WORK/paper.out" || fail "from paper: $(cat "$WORK/paper.out")"
centre close "$G" --counted 6 2>"$WORK/close.err" && fail "a difference without a reason"
grep -q '記録は5名です' "$WORK/close.err" || fail "how many are recorded: $(cat "$WORK/close.err")"
centre close "$G" --counted 5 >"$WORK/close.out" || fail "close at the centre"
grep -q '人数一致。.*新たに1名' "$WORK/close.out" || fail "closed: $(cat "$WORK/close.out")"
centre close "$G" --counted 5 2>/dev/null && fail "closed twice"
[ "$(attended)" = "5|5" ] || fail "credited twice: $(attended)"
report csv >"$WORK/book.csv" || fail "report as CSV"
grep "$E" "$WORK/book.csv" | grep -q '紙から転記' || fail "paper is told: $(cat "$WORK/book.csv")"
report table | grep -q '（センター）。記録 5名、数えた人数 5名。人数一致' || fail "the closing at the centre"
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.out" 2>&1 || fail "verify: $(cat "$WORK/verify.out")"
"$BIN/kenshu" rebuild --check --state "$C" >/dev/null || fail "the summaries are what the statements say"
echo "ok 5 - paper and closing at the centre"

# The network is back: a card bound at one door is known at the other.
start_collector "$LISTEN"
printf 'card 0112047AB0553F21\nexpect 末尾 3F21\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\nexpect マイページ\nsync\n' \
	"$A" "$(pin_of "$A")" | door 1 || fail "a card bound at door 1"
NAME_A=$(awk -F, -v n="$A" '$1 == n { print $2; exit }' "$ROSTER")
printf 'sync\ncard 0112047AB0553F21\nexpect %s さん\nexpect 受付済みです\n' "${NAME_A%% *}" | door 2 || fail "known at door 2"
stop_collector
echo "ok 6 - a card bound at one door is known at the other"
