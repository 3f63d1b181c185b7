#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The settings by which nothing leads out of a kiosk stand where they must, each of them is missed when it is taken away, and
# USBGuard can read its rules. What keys and touches do is tests/flow/window_cage.test.sh and `make soak`.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
python3 "$top/tests/house/escape.py" prove "$top" || { echo "not ok: a planted way out was not found"; exit 1; }
echo "ok each way out is found when it is planted"
python3 "$top/tests/house/escape.py" "$top" || { echo "not ok: a way out"; exit 1; }
echo "ok no setting leaves a way out"
command -v usbguard-rule-parser >/dev/null || { echo "ok USBGuard's rules: skipped, usbguard is not installed # skip"; exit 0; }
usbguard-rule-parser -f "$top/kiosk/session/10-kenshu-usbguard.conf" >/dev/null || { echo "not ok: USBGuard's rules"; exit 1; }
echo "ok USBGuard reads its rules"
