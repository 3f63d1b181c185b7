#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make bench`: figures, one `name value unit` a line. The kiosk's own are taken in a real window under Xvfb when it
# is there (1920×1080; taps also at 3840×2160), else off screen, which the name then says.
set -u
. "$(dirname "$0")/../flow/lib.sh"
flow_begin
KENSHU_CORE=1 # memory is asked of /proc, by whoever runs this
export KENSHU_CORE

for bench in "$TOP"/build/default/tests/bench/bench_*; do
	case $bench in *.o | *.d | */bench_centre | */bench_limits) continue ;; esac
	[ -x "$bench" ] && "$bench"
done

# A list of 100,000 people, looked at and taken, beside one of 10,000: the memory is the same.
for n in 10000 100000; do
	awk -v n=$n 'BEGIN {
		print "職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号"
		for (i = 0; i < n; i++)
			printf "%07d,見本 太郎%d,ミホン タロウ%d,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n", i + 1, i, i
	}' >"$WORK/list.csv"
	for way in --dry-run ''; do
		python3 - "$n$(echo "$way" | tr -- - _)" "$BIN/kenshu" roster import "$WORK/list.csv" --state "$WORK/list$n" --content "$CONTENT" $way <<-'END'
			import resource, subprocess, sys, time
			start = time.monotonic()
			subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
			used = resource.getrusage(resource.RUSAGE_CHILDREN)
			print(f"roster_import_{sys.argv[1]} {time.monotonic() - start:.2f} s")
			print(f"roster_import_{sys.argv[1]}_memory {used.ru_maxrss / 1024:.1f} MiB")
		END
	done
done
rm -rf "$WORK"/list*

WAY=offscreen
MODE=--offscreen
if command -v Xvfb >/dev/null; then
	Xvfb -displayfd 3 -screen 0 3840x2160x24 -noreset -nolisten tcp 3>"$WORK/display" 2>/dev/null &
	XVFB=$!
	trap 'kill $XVFB; flow_clean' EXIT
	for _ in $(seq 1 100); do
		[ -s "$WORK/display" ] && break
		sleep 0.05
	done
	DISPLAY=:$(cat "$WORK/display")
	export DISPLAY
	unset WAYLAND_DISPLAY
	WAY=x11
	MODE=--windowed
fi

# Run the kiosk with a trace; $1 the script, $2 the size. Sets $PID; the caller waits or kills.
traced() {
	"$BIN/kenshu-kiosk" --state "$K" --content "$CONTENT" --endpoint "$ENDPOINT" --credentials "$CRED" $MODE \
		--size "$2" --script "$1" &
	PID=$!
}

# quantile FILE PERCENT SCALE
quantile() {
	sort -n "$1" | awk -v p="$2" -v s="$3" '{ v[NR] = $1 } END { i = int(NR * p / 100 + 0.9999); if (i < 1) i = 1; printf "%.2f", v[i] / s }'
}

start_collector
enrol k-01
export KENSHU_TRACE="$WORK/trace"

# Start: from fork to the first frame on the glass, median of 9 warm starts.
echo quit >"$WORK/quit.txt"
: >"$WORK/starts"
for _ in 1 2 3 4 5 6 7 8 9 10; do
	python3 "$TOP/tests/bench/start.py" "$WORK/trace" "$BIN/kenshu-kiosk" --state "$K" --content "$CONTENT" \
		--endpoint "$ENDPOINT" --credentials "$CRED" $MODE --size 1920x1080 --script "$WORK/quit.txt" >>"$WORK/starts"
done
sed -i 1d "$WORK/starts"
echo "start_to_first_frame_${WAY}_p50 $(quantile "$WORK/starts" 50 1000) ms"

