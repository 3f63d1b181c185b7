#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make run`: a collector on loopback, the sample staff, one kiosk on this display (state in build/run/), or off screen.
set -u
. "$(dirname "$0")/lib.sh"

# Without a display the main job is done all the same: one person takes a lesson and its test by real taps, off screen, and
# what HR would see is printed.
run_offscreen() {
	ME=204101
	SHOTS=$TOP/build/run/offscreen
	rm -rf "$SHOTS"
	mkdir -p "$SHOTS"
	flow_begin
	echo "No display here: a person takes a lesson off screen instead. Importing the sample staff …"
	enrol k-01
	start_collector
	{
		printf 'sync\nshot %s/1-idle.png\ntap 研修を受ける\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\n' \
			"$SHOTS" "$ME" "$(pin_of $ME)"
		printf 'expect マイページ\nshot %s/2-home.png\ntap 始める\nshot %s/3-page.png\nlesson\n' "$SHOTS" "$SHOTS"
		printf 'shot %s/4-question.png\nanswer right\nshot %s/5-explanation.png\nanswer next\n' "$SHOTS" "$SHOTS"
		printf 'quiz right\nexpect 合格\nexpect この端末に保存しました\nshot %s/6-result.png\ntap 終了する\nsync\n' "$SHOTS"
		printf 'expect 記録はすべて送信済み\nquit\n'
	} | kiosk || fail "the lesson"
	printf '\nWhat HR sees (kenshu report completion), and whether anything is missing or altered (kenshu verify):\n\n'
	"$BIN/kenshu" report completion --state "$C" || fail "the report"
	"$BIN/kenshu" verify --state "$C" || fail "verify"
	printf '\nPictures taken on the way:\n'
	for picture in "$SHOTS"/*.png; do
		echo "  build/run/offscreen/${picture##*/}"
	done
}

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
	run_offscreen
	exit
fi
WORK=$(mktemp -d)
C=$TOP/build/run/C
K=$TOP/build/run/K
CRED=$TOP/build/run/cred.txt
trap flow_clean EXIT
trap 'exit 0' INT TERM
mkdir -p "$TOP/build/run"
[ -f "$CRED" ] || {
	echo "Importing the sample staff …"
	enrol k-01
}
start_collector
cat <<-END
	Collector at $ENDPOINT, state in build/run/.
	Sign in as 204101 with PIN $(pin_of 204101) (everybody: content/roster.sample.csv). Reports, in another terminal:
	  build/kenshu report completion --state build/run/C
	Close the window, or press Ctrl+C here, to stop.
END
"$BIN/kenshu-kiosk" --state "$K" --content "$CONTENT" --endpoint "$ENDPOINT" --credentials "$CRED" ${KIOSK_FLAGS-}
