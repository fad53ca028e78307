"""Hot updates: from the rename of a jar to the first response of its new version, beside few and many other jars."""

import os
import time

from harness import bundles, http2, peers, processes, results, wire
from harness.http2 import PAUSE_SECONDS
from harness.results import Metric, Table
from harness.running import START_SECONDS, WORK, fresh, say

QUESTION = wire.baetyl_1(b"version?", "function-00000")
UPDATE_SECONDS = 30
WARM_UP = 20
# Of different lengths: each update meets the timers of the runtime at another phase.
PAUSES = [0.31, 0.47, 0.23, 0.61, 0.37, 0.53, 0.29]


def updates(count, others, rounds, builds, java_home, machine) -> Table:
    table = Table(
        "updates", "Updates: from the rename of a jar to the first response of its new version",
        f"{count} updates of one function in each of {rounds} rounds, after {WARM_UP} that do not count, {min(PAUSES)} to "
        f"{max(PAUSES)} s apart. The new jar is written under a hidden name first; the clock starts just before its rename. "
        f"One connection asks for the version each {PAUSE_SECONDS * 1000:g} ms; the clock stops at the first response of the "
        "new version. No call may fail. CPU is what the runtime's threads take for an update, calls included.",
        [Metric("median", "ms", 1), Metric("95_percent", "ms", 1), Metric("longest", "ms", 1), Metric("CPU_an_update", "ms", 1)],
        machine)
    for _ in range(rounds):
        for jars in sorted({1, others}):
            for build, distribution in builds:
                seen = _measure(count, jars, distribution, java_home)
                table.add(f"{jars:,} jar{'s' if jars > 1 else ''} in the directory{build}", **seen)
                say(f"{jars} jars{build}: median {seen['median']:.1f} ms, 95 % {seen['95_percent']:.1f} ms")
    return table


def _measure(count, jars, distribution, java_home) -> dict:
    work = fresh("updates")
    code = work / "code"
    code.mkdir()
    names = [f"function-{number:05}" for number in range(jars)]
    for name in names:
        bundles.write(code, peers.CLASSES, name)
    port = processes.free_port()
    config = peers.service_yml(work, port, {name: code for name in names}, timeout=f"{START_SECONDS}s")
    with processes.Started([distribution / "bin/funclet", "-c", config], WORK / "updates.log", cwd=work,
                           env=peers.funclet(java_home=java_home).environment()) as process:
        connection = http2.connect(port, time.perf_counter() + START_SECONDS, process.alive)
        with http2.Connection(connection, port, START_SECONDS) as line:
            for name in names:
                line.call(wire.baetyl_1(b"any", name))
            times, cpu = [], 0
            for number in range(WARM_UP + count):
                if number == WARM_UP:
                    cpu = process.cpu_seconds()
                times.append(_update(line, code, names[0], f"1.{number + 1}.0"))
                time.sleep(PAUSES[number % len(PAUSES)])
            cpu = process.cpu_seconds() - cpu
    times = times[WARM_UP:]
    return {"median": results.median(times), "95_percent": results.percentile(times, 95), "longest": max(times),
            "CPU_an_update": cpu / count * 1000}


def _update(line, code, name, version) -> float:
    """The milliseconds of one update. Raises NotAnswered if a call fails meanwhile, or the version does not come."""
    prepared = bundles.write(code, peers.CLASSES, name, version, prepared=True)
    answer = wire.baetyl_1(version.encode(), name).frame
    began = time.perf_counter()
    os.replace(prepared, code / f"{name}.jar")
    while (seen := line.ask(QUESTION)) != answer:
        if not seen:
            raise http2.NotAnswered(f"a call failed during the update to version {version}")
        if time.perf_counter() - began > UPDATE_SECONDS:
            raise http2.NotAnswered(f"version {version} did not serve within {UPDATE_SECONDS} s")
        time.sleep(PAUSE_SECONDS)
    return (time.perf_counter() - began) * 1000
