#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# durability.sh [quick|full|long] [ARGS of durability.py]: two minutes, ten, or everything (hours, 100,000 power cuts).
# DURABILITY_SECONDS: another time; DURABILITY_SEED: another order; DURABILITY_HANG_SECONDS (120): more on a busy machine.
set -u
here=$(cd "$(dirname "$0")" && pwd)
how=${1:-full}
[ $# -eq 0 ] || shift
case $how in
quick) set -- "${DURABILITY_SECONDS:-95}" "$@" ;;
full) set -- "${DURABILITY_SECONDS:-600}" "$@" ;;
long) set -- "${DURABILITY_SECONDS:-14400}" --all --image-seconds 3600 "$@" ;;
*)
	echo "durability.sh quick, full or long" >&2
	exit 2
	;;
esac
exec python3 "$here/durability.py" "$@"
