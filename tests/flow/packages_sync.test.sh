#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Programs that travel: an apt repository made by kiosk/repository.sh, read by a real apt (in a root of its own) from a folder, as
# on a stick, and from the centre; what is signed by another key or was changed on the way is refused.
set -u
. "$(dirname "$0")/lib.sh"
for command in apt-get dpkg-deb dpkg-scanpackages gpg; do
	command -v $command >/dev/null || {
		echo "ok packages that travel: skipped, $command is not installed # skip"
		exit 0
	}
done
flow_begin
chmod 755 "$WORK"
REPO=$WORK/repository
export KENSHU_GNUPG=$WORK/gnupg

# make_deb VERSION: as small as one can be
make_deb() {
	mkdir -p "$WORK/tree/DEBIAN" "$WORK/debs"
	printf 'Package: kenshu-tiny\nVersion: %s\nArchitecture: all\nMaintainer: kenshu <kenshu@lists.example.org>\nDescription: tiny\n' "$1" \
		>"$WORK/tree/DEBIAN/control"
	dpkg-deb --root-owner-group -b "$WORK/tree" "$WORK/debs/kenshu-tiny_$1_all.deb" >/dev/null || fail "dpkg-deb"
}
repository() { sh "$TOP/kiosk/repository.sh" "$WORK/debs" "$REPO" >"$WORK/out" 2>"$WORK/err" || fail "repository: $(cat "$WORK/err")"; }

# apt_at URL: an apt that knows this one source
apt_at() {
	rm -rf "$WORK/apt"
	mkdir -p "$WORK/apt/etc/preferences.d" "$WORK/apt/etc/apt.conf.d" "$WORK/apt/state/lists/partial" "$WORK/apt/cache/archives/partial"
	: >"$WORK/apt/status"
	printf 'deb [signed-by=%s] %s ./\n' "$WORK/kenshu-packages.gpg" "$1" >"$WORK/apt/etc/sources.list"
	cat >"$WORK/apt/conf" <<-END
		Dir "$WORK/apt";
		Dir::Etc "$WORK/apt/etc";
		Dir::State "$WORK/apt/state";
		Dir::State::status "$WORK/apt/status";
		Dir::Cache "$WORK/apt/cache";
		Dir::Log "$WORK/apt";
		APT::Sandbox::User "root";
		Acquire::Languages "none";
		Acquire::Retries "0";
	END
}
apt() { APT_CONFIG=$WORK/apt/conf apt-get -q "$@" >"$WORK/out" 2>&1; }
newest() { APT_CONFIG=$WORK/apt/conf apt-cache policy kenshu-tiny | sed -n 's/.*Candidate: //p'; }

make_deb 1.0
repository
cp "$REPO/kenshu-packages.gpg" "$WORK/"
apt_at "file:$REPO"
apt update && [ "$(newest)" = 1.0 ] || fail "from a folder: $(cat "$WORK/out")"
make_deb 1.1
repository
apt update && [ "$(newest)" = 1.1 ] || fail "a newer one in the folder: $(cat "$WORK/out")"
echo "ok apt reads the repository in a folder, and finds what is newer"

mkdir -p "$C"
"$BIN/kenshu-collector" --state "$C" --listen 127.0.0.1:0 --packages "$WORK/nowhere" 2>"$WORK/err"
[ $? -eq 78 ] && grep -q nowhere "$WORK/err" || fail "a folder that is not there: $(cat "$WORK/err")"
start_collector 127.0.0.1:0 --packages "$REPO"
apt_at "${ENDPOINT%/xAPI}/packages/"
apt update && [ "$(newest)" = 1.1 ] || fail "from the centre: $(cat "$WORK/out")"
(cd "$WORK" && apt download kenshu-tiny) && cmp "$WORK/kenshu-tiny_1.1_all.deb" "$WORK/debs/kenshu-tiny_1.1_all.deb" ||
	fail "from the centre, the package: $(cat "$WORK/out")"
apt update && grep -q '^Hit' "$WORK/out" || fail "what apt has is sent again: $(cat "$WORK/out")"
echo "ok apt reads the same from the centre, each thing once"

rm "$WORK/kenshu-tiny_1.1_all.deb"
printf x >>"$REPO/pool/kenshu-tiny_1.1_all.deb"
(cd "$WORK" && apt download kenshu-tiny) && fail "a changed package is taken"
[ ! -e "$WORK/kenshu-tiny_1.1_all.deb" ] || fail "a changed package is kept"
sed -i 's/1\.1/1.9/' "$REPO/Packages" && gzip -9nc "$REPO/Packages" >"$REPO/Packages.gz"
apt_at "${ENDPOINT%/xAPI}/packages/"
apt update
[ "$(newest)" != 1.9 ] || fail "a changed index is believed"
KENSHU_GNUPG=$WORK/other
repository
apt_at "${ENDPOINT%/xAPI}/packages/"
apt update
[ -z "$(newest)" ] || fail "another's key is believed: $(newest)"
echo "ok a changed package, a changed index and another's key are refused"
