#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# HR's pages over real HTTP: users by the command, login by curl, each page as each role, and the same numbers on the
# page, in the files and from `kenshu report`.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
KENSHU=$BIN/kenshu
enrol k-01
for user in hr:人事 head:所属長 audit:監査 it:IT; do
	name=${user%%:*}
	echo "$name-long-enough" >"$WORK/$name.pw"
	"$KENSHU" user add "$name" --role "${user##*:}" $([ "$name" = head ] && echo --unit 総務課) --state "$C" \
		--password-file "$WORK/$name.pw" >"$WORK/out" || fail "user add $name"
	grep -q long-enough "$WORK/out" && fail "a password that was told is shown"
done
"$KENSHU" user add made --role 監査 --state "$C" | grep -q '^パスワード: .\{20\}' || fail "a password is made and shown"
"$KENSHU" user add hr --role 人事 --state "$C" 2>/dev/null && fail "a name is given twice"
"$KENSHU" user add none --role 部長 --state "$C" 2>/dev/null && fail "a role that is not there"
start_collector
URL=http://$LISTEN
A='{"employment":[],"roles":[],"facilities":[]}'
printf '{"format":"kenshu-plan-1","id":"annual","title":"年次研修","revision":"1","nendo":2026,"opens":"2026-04-01",
"due":"2026-12-25","mid_year_days":14,"max_repeats":3,"audience":%s,"lessons":[{"id":"m1","title":"一","minutes":5,
"ready":true,"audience":%s,"pools":[],"questions":5,"pass":4}]}' "$A" "$A" >"$WORK/plan.json"
curl -sf -u "$(cat "$CRED")" -X PUT -H 'Content-Type: application/json' --data-binary @"$WORK/plan.json" \
	"$URL/kiosk/v1/plan" || fail "the plan is not taken"

# get USER PATH STATUS: the page is in $WORK/page
get() {
	status=$(curl -s -b "$WORK/$1.jar" -o "$WORK/page" -D "$WORK/head" -w '%{http_code}' "$URL$2")
	[ "$status" = "$3" ] || fail "$2 as $1: $status, not $3"
}
for name in hr head audit it; do
	status=$(curl -s -o /dev/null -c "$WORK/$name.jar" -w '%{http_code}' --data-urlencode "user=$name" \
		--data-urlencode "password@$WORK/$name.pw" "$URL/login")
	[ "$status" = 403 ] || fail "a password with a line feed: $status"
	status=$(curl -s -o /dev/null -c "$WORK/$name.jar" -w '%{http_code}' -d "user=$name" \
		-d "password=$name-long-enough" "$URL/login")
	[ "$status" = 303 ] || fail "login of $name: $status"
done
for path in completion outstanding plan exemptions corrections gatherings inspection questions roster people/000101 kiosks audit; do
	get hr "/$path" 200
	[ "$(wc -c <"$WORK/page")" -le 60000 ] || fail "/$path is larger than 60 kB"
	grep -q "Content-Security-Policy: default-src 'none'" "$WORK/head" || fail "/$path has no policy"
	grep -qi '<script\|style="' "$WORK/page" && fail "/$path has a script or a style"
	get audit "/$path" 200
done
get it /kiosks 200
get it /roster 403
get head /people/000101 200
get head /people/000201 404
get head /audit 403
get it /nowhere 404
curl -s -o "$WORK/page" -H 'Host: kenshu.example' "$URL/login"
grep -q 'name="password"' "$WORK/page" && fail "a password is asked for without TLS"

get hr '/completion?nendo=2026&format=csv&reason=x' 200
"$KENSHU" report completion --nendo 2026 --state "$C" --format csv >"$WORK/report.csv" || fail report
cmp -s "$WORK/page" "$WORK/report.csv" || fail "the page's file and the command's differ"
get hr '/completion?nendo=2026&format=xlsx&reason=x' 200
python3 - "$WORK/page" "$WORK/report.csv" <<-'END' || fail "the workbook differs from the list"
	import csv, re, sys, zipfile, xml.etree.ElementTree as E
	book = zipfile.ZipFile(sys.argv[1])
	ns = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
	strings = ["".join(t.text or "" for t in si.iter("{%s}t" % ns["s"]))
	           for si in E.fromstring(book.read("xl/sharedStrings.xml"))]
	sheet = E.fromstring(book.read("xl/worksheets/sheet1.xml"))
	assert not sheet.findall(".//s:f", ns), "a formula"
	assert sheet.find(".//s:autoFilter", ns) is not None and sheet.find(".//s:pane", ns) is not None
	rows = list(csv.reader(open(sys.argv[2], encoding="utf-8-sig")))
	cells = {c.get("r"): c for c in sheet.iter("{%s}c" % ns["s"])}
	for r, row in enumerate(rows, 1):
	    for c in (0, 1, 2, 3, 6):
	        cell = cells["ABCDEFG"[c] + str(r)]
	        value = cell.find("s:v", ns)
	        text = "" if value is None else strings[int(value.text)]
	        assert value is None or cell.get("t") == "s", "not text"
	        assert text == row[c], (text, row[c])
	assert cells["E2"].get("t") is None and cells["E2"].find("s:v", ns).text == rows[1][4]
	assert len(rows) > 30
