#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A card through pcscd and a virtual reader, from the moment pcscd says that one lies there (reading its number, looking it up,
# recording, reading back from the disk) to the confirmation on the glass. How long pcscd takes to see it (it looks every 0.4 s)
# is not in it. CARDS people, 30 unless told; then unknown cards and the reader torn out: the kiosk is alive behind them.
set -u
. "$(dirname "$0")/../flow/lib.sh"
. "$(dirname "$0")/../support/reader.sh"
unset PCSCLITE_CSOCK_NAME
flow_begin
CRED= ENDPOINT=
CARDS=${CARDS:-30}
reader_is_possible || {
	echo "card_pcscd: skipped, no virtual reader (pcscd and vsmartcard-vpcd, as root, and no other pcscd)"
	exit 0
}
trap 'reader_out; flow_clean' EXIT
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >"$WORK/out" || fail "roster import"
"$BIN/kenshu" gathering add --state "$K" --title 研修 --date "$(TZ=Asia/Tokyo date +%F)" --from 0:00 --to 23:59 --place 会議室 \
	>"$WORK/out" || fail "gathering add"
awk -F, 'NR > 1 && $1 != "000103" && $10 == "在職" { print $1 }' "$ROSTER" | sort -u | head -"$CARDS" >"$WORK/people"
id_of() { printf '0112047AB055%04X' "$1"; }
n=0
while read -r number; do
	n=$((n + 1))
	"$BIN/kenshu" card bind "$number" --id "$(id_of $n)" --state "$K" >"$WORK/out" || fail "card bind"
done <"$WORK/people"
reader_in
{
	printf 'tap 出席を登録する\ntap 係員\nkeys 000103\ntap 次へ\nkeys %s\ntap 次へ\ntap 1\ntap 出席受付を始める\n' "$(pin_of 000103)"
	printf 'await 職員証をかざすか\n'
	for i in $(seq 1 $n); do
		name=$(awk -F, -v n="$(sed -n ${i}p "$WORK/people")" '$1 == n { print $2; exit }' "$ROSTER")
		printf 'await %s さん\nawait 職員証をかざすか\n' "${name%% *}"
	done
	printf 'await 末尾 0A0A\ntap やめる\nawait 職員番号を入れて、受付\nawait 職員証をかざすか\nawait 末尾 0B0B\ntap やめる\n'
} >"$WORK/cards.txt"
KENSHU_TRACE=$WORK/trace kiosk <"$WORK/cards.txt" >"$WORK/kiosk.out" 2>&1 &
KIOSK=$!
for i in $(seq 1 $n); do
	card "$(id_of "$i")" 0.6
	sleep 4.2 # the confirmation makes way by itself
done
card 04A10A0A
reader_out
sleep 0.3
reader_in
card 04A10B0B 3
wait $KIOSK || fail "cards: $(cat "$WORK/kiosk.out")"
awk '$1 == "card" { print $2 }' "$WORK/trace" | sort -n >"$WORK/times"
timed=$(wc -l <"$WORK/times")
[ "$timed" -ge "$n" ] || fail "$timed of $n cards were timed"
for q in 50 95; do
	awk -v q=$q -v n="$timed" 'NR == int((n * q + 99) / 100) { printf "card_pcscd_to_confirmation_p%d %.1f ms\n", q, $1 / 1000 }' "$WORK/times"
done
