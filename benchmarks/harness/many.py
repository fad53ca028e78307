"""Many function bundles in one process: what each costs at the start, in each call, and in memory."""

import re
import subprocess
import time
from dataclasses import replace

from harness import bundles, http2, load, peers, processes, results, wire
from harness.results import Metric, Table
from harness.running import PAYLOAD, START_SECONDS, WORK, checked, fresh, say

LATENCY_CALLS = 2000


def many(functions, rounds, builds, java_home, machine) -> Table:
    table = Table(
        "many", f"Many functions: up to {functions:,} bundles in one process",
        f"Each function in a bundle of its own, all in one code directory, started afresh in each of {rounds} rounds. "
        "Loaded: from the start of the process until each function has answered a call, called one after the other. "
        "Latency is the median of one call at a time, to the first and to the last function, in turn, after a warm-up. "
        "Memory after a garbage collection; per function the growth over one function, class and code of the bundle "
        "included.",
        [Metric("loaded", "ms"), Metric("first", "µs"), Metric("last", "µs"), Metric("memory", "MB", 1),
         Metric("per_function", "KB", 1), Metric("heap", "MB", 1), Metric("metaspace", "MB", 1), Metric("threads", "")],
        machine)
    counts = sorted({1, max(1, functions // 4), max(1, functions // 2), functions})
    for _ in range(rounds):
        smallest = {}
        for count in counts:
            for build, distribution in builds:
                seen = _measure(count, distribution, java_home)
                grown = seen["memory"] - smallest.setdefault(build, seen["memory"])
                table.add(f"{count:,} function{'s' if count > 1 else ''}{build}",
                          per_function=grown * 1024 / (count - 1) if count > 1 else 0, **seen)
                say(f"functions: {count}{build}; loaded after {seen['loaded']:,.0f} ms, {seen['memory']:.1f} MB")
    return table


def _measure(count, distribution, java_home) -> dict:
    work = fresh("many")
    code = work / "code"
    code.mkdir()
    names = [f"function-{number:05}" for number in range(count)]
    for name in names:
        bundles.write(code, peers.CLASSES, name)
    port = processes.free_port()
    config = peers.service_yml(work, port, {name: code for name in names}, timeout=f"{START_SECONDS}s")
    peer = replace(peers.funclet(java_home=java_home), argv=None)
    with processes.Started([distribution / "bin/funclet", "-c", config], WORK / "many.log", cwd=work,
                           env=peer.environment()) as process:
        connection = http2.connect(port, time.perf_counter() + START_SECONDS, process.alive)
        with http2.Connection(connection, port, START_SECONDS) as line:
            for name in names:
                line.call(wire.baetyl_1(PAYLOAD, name))
        loaded = (time.perf_counter() - process.started) * 1000
        first, last = wire.baetyl_1(PAYLOAD, names[0]), wire.baetyl_1(PAYLOAD, names[-1])
        load.counted(port, first, WORK, 20_000, 4, 8)
        times = {"first": [], "last": []}
        for _ in range(3):
            times["first"] += load.one_at_a_time(port, first, WORK, LATENCY_CALLS)
            times["last"] += load.one_at_a_time(port, last, WORK, LATENCY_CALLS)
        checked(port, last)
        heap, metaspace = _collected(process, java_home)
        return {
            "loaded": loaded, "first": results.median(times["first"]), "last": results.median(times["last"]),
            "memory": process.status("VmRSS") / 1024, "threads": process.status("Threads"),
            "heap": heap, "metaspace": metaspace,
        }


def _collected(process, java_home) -> tuple:
    """Megabytes of heap and metaspace after a full collection."""
    jcmd = [java_home / "bin/jcmd", str(process.pid)]
    subprocess.run([*jcmd, "GC.run"], capture_output=True, timeout=60, check=True)
    heap = _asked(jcmd, "GC.heap_info")
    metaspace = _asked(jcmd, "VM.metaspace", "basic", "scale=K")
    # A line for each generation, or one for the whole heap: as the collector has it.
    return (sum(int(used) for used in re.findall(r"total \d+K, used (\d+)K", heap)) / 1024,
            float(re.search(r"Both:\s+([\d.]+) KB used", metaspace).group(1)) / 1024)


def _asked(jcmd, *command) -> str:
    return subprocess.run([*jcmd, *command], capture_output=True, text=True, timeout=60, check=True).stdout
