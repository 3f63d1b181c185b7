#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# TLS in the collector itself, with a CA of our own: what is wrong with the files is said before anything starts, a kiosk that
# does not know the CA sends nothing, loses nothing and says why, one that does sends all; a crowd of slow connections keeps
# nobody waiting; a renewed certificate is taken up while it runs; a proxy, and nginx with the configuration we give, are gone
# through.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
SIZE=1280x720
three_lessons
T=$WORK/tls
mkdir -p "$T"
PROXY=
NGINX=
trap 'for p in $PROXY $NGINX; do kill "$p" 2>/dev/null; done; flow_clean' EXIT

authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$T/$1.key" -out "$T/$1.pem" \
		-days 30 -subj "/CN=$1" 2>/dev/null || fail "no CA by openssl"
}
# certificate NAME CA DAYS: for this machine
certificate() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$T/$1.key" -out "$T/$1.csr" \
		-subj "/CN=$1" 2>/dev/null
	printf 'subjectAltName=IP:127.0.0.1,DNS:centre.test\n' >"$T/ext"
	openssl x509 -req -in "$T/$1.csr" -CA "$T/$2.pem" -CAkey "$T/$2.key" -CAcreateserial -days "$3" \
		-extfile "$T/ext" -out "$T/$1.pem" 2>/dev/null || fail "no certificate by openssl"
	chmod 600 "$T/$1.key"
}
# refused WORD ARGS: the collector does not begin, and says WORD
refused() {
	word=$1
	shift
	"$BIN/kenshu-collector" --state "$C" --listen 127.0.0.1:0 "$@" >/dev/null 2>"$T/err"
	code=$?
	[ $code -ne 0 ] && grep -q "$word" "$T/err" || fail "$*: exit $code, $(cat "$T/err")"
}
count() {
	python3 -c "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM ' + sys.argv[2]).fetchone()[0])" \
		"$K/kenshu.db" "$1"
}
# visit BUTTON: something new to send
visit() {
	sign_in 204101
	printf 'tap %s\nexpect ページ\ntap 中断する\ntap 終了する\n' "$1"
}
# all_sent WAY: the kiosk sends what it had, and a further visit
all_sent() {
	before=$(count statement)
	{ visit 続きから && printf 'sync\nexpect 記録はすべて送信済み\n'; } |
		kiosk --config "$T/kiosk.conf" 2>"$T/err" || fail "$1: $(cat "$T/err")"
	[ "$(count statement)" -gt "$before" ] && [ "$(count delivery)" -eq "$(count statement)" ] ||
		fail "$1: $before, then $(count statement), arrived $(count delivery)"
}

authority ours
authority theirs
certificate centre ours 300
certificate other ours 20
enrol k-01
refused "場所を確かめて" --tls-cert "$T/none.pem" --tls-key "$T/centre.key"
refused "証明書ではありません" --tls-cert "$T/centre.key" --tls-key "$T/centre.key"
refused "秘密鍵ではありません" --tls-cert "$T/centre.pem" --tls-key "$T/centre.pem"
refused "組を確かめて" --tls-cert "$T/centre.pem" --tls-key "$T/other.key"
refused "両方を指定" --tls-cert "$T/centre.pem"
cp "$T/centre.key" "$T/key.pem"
cp "$T/centre.pem" "$T/cert.pem"
chmod 644 "$T/key.pem"
start_collector 127.0.0.1:0 --tls-cert "$T/cert.pem" --tls-key "$T/key.pem"
case $ENDPOINT in https://*) ;; *) fail "it does not say https: $ENDPOINT" ;; esac
grep -q "chmod 600 $T/key.pem" "$WORK/collector.err" || fail "a key that others may read is not told"
[ "$(curl -s -o "$T/login" -w '%{http_code}' --cacert "$T/ours.pem" "${ENDPOINT%/xAPI}/login")" = 200 ] &&
	grep -q 'type="password"' "$T/login" || fail "the pages take no password over TLS"
echo "ok TLS in the collector, and what is wrong with its files is said"

"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"
echo "ca_file: $T/none.pem" >"$T/kiosk.conf"
printf 'quit\n' | kiosk --config "$T/kiosk.conf" 2>"$T/err"
[ $? -eq 78 ] && grep -q ca_file "$T/err" || fail "a ca_file that is not there: $(cat "$T/err")"
echo "ca_file: $T/theirs.pem" >"$T/kiosk.conf"
{ visit 始める && printf 'wait 700\nexpect 証明書を確かめられず\n'; } | kiosk --config "$T/kiosk.conf" 2>"$T/err" || fail "a kiosk with another CA: $(cat "$T/err")"
[ "$(count delivery)" -eq 0 ] && [ "$(count quarantine)" -eq 0 ] || fail "something went through or was set aside"
grep -q certificate "$T/err" || fail "the log does not say why: $(cat "$T/err")"
echo "ca_file: $T/ours.pem" >"$T/kiosk.conf"
all_sent "the right CA"
"$BIN/kenshu" verify --state "$C" >"$T/verify" || fail "verify: $(cat "$T/verify")"
# the doctor goes the kiosk's way: by the CA of its config; without it the certificate is what is wrong
doctor() { "$BIN/kenshu" doctor --session "$T/session.env" --format json >"$T/doctor" 2>/dev/null; }
mark() { python3 -c "import json, sys; print(*[f['mark'] for f in json.load(open(sys.argv[1]))['findings'] if f['id'] == sys.argv[2]])" "$T/doctor" "$1"; }
printf 'KENSHU_ENDPOINT=%s\nKENSHU_CONFIG=%s\n' "$ENDPOINT" "$T/kiosk.conf" >"$T/session.env"
doctor
[ "$(mark certificate) $(mark network)" = "good good" ] || fail "doctor, by ca_file: $(cat "$T/doctor")"
printf 'KENSHU_ENDPOINT=%s\nKENSHU_CONFIG=%s\n' "$ENDPOINT" "$T/none.conf" >"$T/session.env"
doctor
[ "$(mark certificate) $(mark network)" = "bad bad" ] || fail "doctor, without it: $(cat "$T/doctor")"
echo "ok a kiosk that does not trust the centre keeps all and says why; one that does sends all"

