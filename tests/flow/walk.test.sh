#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every screen, page, part and question at 3 text steps and 5 sizes: nothing cut off, covered, off the screen, and
# no target under its millimetres; the same in 低い位置, where nothing to touch begins above 40 % of the height.
# WALK_MODES=1 adds furigana, やさしい日本語 and 低い位置 together. For eyes: WALK_SIZE=1280x720 WALK_PICTURES="FOLDER STEP MODE"
# leaves the first pictures of each screen in one way of seeing (STEP 0 … 2; MODE 0 as it is, 1 低い位置, 2 all), unjudged.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
ME=${ME:-204101}
WALK=$TOP/build/default/tests/flow/flow_walk
PLANNED=$WORK/content
cp -R "$CONTENT" "$PLANNED"
chmod -R u+w "$PLANNED"
python3 "$TOP/tests/flow/walk.py" plan "$PLANNED" || fail "plan"
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"
for i in 1 2; do
	"$BIN/kenshu" gathering add --state "$K" --title "令和8年度 情報セキュリティ集合研修（第${i}回）" \
		--date "$(TZ=Asia/Tokyo date +%F)" --from 0:00 --to 23:59 --place "本庁 大会議室" >/dev/null ||
		fail "gathering add"
done
printf 'place: 北部クリーンセンター\n' >"$WORK/walk.conf"
awk -F, 'NR > 1 && $10 == "在職" { print $1 }' "$ROSTER" | sort -u | head -14 >"$WORK/expected.csv"
"$BIN/kenshu" gathering change "$(TZ=Asia/Tokyo date +%F)-1" --state "$K" --expected "$WORK/expected.csv" >/dev/null || fail "expected"
WALK_DESK="000103 $(pin_of 000103)" KENSHU_SCENES=$WORK/scenes.json "$WALK" $ME "$(pin_of $ME)" ${WALK_MODES:+--modes} --state "$K" --content "$PLANNED" \
	--config "$WORK/walk.conf" --offscreen --size "${WALK_SIZE:-640x360}" >"$WORK/walk.out" || fail "the walk did not reach its end"
[ -z "${WALK_PICTURES:-}" ] || exit 0
python3 "$TOP/tests/flow/walk.py" prove "$WORK/scenes.json" || fail "a planted fault was not found"
echo "ok the walk finds each kind of fault when one is planted"
[ -z "${WALK_KEEP:-}" ] || cp "$WORK/scenes.json" "$WALK_KEEP"
python3 "$TOP/tests/flow/walk.py" judge "$WORK/scenes.json" || fail "screens with faults"
echo "ok every screen, page, part and question at 3 steps x 5 sizes, and in 低い位置"
