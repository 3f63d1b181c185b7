#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A real window on a real X server (Xvfb): the kiosk runs by hand, without a script; xdotool clicks and types; what the server
# shows must be what is painted off screen. At two sizes.
set -u
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/window_lib.sh"
TEST="window x11"
need_commands Xvfb xdotool import convert compare
flow_begin
trap window_clean EXIT

grab() { import -silent -window root "$1"; }

for size in 1920x1080 1280x720; do
	learn $size
	start_xvfb $size
	# The bare server must not pass for a screen, or nothing below means anything.
	must_differ attract "$(doors)" "an empty display passes for the idle screen"
	KENSHU_LOG=info "$BIN/kenshu-kiosk" --state "$K" --content "$CONTENT" 2>"$WORK/kiosk.err" &
	KIOSK=$!
	walk
	grep -q "x11 by surface, $size" "$WORK/kiosk.err" || fail "$TEST: painted another way: $(cat "$WORK/kiosk.err")"
	confined "$WORK/kiosk.err"
	end $KIOSK
	KIOSK=
	end "${SERVERS%% *}"
	SERVERS=${SERVERS#* }
	echo "ok $TEST: signed in, opened a lesson and turned a page by mouse and keyboard, $size"
done
