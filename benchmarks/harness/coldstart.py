"""From the start of the process to its first answered call; and what a server costs without calls."""

import contextlib
import dataclasses
import subprocess
import sys
import time
from pathlib import Path

from harness.http2 import PAUSE_SECONDS
from harness.peers import CLASSES
from harness.processes import Started
from harness.results import Metric, Table
from harness.running import WORK, say, started, turns

EMPTY = "a JVM that does nothing"


def coldstart(peers, rounds, java_home, machine, busy=0) -> Table:
    """`busy` is the number of other processes that compute all the time."""
    table = Table(
        "coldstart-busy" if busy else "coldstart",
        "Cold start: from the start of the process to its first answered call"
        + (f", beside {busy} busy processes" if busy else ""),
        f"{rounds} rounds, in turn, after one start of each that does not count, so that all files are in the page cache. "
        f"A client tries to connect each {PAUSE_SECONDS * 1000:g} ms from before the port is open, calls at once, and "
        "compares the answer. CPU is what the server's threads took together until then, in steps of 10 ms. "
        "A JVM that does nothing is timed to its exit.",
        [Metric("answered", "ms", 0), Metric("port_bound", "ms", 0), Metric("CPU", "ms", 0), Metric("memory", "MB", 1),
         Metric("threads", "")],
        machine, subjects=[peer.name for peer in peers if peer.ours])
    for peer in peers:
        if peer.prepare:
            with started(dataclasses.replace(peer, argv=peer.prepare())) as (process, _, _):
                process.stop()
        with started(peer):
            pass
    with contextlib.ExitStack() as others:
        for _ in range(busy):
            others.enter_context(Started([sys.executable, "-c", "while True: pass"], WORK / "busy.log"))
        for number, peer in turns(peers, rounds):
            if peer is peers[0]:
                table.add(EMPTY, answered=_empty_jvm(java_home))
            with started(peer) as (process, _, first):
                table.add(
                    peer.name, answered=(first.answered - process.started) * 1000,
                    port_bound=(first.connected - process.started) * 1000, CPU=process.cpu_seconds() * 1000,
                    memory=process.status("VmRSS") / 1024, threads=process.status("Threads"))
            if number == 0:
                say(f"{peer.name}: {table.values[peer.name]['answered'][0]:.0f} ms in the first of {rounds} rounds")
    return table


def _empty_jvm(java_home: Path) -> float:
    began = time.perf_counter()
    subprocess.run(
        [java_home / "bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", CLASSES,
         "io.funclet.benchmarks.server.EmptyProgram"], check=True, timeout=60, stdin=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000


SETTLE_SECONDS = 5


def idle(peers, rounds, seconds, machine) -> Table:
    table = Table(
        "idle", "Idle: after one call, without calls",
        f"CPU time of all threads over {seconds} s, from {SETTLE_SECONDS} s after the call on, in {rounds} rounds.",
        [Metric("CPU", "% of a core", 3), Metric("memory", "MB", 1), Metric("threads", "")], machine)
    for _, peer in turns(peers, rounds):
        with started(peer) as (process, _, _):
            time.sleep(SETTLE_SECONDS)
            began, before = time.perf_counter(), process.precise_cpu_seconds()
            time.sleep(seconds)
            share = (process.precise_cpu_seconds() - before) / (time.perf_counter() - began)
            table.add(peer.name, CPU=100 * max(0, share), memory=process.status("VmRSS") / 1024,
                      threads=process.status("Threads"))
            say(f"{peer.name}: {100 * share:.3f} % of a core")
    return table
