#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""start.py TRACE PROGRAM ARG…: microseconds from just before fork to @first_frame in the program's trace."""
import subprocess
import sys
import time

began = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
subprocess.run(sys.argv[2:], check=True)
for line in open(sys.argv[1], encoding="ascii"):
    name, value = line.split()
    if name == "@first_frame":
        print(int(value) - began)
