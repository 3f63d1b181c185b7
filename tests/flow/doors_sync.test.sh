#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The morning of 31 people at two doors, the centre out of reach throughout: cards, taps twice, a card nobody knows, a walk-in,
# wrong PINs, one correction, a head count off by one; the list comes by stick, the records go by stick, the receipt comes
# back. Then 出席簿 (PDF, CSV, JSON, xlsx), HR's page and `kenshu verify` agree to the person (doors.py, which finds a person
# left out of any of them), and what the kiosks recorded is at the centre once.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
case $(TZ=Asia/Tokyo date +%H%M) in 235[5-9]) # today's gathering is tomorrow's
	echo "ok - skipped: five minutes before midnight"
	exit 0
	;;
esac
TODAY=$(TZ=Asia/Tokyo date +%F)
G=$TODAY-1
DESK=000103
ENDPOINT=
set -- $(awk -F, -v d=$DESK 'NR > 1 && $1 != d && $10 == "在職" && $12 != "" { print $1 }' "$ROSTER" | sort -u | head -32)
[ $# -eq 32 ] || fail "32 people"
EVERYBODY=$*
at() { echo "$EVERYBODY" | cut -d ' ' -f "$1"; }
name_of() { awk -F, -v n="$1" '$1 == n { print $2; exit }' "$ROSTER"; }
card_of() { printf '0112047AB055%04X' "$1"; }
# Of 31 who are expected, 16 come to door 1 and 13 to door 2, the 30th is excused, the 31st stays away; the 32nd walks in.
UNKNOWN=$(at 15) FORGOT=$(at 16) REMOVED=$(at 29) EXCUSED=$(at 30) AWAY=$(at 31) WALK_IN=$(at 32)

"$BIN/kenshu" roster import "$ROSTER" --state "$C" >"$WORK/out" || fail "roster import"
printf '職員番号\n%s\n' "$(echo "$EVERYBODY" | cut -d ' ' -f -31 | tr ' ' '\n')" >"$WORK/expected.csv"
"$BIN/kenshu" gathering add --state "$C" --title 秋の集合研修 --date "$TODAY" --from 0:00 --to 23:59 --place 大会議室 \
	--lessons m1,m4 --expected "$WORK/expected.csv" | grep -q '対象は31名' || fail "gathering add"
for i in $(seq 1 14); do
	"$BIN/kenshu" card bind "$(at $i)" --id "$(card_of $i)" --state "$C" >"$WORK/out" || fail "card bind"
done
STICK=$WORK/usb
mkdir "$STICK"
"$BIN/kenshu" courier key --state "$C" >"$WORK/centre.key" || fail "the centre's key"
away() { # away DOOR: what it has goes onto the stick
	"$BIN/kenshu" courier export "$STICK" --state "$WORK/K$1" --key "$WORK/centre.key" --credentials "$WORK/k$1.txt" \
		--content "$CONTENT" >"$WORK/export.out" || fail "export from door $1"
}
import() { "$BIN/kenshu" courier import "$STICK" --state "$C" >"$WORK/import.out" || fail "import: $(cat "$WORK/import.out")"; }
back() { # back DOOR: what the centre says to it
	"$BIN/kenshu" courier receipt "$STICK" --state "$WORK/K$1" >"$WORK/receipt.out" || fail "receipt at door $1"
}
for n in 1 2; do
	"$BIN/kenshu" kiosk add k-0$n --key "$("$BIN/kenshu" kiosk key --state "$WORK/K$n")" --state "$C" --out "$WORK/k$n.txt" \
		>"$WORK/out" || fail "kiosk add"
	away $n # asks for the people
done
import
for n in 1 2; do
	back $n
	grep -q '名簿と集合研修を' "$WORK/receipt.out" || fail "the list by stick: $(cat "$WORK/receipt.out")"
done
echo "ok 1 - people, cards and the gathering come by stick"

# comes NUMBER [FROM]: what somebody without a card taps, eight times
comes() { printf 'tap %s\nkeys %s\ntap はい、受付します\n' "${2:-次の方の受付}" "$1"; }
opens() {
	printf 'tap 出席を登録する\ntap 係員\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\ntap 1\n' $DESK "$(pin_of $DESK)"
	printf 'expect 対象 31名 ＝ 出席 0名\ntap 出席受付を始める\n'
}
desk() {
	printf 'tap 係員\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\ntap 1\n' $DESK "$(pin_of $DESK)"
}
{
	opens
	for i in $(seq 1 14); do
		printf 'card %s\nexpect %s さん\nexpect 出席を記録しました\n' "$(card_of $i)" "$(name_of "$(at $i)" | cut -d ' ' -f 1)"
		[ $i -ne 3 ] || printf 'card %s\nrefuse 受付済み\n' "$(card_of 3)" # it still lies there
		[ $i -ne 4 ] || printf 'card %s\nexpect 受付済みです\n' "$(card_of 2)"
	done
	# a card nobody knows: bound by number and PIN, once mistaken; another, and PINs that are wrong until the lock
	printf 'card 04A1B2C3\nexpect 末尾 B2C3\nkeys %s\nkeys 111111\ntap 次へ\nexpect あと4回\nkeys %s\ntap 次へ\nexpect 出席を記録しました\n' \
		"$UNKNOWN" "$(pin_of "$UNKNOWN")"
	printf 'card 04A1B2D4\nexpect 末尾 B2D4\nkeys %s\n' "$FORGOT"
	for left in 4 3 2 1; do
		printf 'keys 11111%s\ntap 次へ\nexpect あと%s回\n' $left $left
	done
	printf 'keys 111112\ntap 次へ\nexpect お待ちください\ntap やめる\nexpect 職員番号を入れて\n'
	desk # what there is to look at is told to the 係員
	printf 'expect 暗証番号の入れまちがいのあと 1名\nexpect 暗証番号なし 14名\n'
	printf 'tap 番号で出席にする\nkeys %s\ntap 次へ\ntap 番号や暗証番号を忘れた\nexpect ＝ 出席 16名 ＋\n' "$FORGOT"
	printf 'tap 人数を合わせて閉じる\nkeys 17\ntap 次へ\nexpect 受付の記録は16名、数えた人数は17名です\n'
	printf 'tap 講師・係員も数えた\nexpect 数えた人数 17名\ntap 出席受付を終える\n'
} >"$WORK/door1.txt"
{
	opens
	for i in $(seq 17 29); do
		[ $i -ne 17 ] && comes "$(at $i)" || comes "$(at 17)" 番号を入力
		printf 'expect 出席を記録しました\n'
		[ $i -ne 17 ] || { comes "$(at 17)" && echo 'expect 受付済みです'; }
	done
	comes "$WALK_IN"
	printf 'expect 予定外の参加\ncard %s\nexpect 出席を記録しました\n' "$(card_of 1)" # as at door 1
	printf 'tap 次の方の受付\ntap やめる\nexpect 職員番号を入れて\n'
	desk
	printf 'tap 次へ\ntap %s\ntap 公欠（現場対応）\n' "$(name_of "$EXCUSED")"
	printf 'tap 次へ\ntap 次へ\ntap 次へ\ntap %s\nexpect 暗証番号なし\ntap 別の人の番号で受付した\nexpect ＝ 出席 13名\n' "$(name_of "$REMOVED")"
	printf 'tap 人数を合わせて閉じる\nkeys 14\ntap 次へ\nexpect 人数一致\n'
} >"$WORK/door2.txt"
for n in 1 2; do
	K=$WORK/K$n CRED=$WORK/k$n.txt
	kiosk <"$WORK/door$n.txt" >"$WORK/kiosk.out" 2>&1 || fail "door $n: $(cat "$WORK/kiosk.out")"
done
echo "ok 2 - 31 people, 14 with a card of one tap and 14 by number of eight taps"

for n in 1 2; do away $n; done
import
import # carried twice
for n in 1 2; do
	back $n
	grep -q '新たに [1-9][0-9]*件が、センターに届いた' "$WORK/receipt.out" || fail "no receipt at door $n"
	"$BIN/kenshu" courier export "$STICK" --state "$WORK/K$n" | grep -q 'すべて受領済み' || fail "door $n has not been told of all"
done
# Who was at both doors was told of by both, under one id: the second telling stands beside the first.
counted() {
	for n in 1 2; do
		sqlite3 -readonly "$WORK/K$n/kenshu.db" "SELECT id FROM statement"
	done | sort >"$WORK/told"
	sqlite3 -readonly "$1/kenshu.db" "SELECT id FROM received WHERE kiosk LIKE 'k-0%'" | sed 's/@.*//' | sort >"$WORK/kept"
	cmp -s "$WORK/told" "$WORK/kept"
}
counted "$C" || fail "lost or doubled: $(diff "$WORK/told" "$WORK/kept")"
verified() { "$BIN/kenshu" verify --state "$1" >"$WORK/verify.out" 2>&1; }
verified "$C" || fail "verify: $(cat "$WORK/verify.out")"
"$BIN/kenshu" rebuild --check --state "$C" >"$WORK/out" || fail "the summaries: $(cat "$WORK/out")"
echo "ok 3 - all of it at the centre, once, and verified"

echo "hr-long-enough" >"$WORK/hr.pw"
"$BIN/kenshu" user add hr --role 人事 --state "$C" --password-file "$WORK/hr.pw" >"$WORK/out" || fail "user add"
start_collector
URL=http://$LISTEN
curl -s -o "$WORK/out" -c "$WORK/jar" -d 'user=hr&password=hr-long-enough' "$URL/login"
NENDO=$(TZ=Asia/Tokyo date -d '-3 months' +%Y)
OUT=$WORK/told.d
mkdir "$OUT"
curl -sf -b "$WORK/jar" -o "$OUT/page.html" "$URL/gatherings?nendo=$NENDO" || fail "HR's page"
for format in csv xlsx; do
	curl -sf -b "$WORK/jar" -o "$OUT/page.$format" "$URL/gatherings?nendo=$NENDO&format=$format&reason=x" || fail "HR's $format"
done
"$BIN/kenshu" client add read --scope read --state "$C" --out "$WORK/read.txt" >"$WORK/out" || fail "client add"
told() { # told QUERY: the ids that GET /statements answers with
	curl -sf -u "$(cat "$WORK/read.txt")" -H 'X-Experience-API-Version: 1.0.3' "$ENDPOINT/statements?$1" >"$WORK/get.json" || fail "GET $1"
	python3 -c 'import json, sys; a = json.load(open(sys.argv[1])); print("\n".join(s["id"] for s in a.get("statements", [a])))' "$WORK/get.json"
}
told 'verb=http%3A%2F%2Fadlnet.gov%2Fexpapi%2Fverbs%2Fattended&limit=100' | sort >"$WORK/attended"
sort "$WORK/told" | uniq -d >"$WORK/both" # both doors told of it
[ "$(wc -l <"$WORK/both")" = 1 ] && [ "$(grep -cxF "$(cat "$WORK/both")" "$WORK/attended")" = 1 ] &&
	[ "$(told "statementId=$(cat "$WORK/both")")" = "$(cat "$WORK/both")" ] || fail "told once by GET: $(cat "$WORK/both")"
[ "$(wc -l <"$WORK/attended")" = 29 ] || fail "attended by GET: $(wc -l <"$WORK/attended")"
stop_collector
for format in csv json xlsx pdf; do
	"$BIN/kenshu" report attendance --state "$C" --nendo "$NENDO" --format $format >"$OUT/book.$format" || fail "report as $format"
done
! command -v pdftotext >/dev/null || pdftotext -layout "$OUT/book.pdf" "$OUT/pdf.txt" || fail "words of the PDF"
rm "$OUT/book.pdf"
awk -v here="$(at 1-28)" -v walk="$WALK_IN" 'BEGIN { n = split(here, a, " "); for (i = 1; i <= n; i++) print a[i], "here"; print walk, "walk-in" }' \
	>"$WORK/truth"
for n in $REMOVED $EXCUSED $AWAY; do echo "$n away" >>"$WORK/truth"; done
python3 "$TOP/tests/flow/doors.py" "$OUT" "$WORK/truth" >"$WORK/agree.out" || fail "$(cat "$WORK/agree.out")"
[ "$(grep -c '32 people' "$WORK/agree.out")" -ge 6 ] || fail "which were read: $(cat "$WORK/agree.out")"
cmp -s "$OUT/page.csv" "$OUT/book.csv" || fail "the page's file and the command's differ"
# What there is to look at (代返): on the page, in its files, in 出席簿 and in the terminal's table, beside whom it is about.
SAID=$WORK/said.d
mkdir "$SAID"
cp "$OUT/page.html" "$OUT/page.xlsx" "$OUT/book.csv" "$OUT/book.json" "$SAID"
raw_of() { # raw_of PDF FILE: its words, cell by cell
	! command -v pdftotext >/dev/null || pdftotext -raw "$1" "$2" || fail "words of the PDF"
}
"$BIN/kenshu" report attendance --state "$C" --nendo "$NENDO" --format pdf >"$WORK/book.pdf" || fail "report as PDF"
raw_of "$WORK/book.pdf" "$SAID/book.raw"
[ ! -e "$SAID/book.raw" ] || { # which lessons, and how people were known: 14 by their cards, one by the 係員
	grep -q '^科目.*m1 .*、m4 ' "$SAID/book.raw" && [ "$(grep -o 職員証 "$SAID/book.raw" | wc -l)" = 14 ] &&
		[ "$(grep -o ' 係員 出席に訂正＊' "$SAID/book.raw" | wc -l)" = 1 ] || fail "lessons and ways: $(cat "$SAID/book.raw")"
}
"$BIN/kenshu" report attendance --state "$C" --nendo "$NENDO" --format table >"$SAID/book.table" || fail "report as table"
printf '%s %s\n' "$(at 1)" 2台の端末で受付 "$(at 2)" 同じ端末で3秒以内に別の人の受付 "$(at 2)" 暗証番号なし \
	"$UNKNOWN" 直前に暗証番号の入れまちがい "$FORGOT" '欠席 → 出席（番号や暗証番号を忘れた、' \
	"$REMOVED" '出席 → 欠席（別の人の番号で受付した、' >"$WORK/words"
python3 "$TOP/tests/flow/doors.py" "$SAID" "$WORK/words" says >"$WORK/says.out" || fail "$(cat "$WORK/says.out")"
row() { grep ",$1," "$OUT/book.csv" | grep -q "$2" || fail "$1, no $2: $(grep ",$1," "$OUT/book.csv")"; }
row "$(at 1)" '2台の端末で受付'
row "$(at 2)" '3秒以内に別の人の受付.*暗証番号なし'
row "$UNKNOWN" '直前に暗証番号の入れまちがい'
row "$FORGOT" '欠席 → 出席（番号や暗証番号を忘れた、'
row "$REMOVED" '出席 → 欠席（別の人の番号で受付した、'
row "$EXCUSED" '公欠（現場対応）'
grep -q '記録 16名、数えた人数 17名。講師・係員も数えた' "$OUT/page.html" || fail "the head count off by one"
grep -q '対象 31名 ＝ 出席 28名 ＋ 欠席 3名、予定外 1名' "$OUT/pdf.txt" 2>/dev/null || [ ! -e "$OUT/pdf.txt" ] || fail "the sum in the PDF"
echo "ok 4 - 出席簿, HR's page and their files agree to the person; whoever is left out or stands there twice is found"

# Planted: one person's attendance gone from the centre's record.
cp -R "$C" "$WORK/planted"
sqlite3 "$WORK/planted/kenshu.db" "DROP TRIGGER received_no_delete; DELETE FROM received WHERE stored =
	(SELECT max(stored) FROM received WHERE verb = 'checkin')" || fail "planting"
counted "$WORK/planted" && fail "one statement less is not counted"
verified "$WORK/planted" && fail "one statement less is verified"
grep -q '番号が続いていません（欠けている記録があります）' "$WORK/verify.out" || fail "what is missing: $(cat "$WORK/verify.out")"
n=$(sqlite3 -readonly "$C/kenshu.db" "SELECT count(*), count(DISTINCT staff) FROM received WHERE verb = 'attended'")
[ "$n" = "30|29" ] || fail "attended, and by whom: $n" # 29 people, one of them told of by both doors
echo "ok 5 - a statement gone from the centre is found"

# The year is closed; what HR's two users correct of it later stands beside the person as 追補, wherever they are told of.
command -v faketime >/dev/null || {
	echo "ok 6 - skipped, no faketime"
	exit 0
}
late() { # late DAY KENSHU-ARGUMENTS: some day of the May after
	day=$1
	shift
	faketime "$((NENDO + 1))-05-$day 09:00:00" "$BIN/kenshu" "$@" --state "$C" >"$WORK/out" 2>&1 || fail "$*: $(cat "$WORK/out")"
}
"$BIN/kenshu" user add hr2 --role 人事 --state "$C" --password-file "$WORK/hr.pw" >"$WORK/out" || fail "user add"
corrects() { # corrects DAY NUMBER [--absent]: by one, approved by another
	day=$1 who=$2
	shift 2
	late "$day" correct attendance "$who" --gathering "$G" --reason 名簿と照合した --by hr "$@"
	late "$day" correct list --format csv
	late "$day" correct approve "$(grep "$who" "$WORK/out" | cut -d, -f1 | tail -1)" --by hr2
}
cp -R "$CONTENT" "$WORK/content"
mkdir -p "$WORK/content/training-plan"
corrects 09 "$(at 6)" --absent
late 10 nendo close "$NENDO" --content "$WORK/content"
corrects 11 "$(at 5)" --absent
corrects 12 "$AWAY"
rm -r "$SAID" && mkdir "$SAID"
for format in csv json xlsx table pdf; do
	"$BIN/kenshu" report attendance --state "$C" --nendo "$NENDO" --format $format >"$SAID/book.$format" || fail "report as $format"
done
raw_of "$SAID/book.pdf" "$SAID/book.raw"
rm "$SAID/book.pdf"
start_collector
curl -s -o "$WORK/out" -c "$WORK/jar" -d 'user=hr&password=hr-long-enough' "http://$LISTEN/login"
curl -sf -b "$WORK/jar" -o "$SAID/page.html" "http://$LISTEN/gatherings?nendo=$NENDO" || fail "HR's page"
printf '%s %s\n' "$(at 5)" 追補：出席 "$AWAY" 追補：欠席 "$(at 6)" '→ 欠席（名簿と照合した、hr／hr2、' >"$WORK/words"
python3 "$TOP/tests/flow/doors.py" "$SAID" "$WORK/words" says >"$WORK/says.out" || fail "$(cat "$WORK/says.out")"
grep ",$(at 6)," "$SAID/book.csv" | grep -q 追補 && fail "what was corrected before the closing is no 追補"
[ "$(grep -c 追補 "$SAID/book.csv")" = 2 ] || fail "追補: $(grep 追補 "$SAID/book.csv")"
echo "ok 6 - what is corrected after the closing is told as 追補 in every one of them"
