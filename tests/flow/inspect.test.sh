#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The self-inspection and the acknowledgement as people meet them: by touch, through a power cut, over the years, and
# in the report, which tells nobody's answers.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
three_lessons
KENSHU=$BIN/kenshu
ME=204101   # no section head
HEAD=000101 # a section head
LOOK="python3 $TOP/tests/flow/inspect.py"
SHEET=$CONTENT/checklists/self-inspection.yaml
# every page that helps stands on one part, whatever the lessons become
sed -i 's#page: ".*"#page: "m0/p01"#' "$SHEET"
N_ALL=$(grep -c '^    audience: all' "$SHEET")
N_HEAD=$(grep -c '^  - id:' "$SHEET")
ENDPOINT=
CRED=

"$KENSHU" roster import "$ROSTER" --state "$K" >/dev/null || fail "local roster import"

# --- item by item: tiles, help behind いいえ and 分からない, back, and what is recorded --------------------------------
{
	sign_in $ME
	printf 'expect 自己点検（%d項目\nexpect 未回答\n' "$N_ALL"
	printf 'tap 始める\nexpect ページ\ntap 中断する\n' # the lesson's, not the self-inspection's
	printf 'inspect\nexpect 1 ／ %d\nexpect 評価ではなく改善\n' "$N_ALL"
	printf 'tap 次へ\n'
} | kiosk 2>"$WORK/err" && fail "went on without an answer"
grep -q '次へ' "$WORK/err" || fail "the script stopped elsewhere: $(cat "$WORK/err")"
[ "$($LOOK "$K" answers $ME)" = "" ] || fail "something was recorded without an answer"
{
	sign_in $ME
	printf 'inspect\ntap はい\ntap 次へ\nexpect 2 ／\ntap いいえ\ntap 次へ\nexpect 参考になるページ\nexpect 「いいえ」と答えた項目\n'
	printf 'tap 戻る\nexpect 2 ／\ntap 次へ\ntap 次へ\nexpect 3 ／\ntap 分からない\ntap 次へ\nexpect 「分からない」と答えた項目\ntap 次へ\n'
	printf 'expect 4 ／\ntap 仕事に関係ない\ntap 次へ\nexpect 5 ／\ntap 戻る\nexpect 4 ／\ntap 次へ\ntap 戻る\ntap はい\ntap 次へ\n'
	printf 'expect 5 ／\ntap はい\ntap 中断する\nexpect 回答中 4／\n'
} | kiosk || fail "answering item by item"
[ "$($LOOK "$K" answers $ME)" = "c01=yes c24=no c03=unknown c25=na c25=yes" ] ||
	fail "recorded: $($LOOK "$K" answers $ME)"
echo "ok tiles, help, back: an answer is recorded once, a changed one again, none without a tap on 次へ"

# --- the power goes, twice: at an item and at a page that helps -----------------------------------------------------
cut_off() { # script on standard input; killed when it has come to its shot
	cat >"$WORK/cut.txt"
	rm -f "$WORK/here.png"
	printf 'shot %s/here.png\nwait 60000\n' "$WORK" >>"$WORK/cut.txt"
	"$BIN/kenshu-kiosk" --state "$K" --content "$CONTENT" --endpoint '' --offscreen --size "$SIZE" \
		--script "$WORK/cut.txt" 2>/dev/null &
	kiosk_pid=$!
	for _ in $(seq 1 200); do
		[ ! -s "$WORK/here.png" ] || break
		sleep 0.05
	done
	kill -9 $kiosk_pid
	wait $kiosk_pid 2>/dev/null
	[ -s "$WORK/here.png" ] || fail "did not come to the place of the power cut"
}
{
	sign_in $ME
	printf 'inspect\nexpect 5 ／\ntap はい\ntap 次へ\ntap いいえ\ntap 次へ\nexpect 参考になるページ\n'
} | cut_off
{
	sign_in $ME
	printf 'expect 回答中 6／\ninspect\nexpect 参考になるページ\ntap 次へ\nexpect 7 ／\ntap はい\ntap 次へ\n'
} | cut_off
printf 'idle_s: 1\nreading_idle_s: 1\ncountdown_s: 1\n' >"$WORK/idle.conf"
{
	sign_in $ME
	printf 'inspect\nexpect 8 ／\nwait 3500\nexpect 研修を受ける\nrefuse 自己点検\n'
	sign_in $ME
	printf 'inspect\nexpect 8 ／\ninspect yes\nexpect 自己点検が終わりました\nexpect この端末に保存しました\ntap マイページへ\nexpect 回答済み\n'
	printf 'inspect\nexpect 1 ／\ntap 中断する\nexpect 回答済み\n'
} | kiosk --config "$WORK/idle.conf" || fail "taken up after the power cut, idling out, and the end"
[ "$($LOOK "$K" count completed /checklist/)" = 1 ] || fail "the sheet is completed once"
$LOOK "$K" check || fail "a statement of the self-inspection is not as it must be"
"$KENSHU" verify --state "$K" >/dev/null || fail "the chain is broken"
echo "ok kill -9 at an item and at its help, idling out: taken up at the very place, completed once"

