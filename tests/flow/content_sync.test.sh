#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Content that travels: signed, offered, fetched between two visits. Whoever stands in a lesson finishes in the revision they
# began, whoever begins gets the new one; a stranger's signature and an older number change nothing, and are told.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
SIZE=1280x720
three_lessons
enrol k-01
start_collector
say() { "$BIN/kenshu" content "$@" >"$WORK/said.txt" 2>&1; }
# publish NAME KEY COUNTER: the copy of the content with this as title of m1's first page and name of the body
publish() {
	sed -i "s/^name: .*/name: $1/" "$WORK/next/organisation.yaml"
	sed -i "0,/^# .*/s//# $1/" "$WORK/next/lessons/m1/lesson.md"
	say publish "$WORK/next" --out "$2.kenshu-content" --key "$2" --counter "$3" || fail "publish: $(cat "$WORK/said.txt")"
}
say key --out "$WORK/key" && cp "$WORK/said.txt" "$WORK/key.said" && say key --out "$WORK/other" || fail "keys: $(cat "$WORK/said.txt")"
cp -R "$CONTENT" "$WORK/next"
OLD=$(sed -n 's/^# //p' "$CONTENT/lessons/m1/lesson.md" | head -1)
publish 二の版 "$WORK/key" 2
say offer "$WORK/key.kenshu-content" --state "$C" || fail "offer: $(cat "$WORK/said.txt")"

# 000101 is in m1 while the new one comes, and goes on in the old one; 000103 begins in the new one
{
	echo sync
	sign_in 000101
	printf 'tap 始める\nexpect %s\nsync\nwait 300\nexpect %s\ntap 終了する\n' "$OLD" "$OLD"
	printf 'await 二の版\n'
	sign_in 000101
	printf 'tap 続ける\nexpect %s\ntap 終了する\n' "$OLD"
	sign_in 000103
	printf 'tap 始める\nexpect 二の版\ntap 終了する\nsync\n'
} | kiosk 2>"$WORK/err" || fail "the turn: $(cat "$WORK/err")"
ls "$K/content" | grep -q '^2-.*\.kenshu-content$' || fail "the bundle is not on the shelf"
echo "ok a lesson is finished in the revision it was begun in"

# The same by stick to a kiosk without a network: refused while no key is pinned, taken at the desk, and turned to.
STICK=$WORK/usb
"$BIN/kenshu" kiosk add k-02 --key "$("$BIN/kenshu" kiosk key --state "$WORK/K2")" --state "$C" --out "$WORK/k2.txt" >/dev/null || fail "k-02"
"$BIN/kenshu" courier key --state "$C" >"$WORK/centre.key" || fail "the centre's key"
"$BIN/kenshu" courier export "$STICK" --state "$WORK/K2" --key "$WORK/centre.key" --credentials "$WORK/k2.txt" --content "$CONTENT" \
	>/dev/null || fail "export"
"$BIN/kenshu" courier import "$STICK" --state "$C" >"$WORK/said.txt" || fail "import: $(cat "$WORK/said.txt")"
grep -q '教材の版 2 も書きました' "$WORK/said.txt" || fail "what goes back: $(cat "$WORK/said.txt")"
"$BIN/kenshu" courier receipt "$STICK" --state "$WORK/K2" >"$WORK/said.txt" 2>&1 || fail "receipt: $(cat "$WORK/said.txt")"
grep -q 'USBメモリーの教材は使いません' "$WORK/said.txt" || fail "no key counts yet: $(cat "$WORK/said.txt")"
printf 'content_key: %s\ncourier: %s\n' "$(sed -n 's/^公開鍵: //p' "$WORK/key.said")" "$STICK" >"$WORK/k2.conf"
{
	printf 'tap 出席を登録する\ntap 係員\nkeys 000103\ntap 次へ\nkeys %s\ntap 次へ\n' "$(pin_of 000103)"
	printf 'tap 端末の状態\ntap USBで届ける\nexpect 教材の版 2 を受け取りました\ntap 終了する\nawait 二の版\n'
} >"$WORK/stick.txt"
(
	K=$WORK/K2 CRED=$WORK/k2.txt ENDPOINT=
	kiosk --config "$WORK/k2.conf" <"$WORK/stick.txt"
) || fail "by stick"
echo "ok content comes by stick too"

# the centre cannot go back; a stranger's key gets as far as the kiosk, and no further; after a restart all is as it was
publish 偽の版 "$WORK/other" 9
say offer "$WORK/other.kenshu-content" --state "$C" || fail "offer: $(cat "$WORK/said.txt")"
say offer "$WORK/key.kenshu-content" --state "$C" && fail "an older number was offered"
{
	sign_in 000101
	printf 'tap 続ける\nexpect %s\ntap 終了する\nsync\n' "$OLD"
	sign_in 000103
	printf 'tap 続ける\nexpect 二の版\ntap 終了する\nsync\nwait 300\n'
} | kiosk 2>"$WORK/err" || fail "after a restart: $(cat "$WORK/err")"
revision=$(python3 -c "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(\"SELECT revision FROM kiosk WHERE id = 'k-01'\").fetchone()[0])" "$C/kenshu.db")
[ "$revision" = "1#2" ] || fail "the centre says that $revision runs"
grep -q '知る鍵ではありません' "$K/content/told" || fail "the refusal is not told"
ls "$K/content" | grep -q '^9-' && fail "the stranger's bundle was taken"
condition=$(python3 -c "import json, sqlite3, sys; print(*[f['mark'] for f in json.loads(sqlite3.connect(sys.argv[1]).execute(\"SELECT value FROM setting WHERE name = 'condition/k-01'\").fetchone()[0])['findings'] if f['id'] == 'content'])" "$C/kenshu.db")
[ "$condition" = care ] || fail "the fleet is not told: $condition"
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.txt" || fail "verify: $(cat "$WORK/verify.txt")"
stop_collector
echo "ok a stranger's content and an older number change nothing, and are told"
