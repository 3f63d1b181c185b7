#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Ways of use where people are nervous, and how many taps each takes: a `tap` is one, `keys` one a digit.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
CRED=
ME=204101
PIN=$(pin_of $ME)
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"

# taps_of: of the script on standard input
taps_of() {
	awk '$1 == "tap" || $1 == "tap-at" { n++ } $1 == "keys" { n += length($2) } END { print n + 0 }'
}

# way NAME MOST: plays the script on standard input; at most so many taps
way() {
	cat >"$WORK/way.txt"
	n=$(taps_of <"$WORK/way.txt")
	kiosk <"$WORK/way.txt" || fail "$1"
	[ "$n" -le "$2" ] || fail "$1 takes $n taps, not $2"
	echo "ok $1: $n taps"
}

[ "$(printf 'tap 終了する\nkeys 123456\nexpect 1\n' | taps_of)" = 7 ] || fail "taps are counted wrong"

enter() { printf 'tap 研修を受ける\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\n' $ME "$PIN"; }
{
	enter
	printf 'expect マイページ\n'
} | way "マイページ, from the idle screen with a number" 15
{
	enter
	printf 'tap 始める\ntap 次へ\ntap 次へ\nexpect 3 ／\ntap 終了する\nexpect 研修を受ける\n'
} | way "into a lesson, and out by the corner" 19
{
	enter
	printf 'tap 続ける\nexpect 3 ／\n'
} | way "resume, at the very page" 16
printf 'tap 研修を受ける\nkeys 20410\ntap 次へ\nexpect あと1けた\nkeys 1\nrefuse あと1けた\ntap 次へ\nkeys %s\ntap 次へ\nexpect マイページ\n' "$PIN" |
	way "a digit too few costs one tap" 16
printf 'tap 見やすさ\ntap 文字の大きさ：特大\ntap 次へ\ntap これで使う\nexpect 緊急連絡先\n' | way "larger letters before anything else" 4
printf 'tap 緊急連絡先\nexpect 緊急連絡先\ntap 閉じる\nexpect 研修を受ける\n' | way "whom to call, and back" 2
{
	enter
	printf 'tap 続ける\ntap 見やすさ\ntap ふりがな：あり\ntap これで使う\nexpect 3 ／\n'
} | way "readings in the middle of a lesson, nothing lost" 19
{
	printf 'tap 見やすさ\ntap 低い位置：あり\ntap 次へ\ntap これで使う\n'
	enter
	printf 'expect マイページ\ntap 記録と修了証\nexpect まだ\ntap マイページへ\ntap 続ける\ntap 終了する\n'
} | way "seated: to one's record and out again" 23
# 見やすさ on every screen that one person passes
{
	printf 'tap 見やすさ\ntap これで使う\ntap 緊急連絡先\ntap 見やすさ\ntap これで使う\ntap 閉じる\n'
	printf 'tap 基本方針を読む\ntap 見やすさ\ntap これで使う\ntap ことばで探す\ntap 見やすさ\ntap これで使う\ntap 閉じる\n'
	printf 'tap 出席を登録する\ntap 見やすさ\ntap これで使う\ntap 閉じる\ntap 研修を受ける\nkeys 204\ntap 見やすさ\ntap これで使う\n'
	printf 'keys 101\ntap 次へ\ntap 見やすさ\ntap これで使う\nkeys %s\ntap 次へ\ntap 見やすさ\ntap これで使う\nexpect マイページ\n' "$PIN"
	printf 'tap 続ける\nlesson\ntap 見やすさ\ntap これで使う\nanswer wrong\ntap 見やすさ\ntap これで使う\ntap 学んだページを見る\ntap 見やすさ\ntap これで使う\ntap 説明に戻る\nquiz wrong\ntap 見やすさ\ntap これで使う\n'
	printf 'expect もう一度受ける\ntap 終了する\n'
} | way "見やすさ from twelve screens" 50
