#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# soak.sh TOUCHES DAYS SEED [FLAVOUR]: flow_soak on a kiosk by itself, its state in memory. What it said on stderr must be little.
# soak.sh planted: each kind of fault, planted, is found.
set -u
. "$(dirname "$0")/lib.sh"
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
flow_begin
LOG_BYTES_A_DAY=4096

# soak TOUCHES DAYS SEED FLAVOUR
soak() {
	rm -rf "$K"
	"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"
	awk -F, 'NR > 1 && $10 == "在職" { sub(/\r$/, "", $NF); print $1, $NF }' "$ROSTER" | sort -u >"$WORK/people"
	"$BIN/kenshu" gathering add --state "$K" --title "集合研修" --date "$(TZ=Asia/Tokyo date +%F)" --from 0:00 --to 23:59 \
		--place "会議室" >/dev/null || fail "gathering add"
	LSAN_OPTIONS=suppressions=$TOP/tests/support/lsan.supp:print_suppressions=0 KENSHU_SOAK_PLANT=${PLANT-} \
		"$TOP/build/$4/tests/flow/flow_soak" "$WORK/people" "$1" "$2" "$3" --state "$K" --content "$CONTENT" \
		--endpoint '' --offscreen --size 640x360 >"$WORK/out" 2>"$WORK/err" || return 1
	[ "$(stat -c %s "$WORK/err")" -le $((LOG_BYTES_A_DAY * $2)) ] || {
		echo "soak: too much is logged: $(stat -c %s "$WORK/err") bytes in $2 days" >>"$WORK/err"
		return 1
	}
}

if [ "$1" = planted ]; then
	for fault in "taps:a dead end" "idle:left alone" "leak:memory grows" "descriptors:descriptors are left" "log:too much is logged"; do
		PLANT=${fault%%:*}
		soak 12000 10 "${2:-7}" default && fail "planted $PLANT: not found"
		grep -q "${fault#*:}" "$WORK/err" || fail "planted $PLANT: $(tail -n 5 "$WORK/err")"
		echo "ok the soak finds what is planted: $PLANT"
	done
	exit 0
fi
soak "$1" "$2" "$3" "${4:-default}" || fail "seed $3: $(tail -n 8 "$WORK/out") $(tail -n 60 "$WORK/err")"
cat "$WORK/out"
echo "said on stderr: $(stat -c %s "$WORK/err") bytes in $2 days"
"$BIN/kenshu" verify --state "$K" || fail "the record"
echo "ok soak: seed $3"
