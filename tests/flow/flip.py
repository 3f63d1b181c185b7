# SPDX-License-Identifier: Apache-2.0
"""flip.py FILE TEXT: flip one bit behind the one place where TEXT stands; fails unless there is exactly one."""
import sys

path, text = sys.argv[1], sys.argv[2].encode()
data = bytearray(open(path, "rb").read())
if data.count(text) != 1:
    sys.exit(f"{text} stands {data.count(text)} times in {path}")
data[data.find(text) + len(text) - 1] ^= 1
open(path, "wb").write(data)
