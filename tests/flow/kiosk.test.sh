#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What can go wrong in front of the kiosk and behind it, and that the learner is told calmly or notices nothing.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
three_lessons
ME=204101
PIN=$(pin_of $ME)
PROGRAM="$BIN/kenshu-kiosk"

# --- told before any window -----------------------------------------------------------------------
"$PROGRAM" --state "$K" --content "$CONTENT" --no-such-flag >"$WORK/out" 2>"$WORK/err"
[ $? -eq 2 ] && grep -q -- '--state' "$WORK/err" && [ ! -s "$WORK/out" ] || fail "a wrong flag: usage on stderr, exit 2"
"$PROGRAM" --content "$CONTENT" >/dev/null 2>&1
[ $? -eq 2 ] || fail "a missing --state exits 2"
echo x >"$WORK/file"
"$PROGRAM" --state "$WORK/file/K" --content "$CONTENT" --offscreen 2>"$WORK/err"
[ $? -eq 78 ] && grep -q "$WORK/file/K" "$WORK/err" || fail "unwritable state: named, exit 78"
printf 'idle: 3\n' >"$WORK/bad.conf"
"$PROGRAM" --state "$K" --content "$CONTENT" --offscreen --config "$WORK/bad.conf" 2>"$WORK/err"
[ $? -eq 78 ] && grep -q 'bad.conf:1:' "$WORK/err" || fail "a wrong setting: file:line, exit 78"
for url in centre.example/xAPI ftp://centre.example/xAPI http:// 'http:///xAPI' 'http://a b/xAPI'; do
	"$PROGRAM" --state "$WORK/none" --content "$CONTENT" --offscreen --endpoint "$url" 2>"$WORK/err"
	[ $? -eq 78 ] && grep -q 'から書いてください' "$WORK/err" || fail "--endpoint $url: told, exit 78"
	[ ! -e "$WORK/none" ] || fail "--endpoint $url: something was made before"
done
echo k-01:secret >"$WORK/some.txt"
chmod 644 "$WORK/some.txt"
echo quit >"$WORK/script.txt"
"$PROGRAM" --state "$WORK/E" --content "$CONTENT" --offscreen --endpoint '' --credentials "$WORK/some.txt" --script "$WORK/script.txt" 2>"$WORK/err"
grep -q "chmod 600 $WORK/some.txt" "$WORK/err" || fail "credentials that others read: no word"
chmod 600 "$WORK/some.txt"
"$PROGRAM" --state "$WORK/E" --content "$CONTENT" --offscreen --endpoint http://127.example:9/xAPI --credentials "$WORK/some.txt" --script "$WORK/script.txt" 2>"$WORK/err"
grep -q '暗号化されずに' "$WORK/err" || fail "http:// to another host: no word"
for url in http://127.0.0.1:9 http://127.0.0.1:9/xAPI/ HTTP://127.0.0.1:9/xAPI ''; do
	echo quit >"$WORK/script.txt"
	"$PROGRAM" --state "$WORK/E" --content "$CONTENT" --offscreen --endpoint "$url" --credentials "$WORK/some.txt" \
		--script "$WORK/script.txt" 2>"$WORK/err" || fail "--endpoint $url: $(cat "$WORK/err")"
	case $url in
	*:9) grep -q '^注意: .*/xAPI' "$WORK/err" || fail "--endpoint $url: no word about the path" ;;
	*) grep -q '注意' "$WORK/err" && fail "--endpoint $url: warned for nothing" ;;
	esac
done
echo "ok wrong flags, settings and state folders are told before any window"

# --- a script that does not find what it expects ---------------------------------------------------
ENDPOINT=
CRED=
printf 'expect 研修を受ける\nexpect どこにも無い文\n' | kiosk 2>"$WORK/err"
[ $? -eq 1 ] && grep -q 'script.txt:2:' "$WORK/err" && grep -q '基本方針を読む' "$WORK/err" ||
	fail "a failed expect names line and screen, exit 1"
for line in 'tap-at 1' 'tap-at 1 2 3' 'tap-at x 1' 'tap-at 99999 1' 'tap-at 1 -1' 'quit now' 'sync all'; do
	printf '%s\n' "$line" | kiosk 2>"$WORK/err"
	[ $? -eq 1 ] && grep -q 'script.txt:1: ' "$WORK/err" || fail "「$line」 is a mistake in a script"
done
printf '\357\273\277expect 研修を受ける\ntap-at 1 1\nquit\n' | kiosk || fail "a script with a byte order mark"
echo "ok a failed expect says line, what was looked for and what is there"

# --- stand-alone: no roster, then a local one -------------------------------------------------------
printf 'tap 研修を受ける\nkeys %s\ntap 次へ\nexpect 名簿がまだ届いていません\n' $ME | kiosk || fail "no roster is told"
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "local roster import"
printf 'tap 基本方針を読む\nexpect 目的\nexpect 可能性\nexpect 可用性\ntap 次\nexpect 定義\ntap 閉じる\nexpect 研修を受ける\n' | kiosk ||
	fail "the policy is read without signing in"
printf 'tap 出席を登録する\nexpect 今日の集合研修はありません\ntap 閉じる\ntap 緊急連絡先\ntap 閉じる\n' | kiosk || fail "doors"
echo "ok stand-alone: doors open without a network"

