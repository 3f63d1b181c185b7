#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A kiosk whose files are damaged: it serves within ten seconds, loses nothing that a copy of exists, and says the rest.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
three_lessons
PROGRAM="$BIN/kenshu-kiosk"
printf 'expect 研修を受ける\nquit\n' >"$WORK/idle.txt"

echo k-01:secret >"$WORK/k01.txt"

serves() { # STATE WORDS
	timeout 10 "$PROGRAM" --state "$1" --content "$CONTENT" --endpoint '' --offscreen --size 1280x720 \
		--script "$WORK/idle.txt" >"$WORK/out" 2>"$WORK/err" || fail "$2: no screen: $(tail -3 "$WORK/err")"
}

# --- a power cut on a disk that did not flush: an index names a sitting that no delete can reach -----
S=$WORK/S
mkdir -p "$S"
gunzip -c "$TOP/tests/data/damaged/start_loop.db.gz" >"$S/kenshu.db"
cp "$S/kenshu.db" "$WORK/start_loop.db"
serves "$S" "a sitting that cannot be closed"
ls "$S"/kenshu.db.bad-* >/dev/null 2>&1 || fail "the damaged file is not kept aside"
cmp -s "$S"/kenshu.db.bad-*Z "$WORK/start_loop.db" || fail "the damaged file was changed"
serves "$S" "the second start"
[ "$(ls "$S" | grep -c 'kenshu.db.bad-')" = 1 ] || fail "set aside twice"
echo "ok a start loop ends in a screen, the file is kept as it was"

# --- a folder of version 5, from before there was a second copy ------------------------------------
V=$WORK/V
mkdir -p "$V"
gunzip -c "$TOP/tests/data/damaged/version_5.db.gz" >"$V/kenshu.db"
timeout 10 "$PROGRAM" --state "$V" --content "$CONTENT" --endpoint '' --offscreen --size 1280x720 \
	--script "$WORK/idle.txt" --credentials "$WORK/k01.txt" 2>"$WORK/err" || fail "version 5: $(tail -3 "$WORK/err")"
"$BIN/kenshu" verify --state "$V" >"$WORK/out" 2>"$WORK/err" || fail "version 5 is not sound: $(cat "$WORK/out" "$WORK/err")"
grep -q '12件を確かめました' "$WORK/out" && ! grep -q '注意' "$WORK/out" || fail "version 5: $(cat "$WORK/out")"
ls "$V" | grep -q bad- && fail "version 5 was set aside"
rm "$V/kenshu.db"
"$BIN/kenshu" salvage --state "$V" --out "$WORK/N5" >"$WORK/out" 2>/dev/null ||
	fail "the second copy does not hold all of version 5: $(cat "$WORK/out")"
grep -q '救い出した記録: 12件' "$WORK/out" || fail "salvage of the second copy alone: $(cat "$WORK/out")"
echo "ok a version 5 folder goes on, and gets its second copy"

# --- no database at all ---------------------------------------------------------------------------
G=$WORK/G
mkdir -p "$G"
head -c 200000 /dev/urandom >"$G/kenshu.db"
head -c 5000 /dev/urandom >"$G/kenshu.db-wal"
head -c 5000 /dev/urandom >"$G/kenshu.tail"
serves "$G" "files of noise"
"$BIN/kenshu" verify --state "$G" >"$WORK/out" 2>"$WORK/err" || fail "the new store is not sound: $(cat "$WORK/out" "$WORK/err")"
grep -q '新しい期' "$WORK/out" || fail "verify does not say what happened: $(cat "$WORK/out")"
echo "ok noise instead of a record is set aside and told"

# --- salvage by hand ------------------------------------------------------------------------------
"$BIN/kenshu" salvage --state "$WORK/none" --out "$WORK/N0" 2>"$WORK/err"
[ $? -eq 1 ] && grep -q '記録がありません' "$WORK/err" && [ ! -e "$WORK/N0" ] || fail "salvage of nothing"
cp "$WORK/start_loop.db" "$WORK/before.db"
mkdir -p "$WORK/B"
cp "$WORK/start_loop.db" "$WORK/B/kenshu.db"
"$BIN/kenshu" salvage --state "$WORK/B" --out "$WORK/N1" >"$WORK/out" 2>/dev/null
[ $? -eq 1 ] || fail "salvage with gaps exits 1"
grep -q '救い出した記録: 27件' "$WORK/out" && grep -q '欠けている通し番号: 1 から 8 まで' "$WORK/out" ||
	fail "salvage does not say what it saved: $(cat "$WORK/out")"
cmp -s "$WORK/B/kenshu.db" "$WORK/before.db" && [ "$(ls "$WORK/B")" = kenshu.db ] || fail "salvage touched the damaged folder"
"$BIN/kenshu" salvage --state "$WORK/B" --out "$WORK/N1" >/dev/null 2>"$WORK/err"
[ $? -eq 1 ] && grep -q '上書きしません' "$WORK/err" || fail "salvage over a record"
serves "$WORK/N1" "the salvaged folder"
echo "ok salvage saves what holds, names the gaps and leaves the damaged folder alone"
