#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Finds what a reviewer should not have to: shape.py [ROOT] prints `file:line: fault` and exits 1.

Who may include whom is read from the head of the Makefile, so that there is one table, not two.
"""
import os
import re
import sys

LINES_MAX = 500
FUNCTION_LINES_MAX = 60
BANNED = (
    "gets strcpy strcat strncpy strncat sprintf vsprintf atoi atol atof strtok localtime gmtime "
    "system popen alloca"
).split()

# Headers of a library, and the only files under src/ and include/ that may know it.
GUARDED = [
    (r"sqlite3\.h", r"src/(record/.*|lrs/.*|report/facts(_\w+)?\.c)"),
    (r"curl/.*", r"src/sync/.*"),
    (r"SDL.*", r"src/ui/(window|font|image|input)[a-z_]*\.[ch]"),
    (r"microhttpd\.h", r"src/collector/.*"),
    (r"gnutls/.*", r"src/(collector/tls|lrs/jws)\.c"),
    (r"qrencode\.h", r"src/(kiosk/qr|report/sheet)\.c"),
    (r"z(std|dict)\.h", r"src/record/body(_learn)?\.c"),
    (r"winscard\.h", r"src/kiosk/card_lib\.h"),
]

FOLDERS = ("src", "include", "tests", "kiosk", "fonts", ".ci")
SCRIPT_ENDS = (".sh", ".py")


class Shape:
    def __init__(self, root):
        self.root = root
        self.faults = []
        self.floors, self.uses = self.read_floors()
        self.files = {path: self.read(path) for path in sorted(self.find())}

    def fault(self, path, line, text):
        self.faults.append((path, line, text))

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def find(self):
        if os.path.exists(os.path.join(self.root, "Makefile")):
            yield "Makefile"
        for folder in FOLDERS:
            for at, folders, names in os.walk(os.path.join(self.root, folder)):
                folders[:] = [f for f in folders if f not in ("build", "data", "corpus", "__pycache__")]
                for name in names:
                    path = os.path.relpath(os.path.join(at, name), self.root)
                    if name.endswith((".c", ".h") + SCRIPT_ENDS) or path == ".ci/run":
                        yield path

    def read_floors(self):
        """FLOORS and uses_<floor> as the Makefile has them."""
        text = self.read("Makefile")
        found = re.search(r"^FLOORS\s*:=(.*)$", text, re.M)
        floors = found.group(1).split() if found else []
        uses = {}
        for name, value in re.findall(r"^uses_(\w+)\s*:=(.*)$", text, re.M):
            uses[name] = value.split()
            for other in uses[name]:
                if name in floors and (other not in floors or floors.index(other) >= floors.index(name)):
                    self.fault("Makefile", 0, f"uses_{name}: {other} is not a floor below {name}")
        return floors, uses


def without_comments(text):
    """C text with comments and literals blanked, line numbers kept."""

    def blank(match):
        word = match.group(0)
        if word.startswith("/"):
            return re.sub(r"[^\n]", " ", word)
        return word[0] + " " * (len(word) - 2) + word[-1]

    pattern = r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    return re.sub(pattern, blank, text, flags=re.S)


def includes(text):
    """(line, name, is_ours) of every #include."""
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(2), match.group(1) == '"'


def floor_of(path):
    parts = path.split(os.sep)
    return parts[1] if len(parts) > 2 and parts[0] in ("src", "include", "tests") else None


def resolve(shape, name):
    """The file of the tree that "floor/x.h" means, None when it is not one of ours."""
    for folder in ("include", "src", "tests"):
        if f"{folder}/{name}" in shape.files:
            return f"{folder}/{name}"
    return None


def check_floors(shape):
    """No upward include, and nobody reads another floor's private header."""
    for path, text in shape.files.items():
        floor = floor_of(path)
        if floor not in shape.floors or not path.endswith((".c", ".h")):
            continue
        allowed = [floor] + shape.uses.get(floor, [])
        for line, name, is_ours in includes(text):
            target = name.split("/")[0]
            if not is_ours or target not in shape.floors:
                continue
            if target not in allowed:
                shape.fault(path, line, f'upward include: {floor} may not include "{name}"')
            elif target != floor and (resolve(shape, name) or "").startswith("src/"):
                shape.fault(path, line, f'"{name}" is private to {target}')
            elif path.startswith("include/") and (resolve(shape, name) or "").startswith("src/"):
                shape.fault(path, line, f'public header includes the private "{name}"')


def check_circles(shape):
    """No header reaches itself through includes."""
    edges = {}
    for path, text in shape.files.items():
        if path.endswith(".h"):
            found = ((line, resolve(shape, name)) for line, name, is_ours in includes(text) if is_ours)
            edges[path] = [(line, target) for line, target in found if target]
    done = set()

    def walk(path, trail):
        if path in done:
            return
        for line, target in edges.get(path, []):
            if target in trail:
                circle = trail[trail.index(target):] + [target]
                shape.fault(path, line, "include circle: " + " -> ".join(circle))
            else:
                walk(target, trail + [target])
        done.add(path)

    for path in edges:
        walk(path, [path])


def room_of(path):
    """A .c and .h of one name are one room, wherever each of them lies; a private header is a room of its own."""
    return re.sub(r"^(?:include|src)/|\.[ch]$", "", path)


