# SPDX-License-Identifier: Apache-2.0
# A virtual reader behind pcscd that whoever sources this starts and tears out; source it behind tests/flow/lib.sh. POSIX sh.

PORT=$((36000 + $$ % 900))
PCSCD=
DRIVER=$(ls /usr/lib/pcsc/drivers/serial/libifdvpcd.so* 2>/dev/null | head -1)

reader_is_possible() {
	[ -n "$DRIVER" ] && command -v pcscd >/dev/null && [ "$(id -u)" = 0 ] && [ ! -S /run/pcscd/pcscd.comm ]
}
reader_in() {
	printf 'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x%X\nLIBPATH %s\nCHANNELID 0x%X\n' $PORT "$DRIVER" $PORT >"$WORK/reader.conf"
	pcscd -f -c "$WORK/reader.conf" >"$WORK/pcscd.log" 2>&1 &
	PCSCD=$!
}
reader_out() {
	[ -z "$PCSCD" ] || kill $PCSCD 2>/dev/null
	[ -z "$PCSCD" ] || wait $PCSCD 2>/dev/null
	PCSCD=
	rm -f /run/pcscd/pcscd.comm /run/pcscd/pcscd.pid
}
# card HEX [SECONDS]: lies there for a moment (pcscd looks every 0.4 s), once the reader is up
card() {
	for _ in $(seq 1 100); do
		python3 "$TOP/tests/support/vcard.py" $PORT "$1" "${2:-0.8}" 2>/dev/null && return
		sleep 0.05
	done
	fail "no reader to hold a card to"
}