END
get hr '/roster?format=csv-cp932&reason=x' 200
iconv -f CP932 -t UTF-8 "$WORK/page" >"$WORK/roster.csv" || fail "not CP932"
grep -q '^X-Kenshu-Lost: ' "$WORK/head" && ! grep -q 〓 "$WORK/roster.csv" && fail "lost and not marked"
[ "$(wc -l <"$WORK/roster.csv")" -gt 30 ] || fail "the roster is cut"
"$KENSHU" verify --state "$C" >"$WORK/verify" || fail "verify: $(cat "$WORK/verify")"
grep -q '閲覧と書き出しの記録: [0-9]*件、最後のしるし [0-9a-f]\{64\}' "$WORK/verify" || fail "verify does not tell the access log"
"$KENSHU" content key --out "$WORK/key" >/dev/null && "$KENSHU" content publish "$CONTENT" --out "$WORK/texts" --key "$WORK/key" --counter 1 >"$WORK/out" 2>&1 &&
	"$KENSHU" content offer "$WORK/texts" --state "$C" >>"$WORK/out" 2>&1 || fail "the texts: $(cat "$WORK/out")"
"$KENSHU" audit-pack --nendo 2026 --state "$C" --out "$WORK/Z.zip" >"$WORK/out" || fail "audit-pack: $(cat "$WORK/out")"
(cd / && "$KENSHU" verify "$WORK/Z.zip" >"$WORK/out") || fail "verify of a whole pack: $(cat "$WORK/out")"
get audit '/audit?nendo=2026&format=zip' 400
get audit '/audit?nendo=2026&format=zip&reason=x' 200
cp "$WORK/page" "$WORK/page.zip"
python3 - "$WORK/Z.zip" "$WORK/page.zip" "$WORK/texts" <<-'END' || fail "the pack of the page is not that of the command"
	import sys, zipfile
	said, shown = (zipfile.ZipFile(name) for name in sys.argv[1:3])
	assert said.namelist() == shown.namelist(), set(said.namelist()) ^ set(shown.namelist())
	# The making itself is in the log, so in the list and its signature.
	differ = {name for name in said.namelist() if said.read(name) != shown.read(name)}
	assert differ == {"記録/access-log.jsonl", "manifest.sha256", "manifest.sig"}, differ
	before, after = (pack.read("記録/access-log.jsonl").decode() for pack in (said, shown))
	assert after.startswith(before), "what was looked at before is another"
	assert before.splitlines()[-1].count("kenshu audit-pack") == 1, before[-500:]
	assert "監査用の一式（2026年度）" in after.splitlines()[-1], after[-500:]
	assert shown.read("教材/bundle.tar") == open(sys.argv[3], "rb").read(), "the texts"
	page = shown.read("教材/画面の文/lessons_m1.txt").decode("utf-8-sig")
	assert "【lessons/m1/lesson.md】" in page and "【lessons/m1/quiz.gift】" in page, page[:300]
	assert "{button:" not in page and "|" not in page, "marks, not words"
	assert sum(name.startswith("教材/画面の文/lessons_") for name in shown.namelist()) > 10
END
python3 - "$WORK/page.zip" "$WORK/bad.zip" <<-'END' || fail "the pack of the page"
	import sys, zipfile
	old, new = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2], "w")
	assert old.testzip() is None
	for name in old.namelist():
	    data = old.read(name)
	    new.writestr(name, data[:-1] + b"x" if name.endswith("出席簿.csv") else data)
END
"$KENSHU" verify "$WORK/bad.zip" >"$WORK/out" && fail "an altered pack is whole"
grep -q '出席簿.csv: 作ったときから変わっています' "$WORK/out" || fail "which file was altered: $(cat "$WORK/out")"
"$KENSHU" user remove audit --state "$C" >/dev/null || fail "user remove"
get audit /completion 303
[ -s "$WORK/collector.err" ] && fail "the collector complains: $(cat "$WORK/collector.err")"
stop_collector
sqlite3 "$C/kenshu.db" "DROP TRIGGER access_log_no_delete; DELETE FROM access_log WHERE n = 7" || fail sqlite3
"$KENSHU" verify --state "$C" >"$WORK/verify" && fail "a missing entry of the access log is not found"
grep -q '閲覧と書き出しの記録: 7番が' "$WORK/verify" || fail "verify: $(cat "$WORK/verify")"
echo "ok pages: roles, files and numbers"
