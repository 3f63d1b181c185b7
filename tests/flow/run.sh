#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make run`: a collector on loopback, the sample staff, one kiosk on this display. State is kept in build/run/.
set -u
. "$(dirname "$0")/lib.sh"

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
	echo "No display here. Start it from a desktop, or: xvfb-run -s '-screen 0 1920x1080x24' make run" >&2
	exit 1
fi
WORK=$(mktemp -d)
C=$TOP/build/run/C
K=$TOP/build/run/K
CRED=$TOP/build/run/cred.txt
trap flow_clean EXIT
trap 'exit 0' INT TERM
mkdir -p "$TOP/build/run"
[ -f "$CRED" ] || {
	echo "Importing the sample staff …"
	enrol k-01
}
start_collector
cat <<-END
	Collector at $ENDPOINT, state in build/run/.
	Sign in as 204101 with PIN $(pin_of 204101) (everybody: content/roster.sample.csv). Reports, in another terminal:
	  build/kenshu report completion --state build/run/C
	Close the window, or press Ctrl+C here, to stop.
END
"$BIN/kenshu-kiosk" --state "$K" --content "$CONTENT" --endpoint "$ENDPOINT" --credentials "$CRED" ${KIOSK_FLAGS-}
