#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The session's unit under a real systemd with logind: this machine's own programs below an overlay, started as pid 1 in namespaces
# of their own, cage on a headless screen. It comes up; its watchdog hears it; it comes back when it dies and when it hangs; a
# wrong setting is a sentence on the glass; a 係員 who ends it at the desk ends it. Root and a machine that runs systemd are needed.
set -u
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/window_lib.sh"
TEST=boot
need_commands unshare cage setpriv dbus-daemon systemctl systemd-sysusers pivot_root
flow_begin
ROOT=$WORK/root
boot_clean() {
	[ -z "${PID1:-}" ] || kill -9 "$PID1" 2>/dev/null
	[ -z "${PID1:-}" ] || wait "$PID1" 2>/dev/null
	umount "$ROOT" 2>/dev/null
	for group in systemd unified devices .; do
		find "/sys/fs/cgroup/$group/$NAME" -depth -type d -exec rmdir {} + 2>/dev/null
	done
	flow_clean
}
NAME=$(basename "$WORK")
trap boot_clean EXIT

[ "$(id -u)" = 0 ] || skip "only root starts a systemd"
[ -x /lib/systemd/systemd-logind ] && ls /lib/*/security/pam_systemd.so >/dev/null 2>&1 || skip "there is no logind"
[ -c /dev/tty1 ] && [ -c /dev/tty0 ] || skip "there is no terminal tty1"
mkdir "$ROOT" "$WORK/upper" "$WORK/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$WORK/upper,workdir=$WORK/work" "$ROOT" 2>/dev/null || skip "no overlay can be mounted"
if [ -d /sys/fs/cgroup/systemd ]; then GROUPS_OF="systemd unified devices"; else GROUPS_OF=.; fi
for group in $GROUPS_OF; do
	mkdir "/sys/fs/cgroup/$group/$NAME" 2>/dev/null || skip "no cgroup can be made"
done

# --- what the packages put there -------------------------------------------------------------------
: >"$ROOT/etc/fstab"
rm -rf "$ROOT/etc/systemd/system" "$ROOT/var/lib/kenshu" "$ROOT/var/log/journal"
mkdir -p "$ROOT/etc/systemd/system/kenshu-session.service.d" "$ROOT/usr/libexec/kenshu" "$ROOT/etc/kenshu" "$ROOT/usr/share/kenshu" \
	"$ROOT/usr/lib/systemd/logind.conf.d"
cp "$BIN/kenshu-kiosk" "$BIN/kenshu" "$ROOT/usr/bin/"
cp "$TOP/kiosk/debian/kenshu-session.service" "$ROOT/usr/lib/systemd/system/"
install -m 755 "$TOP/kiosk/session/kenshu-session" "$ROOT/usr/libexec/kenshu/"
cp "$TOP/kiosk/session/10-kenshu-session.conf" "$ROOT/usr/lib/systemd/logind.conf.d/"
cp "$TOP/kiosk/session/pam.d/kenshu-session" "$ROOT/etc/pam.d/"
cp "$TOP/kiosk/session/kiosk.conf" "$ROOT/etc/kenshu/"
cp -R "$CONTENT" "$ROOT/usr/share/kenshu/content"
systemd-sysusers --root="$ROOT" "$TOP/kiosk/debian/kenshu-session.sysusers" >"$WORK/sysusers" 2>&1 || fail "$TEST: $(cat "$WORK/sysusers")"
cat >"$ROOT/etc/kenshu/session.env" <<-'END'
	KENSHU_ENDPOINT=
	WLR_BACKENDS=headless
	WLR_LIBINPUT_NO_DEVICES=1
	KENSHU_LOG=info
END
# Two minutes are long for a test.
printf '[Service]\nWatchdogSec=12\n' >"$ROOT/etc/systemd/system/kenshu-session.service.d/quick.conf"
printf '[Unit]\nRequires=basic.target\nWants=dbus.socket systemd-logind.service kenshu-session.service kenshu-probe.service\n' \
	>"$ROOT/etc/systemd/system/kenshu-test.target"
printf '[Service]\nType=oneshot\nTimeoutStartSec=infinity\nStandardOutput=file:/probe.out\nStandardError=file:/probe.out\nExecStart=/bin/sh /probe.sh\n' \
	>"$ROOT/etc/systemd/system/kenshu-probe.service"
user=$(awk -F: '$1 == "kenshu" { print $3 ":" $4 }' "$ROOT/etc/passwd")
"$BIN/kenshu" roster import "$ROSTER" --state "$ROOT/var/lib/kenshu" >/dev/null || fail "$TEST: roster"
person=$(awk -F, 'NR > 1 && /研修担当/ && $10 == "在職" { sub(/\r$/, "", $NF); print $1, $NF; exit }' "$ROSTER")
{
	printf 'tap 出席を登録する\ntap 係員\nkeys %s\ntap 次へ\nkeys %s\ntap 次へ\ntap 端末の状態\n' "${person% *}" "${person#* }"
	printf 'tap プログラムを終わる（点検や修理のとき）\ntap もう一度さわると、記録して終わります。自動では始まりません\n'
} >"$ROOT/var/lib/kenshu/desk"
mkfifo "$ROOT/var/lib/kenshu/nobody-reads"
echo "dump /var/lib/kenshu/nobody-reads" >"$ROOT/var/lib/kenshu/hang"
chown -R "$user" "$ROOT/var/lib/kenshu"

# --- what is looked at inside ----------------------------------------------------------------------
cat >"$ROOT/probe.sh" <<-'END'
	show() { systemctl show kenshu-session.service -P "$1"; }
	said() { journalctl -b -q -o cat -t kenshu-session | grep -c "$1"; }
	# until WHAT SECONDS COMMAND…
	until_() {
		what=$1 left=$(($2 * 5))
		shift 2
		while [ $left -gt 0 ]; do
			"$@" && { echo "ok $what"; return; }
			sleep 0.2
			left=$((left - 1))
		done
		echo "not $what"
		systemctl status --no-pager kenshu-session.service
		journalctl -b -q --no-pager | grep -v "systemd\[" | tail -n 40
		systemctl exit 1
		sleep 60
	}
	with() {
		mkdir -p /run/systemd/system/kenshu-session.service.d
		printf '[Service]\nEnvironment="%s"\n' "$1" >/run/systemd/system/kenshu-session.service.d/with.conf
		systemctl daemon-reload
	}
	shown() { [ "$(said "window: wayland by shared memory")" -ge "$1" ]; }
	another() { [ "$(show NRestarts)" = "$1" ] && [ "$(show ActiveState)" = active ]; }
	is_left() { [ "$(show ActiveState)" = inactive ] && [ "$(show ExecMainStatus)" = 42 ]; }
	is_stopped() { [ "$(show ActiveState)" = inactive ] && [ "$(show Result)" = success ] && ! pgrep -u kenshu cage >/dev/null; }
	wrong() { [ "$(said 'kiosk.conf:')" -ge 1 ]; }

	until_ "it comes up" 60 shown 1
	started=$(show WatchdogTimestampMonotonic)
	turned() { [ "$(show WatchdogTimestampMonotonic)" -gt "$started" ]; }
	until_ "its watchdog hears it" 20 turned
	[ "$(show NRestarts)" = 0 ] || echo "not the first one"
	pkill -KILL -u kenshu -n -x kenshu-kiosk
	until_ "it comes back when it dies" 30 another 1
	until_ "and is seen" 60 shown 2
	with "KENSHU_ARGUMENTS=--script /var/lib/kenshu/hang"
	systemctl restart kenshu-session.service
	until_ "one that hangs is seen" 60 shown 3
	until_ "and ended" 60 another 1
	until_ "and comes back" 60 shown 4
	[ "$(said 使っています)" = 0 ] && echo "ok nobody holds its record" || echo "not free: its record is held"
	with "KENSHU_ARGUMENTS=--script /var/lib/kenshu/desk"
	systemctl restart kenshu-session.service
	until_ "whom a 係員 ended stays off" 60 is_left
	[ "$(said 'leave by')" = 1 ] && echo "ok it was left once" || echo "not left once"
	with "KENSHU_ARGUMENTS="
	echo nonsense >>/etc/kenshu/kiosk.conf
	n=$(said "window: wayland by shared memory")
	systemctl start kenshu-session.service
	until_ "a wrong setting is told" 60 wrong
	until_ "and is a sentence on the glass" 60 shown $((n + 1))
	systemctl stop kenshu-session.service
	until_ "stopped by hand it is stopped" 30 is_stopped
	systemctl exit 0
END

(
	for group in $GROUPS_OF; do
		sh -c 'echo $PPID' >"/sys/fs/cgroup/$group/$NAME/cgroup.procs" 2>/dev/null || exit 77
	done
	exec unshare --cgroup --mount --pid --uts --ipc --net --fork --kill-child sh "$TOP/tests/flow/boot_pid1.sh" "$ROOT"
) >"$WORK/pid1.log" 2>&1 &
PID1=$!
for _ in $(seq 1 3000); do
	kill -0 "$PID1" 2>/dev/null || break
	sleep 0.1
done
kill -0 "$PID1" 2>/dev/null && fail "$TEST: it did not end: $(cat "$ROOT/probe.out")"
wait "$PID1"
[ -s "$ROOT/probe.out" ] || skip "systemd does not start here: $(tail -n 1 "$WORK/pid1.log")"
PID1=
grep -q "^not " "$ROOT/probe.out" && fail "$TEST: $(cat "$ROOT/probe.out")"
grep -q "^ok stopped by hand" "$ROOT/probe.out" || fail "$TEST: not to the end: $(cat "$ROOT/probe.out")"
sed -n "s/^ok /ok $TEST: /p" "$ROOT/probe.out"
"$BIN/kenshu" verify --state "$ROOT/var/lib/kenshu" >"$WORK/verify" || fail "$TEST: the record: $(cat "$WORK/verify")"
echo "ok $TEST: the record is whole"
