#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Cards through pcscd and a virtual reader that this test starts itself: bound, read at 受付, refused numbers, pcscd torn out and
# back without a restart of the kiosk. Needs pcscd, vsmartcard-vpcd and the right to run pcscd; says so where that is not there.
set -u
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/../support/reader.sh"
unset PCSCLITE_CSOCK_NAME
flow_begin
ME=204101
CRED= ENDPOINT=
reader_is_possible || {
	echo "ok - skipped: no virtual reader (pcscd and vsmartcard-vpcd, as root, and no other pcscd)"
	exit 0
}
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"
"$BIN/kenshu" gathering add --state "$K" --title 秋の集合研修 --date "$(TZ=Asia/Tokyo date +%F)" --from 0:00 --to 23:59 \
	--place 大会議室 >/dev/null || fail "gathering add"

# until_dumped NAME: the kiosk has come so far, or has ended
until_dumped() {
	while [ ! -e "$WORK/$1.json" ] && kill -0 $KIOSK 2>/dev/null; do sleep 0.1; done
}

trap 'reader_out; flow_clean' EXIT
reader_in
# What the kiosk shows while cards come: each `await` of the script meets one of them.
{
	printf 'tap 出席を登録する\ntap 係員\nkeys 000103\ntap 次へ\nkeys %s\ntap 次へ\ntap 1\ntap 出席受付を始める\n' "$(pin_of 000103)"
	printf 'await 職員証をかざすか\ndump %s/open.json\nawait 末尾 3F21\nrefuse 0112\nkeys %s\nkeys %s\ntap 次へ\nexpect 職員証を結び付けました\nexpect 次の方は、職員証をかざすか、\ndump %s/bound.json\n' "$WORK" $ME "$(pin_of $ME)" "$WORK"
	printf 'await 末尾 B2C3\ntap やめる\nawait 職員番号を入れて、受付\ndump %s/refused.json\nawait 職員証をかざすか\nawait 受付済みです\n' "$WORK"
} >"$WORK/cards.txt"
card none # the reader is up; without a number nothing happens
kiosk <"$WORK/cards.txt" >"$WORK/kiosk.out" 2>&1 &
KIOSK=$!
until_dumped open
card 0112047AB0553F21 8 # the kiosk looks for pcscd again every few seconds
until_dumped bound
card 04A1B2C3
until_dumped refused
reader_out
sleep 0.3
reader_in
card 0112047AB0553F21 8
wait $KIOSK || fail "cards: $(cat "$WORK/kiosk.out")"
echo "ok 1 - bound, known, torn out and back"
n=$(sqlite3 -readonly "$K/kenshu.db" "SELECT count(*) FROM attendance") || fail "attendance"
[ "$n" = 1 ] || fail "checked in $n times"
grep -qiE '0112047ab0553f21|04a1b2c3' "$WORK/kiosk.out" && fail "a card's number in the log"
echo "ok 2 - once, and no number in the log"
