#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# repository.sh DEBS FOLDER: makes FOLDER an apt repository of the packages in DEBS, signed, for a stick or for the centre's web
# server (`packages: FOLDER`). The key is made once, in $KENSHU_GNUPG (~/.kenshu-gnupg); who has it decides what kiosks run.
set -eu
[ $# = 2 ] || {
	echo "使い方: sh kiosk/repository.sh パッケージのフォルダー 作るフォルダー" >&2
	exit 2
}
for command in dpkg-scanpackages gpg; do
	command -v $command >/dev/null || {
		echo "$command がありません。apt install dpkg-dev gnupg を実行してください。" >&2
		exit 1
	}
done
ls "$1"/*.deb >/dev/null 2>&1 || {
	echo "$1 に .deb がありません。make deb で作ってください。" >&2
	exit 1
}
export GNUPGHOME="${KENSHU_GNUPG:-$HOME/.kenshu-gnupg}"
trap 'gpgconf --kill gpg-agent' EXIT
[ -d "$GNUPGHOME" ] || {
	install -d -m 700 "$GNUPGHOME"
	gpg --batch --quiet --passphrase '' --quick-generate-key 'kenshu packages' ed25519 sign never
	echo "署名の鍵を $GNUPGHOME に作りました。この鍵を持つ人が、端末で動くプログラムを決められます。控えを取り、しまってください。" >&2
}
mkdir -p "$2/pool"
for deb in "$1"/*.deb; do
	case $deb in *-dbgsym_*) ;; *) cp "$deb" "$2/pool/" ;; esac
done
cd "$2"
dpkg-scanpackages -m pool 2>/dev/null >Packages.new
gzip -9nc Packages.new >Packages.gz.new
mv Packages.new Packages
mv Packages.gz.new Packages.gz
{
	printf 'Origin: kenshu\nLabel: kenshu\nSuite: stable\nDate: %s\nArchitectures: %s all\nSHA256:\n' \
		"$(LC_ALL=C date -Ru)" "$(dpkg --print-architecture)"
	for file in Packages Packages.gz; do
		printf ' %s %s %s\n' "$(sha256sum $file | cut -d' ' -f1)" "$(stat -c %s $file)" "$file"
	done
} >.Release.new
gpg --batch --quiet --yes --clearsign --output .InRelease.new .Release.new
rm -f .Release.new
mv .InRelease.new InRelease # the last: until then apt has the index of before, or none
gpg --batch --quiet --export >kenshu-packages.gpg
chmod -R a+rX .
echo "$2: $(grep -c ^Package: Packages) 個のパッケージ"