# --- numbers and PINs --------------------------------------------------------------------------------
printf 'tap 研修を受ける\nkeys 999999\ntap 次へ\nexpect 暗証番号を\nkeys 918273\ntap 次へ\nexpect 職員番号か暗証番号が違います\nrefuse 名簿\ntap やめる\nexpect 研修を受ける\n' | kiosk || fail "unknown number"
wrong="keys 000001
tap 次へ"
{
	printf 'tap 研修を受ける\nkeys %s\ntap 次へ\nexpect 職員番号　%s\nrefuse 環境\n' $ME $ME
	printf '%s\nexpect あと4回\n%s\nexpect あと3回\n%s\nexpect あと2回\n%s\nexpect あと1回\n%s\nexpect お待ちください\n' \
		"$wrong" "$wrong" "$wrong" "$wrong" "$wrong"
} | kiosk || fail "five wrong PINs lock"
printf 'tap 研修を受ける\nkeys %s\ntap 次へ\nexpect お待ちください\nkeys %s\nrefuse マイページ\n' $ME "$PIN" | kiosk ||
	fail "pulling the plug does not unlock"
[ -n "${QUICK:-}" ] || sleep 31
{
	sign_in $ME
	printf 'tap 終了する\n'
} | kiosk || fail "after 30 s the right PIN works"
echo "ok unknown numbers, wrong PINs and the lock that a restart does not open"

# --- resume, idle, nothing of the last person ----------------------------------------------------------
printf 'idle_s: 2\nreading_idle_s: 2\ncountdown_s: 5\n' >"$WORK/idle.conf"
{
	sign_in $ME
	printf 'tap 始める\ntap 次へ\ntap 次へ\nexpect 3 ／\nwait 3000\nexpect 続けられます\ntap 続ける\nexpect 3 ／\n'
	printf 'wait 9000\nexpect 研修を受ける\nrefuse 環境 花子\nrefuse %s\ndump %s/after.json\n' $ME "$WORK"
	sign_in $ME
	printf 'tap 続ける\nexpect 3 ／\ntap 中断する\nexpect 受講中\ntap 終了する\n'
} | kiosk --config "$WORK/idle.conf" || fail "idle saves, signs out, and the very page comes back"
grep -q -e '花子' -e $ME "$WORK/after.json" && fail "something of the last person is on the idle screen"
echo "ok idling out saves, wipes and resumes at the very page"

# --- broken content: named, and the rest works -----------------------------------------------------------
cp -R "$CONTENT" "$WORK/broken"
printf '\n```policy 3(9)\nない文\n```\n' >>"$WORK/broken/lessons/m1/lesson.md"
SAVED=$CONTENT
CONTENT=$WORK/broken
{
	printf 'expect 教材に誤りがあります\nexpect （m1）\nrefuse /\nrefuse lesson.md\nexpect 基本方針を読む\n'
	sign_in $ME
	printf 'expect 教材を直しています\nexpect あやしいメール\ntap 始める\nexpect 1 ／ 10 ページ\nexpect あやしいメール\ntap 中断する\ntap 終了する\nexpect 教材に誤りがあります\n'
} | kiosk 2>/dev/null || fail "broken content"
CONTENT=$WORK/nowhere
printf 'expect いま受けられる科目がありません\nrefuse 研修を受ける\n' | kiosk 2>/dev/null || fail "no content at all"
CONTENT=$SAVED
echo "ok broken content is named on a calm screen, and what is left works"

# --- leaving, and the certificate -------------------------------------------------------------------
rm -rf "$K"
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"
{
	sign_in $ME
	printf 'tap 終了する\nexpect 保存する記録はありませんでした\nrefuse 保存しました\n'
	sign_in $ME
	printf 'tap 始める\nquiz right\ntap 次の研修へ\nquiz right\ntap 次の研修へ\nquiz right\nrefuse 次の研修へ\ntap 修了証を見る\n'
	printf 'expect 修了番号\nexpect この1年で学んだこと\nexpect 保存しました\nshot %s/own.png\ndump %s/own.json\n' "$WORK" "$WORK"
	printf 'tap これまでの記録\nexpect 3科目を修了\n'
	printf 'tap 終了する\nexpect 保存しました\nrefuse さん\ntap 研修を受ける\nexpect 職員番号\n'
} | kiosk || fail "the certificate"
number=$(zbarimg -q --nodbus --raw "$WORK/own.png")
grep -q "\"$number\"" "$WORK/own.json" && [ "$number" = "$(echo "$number" | tr -dc '0-9A-Z-')" ] ||
	fail "the code holds 「$number」, which is not the number that stands there"
echo "ok who leaves is told what was saved; the QR code of the certificate holds its number alone"

# --- a forgotten secret, and nobody to ask --------------------------------------------------------------
CODE=$("$BIN/kenshu" pin reset $ME --state "$K" 2>/dev/null | grep -x '[0-9]\{6\}') || fail "a code at the kiosk's own folder"
"$BIN/kenshu" verify --state "$K" | grep -q "命令で行ったこと（.*）: 職員番号 $ME " || fail "a code was made and nothing tells it"
{
	printf 'tap 研修を受ける\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\nexpect これから使う暗証番号\n' $ME "$CODE"
	printf 'keys 739046\ntap 次へ\nkeys 739046\ntap 次へ\nexpect マイページ\ntap 終了する\n'
} | kiosk || fail "an own PIN by the code"
printf 'tap 研修を受ける\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\nrefuse マイページ\n' $ME "$PIN" | kiosk || fail "the old PIN opens"
echo "ok a forgotten secret: a code at the machine leads to an own PIN, and stays on record"
