#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# icu.sh LIST OUT: Debian's own static ICU with its data cut to the items in LIST (30 MiB to 3), for the packages: what links with
# PKG_CONFIG_PATH=OUT has it inside; OUT/LICENSE is ICU's. The same bytes wherever and whenever it is made.
set -eu
list=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
unset PKG_CONFIG_PATH
libs=$(pkg-config --variable=libdir icu-uc)
work=$(mktemp -d)
mkdir "$work/all" "$work/items"
trap 'rm -rf "$work"' EXIT
# icudt72l_dat.o: its name, that of the data in it, and of its symbol without the letter of the byte order
object=$(ar t "$libs/libicudata.a")
data=${object%_dat.o}
(cd "$work" && ar x "$libs/libicudata.a" && objcopy -O binary --only-section=.rodata "$object" "all/$data.dat")
grep -v '^#' "$list" >"$work/list.txt" # icupkg goes by the name's end
# Not in /usr/bin: packages are made by who has another path, too.
PATH=$PATH:/usr/sbin
icupkg -x "$work/list.txt" -d "$work/items" "$work/all/$data.dat"
icupkg --ignore-deps -s "$work/items" -a "$work/list.txt" new "$work/$data.dat"
(cd "$work" && printf '.section .rodata\n.balign 16\n.globl %s_dat\n.type %s_dat, @object\n%s_dat:\n.incbin "%s.dat"\n.size %s_dat, . - %s_dat\n%s\n' \
	"${data%?}" "${data%?}" "${data%?}" "$data" "${data%?}" "${data%?}" '.section .note.GNU-stack,"",@progbits' >data.s &&
	as -o data.o data.s)
cp "$(pkg-config --variable=prefix icu-uc)"/share/icu/*/LICENSE "$out/"
rm -f "$out/libkenshu-icudata.a"
ar rcsD "$out/libkenshu-icudata.a" "$work/data.o"
# A linker script, so that the order in which the Makefile names libraries does not matter.
echo "GROUP ( $libs/libicui18n.a $libs/libicuuc.a $out/libkenshu-icudata.a -lstdc++ )" >"$out/libkenshu-icu.a"
for name in icu-uc icu-i18n; do
	printf 'Name: %s\nDescription: ICU with the data of %s\nVersion: %s\nCflags: %s\nLibs: -L%s -lkenshu-icu\n' "$name" "${list##*/}" \
		"$(pkg-config --modversion $name)" "$(pkg-config --cflags $name)" "$out" >"$work/$name.pc"
done
mv "$work"/icu-*.pc "$out/"
