# SPDX-License-Identifier: Apache-2.0
"""The journal that the shim kept (shim.h, struct shim_record)."""
import struct

HEAD = struct.Struct("<BBxxIQQII")


def records(path):
    """(kind, is_failed, call, path, data) of each record; data only of scenes."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at + HEAD.size <= len(data):
        kind, failed, call, _ino, _offset, n_path, n_data = HEAD.unpack_from(data, at)
        at += HEAD.size
        name = data[at:at + n_path].decode("utf-8", "replace")
        at += n_path + n_data
        yield chr(kind), failed, call, name, data[at - n_data:at] if chr(kind) == "M" else b""


def sites(path):
    """One list a process, in the order they ran: [(call, kind)] of every call that can fail."""
    found = []
    for kind, _failed, call, _name, _data in records(path):
        if kind == "B":
            found.append({})
        elif kind not in "EM" and found and call > 0:
            found[-1].setdefault(call, kind)
    return [sorted(calls.items()) for calls in found]
