#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make deb`: deb.sh VERSION PACKAGES... makes the packages in build/deb/ (or $KENSHU_DEB_OUT) from a copy of the tree, so that nothing
# in it changes.
# PACKAGES is the Makefile's list: what builds the programs stands there alone.
set -eu
version=$1
shift
top=$(cd "$(dirname "$0")/.." && pwd)
out=${KENSHU_DEB_OUT:-$top/build/deb}
src=$out/kenshu-$version
rm -rf "$out"
mkdir -p "$src"
cd "$top"
if [ -e .git ]; then
	git ls-files -z --cached --others --exclude-standard | xargs -0 -r tar -cf - --ignore-failed-read
else
	tar -cf - --exclude=./build .
fi | tar -xf - -C "$src"
cp -R "$src/kiosk/debian" "$src/debian"
cd "$src"
[ "$(dpkg-parsechangelog -S Version)" = "$version" ] || {
	echo "kiosk/debian/changelog: its version is not the Makefile's, $version" >&2
	exit 1
}
needs=
for package in "$@"; do
	case $package in
	build-essential | pkg-config | fonts-*) ;;
	*) needs="$needs${needs:+, }$package" ;;
	esac
done
sed -i "s/@BUILD@/$needs/" debian/control
SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -S Timestamp)
export SOURCE_DATE_EPOCH
dpkg-buildpackage -b -us -uc >"$out/build.log" 2>&1 || {
	tail -n 30 "$out/build.log"
	exit 1
}
rm -rf "$src"
ls "$out"/*.deb
