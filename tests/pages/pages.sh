#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# HR's pages with a year behind them. `pages.sh pictures`: into build/tour/pages/, 1440 and 1024 px wide and as they are
# printed. `pages.sh check`: axe-core and html-validate over each. `pages.sh exports`: exports.py, which says what it looks at.
set -u
. "$(dirname "$0")/../flow/lib.sh"
flow_begin
KENSHU=$BIN/kenshu
HERE=$TOP/tests/pages
WEB=
clean() {
	[ -z "$WEB" ] || kill "$WEB" 2>/dev/null
	flow_clean
}
trap clean EXIT

PAGES='completion outstanding letters plan exemptions corrections gatherings inspection questions roster people/000103 kiosks audit'

# Without what it needs there is a line instead.
NPM=$TOP/build/npm
needs='node chromium'
[ "${1-}" != exports ] || needs='soffice pdftotext pdftoppm zbarimg faketime'
for needed in $needs; do
	command -v $needed >/dev/null || {
		echo "pages: skipped, $needed is missing"
		exit 0
	}
done
[ "${1-}" = exports ] || [ -d "$NPM/node_modules/axe-core" ] || {
	echo "pages: skipped, axe-core is not in build/npm"
	exit 0
}

# Before there is anybody: /first, of a centre that has only its code.
SITE=$WORK/site
mkdir -p "$SITE/people"
C_YEAR=$C
C=$WORK/new-centre
"$BIN/kenshu-collector" init --state "$C" >/dev/null || fail "init"
start_collector
curl -sf -o "$SITE/first.html" "http://$LISTEN/first" || fail "/first"
grep -q 'action="/first"' "$SITE/first.html" || fail "/first is not open"
stop_collector
C=$C_YEAR

# The year.
if [ "${1-}" = exports ]; then
	python3 "$HERE/hostile.py" refused "$ROSTER" "$KENSHU" "$WORK" || fail "what is to be refused"
	python3 "$HERE/hostile.py" roster "$ROSTER" "$WORK/roster.csv" || fail "the hostile list"
	ROSTER=$WORK/roster.csv
	three_lessons
fi
enrol k-01
"$KENSHU" client add year --scope all --state "$C" --out "$WORK/year.cred" >/dev/null || fail "client add"
printf 'hr-long-enough' >"$WORK/hr.pw"
"$KENSHU" user add hr --role 人事 --state "$C" --password-file "$WORK/hr.pw" >/dev/null || fail "user add"
"$KENSHU" user add trainer --role 研修担当 --state "$C" --password-file "$WORK/hr.pw" >/dev/null || fail "user add"
"$KENSHU" gathering add --title 情報セキュリティ集合研修 --date 2026-09-01 --from 10:00 --to 11:00 --place 大会議室 \
	--lessons m5 --expected 全員 --state "$C" >/dev/null || fail "gathering add"
start_collector
URL=http://$LISTEN
A='{"employment":[],"roles":[],"facilities":[]}'
lesson() { printf '{"id":"%s","title":"%s","minutes":15,"ready":true,"audience":%s,"pools":[],"questions":5,"pass":4}' "$1" "$2" "$A"; }
printf '{"format":"kenshu-plan-1","id":"annual","title":"年次研修","revision":"1","nendo":2026,"opens":"2026-04-01","due":"2026-12-25","mid_year_days":14,"max_repeats":3,"audience":%s,"lessons":[%s,%s,%s]}' \
	"$A" "$(lesson m1 この方針は、だれの・何のため)" "$(lesson m5 あやしいメール・電話・画面)" "$(lesson m6 「あれ？」と思ったら連絡)" >"$WORK/plan.json"
curl -sf -u "$(cat "$CRED")" -X PUT -H 'Content-Type: application/json' --data-binary @"$WORK/plan.json" \
	"$URL/kiosk/v1/plan" || fail "the plan is not taken"
curl -sf -u "$(cat "$CRED")" -H "X-Kenshu-About: $(date +%s)000 0.1.0 2026.2" -o /dev/null "$URL/kiosk/v1/roster" || fail "roster"
python3 "$HERE/year.py" "$ENDPOINT" "$WORK/year.cred" "$ROSTER" || fail "the year is not taken"
"$KENSHU" client count year --state "$C" >/dev/null || fail "client count"
"$KENSHU" exempt add --number 000104 --kind 育休 --from 2026-08-01 --to 2027-03-31 --reason 育児休業の承認通知 --by 000103 \
	--approved-by 000101 --state "$C" --content "$CONTENT" >/dev/null || fail "exempt add"
"$KENSHU" correct completion --course annual --lesson m1 --nendo 2026 --reason 番号のまちがい --by trainer --state "$C" \
	--content "$CONTENT" 000102 >/dev/null || fail "correct"

