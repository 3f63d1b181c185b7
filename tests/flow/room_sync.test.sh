#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the 係員 does before a room, by taps: a gathering nobody announced, a lesson with hands counted, a drill; and all of it at
# the centre, in the report, on the way back to the kiosk, and true to the record.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
"$BIN/kenshu" roster import "$ROSTER" --state "$C" >/dev/null || fail "roster import"
start_collector
enrol k-01
opened() { "$BIN/kenshu" gathering list --state "$1" | grep -q -- "-k-01-1 .*職場の打合せでの研修"; }
case $(TZ=Asia/Tokyo date +%H%M) in 23[2-5]?) # a gathering ends on its day
	echo "ok - skipped: half an hour before midnight"
	exit 0
	;;
esac
{
	echo sync
	printf 'tap 出席を登録する\ntap 係員\nkeys 000103\ntap 次へ\nkeys %s\ntap 次へ\n' "$(pin_of 000103)"
	printf 'tap 予定にない集合研修を開く\ntap 職場の打合せでの研修\ntap 会議室\ntap 30分\nexpect 職場の打合せでの研修\n'
	printf 'tap 教材を映す・訓練をする\nexpect 映す教材を選んでください\ntap 使い方と受講の決まり\n'
	printf 'tap 教材を選び直す\ntap 次へ\ntap 次へ\n'
	printf 'tap 緊急時対応訓練（はじめの電話）\ntap 訓練を始める\ntap 電源を切って、様子を見る\nexpect 記録に残りました\n'
	printf 'tap 決め直す\ntap 線を抜き、電源はそのままにする\ntap 次の場面へ\nexpect 場面 2 ／ 6\ntap 終了する\nsync\n'
} >"$WORK/room.txt"
kiosk <"$WORK/room.txt" || fail "before the room"
opened "$K" || fail "the kiosk keeps what it opened"
opened "$C" || fail "the centre has what was opened"
echo "ok 1 - three taps open a gathering, at the kiosk and at the centre"

"$BIN/kenshu" report attendance --state "$C" >"$WORK/book.txt" || fail "report"
grep -q '訓練を始めました 緊急時対応訓練（はじめの電話）（係員 総務 ひかり）' "$WORK/book.txt" || fail "the drill begins"
grep -q '訓練 [0-9]*分[0-9]*秒 場面1（想定 9:12）まず、何をしますか。 → 電源を切って、様子を見る' "$WORK/book.txt" || fail "decided"
grep -q '→ 線を抜き、電源はそのままにする' "$WORK/book.txt" || fail "and decided anew"
grep -q '訓練を終えました' "$WORK/book.txt" && fail "nobody ended it"
"$BIN/kenshu" report attendance --format json --state "$C" | grep -q '"course":".*訓練を始めました' || fail "as JSON"
echo "ok 2 - what was decided when is told at the centre"

"$BIN/kenshu" verify --state "$C" >/dev/null || fail "verify"
"$BIN/kenshu" rebuild --check --state "$C" >/dev/null || fail "the sums"
echo sync | kiosk || fail "the list comes back"
opened "$K" || fail "the list of the centre took it away"
echo "ok 3 - the record holds, and the list of the centre takes nothing away"
