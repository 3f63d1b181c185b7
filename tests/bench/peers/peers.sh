#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make bench-peers`: the kiosk, Chromium with the same lesson in SurveyJS, and a bare Xlib window as the floor, timed alike
# from outside (stopwatch.c) on one Xvfb, in turn. Prints `name value unit` lines and a table; about 8 minutes.
# PEERS_ROUNDS (4), PEERS_STARTS (6) make it shorter or longer.
KENSHU_CORE=1 # memory is asked of /proc, by whoever runs this
export KENSHU_CORE
set -u
. "$(dirname "$0")/../../flow/lib.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../../.." && pwd) # one floor deeper than lib.sh expects
BIN=$TOP/${KENSHU_BIN:-build}
CONTENT=$TOP/content
ROSTER=$CONTENT/roster.sample.csv
OUT=$TOP/build/peers
RAW=$OUT/raw
STOPWATCH_SHOT=$OUT/stopped.ppm # the glass, when a tap changed nothing
export STOPWATCH_SHOT
SURVEYJS=2.5.38
N_QUESTIONS=12
ROUNDS=${PEERS_ROUNDS:-4}
STARTS=${PEERS_STARTS:-6}
flow_begin
FRAMES=
SERVERS=
trap 'for p in $SERVERS; do kill $p; wait $p; done 2>/dev/null; rm -rf "$FRAMES"; flow_clean' EXIT

place() { python3 "$TOP/tests/flow/dump.py" "$@" || fail "dump.py $*"; }

build() {
	rm -rf "$RAW"
	mkdir -p "$RAW"
	flags="-std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror"
	gcc $flags -o "$OUT/stopwatch" "$HERE/stopwatch.c" "$HERE/glass.c" "$HERE/tree.c" -lX11 -lXtst &&
		gcc $flags -o "$OUT/floor" "$HERE/floor.c" -lX11 -lXext || fail "the stopwatch does not build"
	[ -d "$OUT/node_modules/survey-js-ui" ] || (cd "$OUT" && echo '{"private":true}' >package.json &&
		npm install --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
			survey-core@$SURVEYJS survey-js-ui@$SURVEYJS) >"$OUT/npm.log" 2>&1 || fail "npm: see build/peers/npm.log"
}

