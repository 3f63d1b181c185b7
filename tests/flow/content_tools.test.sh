#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From an author's folder to revisions that stand for years: publish, run a kiosk from one, find out later what
# was asked, and say what changed.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
KENSHU=$BIN/kenshu
cp -R "$CONTENT" "$WORK/content"
AUTHOR=$WORK/content
export TMPDIR="$WORK/tmp"
mkdir "$TMPDIR" "$WORK/shelf"
R1=$WORK/shelf/2026-1 R2=$WORK/shelf/2026-2

exits() { # exits CODE COMMAND…
	want=$1
	shift
	"$@" >"$WORK/out" 2>"$WORK/err"
	got=$?
	[ $got = "$want" ] || fail "exit $got instead of $want: $* ($(cat "$WORK/err"))"
}
says() { grep -qF -- "$1" "$WORK/$2" || fail "$2 does not say 「$1」: $(cat "$WORK/$2")"; }

# --- errata and coverage ---------------------------------------------------------------------------
exits 0 "$KENSHU" content errata "$AUTHOR"
says '照会票' out
exits 0 "$KENSHU" content errata "$AUTHOR" --format csv
says '要員不足' out
exits 2 "$KENSHU" content errata "$AUTHOR" --format pdf
cp "$TOP/content/coverage.yaml" "$WORK/plan.yaml"
sed 's/^questions: .*/questions: 9999/' "$WORK/plan.yaml" >"$WORK/high.yaml"
exits 1 "$KENSHU" content coverage "$AUTHOR" --plan "$WORK/high.yaml"
says '計画に足りない' out
exits 2 "$KENSHU" content coverage

# --- publish ---------------------------------------------------------------------------------------
exits 0 "$KENSHU" content publish "$AUTHOR" --out "$R1"
says '版 1 として' out
DIGEST=$(sed -n 's/^ダイジェスト: //p' "$WORK/out")
exits 0 "$KENSHU" content publish "$AUTHOR" --out "$R1"
says '変わったところはありません' out
[ "$(stat -c %a "$R1")" = 444 ] || fail "a revision may be written to"
tar -xOf "$R1" manifest.json | python3 -c "
import json, sys
m = json.load(sys.stdin)
assert m['version'] == 1 and m['digest'] == '$DIGEST', m" || fail "manifest"
(cd "$AUTHOR" && find checklists courses drills lessons organisation.yaml policy posters readings.yaml -type f 2>/dev/null |
	LC_ALL=C sort | while read -r f; do sha256sum "$f"; done) | sha256sum | grep -q "^$DIGEST" ||
	fail "the digest cannot be had by hand"
cp -R "$AUTHOR" "$WORK/broken"
printf '\n// [id:m5-q01] [tag:9]\n::x::y{TRUE}\n' >>"$WORK/broken/lessons/m5/quiz.gift"
exits 1 "$KENSHU" content publish "$WORK/broken" --out "$WORK/shelf/never"
[ ! -e "$WORK/shelf/never" ] || fail "content with mistakes was published"
says '公開しませんでした' err
echo "ok publish: one file, verified, and only without mistakes"

# --- an edit is the next revision ------------------------------------------------------------------
STEM=$("$KENSHU" content show "$R1" m5-q02 | sed -n '/^問い: /{s///p;q;}')
[ -n "$STEM" ] || fail "no stem of m5-q02"
python3 - "$AUTHOR/lessons/m5/quiz.gift" "$STEM" <<-'END'
	import sys
	path, stem = sys.argv[1:]
	text = open(path, encoding="utf-8").read()
	assert stem in text
	open(path, "w", encoding="utf-8").write(text.replace(stem, "直した問いです。" + stem))
END
exits 1 "$KENSHU" content publish "$AUTHOR" --out "$R1"
says '書き換えません' err
exits 0 "$KENSHU" content publish "$AUTHOR" --out "$R2"
says '版 2 として' out
tar -xOf "$R2" manifest.json | grep -q "\"previous\":\"$DIGEST\"" || fail "the revision before is not named"
echo "ok revisions: never written over, each names the one before"

