#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The quizzes we ship and one with every kind, read by somebody else's parser: gift-pegjs 1.0.2 must find the same questions, kinds,
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

cp -R "$TOP/content" "$WORK/content"
mkdir "$WORK/content/lessons/zz"
cat >"$WORK/content/lessons/zz/lesson.md" <<'END'
---
id: zz
title: すべての型
minutes: 1
goals: [読める]
---
# メール

```mail
差出人: 情報担当 <a@b.example>
件名: 至急
リンク: http://a.example/
```
END
cat >"$WORK/content/lessons/zz/quiz.gift" <<'END'
// [id:zz-1] [tag:2(6)] [tag:2(7)]
::分類::\{分|わ\}けてください。{
	=改ざん -> 完全性
	=停電 -> 可用性
	=消去 -> 完全性
	= -> 機密性
	####まとめ
	- 改ざん\: 書き換えです。
	- 停電：使えません。
	- 消えました。
}

// [id:zz-2] [tag:6(7)] [must]
// - 切り離す: 広がりを止めます。
// - 電話する: 次に知らせます。
::順::順に並べてください。{>2 ALL VERTICAL ABSOLUTE_POSITION
	切り離す
	電話する
}

// [id:zz-3] [tag:3(1)] [mail:p01]
あやしい所はどこですか。9\:00 のメールです。{
	~%50%@from 差出人 #a\=b
	~%50%@link リンク #理由
	~%-50%@subject 件名 #理由
	####全体
}

// [id:zz-4] [tag:3(1)]
文。{FALSE#○の人へ#×の人へ####全体}
END

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
if ! (cd "$WORK" && node list.js content/lessons/*/quiz.gift content/courses/*/quiz.gift) >"$WORK/theirs" 2>"$WORK/node.err"; then
	grep -m 3 -e Error -e line: "$WORK/node.err"
	echo "not ok gift-pegjs cannot read a quiz"
	exit 1
fi
"$BIN/kenshu" content questions "$WORK/content" |
	awk -F '\t' -v OFS='\t' '{ if ($3 == "order") $4 = $5 = "-"; print $2, $3, $4, $5, $6 }' >"$WORK/ours"
if diff "$WORK/theirs" "$WORK/ours"; then
	echo "ok gift-pegjs reads the same $(wc -l <"$WORK/ours") questions"
else
	echo "not ok gift-pegjs (<) and kenshu (>) read different questions"
	exit 1
fi
