#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The test at the end of a course: it waits for the lessons, is failed, leads back to the pages of what was missed, is
# passed, and only then the course is done, here and at the centre.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
cp -R "$CONTENT" "$WORK/content"
CONTENT=$WORK/content
rm -f "$CONTENT"/courses/*.yaml
cat >"$CONTENT/courses/annual.yaml" <<-'END'
	id: annual
	title: 年次研修
	revision: "1"
	nendo: 2026
	opens: 2026-04-01
	due: 2027-03-31
	max_repeats: 3
	lessons:
	  - {id: m1, title: 一つめの科目, minutes: 5, ready: true, questions: 5, pass: 4}
	  - {id: m5, title: 二つめの科目, minutes: 6, ready: true, questions: 5, pass: 4}
	  - {id: m6, title: 三つめの科目, minutes: 6, ready: true, questions: 5, pass: 4}
	test:
	  title: 終わりのテスト
	  minutes: 8
	  questions: 10
	  pass: 8
	  must: ["6(7)"]
	  pools:
	    - {clauses: ["3(1)", "3(2)", "6(6)"], questions: 3}
	    - {clauses: ["6(7)"], questions: 2}
	    - {clauses: ["4", "5"], questions: 1}
END
ME=000201
start_collector
enrol k-01

# Not before the lessons: its row says so and cannot be opened.
{
	echo sync
	sign_in $ME
	cat <<-END
		expect あと4科目
		expect 終わりのテスト
		expect 科目がすべて終わると、始められます
		tap 始める
		lesson
		quiz right
		tap 次の研修へ
		lesson
		quiz right
		tap 次の研修へ
		lesson
		quiz right
		tap マイページへ
		expect あと1科目
		refuse 科目がすべて終わると
		expect 10問のうち8問正解で合格
		tap 始める
		expect 1 ／ 1 ページ
		expect 正解が必要な問題があります
		lesson
		expect 問 1 ／ 10
		quiz 5
		refuse 合格（
		expect 間違えた問題
		tap ページを見る
		expect 」から　1 ／
		tap 結果に戻る
		expect 間違えた問題
		tap ページを見る
		quiz wrong
		expect 間違えた問題
		refuse すべて終わりました
		tap 終了する
		sync
	END
} | kiosk || fail "the test is owed last and leads back to the pages"

"$BIN/kenshu" report completion --state "$C" --format csv | tr -d '\r' |
	awk -F, -v n=$ME '$1 == n && $5 == 4 && $6 == 3 && $7 == "受講中" { found = 1 } END { exit !found }' ||
	fail "the test is not among what is owed"

# Left after a failed attempt: next time its page again, and the questions behind it.
{
	sign_in $ME
	cat <<-END
		tap 続ける
		expect 1 ／ 1 ページ
		lesson
		quiz right
		expect 合格
		tap マイページへ
		expect すべて終わりました
		tap 終了する
		sync
	END
} | kiosk || fail "the test is passed"
"$BIN/kenshu" report completion --state "$C" --format csv | tr -d '\r' |
	awk -F, -v n=$ME '$1 == n && $6 == 4 && $7 == "修了" { found = 1 } END { exit !found }' || fail "the course is not done"
python3 - "$C" <<-'END' || fail "statements of the test"
	import glob, json, sqlite3, sys
	db = sqlite3.connect("file:%s?mode=ro" % glob.glob(sys.argv[1] + "/*.db")[0], uri=True)
	seen, asked = [], []
	for (text,) in db.execute("SELECT bytes FROM received ORDER BY seq"):
	    s = json.loads(text)
	    verb, path = s["verb"]["id"].split("/")[-1], s["object"]["id"].split("/course/")[-1]
	    if path in ("annual", "annual/test") and verb in ("passed", "failed", "completed"):
	        seen.append(verb + " " + path)
	    if "annual/test/quiz/" in path:
	        asked.append(path.split("/")[-1])
	assert seen == ["failed annual/test", "failed annual/test", "passed annual/test", "completed annual/test",
	                "completed annual"], seen
	rounds = [set(asked[i:i + 10]) for i in (0, 10, 20)]
	assert len(asked) == 30 and all(len(r) == 10 and "yt-q01" in r for r in rounds), asked
	assert all(len(a & b) <= 3 for a, b in zip(rounds, rounds[1:])), [len(a & b) for a, b in zip(rounds, rounds[1:])]
	assert {q.split("-")[0] for r in rounds for q in r} - {"m1", "m5", "m6"} == {"yt"}, asked
	assert sum(q.startswith("yt") for q in rounds[0]) >= 5, rounds[0]  # what no lesson has shown comes first
END
python3 "$TOP/tests/flow/count.py" "$C" "$K" || fail "statements do not agree"
echo "ok course test: after the lessons, back to the pages, and the last thing before the course is done"
