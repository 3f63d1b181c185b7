#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The commands as a stranger's script uses them: exit codes, files, and the bytes of the CSV.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
three_lessons
KENSHU=$BIN/kenshu

# exits CODE COMMAND…: run it, keep what it says in $WORK/out and $WORK/err
exits() {
	want=$1
	shift
	"$@" >"$WORK/out" 2>"$WORK/err"
	got=$?
	[ $got = "$want" ] || fail "exit $got instead of $want: $* ($(cat "$WORK/err"))"
}
says() { grep -q -- "$1" "$WORK/$2" || fail "$2 does not say 「$1」: $(cat "$WORK/$2")"; }

# --- usage ---------------------------------------------------------------------------------------
exits 0 "$KENSHU" --help
for c in content roster kiosk gathering duty report verify; do
	says "^  $c " out
	exits 0 "$KENSHU" $c --help
	"$KENSHU" --help >"$WORK/out"
done
exits 0 "$KENSHU" report --help
says completion out
says outstanding out
says attendance out
says inspection out
says questions out
says followup out
exits 0 "$KENSHU" report completion --help
says 職員番号,氏名,所属,任用区分 out
exits 2 "$KENSHU"
exits 2 "$KENSHU" nonsense
says nonsense err
exits 2 "$KENSHU" report nonsense
exits 2 "$KENSHU" report completion
exits 2 "$KENSHU" report completion --state "$C" --colour red
exits 2 "$KENSHU" report completion --state "$C" --nendo 令和8
exits 2 "$KENSHU" report completion --state "$C" --format xml
exits 2 "$KENSHU" report completion --state "$C" --by 年齢
exits 2 "$KENSHU" report outstanding --state "$C" --by 所属
exits 2 "$KENSHU" report outstanding --state "$C" --times 2
for times in 0 100 3回 -1 ''; do
	exits 2 "$KENSHU" report followup --state "$C" --times "$times"
done
exits 2 "$KENSHU" roster import --state "$C"
exits 2 "$KENSHU" kiosk add k-01 --state "$C"
exits 2 "$BIN/kenshu-collector"
exits 2 "$BIN/kenshu-collector" --state "$C" --nonsense
exits 0 "$BIN/kenshu-collector" --help
exits 1 "$KENSHU" verify --state "$WORK/nothing"
exits 1 "$KENSHU" report completion --state "$WORK/nothing"
echo "ok usage: wrong words are exit 2, help lists what there is"

# --- bad configuration ---------------------------------------------------------------------------
echo x >"$WORK/file"
exits 78 "$BIN/kenshu-collector" --state "$WORK/file/C" --listen 127.0.0.1:0
exits 78 "$BIN/kenshu-collector" --state "$C" --listen nonsense
printf 'state: %s\nlissten: 127.0.0.1:0\n' "$C" >"$WORK/bad.conf"
exits 78 "$BIN/kenshu-collector" --config "$WORK/bad.conf"
says 'bad.conf:2: ' err
exits 78 "$BIN/kenshu-collector" --config "$WORK/none.conf"
echo "ok configuration: what is wrong is exit 78 with its line"

