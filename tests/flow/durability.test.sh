#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two minutes of `make durability`: what the glass said against what the disk holds (tests/README.md).
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
case ${KENSHU_BIN:-build} in
build) ;;
*)
	echo "ok durability: skipped: not under a sanitizer, which wants to be loaded first # skip"
	exit 0
	;;
esac
sh "$top/tests/durability/durability.sh" quick || {
	echo "not ok durability"
	exit 1
}
echo "ok durability: nothing that is not known"
