#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The quizzes we ship, read by somebody else's parser: gift-pegjs 1.0.2 must find the same questions, kinds,
# choices and tags as ours. Skipped, with a line that says so, where node or the npm registry is missing.
set -u
TOP=$(cd "$(dirname "$0")/../.." && pwd)
BIN=$TOP/${KENSHU_BIN:-build}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

skip() {
	echo "ok gift oracle skipped: $*"
	exit 0
}

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"
[ -x "$BIN/kenshu" ] || skip "$BIN/kenshu is not built"
(cd "$WORK" && echo '{"private":true}' >package.json &&
	timeout 60 npm install --no-audit --no-fund --ignore-scripts gift-pegjs@1.0.2) >"$WORK/npm.log" 2>&1 ||
	skip "npm cannot fetch gift-pegjs 1.0.2"

cat >"$WORK/list.js" <<'END'
// One line a question: id, kind, number of choices, number of right ones, tags. Our finer kinds are told
// from theirs by signs that both readers see: @regions, and the > that opens an ordering.
const fs = require('fs');
const { parse } = require('gift-pegjs');
for (const file of process.argv.slice(2)) {
	for (const q of parse(fs.readFileSync(file, 'utf8'))) {
		const choices = q.choices || [];
		let kind = { TF: 'truefalse', Matching: 'classify', Short: 'order' }[q.type] || q.type, n, right;
		if (q.type === 'MC') {
			n = choices.length;
			right = choices.filter((c) => c.isCorrect || c.weight > 0).length;
			kind = choices.some((c) => c.isCorrect) ? 'single' : 'multiple';
			if (choices.every((c) => c.text.text.startsWith('@'))) kind = 'find';
		} else if (q.type === 'TF') {
			[n, right] = [2, 1];
		} else if (q.type === 'Matching') {
			n = right = q.matchPairs.filter((p) => p.subquestion.text !== '').length;
		} else if (q.type === 'Short' && choices[0].text.text.startsWith('>')) {
			n = right = '-';
		}
		console.log([q.id, kind, n, right, (q.tags || []).join(',')].join('\t'));
	}
}
END
if ! (cd "$WORK" && node list.js "$TOP"/content/lessons/*/quiz.gift) >"$WORK/theirs" 2>"$WORK/node.err"; then
	grep -m 3 -e Error -e line: "$WORK/node.err"
	echo "not ok gift-pegjs cannot read a quiz"
	exit 1
fi
"$BIN/kenshu" content questions "$TOP/content" |
	awk -F '\t' -v OFS='\t' '{ if ($3 == "order") $4 = $5 = "-"; print $2, $3, $4, $5, $6 }' >"$WORK/ours"
if diff "$WORK/theirs" "$WORK/ours"; then
	echo "ok gift-pegjs reads the same $(wc -l <"$WORK/ours") questions"
else
	echo "not ok gift-pegjs (<) and kenshu (>) read different questions"
	exit 1
fi
