#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# An author's lesson on the screen: at once, anew when it is saved, what is wrong by file and line, and nothing kept.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
cp -R "$CONTENT" "$WORK/content"
cd "$WORK" || exit 1
LESSON=content/lessons/m6
N=$(grep -c '^# ' $LESSON/lesson.md)

preview() { # LESSON [ARGS]: play the script on standard input
	cat >script.txt
	"$BIN/kenshu-kiosk" --preview "$@" --offscreen --size "$SIZE" --script script.txt 2>err
}

# --- without --state: pages and quiz, by the folder or the file, from within the folder -------------------------------
printf 'expect 下見\nexpect 1 ／ %d ページ\nrefuse さん\ntap 次へ\nquiz right\nexpect 合格\nrefuse 保存しました\ntap マイページへ\nexpect 1 ／ %d ページ\ntap 中断する\nexpect 1 ／\n' \
	"$N" "$N" | preview $LESSON || fail "pages and quiz: $(cat err)"
printf 'expect 1 ／ %d ページ\n' "$N" | preview $LESSON/ || fail "with a slash behind it: $(cat err)"
printf 'expect 1 ／ %d ページ\n' "$N" | preview $LESSON/lesson.md || fail "by the file: $(cat err)"
cd $LESSON || exit 1
printf 'expect 1 ／ %d ページ\n' "$N" | preview lesson.md || fail "from within the folder: $(cat err)"
rm -f script.txt err
cd "$WORK" || exit 1
mkdir -p alone/m6
cp $LESSON/* alone/m6/
printf 'expect 直すところがあります\nexpect 方針のフォルダー\n' | preview alone/m6 || fail "no policy: $(cat err)"
printf 'expect 1 ／\n' | preview alone/m6 --content content || fail "a lesson that lies elsewhere: $(cat err)"
printf 'expect 直すところがあります\n' | preview content/lessons/nowhere || fail "no such lesson: $(cat err)"
echo "ok a lesson is shown by its folder or file, without state and without anybody"

# --- reload: the page stays; faults by file and line; back again -------------------------------------------------------
LESSON=content/lessons/t1
mkdir $LESSON
lesson() { # the heading of its second page
	printf -- '---\nid: t1\ntitle: ためしの科目\nminutes: 1\npublic: false\ngoals:\n  - 試せる\nclauses: ["1"]\n---\n'
	printf '\n# 一つめ\n\n<!-- clause: 1 -->\n\n短い文です。\n\n# %s\n\n<!-- clause: 1 -->\n\n短い文です。\n' "$1"
}
save() { mv next.md $LESSON/lesson.md; } # as an editor does, whole and at once
saves() {                               # one save behind each shot
	for what in new wrong mended; do
		for _ in $(seq 1 200); do
			[ ! -s here.png ] || break
			sleep 0.05
		done
		rm -f here.png
		case $what in
		new) lesson 書き直しました >next.md ;;
		wrong) { lesson 誤りがあります && printf '\n```policy 3(9)\nない文\n```\n'; } >next.md ;;
		mended) lesson また直しました >next.md ;;
		esac
		save
	done
}
lesson 二つめ >next.md
save
saves &
saver=$!
printf 'tap 次へ\nexpect 二つめ\nexpect 2 ／ 2\nshot here.png\nwait 2500\nexpect 書き直しました\nexpect 2 ／ 2\nshot here.png\nwait 2500\nexpect 直すところがあります\nexpect lesson.md:%d\nexpect 方針にありません\nrefuse 書き直しました\nshot here.png\nwait 2500\nexpect また直しました\nexpect 2 ／ 2\ntap 読み終える\n' \
	"$(($(lesson x | wc -l) + 2))" | preview $LESSON || {
	kill $saver
	fail "reload: $(cat err)"
}
wait $saver
grep -q 'lesson.md:[0-9]*: 誤り' err || fail "the terminal is not told: $(cat err)"
echo "ok saving reloads, the page stays, and what is wrong is named by file and line"

# --- in every size -----------------------------------------------------------------------------------------------------
for SIZE in 1080x1920 1280x720; do
	printf 'expect 一つめ\ntap 次へ\nexpect また直しました\n' | preview $LESSON || fail "at $SIZE: $(cat err)"
done
echo "ok at other sizes"
