#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# xAPI clients that others wrote talk to the collector, twice: statements, pages, voiding, agents, activities, documents.
# Skipped, with a line that says so, where node or the npm registry is missing.
set -u
. "$(dirname "$0")/lib.sh"

skip() {
	echo "ok xAPI clients skipped: $*"
	exit 0
}

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"
flow_begin
(cd "$WORK" && echo '{"private":true}' >package.json && timeout 120 npm install --no-audit --no-fund --ignore-scripts \
	@xapi/xapi@3.0.3 tincanjs@0.50.0 adl-xapiwrapper@0.2.3) >"$WORK/npm.log" 2>&1 || skip "npm cannot fetch the clients"
start_collector
"$BIN/kenshu" client add lms-1 --scope all --state "$C" --out "$WORK/client.txt" >/dev/null || fail "client add"
cp "$TOP/tests/flow/xapi_clients.js" "$WORK"
for run in 1 2; do
	(cd "$WORK" && node --no-deprecation xapi_clients.js "$ENDPOINT/" lms-1 "$(cut -d: -f2 client.txt)" $run) || exit 1
done
"$BIN/kenshu" client add bi-1 --scope read --state "$C" --out "$WORK/read.txt" >/dev/null || fail "a client that reads"
ask() {
	curl -s -o /dev/null -w '%{http_code}' -u "$(cat "$WORK/read.txt")" -H 'X-Experience-API-Version: 1.0.3' "$@"
}
[ "$(ask "$ENDPOINT/statements")" = 200 ] || fail "a client that reads cannot"
[ "$(ask -X POST -H 'Content-Type: application/json' -d '[]' "$ENDPOINT/statements")" = 403 ] || fail "a client that reads writes"
