#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Under cage, the compositor of the installed kiosk, started as a normal user, in three ways:
#   Xwayland    cage headless; SDL's x11 driver; clicked and typed by xdotool through Xwayland
#   headless    cage headless; SDL's wayland driver; looked at only, since a headless seat has no hands
#   Wayland     cage in a window of Xvfb; SDL's wayland driver; clicks and keys travel through cage as Wayland events;
#               then cage's window is resized under the kiosk
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
	exec "$RUN/bin/kenshu-kiosk" --state "$RUN/K" --content "$RUN/content" 2>"$RUN/kiosk.err"
END

grab() { $AS_USER XDG_RUNTIME_DIR="$RUN/xdg" WAYLAND_DISPLAY="$INNER_WAYLAND" grim -o "$OUTPUT" - >"$1"; }

# start_cage DRIVER BACKEND [FLAG]: a kiosk in a cage
start_cage() {
	rm -rf "$RUN/xdg" "$RUN/K"
	mkdir -m 700 "$RUN/xdg"
	cp -R "$K" "$RUN/K"
	chown -R "$NOBODY" "$RUN/xdg" "$RUN/K" "$RUN"
	case $2 in x11) OUTPUT=X11-1 ;; *) OUTPUT=HEADLESS-1 ;; esac
	$AS_USER XDG_RUNTIME_DIR="$RUN/xdg" HOME="$RUN" RUN="$RUN" SDL_VIDEODRIVER="$1" WLR_BACKENDS="$2" \
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

painted_by() { grep -q "window: $1, $SIZE" "$RUN/kiosk.err" || fail "$TEST: not $1: $(cat "$RUN/kiosk.err")"; }

# --- headless, through Xwayland ------------------------------------------------------------------
learn 720x1280
start_cage x11 headless -r
xdotool() { $AS_USER DISPLAY="$INNER_DISPLAY" xdotool "$@"; }
walk
painted_by "x11 by surface"
end_cage
echo "ok $TEST: headless, through Xwayland, by mouse and keyboard, $SIZE"
unset -f xdotool

# --- headless, native ----------------------------------------------------------------------------
fresh_state
start_cage wayland headless -r
shows attract "$(doors)"
painted_by "wayland by texture"
end_cage
echo "ok $TEST: headless, native Wayland, painted, $SIZE"

# --- in a window, native, with hands ---------------------------------------------------------------
start_xvfb 1920x1080
learn 1024x768
start_cage wayland x11
walk
painted_by "wayland by texture"
echo "ok $TEST: native Wayland, by mouse and keyboard, $SIZE"
learn 1280x720
xdotool windowsize "$(xdotool getmouselocation --shell | sed -n 's/^WINDOW=//p')" 1280 720
shows page-1
end_cage
echo "ok $TEST: resized under the kiosk's feet, $SIZE"