# --- roster and kiosks, with and without a collector ---------------------------------------------
HEAD='職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号'
row() { printf '%s,%s,%s,%s,事務局,本庁,%s,2010-04-01,,%s,端末利用,\r\n' "$@"; }
{
	printf '\357\273\277%s\r\n' "$HEAD"
	row 000001 '髙橋 𠮷子' 'タカハシ ヨシコ' 総務課 01 在職
	row 000002 '見本 二' 'ミホン ニ' '"=1+1,課"' 01 在職
	row 000003 '見本 三' 'ミホン サン' 組合議会 10 在職
} >"$WORK/roster.csv"
{
	printf '%s\r\n' "$HEAD"
	row 000001 '見本 一' 'ミホン イチ' 総務課 77 在職
} >"$WORK/wrong.csv"
# refuses_gatherings: what a kiosk could not show is not taken, whether a collector runs or not
refuses_gatherings() {
	for title in "$(printf 'a\nb')" "$(printf 'a\033[2J')" "$(printf '%0121d' 0)"; do
		exits 1 "$KENSHU" gathering add --state "$C" --title "$title" --date 2026-11-24 --from 10:00 --to 11:00
		says '120字まで' err
		exits 1 "$KENSHU" gathering add --state "$C" --title t --place "$title" --date 2026-11-24 --from 10:00 --to 11:00
		says '120字まで' err
	done
	exits 1 "$KENSHU" gathering add --state "$C" --title "$(printf '\351\233')" --date 2026-11-24 --from 10:00 --to 11:00
	says 'UTF-8' err
}
refuses_gatherings
exits 1 "$KENSHU" roster import "$WORK/none.csv" --state "$C"
exits 1 "$KENSHU" roster import --state "$C" "$WORK/wrong.csv"
says 'wrong.csv:2: 誤り' err
cp "$WORK/err" "$WORK/err.alone"
exits 0 "$KENSHU" roster import "$WORK/roster.csv" --state "$C"
exits 0 "$KENSHU" kiosk add k-01 --state "$C" --out "$CRED"
[ "$(stat -c %a "$CRED")" = 600 ] || fail "credentials may be read by others"
grep -Eqx 'k-01:[A-Za-z0-9_-]{43}' "$CRED" || fail "credentials look wrong"
exits 1 "$KENSHU" kiosk add k-02 --state "$C" --out "$CRED"
exits 1 "$KENSHU" kiosk add k-01 --state "$C" --out "$WORK/again.txt"
# power that went between the file and the registration: the same command makes up for it, and once more is no harm
printf 'k-31:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n' >"$WORK/cut.txt"
chmod 600 "$WORK/cut.txt"
cp "$WORK/cut.txt" "$WORK/cut.before"
exits 0 "$KENSHU" kiosk add k-31 --state "$C" --out "$WORK/cut.txt"
exits 0 "$KENSHU" kiosk add k-31 --state "$C" --out "$WORK/cut.txt"
cmp "$WORK/cut.txt" "$WORK/cut.before" || fail "the secret that was written down is another"
: >"$WORK/empty.txt"
exits 1 "$KENSHU" kiosk add k-32 --state "$C" --out "$WORK/empty.txt"
exits 0 "$KENSHU" kiosk add k-32 --state "$C" --out "$WORK/k32.txt"
[ ! -e "$WORK/again.txt" ] || fail "a refused kiosk left a file"
start_collector
exits 1 "$KENSHU" roster import "$WORK/wrong.csv" --state "$C"
cmp -s "$WORK/err" "$WORK/err.alone" || fail "a running collector says it differently: $(cat "$WORK/err")"
exits 0 "$KENSHU" roster import "$WORK/roster.csv" --state "$C"
exits 0 "$KENSHU" kiosk add k-02 --state "$C" --out "$WORK/cred2.txt"
exits 0 "$KENSHU" gathering add --state "$C" --title '@集合研修' --date 2026-11-24 --from 10:00 --to 11:00 \
	--place 会議室
