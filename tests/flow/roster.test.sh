#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Lists as personnel systems and Excel make them (tests/data/roster): each is read as what it means, or refused with a
# word that helps; nearly right is never something else.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
KENSHU=$BIN/kenshu
DATA=$TOP/tests/data/roster
S=$WORK/S

# import CODE NAME [ARGS]: a list of tests/data/roster into $S
import() {
	code=$1 name=$2
	shift 2
	"$KENSHU" roster import "$DATA/$name.csv" --state "$S" --content "$CONTENT" "$@" >"$WORK/out" 2>"$WORK/err"
	is=$?
	[ "$is" = "$code" ] || fail "$name: exit $is instead of $code: $(cat "$WORK/out" "$WORK/err")"
	! grep -q '太郎\|次郎\|タロウ\|284517\|918391' "$WORK/out" "$WORK/err" || fail "$name: a name or a PIN is told"
}
fresh() { rm -rf "$S"; }
says() { grep -q "$1" "$WORK/out" "$WORK/err" || fail "$name does not say $1: $(cat "$WORK/out" "$WORK/err")"; }
# targets N: subjects of the completion report
duties() { "$KENSHU" duty list --nendo 2026 --state "$S" --content "$CONTENT" --format csv | tr -d '\r'; }

import 0 cr-only
says '2名（新規 2名'
fresh
import 0 tab-separated
says '2名（新規 2名'
fresh
iconv -f UTF-8 -t UTF-16 "$DATA/tab-separated.csv" >"$WORK/unicode.txt"
"$KENSHU" roster import "$WORK/unicode.txt" --state "$S" >"$WORK/out" 2>&1 || fail "Unicode text: $(cat "$WORK/out")"
for case in 1-double-bom 2-nbsp-number 3-status-blank; do
	fresh
	import 0 invisible-difference-$case
	duties | grep -q '^000101,' || fail "$case: 000101 is not there"
done
fresh
import 0 unit-blanks
"$KENSHU" report completion --state "$S" --content "$CONTENT" --nendo 2026 --by 所属 --format csv | tr -d '\r' >"$WORK/by"
[ "$(grep -c '^総務課,3,' "$WORK/by")" = 1 ] || fail "one 総務課 of three: $(cat "$WORK/by")"
echo "ok encodings, separators, line ends and what cannot be seen"

fresh
import 0 optional-header-space-1-good
duties >"$WORK/before"
grep -q 'annual' "$WORK/before" || fail "nobody owes the yearly course"
import 0 optional-header-space-2-header-space
duties >"$WORK/after"
cmp -s "$WORK/before" "$WORK/after" || fail "a blank in a header changed the duties"
fresh
import 0 roles-separator
[ "$(duties | grep -c ',managers,')" = 9 ] || fail "three managers with three lessons each: $(duties)"
fresh
import 1 two-digit-year
says 'two-digit-year.csv:2: 誤り: 任用開始「8/4/1」.*年は4けた'
printf 'two_digit_years: 令和\n' >"$WORK/map.yaml"
import 0 two-digit-year --map "$WORK/map.yaml"
duties | grep -q '^000101,' || fail "令和8年 is not 2026"
printf 'two_digit_year: 令和\n' >"$WORK/map.yaml"
import 1 two-digit-year --map "$WORK/map.yaml"
says 'map.yaml:1: 誤り'
echo "ok headers, roles and years: read as meant or refused"

fresh
{
	head -n 1 "$DATA/tab-separated.csv" | tr '\t' ','
	seq 1 1200 | awk '{ printf "%06d,試験 %d,シケン,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n", $1, $1 }'
	printf '001200,試験 1200,シケン,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n'
} >"$WORK/notes.csv"
"$KENSHU" roster import "$WORK/notes.csv" --state "$S" >"$WORK/out" 2>"$WORK/err" && fail "an overlapping period was taken"
head -n 1 "$WORK/err" | grep -q ':1202: 誤り: .*任用の期間が重なっています' || fail "the error comes first: $(head -n 3 "$WORK/err")"
[ "$(wc -l <"$WORK/err")" -le 4 ] || fail "more than the error, a note and the sum: $(cat "$WORK/err")"
import 0 two-posts
fresh
import 0 name-without-blank
says '空白がない職員が 1名'
for case in cp932-gaiji utf8-emoji; do
	fresh
	import 0 gaiji-emoji-$case
	says "gaiji-emoji-$case.csv:2: 注意: .*どの字体にもない文字（U+"
done
echo "ok errors first, notes once, two posts, characters no font has"

# whoever types a number sees nobody's name: that the number is somebody's is told by nothing
for case in long-name-cut name-without-blank; do
	fresh
	import 0 $case
	rm -rf "$K" && cp -R "$S" "$K"
	ENDPOINT='' CRED=
	printf 'tap 研修を受ける\nkeys 000101\ntap 次へ\ndump %s/pin.json\n' "$WORK" | kiosk || fail "kiosk: $case"
	python3 - "$WORK/pin.json" <<-'END' || fail "$case: $(cat "$WORK/pin.json")"
		import sys
		text = open(sys.argv[1], encoding="utf-8").read()
		sys.exit("試験" in text or "\ufffd" in text or "職員番号　000101" not in text)
	END
done
echo "ok the screen shows no name before the PIN"