def components(edges):
    """Tarjan: the strongly connected parts of a graph {node: [node, …]}."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in edges.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            part = stack[stack.index(node):]
            del stack[-len(part):]
            found.append(part)

    for node in sorted(edges):
        if node not in index:
            visit(node)
    return found


def check_rooms(shape):
    """At most two rooms may know each other; three or more that reach each other in a circle are one room, badly cut."""
    edges, places = {}, {}
    for path, text in shape.files.items():
        if not path.startswith(("src/", "include/")) or not path.endswith((".c", ".h")):
            continue
        room = room_of(path)
        edges.setdefault(room, [])
        for line, name, is_ours in includes(text):
            target = resolve(shape, name) if is_ours else None
            if target and room_of(target) != room:
                edges[room].append(room_of(target))
                places.setdefault((room, room_of(target)), (path, line))
    for part in components(edges):
        if len(part) > 2:
            inner = min(places[a, b] for a in part for b in edges[a] if b in part)
            shape.fault(*inner, "circle of rooms: " + ", ".join(sorted(part)))


def check_sizes(shape):
    for path, text in shape.files.items():
        n_lines = text.count("\n")
        if n_lines > LINES_MAX:
            shape.fault(path, n_lines, f"file has {n_lines} lines, at most {LINES_MAX}")
        if not path.endswith((".c", ".h")):
            continue
        began = None
        for number, line in enumerate(text.split("\n"), 1):
            if line == "{":
                began = number
            elif line == "}" and began is not None:
                if number - began + 1 > FUNCTION_LINES_MAX:
                    shape.fault(path, began, f"function has {number - began + 1} lines, "
                                f"at most {FUNCTION_LINES_MAX}")
                began = None


def check_calls(shape):
    banned = re.compile(r"(?<![\w.])(?<!->)(" + "|".join(BANNED) + r")\s*\(")
    for path, text in shape.files.items():
        if not path.endswith((".c", ".h")):
            continue
        for number, line in enumerate(without_comments(text).split("\n"), 1):
            for match in banned.finditer(line):
                shape.fault(path, number, f"banned call: {match.group(1)}()")
            match = re.search(r"\bgoto\s+(\w+)", line)
            if match and match.group(1) != "out":
                shape.fault(path, number, f"goto {match.group(1)}: the one label is `out`")


def check_null(shape):
    """A pointer is asked as `p` and `!p`."""
    for path, text in shape.files.items():
        if not path.endswith((".c", ".h")):
            continue
        for number, line in enumerate(without_comments(text).split("\n"), 1):
            if re.search(r"[!=]=\s*NULL\b|\bNULL\s*[!=]=", line):
                shape.fault(path, number, "compared with NULL: write `p` or `!p`")


def check_guarded(shape):
    for path, text in shape.files.items():
        if not path.startswith(("src/", "include/")) or not path.endswith((".c", ".h")):
            continue
        for line, name, _ in includes(text):
            for header, places in GUARDED:
                if re.fullmatch(header, name) and not re.fullmatch(places, path):
                    shape.fault(path, line, f"<{name}> may not be included here (only {places})")


def check_heads(shape):
    """SPDX first; a public header says what it is for before it declares anything."""
    for path, text in shape.files.items():
        head = text.split("\n")[:2]
        wanted = "SPDX-License-Identifier: Apache-2.0"
        if wanted not in (head[1] if head[0].startswith("#!") and len(head) > 1 else head[0]):
            shape.fault(path, 1, f"first line is not {wanted}")
        if path.startswith("include/"):
            before = re.split(r"^(?:#|\w)", text, maxsplit=1, flags=re.M)[0]
            words = re.sub(r"SPDX-License-Identifier: \S+|[\s/*]", "", before)
            if not words:
                shape.fault(path, 1, "public header without a comment that says what it is for")
        # Angle brackets find our headers too, past every rule above.
        for line, name, is_ours in includes(text) if path.endswith((".c", ".h")) else ():
            if not is_ours and name.split("/")[0] in shape.floors and resolve(shape, name):
                shape.fault(path, line, f'write "{name}", not <{name}>')


def prototypes(text):
    """(first line, last line, name) of every function that a header declares."""
    text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group(0)),
                  without_comments(text), flags=re.M)
    depth, begin = 0, 0
    for mark in re.finditer(r"[{};]", text):
        if mark.group(0) != ";":
            depth += 1 if mark.group(0) == "{" else -1
            begin = begin if depth else mark.end()
        elif depth == 0:
            declared = text[begin:mark.start()]
            name = re.match(r"\s*(?!typedef\b)[^(]*?(\w+)\s*\((?!\*)", declared)
            if name:
                at = begin + len(declared) - len(declared.lstrip())
                yield text.count("\n", 0, at), text.count("\n", 0, mark.start()), name.group(1)
            begin = mark.end()


def check_documented(shape):
    """A public prototype has its contract right above it (/** name() - ...), or in a comment behind it."""
    for path, text in shape.files.items():
        if not path.startswith("include/") or not path.endswith(".h"):
            continue
        lines = text.split("\n")
        for first, last, name in prototypes(text):
            behind = re.search(r";\s*/\*.*\w", lines[last])
            above = re.search(r"/\*(?:(?!\*/).)*\*/\Z", "\n".join(lines[:first]), re.S)
            told = re.match(r"/\*\*\s*(?:\* )?(\w+)\(\) - ", above.group(0)) if above else None
            if told and told.group(1) != name:
                shape.fault(path, first + 1, f"the comment above {name}() is about {told.group(1)}()")
            elif not above and not behind:
                shape.fault(path, first + 1, f"{name}() is not documented")


CHECKS = [check_floors, check_circles, check_rooms, check_sizes, check_calls,
          check_null, check_guarded, check_heads, check_documented]


def main():
    shape = Shape(sys.argv[1] if len(sys.argv) > 1 else ".")
    for check in CHECKS:
        check(shape)
    for path, line, text in sorted(set(shape.faults)):
        print(f"{path}:{line}: {text}")
    return 1 if shape.faults else 0


if __name__ == "__main__":
    sys.exit(main())
