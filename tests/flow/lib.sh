# SPDX-License-Identifier: Apache-2.0
# For flow tests, the tour and `make run`: a work folder that cleans up after itself, a collector on a
# free loopback port, an enrolled kiosk, and touch scripts from standard input. Source it; POSIX sh.

TOP=$(cd "$(dirname "$0")/../.." && pwd)
BIN=$TOP/${KENSHU_BIN:-build}
CONTENT=${CONTENT:-$TOP/content}
ROSTER=$CONTENT/roster.sample.csv
SIZE=${SIZE:-1920x1080}
COLLECTOR=
LRS=
WORK=
# A reader of this machine is nobody's but the test's that starts one: a card laid there would reach every kiosk that runs.
export PCSCLITE_CSOCK_NAME=/nonexistent/pcscd.comm

flow_clean() {
	stop_collector
	[ -z "$LRS" ] || kill "$LRS" 2>/dev/null
	[ -z "$WORK" ] || rm -rf "$WORK"
}

# flow_begin: make $WORK with $WORK/C (central state) and $WORK/K (kiosk state)
flow_begin() {
	WORK=$(mktemp -d)
	C=$WORK/C
	K=$WORK/K
	CRED=$WORK/cred.txt
	trap flow_clean EXIT
	trap 'exit 130' INT TERM
}

fail() {
	echo "not ok: $*" >&2
	exit 1
}

# start_collector [ADDR:PORT [ARGS]]: sets $ENDPOINT; waits until it says that it is ready
start_collector() {
	: >"$WORK/collector.out"
	LISTEN=${1:-127.0.0.1:0}
	[ $# -eq 0 ] || shift
	"$BIN/kenshu-collector" --state "$C" --listen "$LISTEN" "$@" >"$WORK/collector.out" 2>"$WORK/collector.err" &
	COLLECTOR=$!
	ENDPOINT=
	for _ in $(seq 1 100); do
		ENDPOINT=$(sed -n 's/.*\(https\{0,1\}:[^ ]*\).*/\1/p' "$WORK/collector.out")
		[ -z "$ENDPOINT" ] || break
		kill -0 "$COLLECTOR" 2>/dev/null || break
		sleep 0.05
	done
	[ -n "$ENDPOINT" ] || {
		cat "$WORK/collector.err" >&2
		fail "the collector did not start"
	}
	LISTEN=$(echo "$ENDPOINT" | sed 's|https*://\([^/]*\)/.*|\1|')
}

stop_collector() {
	[ -z "$COLLECTOR" ] || {
		kill "$COLLECTOR" 2>/dev/null
		wait "$COLLECTOR" 2>/dev/null
	}
	COLLECTOR=
}

# start_lrs: tests/support/lrs.py, whose modes are chosen by path or control; sets $ROOT, and credentials as good as any
start_lrs() {
	python3 "$TOP/tests/support/lrs.py" >"$WORK/lrs.out" 2>/dev/null &
	LRS=$!
	PORT=
	for _ in $(seq 1 100); do
		PORT=$(sed -n 's/^port //p' "$WORK/lrs.out")
		[ -z "$PORT" ] || break
		sleep 0.05
	done
	[ -n "$PORT" ] || fail "lrs.py did not start"
	ROOT=http://127.0.0.1:$PORT
	echo k-01:secret >"$CRED"
}

# enrol KIOSK [FILE]: roster in, credentials out; HR knows the key of $K, so PINs may go there
enrol() {
	"$BIN/kenshu" roster import "$ROSTER" --state "$C" >"$WORK/import.out" || fail "roster import"
	"$BIN/kenshu" kiosk add "$1" --key "$("$BIN/kenshu" kiosk key --state "$K")" --state "$C" --out "${2:-$CRED}" >/dev/null ||
		fail "kiosk add"
}

# kiosk [ARGS]: play the touch script on standard input, off screen
kiosk() {
	cat >"$WORK/script.txt"
	${FAKETIME:+faketime "$FAKETIME"} "$BIN/kenshu-kiosk" --state "$K" --content "$CONTENT" --endpoint "${ENDPOINT-}" ${CRED:+--credentials "$CRED"} \
		--offscreen --size "$SIZE" --script "$WORK/script.txt" "$@"
}

# three_lessons: $CONTENT becomes a copy with one course, m1, m5 and m6 for all 職員等: for tests of how facts travel, which
# the curriculum of the year must not disturb
three_lessons() {
	mkdir -p "$WORK/three"
	cp -R "$CONTENT/." "$WORK/three"
	CONTENT=$WORK/three
	rm -f "$CONTENT"/courses/*.yaml
	{
		printf 'id: annual\ntitle: 年次研修\nrevision: "1"\nnendo: 2026\nopens: 2026-04-01\ndue: 2026-12-25\nmax_repeats: 3\n'
		printf 'lessons:\n'
		for lesson in m1 m5 m6; do
			title=$(sed -n 's/^title: //p' "$CONTENT/lessons/$lesson/lesson.md")
			minutes=$(sed -n 's/^minutes: *\([0-9]*\).*/\1/p' "$CONTENT/lessons/$lesson/lesson.md")
			printf '  - id: %s\n    title: %s\n    minutes: %s\n    ready: true\n    questions: 5\n    pass: 4\n' \
				$lesson "$title" "$minutes"
		done
	} >"$CONTENT/courses/annual.yaml"
}

# pin_of NUMBER: the initial PIN in the sample roster
pin_of() {
	awk -F, -v n="$1" '{ sub(/^\xef\xbb\xbf/, "", $1); sub(/\r$/, "", $NF); if ($1 == n && $NF != "") print $NF }' "$ROSTER"
}

# sign_in NUMBER: script lines from the idle screen to マイページ
sign_in() {
	cat <<-END
		tap 研修を受ける
		keys $1
		tap 次へ
		keys $(pin_of "$1")
		tap 次へ
		expect マイページ
	END
}