exits 1 "$KENSHU" gathering add --state "$C" --title x --date 2026-02-30 --from 10:00 --to 11:00
exits 1 "$KENSHU" gathering add --state "$C" --title x --date 2026-11-24 --from 11:00 --to 10:00
refuses_gatherings
exits 0 "$KENSHU" gathering list --state "$C"
says '2026-11-24-1' out
UNIT=$(awk -F, 'NR == 2 { print $4 }' "$WORK/roster.csv")
exits 1 "$KENSHU" kiosk add k-33 --unit 無い課 --state "$C" --out "$WORK/k33.txt"
says '「無い課」の職員は、名簿にいません' err
[ ! -e "$WORK/k33.txt" ] || fail "a kiosk of nobody's is registered"
exits 1 "$KENSHU" kiosk invite k-33 --unit "$UNIT,無い課" --state "$C"
exits 0 "$KENSHU" kiosk add k-33 --unit "$UNIT" --state "$C" --out "$WORK/k33.txt"
says 'kiosk confirm）まで、暗証番号は送りません' out
exits 0 "$KENSHU" kiosk invite k-34 --unit "$UNIT" --state "$C"
exits 1 "$KENSHU" kiosk units k-99 --unit "$UNIT" --state "$C"
"$KENSHU" kiosk list --state "$C" | grep -q '^k-33 .*1 つの所属' || fail "the list does not tell whose PINs a kiosk gets"
exits 0 "$KENSHU" kiosk units k-33 --state "$C"
says 'すべての職員の暗証番号' out
! "$KENSHU" kiosk list --state "$C" | grep '^k-33 .*つの所属' || fail "the list tells of 所属 that are none any more"
exits 0 "$KENSHU" kiosk revoke k-32 --state "$C"
exits 1 "$KENSHU" kiosk revoke k-99 --state "$C"
"$KENSHU" kiosk list --state "$C" | grep -q '^k-32 .*取り消しました' || fail "the list does not tell who was revoked"
exits 0 "$KENSHU" kiosk add k-32 --state "$C" --out "$WORK/k32b.txt"
exits 0 "$KENSHU" backup --state "$C" --to "$WORK/backups"
says 'の最初のバックアップです' out
"$KENSHU" kiosk list --state "$C" | grep -q '^最後のバックアップは .*（0時間前）' || fail "the list does not tell the backup's age"
sleep 1
exits 0 "$KENSHU" backup --state "$C" --to "$WORK/backups"
says 'その前のバックアップ: 20.*（0時間前）' out
says 'に、変わったところだけを書きました' out
exits 0 "$KENSHU" restore --from "$WORK/backups" --to "$WORK/R" --check
"$KENSHU" kiosk list --state "$WORK/R" >"$WORK/list.txt"
grep -q '^k-02 ' "$WORK/list.txt" || fail "the restored centre does not know k-02"
grep -q '^注意: バックアップは、まだありません' "$WORK/list.txt" || fail "a restored centre claims a backup of its own"
exits 1 "$KENSHU" restore --from "$WORK/backups" --to "$WORK/R" --check
exits 1 "$KENSHU" restore --from "$WORK/nothing" --to "$WORK/R2"
[ ! -e "$WORK/R2" ] || fail "a folder was made of nothing"
[ "$(stat -c %a "$C/control.sock")" = 600 ] || fail "the control socket is open to others"
exits 75 "$BIN/kenshu-collector" --state "$C" --listen 127.0.0.1:0
exits 75 "$BIN/kenshu-collector" --state "$WORK/D" --listen "$LISTEN"
! grep -q '暗号化されずに' "$WORK/err" || fail "on this machine alone nothing goes over a line"
exits 75 "$BIN/kenshu-collector" --state "$WORK/D" --listen "0.0.0.0:${LISTEN##*:}"
says '暗号化されずに' err
echo "ok changes: the same words and files whether a collector runs or not"

