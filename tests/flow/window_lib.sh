# SPDX-License-Identifier: Apache-2.0
# For the window tests: what the screens must look like is learnt off screen, from the same content at the same size; then
# a real window is driven by xdotool at the places learnt, and what stands on the glass must equal the pictures,
# pixel by pixel. Source it after lib.sh and flow_begin; POSIX sh. The caller defines grab FILE (picture of the glass).

ME=204101
SERVERS=
KIOSK=

# skip WHY: as good as passed, and run.sh repeats the line
skip() {
	echo "ok $TEST skipped: $* # skip"
	exit 0
}

need_commands() {
	for command in "$@"; do
		command -v "$command" >/dev/null || skip "$command is not installed"
	done
}

# end PID: TERM, and KILL when that was not heard within 2 s
end() {
	kill "$1" 2>/dev/null
	for _ in $(seq 1 40); do
		kill -0 "$1" 2>/dev/null || break
		sleep 0.05
	done
	kill -9 "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

window_clean() {
	[ -z "$KIOSK" ] || end "$KIOSK"
	for pid in $SERVERS; do
		end "$pid"
	done
	flow_clean
}

# start_xvfb SIZE: sets $DISPLAY
start_xvfb() {
	rm -f "$WORK/display"
	Xvfb -displayfd 3 -screen 0 "$1x24" -noreset -nolisten tcp 3>"$WORK/display" 2>"$WORK/xvfb.err" &
	SERVERS="$! $SERVERS"
	for _ in $(seq 1 200); do
		[ -s "$WORK/display" ] && break
		sleep 0.05
	done
	[ -s "$WORK/display" ] || fail "Xvfb did not start: $(cat "$WORK/xvfb.err")"
	DISPLAY=:$(cat "$WORK/display")
	export DISPLAY
	unset WAYLAND_DISPLAY SDL_VIDEODRIVER
}

# learn SIZE: pictures and dumps of the way in $WORK/SIZE; $K as it was before anybody came is kept in $WORK/K0
learn() {
	SIZE=$1
	SEEN=$WORK/$1
	mkdir -p "$SEEN"
	ENDPOINT=
	CRED=
	[ -d "$WORK/K0" ] || {
		"$BIN/kenshu" roster import "$ROSTER" --state "$WORK/K0" >/dev/null || fail "roster import"
	}
	fresh_state
	{
		see attract
		see number 'tap 研修を受ける'
		see number-typed "keys $ME"
		see pin 'tap 次へ'
		see pin-typed "keys $(pin_of $ME)"
		see home 'tap 次へ'
		see page-1 'tap 始める'
		see page-2 'tap 次へ'
	} | kiosk || fail "the way off screen at $SIZE"
	fresh_state
}

fresh_state() {
	rm -rf "$K"
	cp -R "$WORK/K0" "$K"
}

# see NAME COMMAND…: script lines, then picture and dump
see() {
	name=$1
	shift
	[ $# = 0 ] || printf '%s\n' "$@"
	printf 'shot %s/%s.png\ndump %s/%s.json\n' "$SEEN" "$name" "$SEEN" "$name"
}

# confined LOG: a kiosk by itself gave up writing elsewhere, where the kernel can see to it (tests/kiosk/test_confine.c)
confined() {
	"$BIN/kenshu" doctor 2>/dev/null | grep -q "○ 書き込みの制限" || return 0
	grep -q "nothing is written but below" "$1" || fail "$TEST: other folders stay writable: $(cat "$1")"
}

# must_differ NAME [RECT] WHAT: the glass is there and is not that picture
must_differ() {
	for what in "$@"; do :; done
	case $(differing "$1" ${3+"$2"}) in
	0) fail "$TEST: $what" ;;
	[1-9]*) ;;
	*) fail "$TEST: no picture of the glass: $(cat "$WORK/grab.err")" ;;
	esac
}

# Pixels of the glass that differ from picture $1, in the rectangle $2 of it (all of it, when not given).
differing() {
	grab "$WORK/glass.png" 2>"$WORK/grab.err" || {
		echo "no picture"
		return
	}
	for f in "$SEEN/$1.png" "$WORK/glass.png"; do
		convert "$f" ${2:+-crop "$2" +repage} -alpha off "$WORK/$(basename "$f" .png).cut.png" 2>"$WORK/grab.err"
	done
	compare -metric AE "$WORK/$1.cut.png" "$WORK/glass.cut.png" null: 2>&1
}

# shows NAME [RECT]: within 15 s the glass equals the picture
shows() {
	n=none
	until=$(($(date +%s) + 15))
	while [ "$(date +%s)" -lt $until ]; do
		n=$(differing "$@")
		[ "$n" = 0 ] && return
		[ -z "$KIOSK" ] || kill -0 "$KIOSK" 2>/dev/null || fail "$TEST: the kiosk ended before $1: $(tail -n 3 "$WORK/kiosk.err")"
		sleep 0.1
	done
	[ -z "${WINDOW_KEEP-}" ] || cp "$WORK/glass.png" "$SEEN/$1.png" "$WINDOW_KEEP"
	fail "$TEST: the glass is not $1 ($SIZE, differing pixels: $n)"
}

# The doors of the idle screen: above them a clock and posters move.
doors() { python3 "$TOP/tests/flow/dump.py" around "$SEEN/attract.json" 研修を受ける 緊急連絡先; }

# click NAME LABEL: on the element of that screen with that label
click() {
	# shellcheck disable=SC2046
	xdotool mousemove $(python3 "$TOP/tests/flow/dump.py" centre "$SEEN/$1.json" "$2") || fail "no $2 on $1"
	sleep 0.35 # a second tap on the same spot within 300 ms is rightly ignored
	xdotool click 1
}

# tab_to NAME LABEL: with the keyboard
tab_to() {
	n=$(python3 "$TOP/tests/flow/dump.py" tabs "$SEEN/$1.json" "$2") || fail "no $2 on $1"
	for _ in $(seq 1 "$n"); do
		xdotool key Tab
	done
}

# The way in, with mouse and keyboard in turn: sign in, open the lesson, turn a page and back.
walk() {
	shows attract "$(doors)"
	click attract 研修を受ける
	shows number
	for digit in $(echo $ME | sed 's/./& /g'); do
		click number "$digit"
	done
	shows number-typed
	click number-typed 次へ
	shows pin
	xdotool type --delay 30 "$(pin_of $ME)"
	shows pin-typed
	tab_to pin-typed 次へ
	must_differ pin-typed "Tab moves no visible focus"
	xdotool key Return
	shows home
	click home 始める
	shows page-1
	tab_to page-1 次へ
	xdotool key Return
	shows page-2
	click page-2 戻る
	shows page-1
}