# --- what was asked --------------------------------------------------------------------------------
exits 0 "$KENSHU" content show "$R1" m5-q02
says "$DIGEST" out
says '理由: ' out
says '［正解］' out
grep -q '直した問い' "$WORK/out" && fail "the old revision shows the new words"
exits 0 "$KENSHU" content show "$R2" m5-q02
says '直した問いです。' out
exits 0 "$KENSHU" content show "$R1" m5/p03
says '# ' out
exits 1 "$KENSHU" content show "$R1" m5-q99
exits 2 "$KENSHU" content show "$R1"
{
	head -c 100000 "$R1"
	printf x
	tail -c +100002 "$R1"
} >"$WORK/tampered"
cmp -s "$R1" "$WORK/tampered" && fail "the sample of tampering is none"
exits 1 "$KENSHU" content show "$WORK/tampered" m5-q02
says '壊れています' err
exits 0 "$KENSHU" content check "$R1"
exits 0 "$KENSHU" content errata "$R1"
exits 1 "$KENSHU" content coverage "$R1" --plan "$WORK/high.yaml"
says 'あと' out

# --- what changed ----------------------------------------------------------------------------------
exits 0 "$KENSHU" content changes "$R1" "$R2"
says '# 去年から変わったこと' out
says '- 問題 1 問を直しました。' out
exits 0 "$KENSHU" content changes "$R1" "$R2" --format csv
says '問題,変更,m5,m5-q02,' out
[ "$(grep -c . "$WORK/out")" = 2 ] || fail "more than one change: $(cat "$WORK/out")"
exits 0 "$KENSHU" content changes "$R2" "$AUTHOR"
says '変わったところはありません' out
exits 1 "$KENSHU" content changes "$R1" "$WORK/none"

# --- a kiosk runs from a revision -----------------------------------------------------------------
"$KENSHU" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster"
CRED=
CONTENT=$R1
{
	sign_in 000101
	printf 'tap 始める\nlesson\nquiz right\nexpect 合格\ntap マイページへ\ntap 終了する\n'
} | kiosk >"$WORK/out" 2>&1 || fail "a kiosk does not run from a revision: $(cat "$WORK/out")"
python3 - "$K" "$DIGEST" <<-'END' || fail "answers do not carry the digest"
	import glob, json, sqlite3, sys
	db = sqlite3.connect("file:%s?mode=ro" % glob.glob(sys.argv[1] + "/*.db")[0], uri=True)
	texts = [r[0] for r in db.execute("SELECT bytes FROM statement") if b'verbs/answered' in bytes(r[0])]
	assert texts
	for text in texts:
	    assert json.loads(text)["context"]["revision"].endswith("+" + sys.argv[2][:12]), text
END
exits 0 "$KENSHU" duty list --nendo 2026 --state "$K" --content "$R1"
says '「情報セキュリティ年次研修」の対象です' out
[ -z "$(ls "$TMPDIR")" ] || fail "unpacked content stays behind: $(ls "$TMPDIR")"
echo "ok show: the words of each revision, what changed, and a kiosk that runs from one"

# another body's policy, numbered in another way: the content of it is without mistakes, its quotations are the new text's
for policy in articles numbers; do
	"$BIN/kenshu" content adopt --policy "$TOP/tests/data/policies/$policy.txt" --name みなとがわ衛生組合 --content "$TOP/content" --out "$WORK/adopted-$policy" \
		>"$WORK/out" 2>&1 || fail "content adopt: $(cat "$WORK/out")"
	"$BIN/kenshu" content check "$WORK/adopted-$policy" >"$WORK/check" 2>&1 || fail "what was adopted has mistakes: $(cat "$WORK/check")"
	grep -q '^name: "みなとがわ衛生組合"' "$WORK/adopted-$policy/organisation.yaml" || fail "the name is not the new one"
	grep -q '^## どの科目も教えていない条' "$WORK/adopted-$policy/adopt.md" || fail "nothing says what nobody teaches"
done
grep -q '生成ＡＩの利用' "$WORK/adopted-articles/adopt.md" || fail "the clause on 生成AI is taught by nobody, and that is not told"
grep -q '^- m7-\|^- p.*当たる条がない' "$WORK/adopted-articles/adopt.md" || fail "nothing is to be rewritten"
"$BIN/kenshu" content adopt --policy "$TOP/tests/data/policies/articles.txt" --name X --content "$TOP/content" --out "$WORK/adopted-articles" >/dev/null 2>&1 &&
	fail "written over what was there"
echo "ok another body's policy: adopted, checked, and what is to be rewritten is told"