# post PATH FIELD…: as the user whose jar is $JAR
post() {
	path=$1
	shift
	csrf=$(curl -s -b "$JAR" "$URL/kiosks" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -1)
	set -- $(for f in "$@"; do printf -- '--data-urlencode %s ' "$f"; done)
	curl -s -b "$JAR" -o "$WORK/answer" -w '%{http_code}' --data-urlencode "csrf=$csrf" "$@" "$URL$path"
}
JAR=$WORK/hr.jar
curl -s -o /dev/null -c "$JAR" -d user=hr -d password=hr-long-enough "$URL/login" || fail login
[ "$(post /outstanding staff=000105 how=文書 text=期限までに受講してください。)" = 303 ] || fail "a reminder"
[ "$(post /inspection do=add checklist=self-inspection item=i01 group=総務課 what=離席時のロックを朝礼で確かめる owner=課長補佐 due=2027-01-31)" = 303 ] ||
	fail "a measure: $(cat "$WORK/answer")"

if [ "${1-}" = exports ]; then
	python3 "$HERE/exports.py" check "$URL" "$C" "$BIN/kenshu" "$WORK" || fail "the exports"
	python3 "$HERE/hostile.py" search "$URL" "$C" "$BIN/kenshu" "$WORK" || fail "what would be obeyed"
	stop_collector
	mkdir -p "$CONTENT/training-plan"
	printf 'nendo: 2026\npurpose: p\naudience: a\nmethod: m\napprover: 管理者\napproved_on: 2026-03-10\ncourses:\n  - course: annual\n    title: t\n    period: p\n' \
		>"$CONTENT/training-plan/2026.yaml"
	export TZ=Asia/Tokyo
	for when in 2027-05-09 2027-05-20; do
		faketime "$when 12:00:00" "$KENSHU" report completion --nendo 2026 --state "$C" --format csv >"$WORK/$when.csv" || fail "report on $when"
		[ $when != 2027-05-09 ] || faketime '2027-05-10 12:00:00' "$KENSHU" nendo close 2026 --state "$C" --content "$CONTENT" >"$WORK/out" 2>&1 ||
			fail "nendo close: $(cat "$WORK/out")"
	done
	cmp "$WORK/2027-05-09.csv" "$WORK/2027-05-20.csv" || fail "the closed year is another one"
	"$KENSHU" verify --state "$C" >"$WORK/out" || fail "verify: $(cat "$WORK/out")"
	start_collector
	python3 "$HERE/exports.py" closed "http://$LISTEN" "$C" "$BIN/kenshu" "$WORK" || fail "the closed year"
	stop_collector
	echo "ok exports: every file is what its page shows, and the closed year what it was"
	exit 0
fi

# The pages as files, under their own addresses: login, first and an empty 年度 too.
keep() { curl -s -b "$JAR" -o "$SITE/$1.html" "$URL/$2" || fail "$2"; }
for page in $PAGES; do keep "$page" "$page?nendo=2026"; done
keep audit-checked 'audit?check=1'
keep inspection-form "inspection?nendo=2026&checklist=self-inspection&item=i01&group=$(printf 総務課 | od -An -tx1 | tr -d '\n' | sed 's/ /%/g')"
keep question 'questions?nendo=2026&question=m1-q01&revision=2026.2'
grep -q 係へ届ける "$SITE/question.html" || fail "the question as it was shown"
keep empty 'completion?nendo=2031'
csrf=$(sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$SITE/kiosks.html" | head -1)
sed '3s/総務課/会計課/;$d' "$ROSTER" >"$WORK/new.csv"
curl -s -b "$JAR" -o /dev/null -F "csrf=$csrf" -F "list=@$WORK/new.csv" "$URL/roster/upload"
keep import roster/import
curl -s -o "$SITE/login.html" "$URL/login"
curl -s -o "$SITE/style.css" "$URL/style.css"
python3 - "$SITE" <<-'END' &
	import functools, http.server, sys
	class Quiet(http.server.SimpleHTTPRequestHandler):
	    def log_message(self, *words):
	        pass
	server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=sys.argv[1]))
	with open(sys.argv[1] + "/../port", "w") as out:
	    out.write(str(server.server_port))
	server.serve_forever()
END
WEB=$!
for _ in $(seq 1 100); do
	[ -s "$WORK/port" ] && break
	sleep 0.05
done
PORT=$(cat "$WORK/port")
case ${1-} in
pictures) node "$HERE/look.mjs" pictures "$NPM" "$SITE" "http://127.0.0.1:$PORT" "$TOP/build/tour/pages" || fail "pictures" ;;
check) node "$HERE/look.mjs" check "$NPM" "$SITE" "http://127.0.0.1:$PORT" || fail "the pages" ;;
*) fail "pages.sh pictures|check|exports" ;;
esac
