"""Whose resident memory is: idle and after many calls, by what it holds."""

import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from harness import load
from harness.coldstart import SETTLE_SECONDS
from harness.results import Metric, Table
from harness.running import WORK, checked, request_of, say, started
from harness.throughput import CONNECTIONS, STREAMS

# What the JVM calls its own areas, by the names of the table. All other anonymous memory is malloc's.
AREAS = {"Java Heap": "heap", "Code": "compiled code", "Metaspace": "metaspace", "Class": "metaspace",
         "Thread Stack": "stacks", "GC": "collector", "Shared class space": None}


def account(peer, java_home: Path, rounds, calls, machine) -> Table:
    table = Table(
        "account", f"Parts of resident memory, idle and after {calls:,} calls",
        f"The runtime is started afresh in each of {rounds} rounds, and accounts for its areas "
        "(-XX:NativeMemoryTracking=detail, which itself takes 1 to 2 MB, as malloc). Idle is "
        f"{SETTLE_SECONDS} s after one call, calls is right after the load. `own` is what no file holds: the system cannot "
        "take it back. All are in MB.",
        [Metric("idle", "MB", 1), Metric("idle_own", "MB", 1), Metric("calls", "MB", 1), Metric("calls_own", "MB", 1)], machine)
    environment = dict(peer.env or {})
    environment["JAVA_OPTS"] = environment.get("JAVA_OPTS", "") + " -XX:NativeMemoryTracking=detail"
    peer = replace(peer, env=environment)
    request = request_of(peer)
    for number in range(rounds):
        with started(peer) as (process, port, _):
            time.sleep(SETTLE_SECONDS)
            idle = _account(process.pid, java_home)
            load.counted(port, request, WORK, calls, CONNECTIONS, STREAMS)
            loaded = _account(process.pid, java_home)
            checked(port, request)
        nothing = (0, 0)
        everything = [*sorted({*idle, *loaded}, key=lambda part: -loaded.get(part, nothing)[0]), "all"]
        for stage in (idle, loaded):
            stage["all"] = tuple(map(sum, zip(*stage.values())))
        for part in everything:
            table.add(part, **{
                name: kib / 1024 for name, kib in zip(
                    ("idle", "idle_own", "calls", "calls_own"), (*idle.get(part, nothing), *loaded.get(part, nothing)))})
        say(f"round {number + 1}: idle {idle['all'][0] / 1024:.0f}, after the calls {loaded['all'][0] / 1024:.0f} MB")
    return table


def _account(pid: int, java_home: Path) -> dict:
    # Read before the JVM is asked, which takes memory.
    mappings = Path(f"/proc/{pid}/smaps").read_text()
    told = subprocess.run([java_home / "bin/jcmd", str(pid), "VM.native_memory", "detail"], capture_output=True, text=True,
                          timeout=60, check=True).stdout
    return parts(mappings, told)


def parts(smaps: str, native_memory: str) -> dict:
    """KiB that are resident, and those of them that no file holds, by part."""
    areas = [(int(begin, 16), int(end, 16), area) for begin, end, area in re.findall(
        r"^\[0x([0-9a-f]+) - 0x([0-9a-f]+)\] reserved \S+ for (.+?)(?: from)?$", native_memory, re.MULTILINE)]
    seen = {}
    part = None
    for line in smaps.splitlines():
        mapping = re.match(r"([0-9a-f]+)-[0-9a-f]+ (\S+) \S+ \S+ \d+\s*(.*)$", line)
        if mapping:
            begin = int(mapping[1], 16)
            area = next((name for low, high, name in areas if low <= begin < high), None)
            part = AREAS.get(area) or _file(mapping[3], mapping[2])
        elif value := re.match(r"(Rss|Anonymous):\s+(\d+) kB", line):
            resident, own = seen.get(part, (0, 0))
            kib = int(value[2])
            seen[part] = (resident + kib, own) if value[1] == "Rss" else (resident, own + kib)
    return {part: sizes for part, sizes in seen.items() if sizes != (0, 0)}


def _file(path: str, permissions: str) -> str:
    if path.endswith((".aot", ".jsa")):
        return "archive, written to" if "w" in permissions else "archive, only read"
    if path.endswith("/libjvm.so"):
        return "libjvm.so"
    return "other files" if path.startswith("/") else "malloc"
