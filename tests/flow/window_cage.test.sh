#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Under cage, the compositor of the installed kiosk, started as a normal user, in three ways:
#   Xwayland    cage headless; SDL's x11 driver; clicked and typed by xdotool through Xwayland
#   headless    cage headless, as the installed kiosk has it: no Xwayland, and the kiosk itself finds Wayland; looked at only,
#               since a headless seat has no hands
#   Wayland     cage in a window of Xvfb; SDL's wayland driver; clicks and keys travel through cage as Wayland events;
#               every key of the escape list (kiosk/README.md) is pressed, and cage's window is resized under the kiosk
# Pictures are taken by grim from cage itself. Headless cage is turned by -r: unturned it hands the kiosk's buffer straight
# to the output, and wlroots 0.15 then gives grim an old picture. So this is portrait, 720x1280.
set -u
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/window_lib.sh"
TEST="window cage"
need_commands Xvfb xdotool cage Xwayland grim convert compare
flow_begin
trap window_clean EXIT

# cage refuses to be root.
if [ "$(id -u)" = 0 ]; then
	need_commands setpriv
	AS_USER="setpriv --reuid nobody --regid nogroup --clear-groups env"
	NOBODY=nobody
else
	AS_USER=env
	NOBODY=$(id -un)
fi
# What nobody may not read (a clone in somebody's home) is copied.
RUN=$WORK/run
mkdir -p "$RUN/bin"
cp "$BIN/kenshu-kiosk" "$RUN/bin"
cp -R "$CONTENT" "$RUN/content"
chmod 755 "$WORK"
cat >"$RUN/inside.sh" <<-'END'
	echo "INNER_DISPLAY=$DISPLAY INNER_WAYLAND=$WAYLAND_DISPLAY KIOSK=$$" >"$XDG_RUNTIME_DIR/inside.new"
	mv "$XDG_RUNTIME_DIR/inside.new" "$XDG_RUNTIME_DIR/inside"
	export KENSHU_LOG=info
	exec "$RUN/bin/kenshu-kiosk" $MORE --state "$RUN/K" --content "$RUN/content" 2>"$RUN/kiosk.err"
END

grab() { $AS_USER XDG_RUNTIME_DIR="$RUN/xdg" WAYLAND_DISPLAY="$INNER_WAYLAND" grim -o "$OUTPUT" - >"$1"; }

# start_cage NAME=VALUE… BACKEND [FLAG]: a kiosk in a cage
start_cage() {
	rm -rf "$RUN/xdg" "$RUN/K"
	mkdir -m 700 "$RUN/xdg"
	cp -R "$K" "$RUN/K"
	chown -R "$NOBODY" "$RUN/xdg" "$RUN/K" "$RUN"
	case $2 in x11) OUTPUT=X11-1 ;; *) OUTPUT=HEADLESS-1 ;; esac
	$AS_USER XDG_RUNTIME_DIR="$RUN/xdg" HOME="$RUN" RUN="$RUN" MORE="${MORE-}" $1 WLR_BACKENDS="$2" \
		WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1 timeout -k 5 200 \
		cage ${3-} -- sh "$RUN/inside.sh" >"$WORK/cage.log" 2>&1 &
	CAGE=$!
	SERVERS="$CAGE $SERVERS"
	for _ in $(seq 1 200); do
		[ -s "$RUN/xdg/inside" ] && break
		kill -0 $CAGE 2>/dev/null || break
		sleep 0.05
	done
	[ -s "$RUN/xdg/inside" ] || fail "$TEST: cage did not start: $(tail -n 5 "$WORK/cage.log")"
	. "$RUN/xdg/inside"
}

