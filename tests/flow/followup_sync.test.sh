#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# 所属長フォロー and the questions, from touch to report: somebody fails a quiz three times on a real kiosk and is named at
# the centre with the section head; then passes, and is not any more. The answers are counted, of nobody in particular.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
KENSHU=$BIN/kenshu
ME=000203    # 中央監視係, and its only 管理職
OTHER=000204 # 中央監視係 too

# report NAME FORMAT [STATE] [OPTIONS]: into $WORK/out, without carriage returns
report() {
	name=$1 format=$2 state=${3:-$C}
	shift 2
	[ $# = 0 ] || shift
	"$KENSHU" report "$name" --state "$state" --nendo 2026 --format "$format" "$@" | tr -d '\r' >"$WORK/out" ||
		fail "report $name"
}
# named NUMBER: the lesson, how often it was failed, and the heads of that person's row
named() { awk -F, -v n="$1" '$1 == n { print $4, $6, $8 }' "$WORK/out"; }
# fails NUMBER TIMES: the first lesson of that person
fails() {
	sign_in "$1"
	printf 'tap %s\nlesson\n' "$3"
	for _ in $(seq 1 "$2"); do
		printf 'quiz wrong\nrefuse 合格（\nexpect 間違えた問題\n'
	done
	printf 'tap 終了する\n'
}

start_collector
enrol k-01
report followup table
grep -q '3回以上不合格で、まだ合格していない人はいません。' "$WORK/out" || fail "nobody yet: $(cat "$WORK/out")"
report questions table
grep -q 'まだ、だれも答えていません。' "$WORK/out" || fail "no answers yet: $(cat "$WORK/out")"

{
	echo sync
	fails $ME 3 始める
	fails $OTHER 2 始める
	echo sync
} | kiosk || fail "failing the quiz"
LESSON=m1 # the first of the annual course
report followup csv
[ "$(named $ME)" = "$LESSON 3 （本人のほかに管理職がいません）" ] || fail "not named: $(cat "$WORK/out")"
[ "$(named $OTHER)" = '' ] || fail "named after two failures: $(cat "$WORK/out")"
report followup csv "$C" --times 2
[ "$(named $OTHER)" = "$LESSON 2 監視 みつる" ] || fail "the head is missing: $(cat "$WORK/out")"
"$KENSHU" report outstanding --state "$C" --nendo 2026 --format csv | grep -q "^$ME," || fail "named, but nothing outstanding"
report followup csv "$K" --content "$CONTENT"
[ "$(named $ME)" = "$LESSON 3 （本人のほかに管理職がいません）" ] || fail "the kiosk says otherwise: $(cat "$WORK/out")"
report followup json
python3 - "$WORK/out" $ME "$LESSON" <<-'END' || fail "the JSON differs: $(cat "$WORK/out")"
	import json, sys
	d = json.load(open(sys.argv[1]))
	(p,) = d["people"]
	assert d["times"] == 3 and p["number"] == sys.argv[2] and p["lesson"] == sys.argv[3] and p["failed"] == 3, d
	assert p["unit"] == "中央監視係" and p["heads"] == [] and p["last_failed"].endswith("+09:00"), d
END
echo "ok follow-up: three failures name the person, two do not, at the centre and on the kiosk"

# --- the questions: every answer counted, no person anywhere ------------------------------------------------------
report questions csv
python3 - "$C" "$WORK/out" <<-'END' || fail "the counts differ: $(cat "$WORK/out")"
	import csv, json, sqlite3, sys
	db = sqlite3.connect("file:%s/kenshu.db?mode=ro" % sys.argv[1], uri=True)
	want = {}
	for (text,) in db.execute("SELECT bytes FROM received WHERE verb = 'answered'"):
	    s = json.loads(text)
	    key = s["object"]["id"].split("/")[-1], s["context"]["revision"].split("+")[-1]
	    n, right = want.get(key, (0, 0))
	    want[key] = n + 1, right + s["result"]["success"]
	rows = list(csv.DictReader(open(sys.argv[2], encoding="utf-8-sig")))
	got = {(r["番号"], r["教材の版"]): (int(r["解答数"]), int(r["正答数"])) for r in rows}
	assert want and got == want, (want, got)
	assert all(r["問題"] and r["題"] and r["正答率"] == "0.0%" for r in rows), rows
	assert all(r["判定"] == ("見直し" if int(r["解答数"]) >= 10 else "少ない") for r in rows), rows
END
grep -q "$ME\|みつる" "$WORK/out" && fail "somebody is named: $(cat "$WORK/out")"
cp "$WORK/out" "$WORK/centre"
report questions csv "$K" --content "$CONTENT"
# What each chose is counted at the centre alone; the rest is the same.
python3 - "$WORK/centre" "$WORK/out" <<'END' || fail "the kiosk counts otherwise: $(cat "$WORK/out")"
import csv, re, sys
centre, kiosk = (list(csv.DictReader(open(path, encoding="utf-8-sig"))) for path in sys.argv[1:])
for row in centre:
    chosen = [int(n) for n in re.findall(r" (\d+)(?= ／|$)", row.pop("選ばれた数"))]
    assert sum(chosen) >= int(row["解答数"]), row
assert all(row.pop("選ばれた数") == "" for row in kiosk), kiosk
assert centre == kiosk
END
echo "ok questions: each answer counts once, alike at the centre and on the kiosk, and names nobody"

# --- passed: no longer named ----------------------------------------------------------------------------------------
{
	sign_in $ME
	printf 'tap 続ける\nlesson\nquiz right\nexpect 合格\ntap 終了する\nsync\n'
} | kiosk || fail "passing the quiz"
report followup csv
[ "$(named $ME)" = '' ] || fail "still named: $(cat "$WORK/out")"
report followup csv "$K" --content "$CONTENT"
[ "$(named $ME)" = '' ] || fail "still named on the kiosk: $(cat "$WORK/out")"
"$KENSHU" verify --state "$C" >"$WORK/out" || fail "verify: $(cat "$WORK/out")"
echo "ok follow-up: who passes falls off"
