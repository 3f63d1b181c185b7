#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every kind of question, played right and wrong with taps, and again with as much in it as there may be: at each size and
# text step all targets are large enough and apart, and no words are cut off or covered.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
ENDPOINT=
CRED=
ME=204101
cp -R "$TOP/tests/data/kinds" "$WORK/content"
cp -R "$CONTENT/policy" "$WORK/content/"
CONTENT=$WORK/content
export KENSHU_SCENES="$WORK/scenes"

"$BIN/kenshu" content check "$CONTENT" >"$WORK/check.out" || {
	cat "$WORK/check.out" >&2
	fail "the content of this test"
}

# play LESSON-TITLE N HOW STEP: the lesson's N questions one by one, half, then whole; ends on the result
play() {
	rm -rf "$K"
	"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"
	printf 'text_step: %s\n' "$4" >"$WORK/step.conf"
	{
		sign_in $ME
		printf 'tap %s\nlesson\n' "$1"
		for _ in $(seq 1 "$2"); do
			printf 'answer half\nanswer %s\nanswer next\n' "$3"
		done
		[ "$3" = right ] && echo 'expect 合格' || printf 'refuse 合格\nexpect 間違えた問題\n'
	} | kiosk --config "$WORK/step.conf" || fail "$1 $3 at $SIZE, $4 %"
}

for SIZE in 1280x720 1920x1080 1080x1920 3840x2160; do
	for step in 100 125 150; do
		how=right
		[ "$step" = 125 ] && how=wrong
		play 始める 7 $how $step
		python3 "$TOP/tests/flow/kinds.py" targets "$WORK/scenes" >"$WORK/judged" || {
			cat "$WORK/judged" >&2
			fail "at $SIZE, $step %"
		}
		[ "$(python3 "$TOP/tests/flow/kinds.py" kinds "$WORK/scenes")" = "button choice region" ] || fail "not every kind of target was seen"
		[ "$(python3 "$TOP/tests/flow/kinds.py" statements "$K/kenshu.db" $how)" = "choice:4 matching:1 sequencing:1 true-false:1" ] ||
			fail "the statements at $SIZE, $step %"
	done
	echo "ok every kind of question at $SIZE, 100, 125 and 150 %"
done

# The fullest questions: the first lesson is left out.
sed -i '/id: k1/,/pass:/d' "$CONTENT/courses/annual.yaml"
for SIZE in 1280x720 1080x1920; do
	for step in 100 125 150; do
		how=wrong
		[ "$step" = 125 ] && how=right
		play 始める 4 $how $step
		python3 "$TOP/tests/flow/kinds.py" targets "$WORK/scenes" >"$WORK/judged" || {
			cat "$WORK/judged" >&2
			fail "the fullest questions at $SIZE, $step %"
		}
		[ "$(python3 "$TOP/tests/flow/kinds.py" statements "$K/kenshu.db" $how)" = "choice:2 matching:1 sequencing:1" ] ||
			fail "the statements of the fullest questions at $SIZE, $step %"
	done
	echo "ok the fullest questions at $SIZE, 100, 125 and 150 %"
done
