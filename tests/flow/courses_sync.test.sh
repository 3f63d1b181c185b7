#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two courses of one year: somebody appointed this year does a lesson for the joining course, which the annual course
# wants too. It is owed once, and done for both, at the kiosk, at the centre and in the duty list.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
cp -R "$CONTENT" "$WORK/content"
CONTENT=$WORK/content
rm -f "$CONTENT"/courses/*.yaml
course() { # course ID TITLE DUE AUDIENCE LESSON…
	printf 'id: %s\ntitle: %s\nrevision: "1"\nnendo: 2026\nopens: 2026-04-01\ndue: %s\naudience: {%s}\nlessons:\n' \
		"$1" "$2" "$3" "$4" >"$CONTENT/courses/$1.yaml"
	id=$1
	shift 4
	for lesson in "$@"; do
		minutes=$(sed -n 's/^minutes: *\([0-9]*\).*/\1/p' "$CONTENT/lessons/$lesson/lesson.md")
		printf '  - {id: %s, title: 科目%s, minutes: %s, ready: true, questions: 5, pass: 4}\n' \
			"$lesson" "$lesson" "$minutes" >>"$CONTENT/courses/$id.yaml"
	done
}
STAFF='employment: ["01", "02", "03", "04", "05", "06", "07", "08", "09"]'
course annual 年次研修 2027-03-31 "$STAFF" m1 m6
course contractors 入場時研修 2027-03-31 'employment: ["12", "13"]' m1
course joining 採用時研修 2027-03-30 "$STAFF, joining: true" m6
A=204102 # appointed on 2026-04-01
B=000101 # since 2008

start_collector
enrol k-01
{
	echo sync
	sign_in $A
	cat <<-END
		expect 科目m6
		expect 科目m1
		tap 始める
		lesson
		quiz right
		expect 合格
		tap マイページへ
		sync
		tap 終了する
	END
} | kiosk || fail "A does the lesson of the joining course"

list() { "$BIN/kenshu" duty list --nendo 2026 --state "$1" --format csv ${2:+--content "$2"} | tr -d '\r' >"$WORK/list.csv" || fail "list $1"; }
row() { awk -F, -v n="$1" -v l="$2" '$1 == n && $6 == l { print $5, $8, $9 }' "$WORK/list.csv"; }
list "$C"
[ "$(row $A m6)" = 'joining 2027-03-30 修了' ] || fail "centre: $(row $A m6)"
[ "$(row $A m1)" = 'annual 2027-03-31 未修了' ] || fail "centre: $(row $A m1)"
[ "$(row $B m6)" = 'annual 2027-03-31 未修了' ] || fail "centre: $(row $B m6)"
[ "$(row 713001 m1)" = 'contractors 2027-03-31 未修了' ] || fail "centre: $(row 713001 m1)"
grep -q "^$A,.*,m6,.*今年度の任用" "$WORK/list.csv" || fail "the rule is not named"
list "$K" "$CONTENT" # a kiosk keeps no plans: they come from its content
[ "$(row $A m6)" = 'joining 2027-03-30 修了' ] || fail "kiosk: $(row $A m6)"
"$BIN/kenshu" report completion --state "$C" --format csv | tr -d '\r' |
	awk -F, -v n=$A '$1 == n && $5 == 2 && $6 == 1 { found = 1 } END { exit !found }' || fail "report of A"

# The rest: with m1 the annual course is done too, although m6 was done for the other one.
{
	sign_in $A
	cat <<-END
		tap 始める
		lesson
		quiz right
		expect 合格
		tap マイページへ
		expect すべて終わりました
		sync
		tap 終了する
	END
} | kiosk || fail "A does the rest"
courses_done() { # from the statements as the centre has them
	python3 - "$C" <<-'END'
		import glob, json, sqlite3, sys
		db = sqlite3.connect("file:%s?mode=ro" % glob.glob(sys.argv[1] + "/*.db")[0], uri=True)
		for (text,) in db.execute("SELECT bytes FROM received WHERE verb = 'completed' AND lesson = '' ORDER BY seq"):
		    print(json.loads(text)["object"]["id"].split("/course/")[1])
	END
}
[ "$(courses_done | tr '\n' ' ')" = 'joining annual ' ] || fail "courses done: $(courses_done)"
python3 "$TOP/tests/flow/count.py" "$C" "$K" || fail "statements do not agree"
echo "ok courses: owed once, done for all, each course done is a fact"
