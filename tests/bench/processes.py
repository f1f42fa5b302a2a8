"""What a browser spends, over all of its processes."""

import os
from pathlib import Path

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def cpu_ms(root: int) -> float:
    """User and system time of a process and all below it, so far."""
    children: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        pid = int(stat.parent.name)
        children.setdefault(int(fields[1]), []).append(pid)
        spent[pid] = int(fields[11]) + int(fields[12])
    total, open_pids = 0, [root]
    while open_pids:
        pid = open_pids.pop()
        total += spent.get(pid, 0)
        open_pids += children.get(pid, [])
    return total * TICK_MS


def browser_pid(folder: str) -> int:
    """Of the browser that has this folder for its profile."""
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in words and b"--type=" not in b" ".join(words):
            return int(line.parent.name)
    raise SystemExit("the browser's process was not found")