# --- section heads have more items ------------------------------------------------------------------------------------
{
	sign_in $HEAD
	printf 'expect 自己点検（%d項目\ninspect yes\nexpect 自己点検が終わりました\n' "$N_HEAD"
} | kiosk || fail "a section head's sheet"
[ "$($LOOK "$K" answers $HEAD | wc -w)" = "$N_HEAD" ] && [ "$N_HEAD" -gt "$N_ALL" ] || fail "a section head's items"
echo "ok section heads get their items as well"

# --- next year begins with this year's いいえ ----------------------------------------------------------------------------
mkdir -p "$WORK/last"
cp -R "$CONTENT/." "$WORK/last"
rm -f "$WORK"/last/courses/*
sed 's/^nendo: .*/nendo: 2025/; s/^opens: .*/opens: 2025-04-01/; s/^due: .*/due: 2025-12-25/' \
	"$CONTENT/courses/annual.yaml" >"$WORK/last/courses/annual.yaml"
NOW=$CONTENT
CONTENT=$WORK/last
K=$WORK/K2
"$KENSHU" roster import "$ROSTER" --state "$K" >/dev/null || fail "local roster import"
FAKETIME='2025-11-10 10:00:00'
{
	sign_in $HEAD
	printf 'inspect\ntap はい\ntap 次へ\ntap はい\ntap 次へ\ntap いいえ\ntap 次へ\ntap 次へ\ninspect yes\nexpect 「いいえ」と答えた項目です\n'
} | kiosk || fail "last year's sheet"
CONTENT=$NOW
FAKETIME=
{
	sign_in $HEAD
	printf 'expect 未回答\ninspect\nexpect 昨年度は「いいえ」でした\nexpect %s\ntap はい\ntap 次へ\nrefuse 昨年度は「いいえ」でした\n' \
		"$(sed -n '/- id: c03/,/text:/s/^    text: //p' "$SHEET")"
} | kiosk || fail "this year's sheet begins with last year's いいえ"
echo "ok last year's いいえ comes first"

# --- the acknowledgement: the very sentence, before the course is completed; a revised policy asks anew ----------------
mkdir -p "$WORK/ack"
cp -R "$NOW/." "$WORK/ack"
SENTENCE='方針を読みました。守ることを約束します。'
sed "s/^max_repeats: .*/&\nacknowledge: true\nacknowledge_text: $SENTENCE/" "$NOW/courses/annual.yaml" \
	>"$WORK/ack/courses/annual.yaml"
CONTENT=$WORK/ack
K=$WORK/K3
"$KENSHU" roster import "$ROSTER" --state "$K" >/dev/null || fail "local roster import"
{
	sign_in $ME
	printf 'refuse 基本方針の確認\ntap 始める\nquiz right\n'
	for _ in $(seq 2 "$(grep -c '^    ready: true' "$NOW/courses/annual.yaml")"); do printf 'tap 次の研修へ\nquiz right\n'; done
	printf 'refuse 次の研修へ\ntap マイページへ\nexpect あとは、基本方針の確認だけです\nrefuse すべて終わりました\n'
} | kiosk || fail "the acknowledgement is owed behind the last lesson"
[ "$($LOOK "$K" count completed /course/annual | head -1)" != 0 ] || fail "lessons are completed"
"$KENSHU" report completion --state "$K" --nendo 2026 --content "$WORK/ack" --format csv | grep "^$ME," |
	grep -q '受講中.*未確認' || fail "the report calls a course without its acknowledgement finished"
{
	sign_in $ME
	printf 'tap 進む\nexpect %s\nexpect 遵守しなければならない\nexpect まだのときは\nexpect 照合番号\ntap 方針を読む\nexpect 目的\ntap 確認に戻る\ntap 読みました。守ります\n' "$SENTENCE"
	printf 'expect 記録しました\nexpect この端末に保存しました\ntap マイページへ\nexpect すべて終わりました\nrefuse 未確認\n'
} | kiosk || fail "acknowledging"
$LOOK "$K" check || fail "the acknowledgement is not as it must be"
sqlite3 "file:$K/kenshu.db?mode=ro" "SELECT json_extract(bytes, '\$.result.response') FROM statement WHERE kind LIKE '%agree%'" >"$WORK/said" 2>/dev/null
[ "$(cat "$WORK/said")" = "$SENTENCE" ] || fail "recorded is another sentence: $(cat "$WORK/said")"
"$KENSHU" report completion --state "$K" --nendo 2026 --content "$WORK/ack" --format csv | grep "^$ME," | grep -q ',修了,' ||
	fail "the report does not take the acknowledgement"