# Our content with one lesson due, m1, and all questions of it, so that both quizzes are long enough to measure; without
# those to be sorted or ordered, which take more taps than one, and without cases.
make_content() {
	cp -R "$CONTENT" "$WORK/content"
	CONTENT=$WORK/content
	rm -f "$CONTENT"/courses/*.yaml
	for gift in "$CONTENT/lessons/m1/quiz.gift" "$CONTENT/lessons/m1/quiz.easy.gift"; do
		awk 'BEGIN { RS = ""; ORS = "\n\n" } !/->/ && !/\[case:/ && !/\[id:m1-q18\]/' "$gift" >"$WORK/gift" &&
			mv "$WORK/gift" "$gift" || fail "$gift"
	done
	rm -f "$CONTENT/lessons/m1"/cases*.md
	sed -n '/^lessons:/q; /^acknowledge/d; p' "$TOP/content/courses/annual.yaml" >"$CONTENT/courses/annual.yaml"
	cat >>"$CONTENT/courses/annual.yaml" <<-END
		lessons:
		  - id: m1
		    title: この方針は、だれの・何のため
		    minutes: 5
		    ready: true
		    questions: $N_QUESTIONS
		    pass: $N_QUESTIONS
		    pools:
		      - clauses: ["5"]
		        questions: 4
		      - clauses: ["4"]
		        questions: 3
		      - clauses: ["1", "2(3)"]
		        questions: 2
		      - clauses: ["2(4)", "7", "8"]
		        questions: 3
	END
}

start_display() {
	FRAMES=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
	Xvfb -displayfd 3 -screen 0 1920x1080x24 -fbdir "$FRAMES" -nocursor -noreset -nolisten tcp 3>"$WORK/display" 2>"$WORK/xvfb.err" &
	SERVERS="$! $SERVERS"
	for _ in $(seq 1 100); do
		[ -s "$WORK/display" ] && break
		sleep 0.05
	done
	[ -s "$WORK/display" ] || fail "Xvfb did not start: $(cat "$WORK/xvfb.err")"
	DISPLAY=:$(cat "$WORK/display")
	export DISPLAY
	unset WAYLAND_DISPLAY SDL_VIDEODRIVER
}

start_site() {
	cp "$OUT/node_modules/survey-core/survey-core.min.css" "$OUT/node_modules/survey-core/survey.core.min.js" \
		"$OUT/node_modules/survey-js-ui/survey-js-ui.min.js" "$WORK/site/"
	python3 "$HERE/serve.py" "$WORK/site" "$WORK/answers" >"$WORK/site.url" 2>"$WORK/site.err" &
	SERVERS="$! $SERVERS"
	for _ in $(seq 1 100); do
		[ -s "$WORK/site.url" ] && break
		sleep 0.05
	done
	SITE=$(cat "$WORK/site.url")
	[ -n "$SITE" ] || fail "the site does not start: $(cat "$WORK/site.err")"
}

run_kiosk() {
	stopwatch "$BIN/kenshu-kiosk" --state "$K" --content "$CONTENT" --endpoint "$ENDPOINT" --credentials "$CRED"
}
run_floor() { stopwatch "$OUT/floor"; }
run_chromium() {
	LANG=ja_JP.UTF-8 stopwatch chromium --kiosk --no-sandbox --test-type --disable-gpu --disable-quic --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync --lang=ja \
		--password-store=basic --user-data-dir="$WORK/profile" --window-position=0,0 --window-size=1920,1080 "$SITE"
}
# stopwatch PROGRAM…: commands on standard input, samples to $RAW/$TARGET
stopwatch() { "$OUT/stopwatch" "$FRAMES/Xvfb_screen0" "$@" >>"$RAW/$TARGET" 2>"$OUT/$TARGET.err"; }

# Where things are on our screens, learnt off screen as a person who takes no part later.
learn() {
	me=$1
	{
		printf 'sync\ndump %s/attract.json\n' "$WORK"
		printf 'tap 研修を受ける\nkeys %s\ndump %s/keypad.json\n' "$me" "$WORK"
		printf 'tap 次へ\nkeys %s\ntap 次へ\ndump %s/home.json\n' "$(pin_of "$me")" "$WORK"
		printf 'tap 始める\ndump %s/page.json\ntap 次へ\ndump %s/page2.json\n' "$WORK" "$WORK"
	} | kiosk || fail "learning the way"
	DOOR=$(place centre "$WORK/attract.json" 研修を受ける) || exit 1
	ENTER=$(place centre "$WORK/keypad.json" 次へ) || exit 1
	BEGIN=$(place centre "$WORK/home.json" 始める) || exit 1
	NEXT=$(place centre "$WORK/page.json" 次へ) || exit 1
	BACK=$(place centre "$WORK/page2.json" 戻る) || exit 1
	# How many turns until the quiz: tap on, and look.
	{
		sign_in "$me"
		echo 'tap 続ける'
		echo 'tap 戻る'
		for i in $(seq 1 30); do
			printf 'tap-at %s\ndump %s/turn.%s.json\n' "$NEXT" "$WORK" "$i"
		done
	} | kiosk || fail "learning the pages"
	TURNS=$(grep -l '"screen": "question"' "$WORK"/turn.*.json | sed 's/.*turn\.\([0-9]*\)\.json/\1/' | sort -n | head -n 1)
	[ -n "$TURNS" ] || fail "the lesson has no quiz"
	TABS=$(place tabs "$WORK/turn.$TURNS.json" @choice) || exit 1
}

# repeat N LINE…: the lines N times
repeat() {
	n=$1
	shift
	for _ in $(seq 1 "$n"); do
		printf '%s\n' "$@"
	done
}

# turns NEXT BACK N: forward, back, forward; N turns lead to the quiz
turns() {
	echo cpu-begin
	repeat $(($3 - 1)) "tap page $1"
	repeat $(($3 - 1)) "tap back $2"
	repeat $(($3 - 1)) "tap again $1"
	echo "cpu-end page $((3 * ($3 - 1)))"
	echo "tap quiz $1"
}

kiosk_walk() {
	printf 'start 1000\nclick %s\ntype %s\nclick %s\n' "$DOOR" "$1" "$ENTER"
	printf 'type %s\nclick %s\nclick %s\n' "$(pin_of "$1")" "$ENTER" "$BEGIN"
	turns "$NEXT" "$BACK" "$TURNS"
	for i in $(seq 1 $N_QUESTIONS); do
		repeat "$TABS" "key Tab"
		printf 'key Return\ntap answer %s\ntap next %s\n' "$NEXT" "$NEXT"
	done
	printf 'pss lesson\nidle lesson 10\n'
}

chromium_walk() {
	echo 'start 3000'
	turns "1750 1004" "170 1004" "$PAGES"
	for i in $(seq 1 $N_QUESTIONS); do
		printf 'click 200 510\ntap answer 1750 1004\ntap next 1750 1004\n'
	done
	printf 'pss lesson\nidle lesson 10\n'
}

floor_walk() {
	echo 'start 1000'
	echo cpu-begin
	repeat 20 "tap page 1750 1004"
	echo 'cpu-end page 20'
	repeat 10 "tap answer 1750 1004"
	printf 'pss lesson\nidle lesson 5\n'
}

say() { echo "$*" >&2; }

mkdir -p "$OUT"
build
make_content
PAGES=$(python3 "$HERE/survey.py" "$CONTENT/lessons/m1" "$WORK/site" $N_QUESTIONS) || fail "survey.py"
start_collector
enrol k-01
start_display
start_site
people=$(awk -F, -v n=$((ROUNDS + 1)) 'NR > 1 && $7 == "01" && $10 == "在職" && i++ < n { print $1 }' "$ROSTER")
# shellcheck disable=SC2086
set -- $people
learn "$1"
shift

say "round 0: warm everything up"
for TARGET in floor kiosk chromium; do
	echo 'start 3000' | run_$TARGET || fail "$TARGET: $(tail -n 3 "$OUT/$TARGET.err")"
done
rm -f "$RAW"/*
BUSY_FROM=$(awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 + 0, $2 + $3 + $4 + $5 + $6 + $7 + $8 }' /proc/stat)
round=0
while [ $round -lt "$ROUNDS" ]; do
	round=$((round + 1))
	say "round $round of $ROUNDS (load $(cut -d' ' -f1-3 /proc/loadavg))"
	TARGET=floor
	floor_walk | run_floor || fail "floor: $(tail -n 3 "$OUT/floor.err")"
	TARGET=kiosk
	kiosk_walk "$1" | run_kiosk || fail "kiosk: $(tail -n 3 "$OUT/kiosk.err")"
	TARGET=chromium
	chromium_walk | run_chromium || fail "chromium: $(tail -n 3 "$OUT/chromium.err")"
	shift
done
say "$STARTS more starts, and idle screens"
for i in $(seq 1 "$STARTS"); do
	for TARGET in floor kiosk chromium; do
		case $i.$TARGET in
		1.*) printf 'start 3000\nidle first 20\n' ;;
		*.chromium) echo 'start 3000' ;;
		*) echo 'start 500' ;;
		esac | run_$TARGET || fail "$TARGET: $(tail -n 3 "$OUT/$TARGET.err")"
	done
done
echo "load_average $(cut -d' ' -f1 /proc/loadavg) 1"
echo "$BUSY_FROM" | cat - /proc/stat | awk 'NR == 1 { b = $1; t = $2 } /^cpu / {
	printf "processors_busy %.0f percent\n", 100 * ($2 + $3 + $4 + $7 + $8 - b) / ($2 + $3 + $4 + $5 + $6 + $7 + $8 - t) }'
python3 "$HERE/table.py" "$RAW"
sh "$HERE/size.sh"