# The kiosk is the window's only program: when it ends, so does cage.
end_cage() {
	kill "$KIOSK"
	for _ in $(seq 1 100); do
		kill -0 $CAGE 2>/dev/null || break
		sleep 0.05
	done
	kill -0 $CAGE 2>/dev/null && fail "$TEST: cage stays when its kiosk has ended"
	wait $CAGE 2>/dev/null
	KIOSK=
	SERVERS=${SERVERS#* }
}

painted_by() {
	grep -q "window: $1, $SIZE" "$RUN/kiosk.err" || fail "$TEST: not $1: $(cat "$RUN/kiosk.err")"
	confined "$RUN/kiosk.err"
}

# What people know to leave a program with. Panels' own gestures are taps and drags to it.
heard() { grep -c 'wl_keyboard@[0-9]*\.key(' "$RUN/kiosk.err"; }
escape() {
	before=$(heard)
	n_keys=0
	for keys in alt+F4 ctrl+alt+F1 ctrl+alt+F2 ctrl+alt+F6 alt+F2 ctrl+c ctrl+z ctrl+d ctrl+backslash ctrl+q ctrl+w ctrl+r \
		ctrl+alt+Delete ctrl+alt+BackSpace ctrl+alt+t ctrl+shift+t alt+Tab alt+shift+Tab alt+Escape ctrl+Escape alt+space \
		super super+d super+l super+r F1 F5 F11 F12 Print alt+Print alt+Print+b Pause Menu XF86PowerOff XF86Sleep Escape; do
		n_keys=$((n_keys + 1))
		xdotool key "$keys" 2>"$WORK/key.err" || fail "$TEST: $keys cannot be pressed: $(cat "$WORK/key.err")"
	done
	xdotool mousemove 500 300 click 3 click 2 click 4 click 5 click 8
	# drags from each edge to the middle, as a shell's panel would be pulled out
	for at in "0 384" "1023 384" "512 0" "512 767"; do
		# shellcheck disable=SC2086
		xdotool mousemove $at mousedown 1 mousemove 512 384 mouseup 1
	done
	# Pressed and let go: cage gave each of them to the kiosk, which did nothing by it.
	for _ in $(seq 1 100); do
		[ "$(heard)" -ge $((before + 2 * n_keys)) ] && break
		sleep 0.05
	done
	[ "$(heard)" -ge $((before + 2 * n_keys)) ] || fail "$TEST: $n_keys keys, and the kiosk heard of $before, then $(heard)"
	kill -INT "$KIOSK"
}

# --- headless, through Xwayland ------------------------------------------------------------------
learn 720x1280
start_cage SDL_VIDEODRIVER=x11 headless -r
xdotool() { $AS_USER DISPLAY="$INNER_DISPLAY" xdotool "$@"; }
walk
painted_by "x11 by surface"
end_cage
echo "ok $TEST: headless, through Xwayland, by mouse and keyboard, $SIZE"
unset -f xdotool

# --- headless, native ----------------------------------------------------------------------------
fresh_state
# Without OpenGL too: the packages bring none.
start_cage "WLR_XWAYLAND=/bin/false __EGL_VENDOR_LIBRARY_DIRS=/nowhere" headless -r
shows attract "$(doors)"
painted_by "wayland by shared memory"
end_cage
echo "ok $TEST: headless, native Wayland, painted, $SIZE"

# --- in a window, native, with hands ---------------------------------------------------------------
start_xvfb 1920x1080
learn 1024x768
export WAYLAND_DEBUG=client # the kiosk says which keys it hears
start_cage "SDL_VIDEODRIVER=wayland __EGL_VENDOR_LIBRARY_DIRS=/nowhere" x11
unset WAYLAND_DEBUG
shows attract "$(doors)"
escape
kill -0 $CAGE 2>/dev/null || fail "$TEST: a key ended cage"
kill -0 "$KIOSK" 2>/dev/null || fail "$TEST: a key ended the kiosk"
walk
painted_by "wayland by shared memory"
echo "ok $TEST: no key, button or drag of the escape list leads out, and what comes after them works"
echo "ok $TEST: native Wayland, by mouse and keyboard, $SIZE"
learn 1280x720
xdotool windowsize "$(xdotool getmouselocation --shell | sed -n 's/^WINDOW=//p')" 1280 720
shows page-1
end_cage
echo "ok $TEST: resized under the kiosk's feet, $SIZE"

# --- the same signal to one that is not on the wall -----------------------------------------------
fresh_state
: >"$RUN/kiosk.err"
MORE=--windowed start_cage SDL_VIDEODRIVER=wayland x11
for _ in $(seq 1 200); do
	grep -q 'window: ' "$RUN/kiosk.err" && break
	sleep 0.05
done
kill -INT "$KIOSK"
for _ in $(seq 1 100); do
	kill -0 "$KIOSK" 2>/dev/null || break
	sleep 0.05
done
kill -0 "$KIOSK" 2>/dev/null && fail "$TEST: a kiosk in a window stays, so that one on the wall stays says nothing"
KIOSK=
echo "ok $TEST: Ctrl+C's signal ends a kiosk in a window, and not that on the wall"
