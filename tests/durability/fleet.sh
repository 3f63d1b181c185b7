#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# fleet.sh SEED: nothing lost, twice or false in a fleet (tests/flow/flow_fleet.c), and each planted fault is found.
set -u
SEED=$1
BIN=build/default/tests/flow/flow_fleet
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

"$BIN" "$WORK/fleet" "$SEED" || exit 1
for fault in drop forge deaf; do
	"$BIN" "$WORK/$fault" "$SEED" $fault >"$WORK/said.txt"
	[ $? -eq 1 ] || {
		echo "not ok: the planted fault 「$fault」 was not found" >&2
		cat "$WORK/said.txt" >&2
		exit 1
	}
	echo "planted $fault: found, $(grep -v '/ false 0$\|^seed' "$WORK/said.txt" || grep -v 'lost 0\|^seed' "$WORK/said.txt")"
done
