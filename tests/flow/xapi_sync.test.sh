#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Both corpora of xAPI statement writes against the real collector: every status is that of a conformant LRS. What an LRS
# client says is a claim: it is kept, and counts in no report and against no kiosk's chain.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
enrol k-01
start_collector
"$BIN/kenshu" client add lms-1 --scope all --state "$C" --out "$WORK/client.txt" >/dev/null || fail "client add"
[ "$(stat -c %a "$WORK/client.txt")" = 600 ] || fail "the credentials can be read by others"
"$BIN/kenshu" client add lms-1 --state "$C" --out "$WORK/again.txt" >/dev/null 2>&1 && fail "one name twice"
"$BIN/kenshu" client add k-01 --state "$C" --out "$WORK/again.txt" >/dev/null 2>&1 && fail "a kiosk's name"
"$BIN/kenshu" client add lms-2 --scope some --state "$C" --out "$WORK/again.txt" >/dev/null 2>&1 && fail "an unknown scope"

secret=$(cat "$WORK/client.txt")
python3 "$TOP/tests/flow/xapi.py" "$ENDPOINT" "$secret" "$TOP"/tests/data/xapi/*.gz || fail "statuses"

curl -s -u "$secret" -H 'X-Experience-API-Version: 1.0.3' -H 'Content-Type: application/json' "$ENDPOINT/statements" -d '{
	"actor":{"account":{"homePage":"https://kenshu.kuresaka.example/staff","name":"s-204101"}},
	"verb":{"id":"http://adlnet.gov/expapi/verbs/completed"},
	"object":{"id":"https://kenshu.kuresaka.example/course/annual/m1"},
	"context":{"contextActivities":{"grouping":[{"id":"https://kenshu.kuresaka.example/program/2026"}]}}}' >"$WORK/id.json"
grep -q '^\["' "$WORK/id.json" || fail "a client's statement: $(cat "$WORK/id.json")"
stop_collector
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.txt" || fail "verify: $(cat "$WORK/verify.txt")"
[ "$(sqlite3 -readonly "$C/kenshu.db" 'SELECT count(*) FROM standing')" = 0 ] || fail "a claim was counted"
"$BIN/kenshu" rebuild --check --state "$C" >/dev/null || fail "rebuild --check"

# A kiosk's secret alone, by curl: kept, told, never counted.
"$BIN/kenshu" kiosk add k-77 --state "$C" --out "$WORK/k77.txt" >/dev/null || fail "kiosk add"
start_collector
curl -s -u "$(cat "$WORK/k77.txt")" -H 'X-Experience-API-Version: 1.0.3' -H 'Content-Type: application/json' "$ENDPOINT/statements" -d '{
	"actor":{"account":{"homePage":"https://kenshu.kuresaka.example/staff","name":"s-204101"}},
	"verb":{"id":"http://adlnet.gov/expapi/verbs/completed"},
	"object":{"id":"https://kenshu.kuresaka.example/course/annual/m1"},
	"context":{"contextActivities":{"grouping":[{"id":"https://kenshu.kuresaka.example/program/2026"}]}}}' >"$WORK/id.json"
ID=$(tr -d '[]"' <"$WORK/id.json")
stop_collector
"$BIN/kenshu" verify --state "$C" >"$WORK/verify.txt" && fail "verify is content with a record without a signature"
grep -q 'k-77.*署名で確かめられない' "$WORK/verify.txt" || fail "verify does not name it: $(cat "$WORK/verify.txt")"
[ "$(sqlite3 -readonly "$C/kenshu.db" 'SELECT count(*) FROM standing')" = 0 ] || fail "a forged completion was counted"
for user in hr1 hr2; do
	"$BIN/kenshu" user add $user --role 人事 --state "$C" >/dev/null || fail "user add"
done
"$BIN/kenshu" void "$ID" --reason 偽の記録 --by hr1 --approved-by hr1 --state "$C" 2>/dev/null && fail "one pair of eyes is enough"
"$BIN/kenshu" void "$ID" --reason 偽の記録 --by hr1 --approved-by 部長 --state "$C" 2>/dev/null && fail "anybody approves"
"$BIN/kenshu" void "$ID" --reason 偽の記録 --by hr1 --approved-by hr2 --state "$C" | grep -q 取り消しました || fail "void"
"$BIN/kenshu" rebuild --check --state "$C" >/dev/null || fail "rebuild --check after void"
