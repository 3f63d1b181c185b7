#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Endpoints that are down, slow, broken or not what they seem: the learner passes the lesson in the same time and sees
# 送信待ち; when a good endpoint comes, everything is delivered once.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
SIZE=1280x720
start_lrs
"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"
now_ms() { date +%s%3N; }
NUMBERS=$(awk -F, 'NR > 1 && $7 ~ /^0[1-6]$/ && $10 == "在職" && $12 + 0 > 0 && $8 < "2026-11" { print $1 }' "$ROSTER")

for mode in status:500 status:503:1 html redirect garbage drop rst hang slow endless flaky:50; do
	ENDPOINT=$ROOT/mode/$mode/xAPI
	ME=${NUMBERS%%
*}
	NUMBERS=${NUMBERS#*
}
	began=$(now_ms)
	{
		sign_in "$ME"
		printf 'tap 始める\nlesson\nquiz right\nexpect 合格\nexpect この端末に保存しました\ntap 終了する\nexpect 研修を受ける\n'
	} | kiosk 2>"$WORK/err" || fail "$mode: the learner noticed: $(cat "$WORK/err")"
	took=$(($(now_ms) - began))
	[ $took -lt 15000 ] || fail "$mode: the lesson took $took ms"
done
echo "ok eleven bad endpoints and the learner notices nothing"

ENDPOINT=$ROOT/xAPI
printf 'wait 4000\n' | kiosk 2>/dev/null
curl -s "$ROOT/_control/statements" >"$WORK/received.json"
python3 - "$K/kenshu.db" "$WORK/received.json" <<'END' || fail "not every statement arrived exactly once"
import json, sqlite3, sys
sent = [json.loads(bytes(row[0]))["id"] for row in sqlite3.connect(sys.argv[1]).execute("SELECT bytes FROM statement ORDER BY seq")]
got = [statement["id"] for statement in json.load(open(sys.argv[2], encoding="utf-8"))]
print("lost", len(set(sent) - set(got)), "duplicated", len(got) - len(set(got)), "unexpected", len(set(got) - set(sent)))
sys.exit(set(sent) != set(got) or len(got) != len(set(got)))
END
echo "ok a good endpoint then has everything exactly once"