# --- statements in, report out -------------------------------------------------------------------
python3 "$TOP/tests/flow/chain.py" k-01 4 000001 000002 >"$WORK/statements.json"
post() {
	curl -s -o "$WORK/answer" -w '%{http_code}' -u "$(cat "$1")" -H 'X-Experience-API-Version: 1.0.3' \
		-H 'Content-Type: application/json' --data-binary "@$2" "$ENDPOINT/statements"
}
[ "$(post "$CRED" "$WORK/statements.json")" = 200 ] || fail "not taken: $(cat "$WORK/answer")"
[ "$(post "$CRED" "$WORK/statements.json")" = 200 ] || fail "the same again is not harmless"
[ "$(post "$WORK/cred2.txt" "$WORK/statements.json")" = 403 ] || fail "taken from another kiosk"
sed 's/passed/failed/' "$WORK/statements.json" >"$WORK/other.json"
[ "$(post "$CRED" "$WORK/other.json")" = 409 ] || fail "another content under the same id is not 409"
# Whoever has a kiosk's secret can send this; it counts when HR says so, no sooner.
exits 0 "$KENSHU" report completion --state "$C" --nendo 2026 --content "$CONTENT" --format csv
says '^000001,髙橋 𠮷子,総務課,正規職員,3,0,未受講,' out
exits 0 "$KENSHU" client count k-01 --state "$C"
exits 0 "$KENSHU" report completion --state "$C" --nendo 2026 --content "$CONTENT" --format csv
{
	printf '\357\273\277職員番号,氏名,所属,任用区分,対象科目数,修了科目数,状態,期限,最終修了日時,理由,期限切れ,時刻要確認,方針の確認,追補,訂正,紙から転記\r\n'
	printf '000002,見本 二,"'"'"'=1+1,課",正規職員,3,1,受講中,2026-12-25,2026-05-18 09:30:04,,%s,,,,,\r\n' \
		"$([ "$(date +%F)" \> 2026-12-25 ] && echo 期限切れ)"
	printf '000003,見本 三,組合議会,議員,0,0,対象外,,,対象の任用区分などに当たらない,,,,,,\r\n'
	printf '000001,髙橋 𠮷子,総務課,正規職員,3,3,修了,2026-12-25,2026-05-18 09:30:03,,,,,,,\r\n'
} >"$WORK/golden.csv"
cmp "$WORK/golden.csv" "$WORK/out" || fail "the CSV differs: $(cat "$WORK/out")"
exits 0 "$KENSHU" report completion --state "$C" --nendo 2026 --content "$CONTENT" --by 所属 --format csv
says '^総務課,1,1,0,1,0,0,100.0%' out
exits 0 "$KENSHU" report completion --state "$C" --nendo 2026 --content "$CONTENT"
says '名簿 3名 ＝ 対象 2名 ＋ 対象外 1名' out
says '対象 2名 ＝ 修了 1名 ＋ 受講中 1名 ＋ 未受講 0名' out
exits 0 "$KENSHU" report completion --state "$C" --nendo 2026 --content "$CONTENT" --format json
python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
assert d["totals"] == {"listed": 3, "target": 2, "exempt": 1, "done": 1, "under_way": 1, "not_started": 0}, d
p = {x["number"]: x for x in d["people"]}["000001"]
assert p["name"] == "髙橋 𠮷子" and p["status"] == "修了" and p["employment"]["code"] == "01", p
assert p["last_done"] == "2026-05-18T09:30:03+09:00", p' "$WORK/out" || fail "the JSON differs"
exits 0 "$KENSHU" report outstanding --state "$C" --nendo 2026 --content "$CONTENT" --format csv
[ "$(grep -c . "$WORK/out")" = 2 ] || fail "outstanding: $(cat "$WORK/out")"
says 000002 out
exits 1 "$KENSHU" report completion --state "$C" --nendo 2031 --content "$CONTENT"
says '--nendo 2026 を付けて' err
exits 1 "$KENSHU" report completion --state "$C" --nendo 2031
says '--nendo 2026 を付けて' err
grep -q '\.\./' "$WORK/err" && fail "the way to the content is shown: $(cat "$WORK/err")"
says 2031 err
echo "ok report: rows, sums and bytes are as HR needs them"

# --- verify --------------------------------------------------------------------------------------
exits 1 "$KENSHU" verify --state "$C"
says '4件を確かめ、誤りを 4件' out
[ "$(grep -c '通し番号 [0-9]*: 端末の署名で確かめられない' "$WORK/out")" = 4 ] || fail "not every unsigned row: $(cat "$WORK/out")"
stop_collector
[ ! -e "$C/control.sock" ] || fail "the socket is left behind"
cp -R "$C" "$WORK/copy"
python3 "$TOP/tests/flow/flip.py" "$WORK/copy/kenshu.db" 'mark-3;' || fail "no place to flip"
exits 1 "$KENSHU" verify --state "$WORK/copy"
says '端末 k-01 通し番号 3: 記録の内容が' out
[ "$(grep -c '通し番号 [0-9]*: 記録の内容が' "$WORK/out")" = 1 ] || fail "more than one is blamed: $(cat "$WORK/out")"
exits 1 "$KENSHU" verify --state "$C"
! grep -q '記録の内容が' "$WORK/out" || fail "the folder itself is blamed: $(cat "$WORK/out")"
echo "ok verify: one flipped bit is named by its number, and what nobody signed by all of theirs"