# Taps: three lessons, every page and question. script_of NUMBER
script_of() {
	echo sync
	sign_in "$1"
	printf 'tap 始める\nlesson\nquiz right\ntap 次の研修へ\nlesson\nquiz right\ntap 次の研修へ\nlesson\nquiz right\n'
	printf 'tap マイページへ\ntap 終了する\nsync\nwait 1000\ndump %s/done\nwait 90000\n' "$WORK"
}
# play SIZE NUMBER: all of it, leaving the kiosk running as $PID
play() {
	rm -f "$WORK/done"
	script_of "$2" >"$WORK/taps.txt"
	traced "$WORK/taps.txt" "$1"
	for _ in $(seq 1 1200); do
		[ -s "$WORK/done" ] && break
		sleep 0.05
	done
	[ -s "$WORK/done" ] || fail "the lessons did not end"
}
# taps_of WAY: the figures of the trace
taps_of() {
	for name in page question reason; do
		awk -v n=$name '$1 == n { print $2 }' "$WORK/trace" >"$WORK/taps"
		[ -s "$WORK/taps" ] || fail "no $name was timed"
		echo "tap_to_frame_${name}_$1_p50 $(quantile "$WORK/taps" 50 1000) ms"
		echo "tap_to_frame_${name}_$1_p95 $(quantile "$WORK/taps" 95 1000) ms"
	done
}
play 1920x1080 204101
echo "pss_after_lessons $(awk '/^Pss:/ { printf "%.1f", $2 / 1024 }' /proc/$PID/smaps_rollup) MiB"
switches() { cat /proc/$PID/task/*/status | awk '/^voluntary_ctxt/ { n += $2 } END { print n }'; }
processor_us() { awk '{ n += $1 } END { printf "%d", n / 1000 }' /proc/$PID/task/*/schedstat; }
sleep 2
FROM=$(switches)
USED=$(processor_us)
sleep 60
echo "idle_wakeups_per_minute $(($(switches) - FROM)) 1/min"
echo "idle_processor $(($(processor_us) - USED))" | awk '{ printf "%s %.3f %%\n", $1, $2 / 600000 }'
kill $PID
wait $PID 2>/dev/null
taps_of "$WAY"
: >"$WORK/trace"
play 3840x2160 "$(awk -F, 'NR > 1 && $7 == "01" && $10 == "在職" { print $1; exit }' "$ROSTER")"
kill $PID
wait $PID 2>/dev/null
taps_of "${WAY}_4k"
# A card, from the reader's thread to the confirmation on the glass: one person each, at a 受付 that is open. Last: the
# 受付 is there again at the next start.
DESK=$(pin_of 000103)
"$BIN/kenshu" gathering add --state "$C" --title 研修 --date "$(TZ=Asia/Tokyo date +%F)" --from 0:00 --to 23:59 --place 会議室 >/dev/null ||
	fail "gathering add"
awk -F, 'NR > 1 && $10 == "在職" { print $1 }' "$ROSTER" | sort -u | head -40 >"$WORK/people"
printf 'sync\ntap 出席を登録する\ntap 係員\nkeys 000103\ntap 次へ\nkeys %s\ntap 次へ\ntap 1\ntap 出席受付を始める\n' "$DESK" >"$WORK/cards.txt"
n=16
while read -r number; do
	id=$(printf '0112047AB055%04X' $n)
	"$BIN/kenshu" card bind "$number" --id "$id" --state "$C" >/dev/null || fail "card bind"
	printf 'card %s\nexpect 出席を記録しました\n' "$id" >>"$WORK/cards.txt"
	n=$((n + 1))
done <"$WORK/people"
: >"$WORK/trace"
traced "$WORK/cards.txt" 1920x1080
wait $PID || fail "cards"
awk '$1 == "card" { print $2 }' "$WORK/trace" >"$WORK/taps"
[ "$(wc -l <"$WORK/taps")" -ge 30 ] || fail "no card was timed"
echo "card_to_confirmation_${WAY}_p95 $(quantile "$WORK/taps" 95 1000) ms"
