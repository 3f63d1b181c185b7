#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two and a half minutes of `make durability`, without `sent` (which waits) and the mutants (which are built): what the glass said against what the disk holds (tests/README.md).
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
case ${KENSHU_BIN:-build} in
build) ;;
*)
	echo "ok durability: skipped: not under a sanitizer, which wants to be loaded first # skip"
	exit 0
	;;
esac
# One case at a time, the other processors are with the tests beside it; so it runs longer, for as many cases as two had tried.
DURABILITY_SECONDS=${DURABILITY_SECONDS:-150} sh "$top/tests/durability/durability.sh" quick --jobs 1 --part faults --part blind --part kills --part clocks \
	--part wire --part copies --part damage --part images || {
	echo "not ok durability"
	exit 1
}
echo "ok durability: nothing that is not known"