printf '\n' >>"$(echo "$WORK"/ack/policy/*/policy.txt)"
{
	sign_in $ME
	printf 'expect あとは、基本方針の確認だけです\ntap 進む\ntap 読みました。守ります\nexpect 記録しました\n'
} | kiosk 2>/dev/null || fail "a revised policy asks anew"
[ "$($LOOK "$K" count agree /policy/)" = 2 ] || fail "two agreements to two texts"
echo "ok the acknowledgement: the sentence shown is the one recorded, it completes the course, a revised text asks anew"

# --- the centre: another kiosk knows of it, and the report counts without telling ---------------------------------------
CONTENT=$WORK/ack
HEADER='職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号'
{
	printf '%s\r\n' "$HEADER"
	for n in 1 2 3 4 5; do printf '00000%d,見本 %d,ミホン,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,40718%d\r\n' $n $n $n; done
	printf '000006,見本 六,ミホン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,407186\r\n'
} >"$WORK/six.csv"
ROSTER=$WORK/six.csv
CRED=$WORK/cred.txt
K=$WORK/K4
enrol k-01
"$KENSHU" kiosk add k-02 --key "$("$KENSHU" kiosk key --state "$WORK/K5")" --state "$C" --out "$WORK/cred2.txt" >/dev/null || fail "kiosk add"
start_collector
{
	printf 'sync\n'
	for n in 1 2 3 4 5 6; do
		sign_in 00000$n
		if [ $n = 2 ]; then printf 'inspect no\n'; else printf 'inspect yes\n'; fi
		printf 'tap 終了する\n'
	done
	printf 'sync\n'
} | kiosk || fail "six people answer"
"$KENSHU" report inspection --state "$C" --nendo 2026 --format csv >"$WORK/out" || fail "report inspection"
grep -q '^self-inspection,c01,.*,全員,6,5,1,0,0' "$WORK/out" || fail "counts: $(head -3 "$WORK/out")"
"$KENSHU" report inspection --state "$C" --nendo 2026 --by 所属 --format csv >"$WORK/out" || fail "report inspection --by"
grep -q 'c01,.*会計課,人数が少ないため表示しません,,,,' "$WORK/out" || fail "one person's answers are shown"
grep -q 'c01,.*総務課,人数が少ないため表示しません,,,,' "$WORK/out" || fail "one person's answers can be had by subtraction"
"$KENSHU" report inspection --state "$C" --nendo 2026 --by 所属 --format json |
	python3 -c 'import json, sys; assert all(g == {"name": g["name"], "suppressed": True} for i in json.load(sys.stdin)["items"] for g in i["groups"])' ||
	fail "the JSON tells more than the table"
python3 - "$C/kenshu.db" <<-'END' || fail "whoever reads the centre's statements sees whose answers they are"
	import json, sqlite3, sys
	rows = [json.loads(r[0]) for r in sqlite3.connect(sys.argv[1]).execute("SELECT bytes FROM received")]
	sheet = [r for r in rows if "/checklist/" in r["object"]["id"] and r["verb"]["id"].endswith("/answered")]
	assert sheet and all(r["actor"]["account"]["name"].startswith("p-") for r in sheet), sheet[0]["actor"]
	assert not any("s-00000" in json.dumps(r) for r in sheet)
	END
grep -q -e 見本 -e 00000 "$WORK/out" && fail "a person is named in the report"
"$KENSHU" report inspection --state "$C" --nendo 2025 | grep -q 'まだ、だれも' || fail "nobody answered in 2025"
{
	sign_in 000001
	printf 'tap 始める\nquiz right\n'
	for _ in $(seq 2 "$(grep -c '^    ready: true' "$NOW/courses/annual.yaml")"); do printf 'tap 次の研修へ\nquiz right\n'; done
	printf 'tap 確認へ進む\ntap 読みました。守ります\nexpect 記録しました\ntap 終了する\nsync\n'
} | kiosk || fail "straight on from the last lesson"
K=$WORK/K5
CRED=$WORK/cred2.txt
{
	printf 'sync\n'
	sign_in 000001
	printf 'expect すべて終わりました\nrefuse 未確認\n'
} | kiosk || fail "another kiosk does not know of the acknowledgement"
"$KENSHU" report completion --state "$C" --nendo 2026 --format csv | grep '^000001,' | grep -q ',修了,' ||
	fail "the centre does not take the acknowledgement"
"$KENSHU" verify --state "$C" >"$WORK/out" || fail "the centre does not verify: $(cat "$WORK/out")"
echo "ok the centre: counts without names, nothing to subtract, and the other kiosk knows of the acknowledgement"
