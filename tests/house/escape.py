#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The settled part of the escape list (kiosk/README.md): what on a kiosk no key, plug or crash may lead out of, setting by
setting. escape.py TREE: names each that is not as it must be; escape.py prove TREE: takes each away, and must name that one."""
import re
import shutil
import sys
import tempfile
from pathlib import Path

UNIT = "kiosk/debian/kenshu-session.service"
LOGIND = "kiosk/session/10-kenshu-session.conf"
SYSCTL = "kiosk/session/60-kenshu-session.conf"
MANAGER = "kiosk/session/10-kenshu-manager.conf"
LINKS = "kiosk/debian/kenshu-session.links"
USB = "kiosk/session/10-kenshu-usbguard.conf"
START = "kiosk/session/kenshu-session"
USER = "kiosk/debian/kenshu-session.sysusers"
INSTALL = "kiosk/debian/kenshu-session.install"

# (file, the line that must stand there, what it keeps shut)
MUST = [
    (LOGIND, "NAutoVTs=0", "Ctrl+Alt+F2: a login on another terminal"),
    (LOGIND, "ReserveVT=0", "Ctrl+Alt+F6: the reserved terminal"),
    (LOGIND, "HandlePowerKey=ignore", "the power key of a keyboard"),
    (LOGIND, "HandleSuspendKey=ignore", "the sleep key of a keyboard"),
    (LOGIND, "HandleHibernateKey=ignore", "the hibernate key of a keyboard"),
    (LOGIND, "HandleRebootKey=ignore", "the reboot key of a keyboard"),
    (LOGIND, "HandleLidSwitch=ignore", "a lid that closes"),
    (LOGIND, "KillUserProcesses=yes", "what outlives the session"),
    (SYSCTL, "kernel.sysrq = 0", "Alt+SysRq"),
    (SYSCTL, "kernel.ctrl-alt-del = 0", "Ctrl+Alt+Del, as the kernel takes it"),
    (MANAGER, "CtrlAltDelBurstAction=none", "Ctrl+Alt+Del seven times"),
    (LINKS, "/dev/null etc/systemd/system/ctrl-alt-del.target", "Ctrl+Alt+Del, as systemd takes it"),
    (UNIT, "TTYPath=/dev/tty1", "a terminal that is not the kiosk's"),
    (UNIT, "Conflicts=getty@tty1.service", "a login on the kiosk's own terminal"),
    (UNIT, "StandardInput=tty-fail", "the terminal taken from the kiosk"),
    (UNIT, "TTYVTDisallocate=yes", "what the last session left on the terminal"),
    (UNIT, "User=kenshu", "root"),
    (UNIT, "NoNewPrivileges=yes", "setuid programs"),
    (UNIT, "CapabilityBoundingSet=", "capabilities"),
    (UNIT, "ProtectSystem=strict", "writing to the system"),
    (UNIT, "DevicePolicy=closed", "other devices"),
    (UNIT, "Restart=always", "a screen that stays black after a crash"),
    (UNIT, "StartLimitIntervalSec=0", "a session that is given up after some crashes"),
    (UNIT, "WatchdogSec=120", "a screen that stands still"),
    (UNIT, "NotifyAccess=main", "a watchdog that hears nobody"),
    (UNIT, "RuntimeDirectory=kenshu-session", "a black screen: cage finds no place for its socket, /run/user being shut"),
    (START, '[ -z "${RUNTIME_DIRECTORY-}" ] || export XDG_RUNTIME_DIR="$RUNTIME_DIRECTORY"', "the same"),
    (UNIT, "RestartPreventExitStatus=42", "a kiosk that comes back when a 係員 ended it"),
    (UNIT, "KeyringMode=private", "keys of another session"),
    (USB, "block with-interface one-of { 03:01:01 }", "a keyboard"),
    (USER, 'u kenshu - "kenshu kiosk" /var/lib/kenshu', "a login shell: none is named, so nologin"),
    (START, 'exec kenshu-kiosk --relay cage -- kenshu-kiosk "$@" ${KENSHU_ARGUMENTS:-}', "cage -s, which changes terminals"),
]
# (file, what must not stand there, why)
MUST_NOT = [
    (USB, r"^allow(?!.*match-all)", "a rule that one interface of many satisfies", "allow with-interface one-of { 03:00:00 }"),
    (USB, r"^allow.*\b08:", "memory sticks by their class", "allow with-interface match-all { 08:06:50 }"),
    (USB, r"^allow.*\b03:01:01", "keyboards by their class", "allow with-interface match-all { 03:01:01 }"),
    (USB, r"^allow.*\b(?:03|\*):\*", "any HID", "allow with-interface match-all { 03:*:* }"),
    (START, r"cage\s+-\w*s", "cage -s changes terminals by Ctrl+Alt+F2", "cage -s -- kenshu-kiosk"),
    (USER, r"/bin/(?:ba)?sh", "a shell for the kiosk's user", 'u kenshu - "kenshu kiosk" /var/lib/kenshu /bin/sh'),
]
# What is written is also installed.
INSTALLED = [Path(name).name for name in (LOGIND, SYSCTL, MANAGER, USB, START)]


def lines(root, name):
    path = root / name
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def faults(root):
    found = []
    for name, line, shuts in MUST:
        if line not in lines(root, name):
            found.append(f"{name}: 「{line}」 is missing, which shuts: {shuts}")
    for name, pattern, why, _ in MUST_NOT:
        for line in lines(root, name):
            if re.search(pattern, line):
                found.append(f"{name}: 「{line}」: {why}")
    for name in INSTALLED:
        if not any(line.split("#")[0].split()[:1] == [f"kiosk/session/{name}"] for line in lines(root, INSTALL)):
            found.append(f"{INSTALL}: {name} is not installed")
    return found


def changed(root, name, change):
    """The faults of a copy in which change(lines) stands in the place of a file's lines."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(root / "kiosk", copy / "kiosk")
        text = change(lines(root, name))
        (copy / name).write_text("\n".join(text) + "\n", encoding="utf-8")
        return faults(copy)


def prove(root):
    missed = 0
    trials = [(name, f"「{line}」", lambda t, line=line: [x for x in t if x != line]) for name, line, _ in MUST]
    trials += [(name, why, lambda t, planted=planted: [*t, planted]) for name, _, why, planted in MUST_NOT]
    trials += [(INSTALL, name, lambda t, name=name: [x for x in t if name not in x.split()[:1][0]]) for name in INSTALLED]
    for name, words, change in trials:
        if not any(name in fault and words in fault for fault in changed(root, name, change)):
            print(f"planted in {name}: {words}: not found")
            missed += 1
    print(f"{len(trials) - missed} of {len(trials)} planted faults found")
    return missed


def main():
    is_proof = sys.argv[1] == "prove"
    root = Path(sys.argv[-1])
    if is_proof:
        return 1 if prove(root) else 0
    found = faults(root)
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