# crowd WHERE: 400 slow connections; on a machine that is busy otherwise the second try counts
crowd() {
	for _ in 1 2; do
		python3 "$TOP/tests/support/slow.py" "$ENDPOINT" "$T/ours.pem" >"$T/slow" && break
	done || fail "$1: $(cat "$T/slow")"
	echo "ok 400 slow connections leave a good client alone, $1: $(cat "$T/slow")"
}
crowd "over TLS"

cp "$T/theirs.key" "$T/key.pem"
kill -HUP "$COLLECTOR"
for _ in $(seq 1 40); do
	grep -q "前のものを使い続け" "$WORK/collector.err" && break
	sleep 0.05
done
curl -s --cacert "$T/ours.pem" -o /dev/null "$ENDPOINT/about" || fail "a key that does not belong is taken up"
cp "$T/other.key" "$T/key.pem"
cp "$T/other.pem" "$T/cert.pem"
kill -HUP "$COLLECTOR"
for _ in $(seq 1 40); do
	grep -q 読み直しました "$WORK/collector.out" && break
	sleep 0.05
done
grep -q "証明書の期限は" "$WORK/collector.err" || fail "twenty days to its end are not told"
port=${LISTEN##*:}
echo | openssl s_client -connect "$LISTEN" 2>/dev/null | openssl x509 -noout -subject | grep -q other ||
	fail "the renewed certificate is not shown"
printf 'KENSHU_ENDPOINT=%s\nKENSHU_CONFIG=%s\n' "$ENDPOINT" "$T/kiosk.conf" >"$T/session.env"
doctor
[ "$(mark certificate)" = care ] || fail "doctor, twenty days before its end: $(cat "$T/doctor")"
echo "ok SIGHUP takes up a renewed certificate, and only one that can be used"

python3 "$TOP/tests/support/proxy.py" >"$T/proxy.out" 2>/dev/null &
PROXY=$!
for _ in $(seq 1 100); do
	grep -q port "$T/proxy.out" && break
	sleep 0.05
done
printf 'ca_file: %s\nproxy: http://127.0.0.1:%s\n' "$T/ours.pem" "$(sed -n 's/^port //p' "$T/proxy.out")" >"$T/kiosk.conf"
ENDPOINT=https://centre.test:$port/xAPI
all_sent "through a proxy"
grep -q "tunnel centre.test:$port" "$T/proxy.out" || fail "not through the proxy"
echo "ok an HTTP proxy is gone through"

command -v nginx >/dev/null || PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || {
	echo "ok nginx in front: skipped: nginx is not installed # skip"
	exit 0
}
stop_collector
start_collector
front=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
{
	printf 'user %s;\ndaemon off;\npid %s/nginx.pid;\nerror_log %s/nginx.err;\nevents {}\nhttp {\naccess_log off;\n' "$(id -un)" "$T" "$T"
	for at in client_body proxy fastcgi uwsgi scgi; do
		printf '%s_temp_path %s/%s;\n' $at "$T" $at
	done
	sed -e "s|127.0.0.1:8090|$LISTEN|" -e "s|listen 443|listen 127.0.0.1:$front|" \
		-e "s|/etc/ssl/kenshu/fullchain.pem|$T/centre.pem|" -e "s|/etc/ssl/kenshu/key.pem|$T/centre.key|" \
		"$TOP/kiosk/nginx-kenshu.conf"
	echo '}'
} >"$T/nginx.conf"
nginx -c "$T/nginx.conf" -e "$T/nginx.err" 2>/dev/null &
NGINX=$!
ENDPOINT=https://127.0.0.1:$front/xAPI
echo "ca_file: $T/ours.pem" >"$T/kiosk.conf"
for _ in $(seq 1 100); do
	curl -s --cacert "$T/ours.pem" -o /dev/null "$ENDPOINT/about" && break
	sleep 0.05
done
all_sent "through nginx: $(cat "$T/nginx.err")"
crowd "behind nginx"
curl -s --cacert "$T/ours.pem" "${ENDPOINT%/xAPI}/login" | grep -q 'type="password"' || fail "no password through nginx"
stop_collector
{ visit 続きから && printf 'wait 500\nexpect 送信待ち\n'; } | kiosk --config "$T/kiosk.conf" 2>/dev/null || fail "nginx's own 502 counts"
[ "$(count delivery)" -lt "$(count statement)" ] || fail "nginx's own 502 counts as delivery"
echo "ok nginx in front, with the configuration we give"
