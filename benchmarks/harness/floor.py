"""The floor: start, calls, hot updates and the largest messages, inside 50 MB and 20 threads."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Optional

from harness import bundles, cgroup, disk, http2, load, peers, probe, processes, wire
from harness.results import Metric, Table
from harness.running import PAYLOAD, WORK, checked, fresh, say

MIB = 1024 * 1024
CONNECTIONS, STREAMS = 4, 8
UPDATE_SECONDS = 30


@dataclass(frozen=True)
class Plan:
    """How much of each stage. The figures to reach are those of the defaults."""

    limit_mib: int = 50
    pids: int = 20
    calls: int = 100_000
    updates: int = 20
    large: int = 200
    # Whether the JVM accounts for its memory, which costs some.
    evidence: bool = False
    # What the device of the files reads around each missing page; None: as the machine's own does.
    read_ahead_kib: Optional[int] = None


class DoesNotHold(Exception):
    """Something failed, or was killed."""


def floor(plan: Plan, builds: list, java_home: Path, machine) -> Table:
    table = Table(
        "floor", f"The floor: {plan.limit_mib} MB of memory with swap, {plan.pids} threads",
        "A control group of version 1. Java and the distribution are copied before, given an archive, and dropped from "
        "the page cache, so that the files' pages too are charged to the group, although other processes use the same "
        f"Java. {plan.calls:,} calls by {CONNECTIONS} connections x {STREAMS} streams; {plan.updates} updates of the "
        f"function's bundle, a call at a time meanwhile; then {plan.large} messages of exactly 4 MiB in and out, one at a "
        "time, and the same updates again. Peak is memory.max_usage_in_bytes. The next three are of the "
        "end of each stage: anonymous memory, pages of files, and what the kernel keeps for the group. Limit reached counts "
        "how often pages had to be given back first (memory.failcnt, memory.memsw.failcnt; newer kernels, as 6.18, leave "
        "both at 0); read again are pages of files that were given back too early. Neither is a failure; a kill is.",
        [Metric("peak", "MB", 1), Metric("rss", "MB", 1), Metric("file_cache", "MB", 1), Metric("kernel", "MB", 1),
         Metric("limit_reached", "times"), Metric("read_again", "pages"),
         Metric("threads", "", 0), Metric("threads_refused", "times"), Metric("kills", ""), Metric("seconds", "s", 1)],
        machine)
    for build, original in builds:
        with _private(original, java_home, plan.read_ahead_kib) as (distribution, java):
            if not build:
                table.notes.append(f"The device of the files reads {_read_ahead_kib(java)} KB around each missing page.")
            try:
                _stages(plan, distribution, java, table, build)
                again = table.values[f"updates after them{build}"]["read_again"][-1] * os.sysconf("SC_PAGE_SIZE") / MIB
                table.notes.append(f"It holds{build}: no failed call, no kill, exit status 0. Of files that were given back "
                                   f"too early, {again:,.0f} MB were read again.")
            except DoesNotHold as failed:
                table.notes.append(f"It does not hold{build}. {failed}")
                say(f"it does not hold{build}: {failed}")
    return table


def bisection(plan: Plan, java_home: Path, machine, low: int, high: int) -> Table:
    """The lowest limit, in MiB, that holds: `high` is tried first, `low` is taken as one that does not."""
    table = Table(
        "floor-bisection", f"The lowest memory limit that holds, {plan.pids} threads",
        f"Bisection between {low} and {high} MB, with the stages of the floor: {plan.calls:,} calls, {plan.updates} "
        f"updates, {plan.large} messages of 4 MiB, updates again.",
        [Metric("holds", "1 or 0"), Metric("peak", "MB", 1), Metric("stages", "of 5")], machine)
    with _private(peers.DISTRIBUTION, java_home, plan.read_ahead_kib) as (distribution, java):
        tried = high
        while True:
            attempt = replace(plan, limit_mib=tried, evidence=False)
            stages = Table("attempt", "", "", [], {})
            reason = None
            try:
                _stages(attempt, distribution, java, stages)
            except DoesNotHold as failed:
                reason = str(failed)
                table.notes.append(f"{tried} MB: {reason}")
            peaks = [peak for row in stages.values.values() for peak in row["peak"]]
            table.add(f"{tried} MB", holds=int(reason is None), peak=max(peaks, default=0), stages=len(peaks))
            say(f"{tried} MB: {reason or 'holds'}")
            if reason is None:
                high = tried
            elif tried == high:
                table.notes.append(f"No limit up to {high} MB holds.")
                return table
            else:
                low = tried
            if high - low <= 1:
                table.notes.append(f"The lowest limit that holds is {high} MB.")
                return table
            tried = (low + high) // 2


@contextlib.contextmanager
def _private(original: Path, java_home: Path, read_ahead_kib: Optional[int]):
    """Copies whose pages nobody else has in use. Modification times stay, or class-data archives would not fit."""
    directory = fresh("floor-copies")
    with contextlib.ExitStack() as undo:
        undo.callback(shutil.rmtree, directory, ignore_errors=True)
        if read_ahead_kib is not None:
            directory = undo.enter_context(disk.reading_ahead(read_ahead_kib, directory / "disk"))
        distribution, java = directory / "funclet", directory / "java"
        shutil.copytree(original, distribution, symlinks=True)
        shutil.copytree(java_home.resolve(), java, symlinks=True)
        # The one that was copied knows the jars by their old place, and would be passed over in silence.
        shutil.rmtree(distribution / "archive", ignore_errors=True)
        made = subprocess.run([distribution / "bin/funclet", "archive"], env=peers.funclet(java_home=java).environment(),
                              capture_output=True, text=True, timeout=300, check=False)
        if made.returncode != 0:
            raise load.LoadFailed(f"no class-data archive was made: {made.stdout}{made.stderr}")
        yield distribution, java


def _read_ahead_kib(directory: Path) -> int:
    """What the kernel reads around each page that is missing: 128 unless a machine says otherwise."""
    device = os.stat(directory).st_dev
    path = Path(f"/sys/class/bdi/{os.major(device)}:{os.minor(device)}/read_ahead_kb")
    return int(path.read_text()) if path.exists() else 0


def _drop_cache(directory: Path) -> None:
    os.sync()
    for path in directory.rglob("*"):
        if path.is_file() and not path.is_symlink():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)


class _Peak(threading.Thread):
    """The most threads that were seen at once: version 1 of control groups keeps no peak of them."""

    def __init__(self, group):
        super().__init__(daemon=True)
        self._group = group
        self._ended = threading.Event()
        self.threads = 0

    def run(self):
        while not self._ended.wait(0.01):
            self.threads = max(self.threads, self._group.threads())

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self.join()


def _stages(plan: Plan, distribution: Path, java: Path, table: Table, build: str = "") -> None:
    work = fresh("floor")
    code = work / "code"
    code.mkdir()
    bundles.write(code, peers.CLASSES, "echo", "1.0.0")
    # No socket for operators: a `funclet ps` on the same machine asks all runtimes, which takes 2 MB of each.
    environment = {**peers.funclet(java_home=java).environment(), "FUNCLET_CONTROL": "off"}
    if plan.evidence:
        environment["JAVA_OPTS"] = environment.get("JAVA_OPTS", "") + " -XX:NativeMemoryTracking=summary"
    small = wire.baetyl_1(PAYLOAD)

    def command():
        port = processes.free_port()
        return port, [distribution / "bin/funclet", "-c", peers.service_yml(work, port, {"echo": code})]

    _drop_cache(distribution)
    _drop_cache(java)

    port, argv = command()
    with cgroup.limited(plan.limit_mib * MIB, plan.pids) as group, processes.Started(
            group.entering(argv), WORK / "floor.log", cwd=work, env=environment) as process, _Peak(group) as peak:

        def stage(name, action):
            name += build
            began = time.perf_counter()
            try:
                action()
                failure = None
            except (http2.NotAnswered, load.LoadFailed, probe.ProbeFailed, OSError) as failed:
                failure = f"{name}: {failed}"
            statistics = group.statistics()
            table.add(
                name, peak=group.memory("max_usage_in_bytes") / MIB, rss=statistics["rss"] / MIB,
                file_cache=statistics["cache"] / MIB, kernel=group.memory("kmem.usage_in_bytes") / MIB,
                limit_reached=group.reached(), read_again=statistics.get("workingset_refault_file", 0),
                threads=peak.threads,
                threads_refused=group.refused_threads(), kills=group.kills(), seconds=time.perf_counter() - began)
            say(f"{name}: peak {table.values[name]['peak'][-1]:.1f} MB, {peak.threads} threads"
                + (f"; {failure}" if failure else ""))
            if failure or group.kills() or not process.alive():
                ended = f"; the process has ended with status {process.process.returncode}: {process.tail()}"
                raise DoesNotHold((failure or name) + ("" if process.alive() else ended))

        def calls(request, count, connections, streams):
            checked(port, request)
            load.counted(port, request, WORK, count, connections, streams)
            checked(port, request)

        stage("start", lambda: http2.first_call(port, small, 60, process.alive))
        stage("calls", lambda: calls(small, plan.calls, CONNECTIONS, STREAMS))
        stage("updates", lambda: _updates(plan.updates, 1, code, port))
        stage("4 MiB messages", lambda: calls(wire.largest(), plan.large, 1, 1))
        stage("updates after them", lambda: _updates(plan.updates, 2, code, port))
        if plan.evidence:
            _write_evidence(java, process.pid)
        status = process.stop()
        if status != 0:
            late = f", SIGKILL {processes.GRACE_SECONDS} s after SIGTERM" if status == -signal.SIGKILL else ""
            raise DoesNotHold(f"exit status {status}{late}")


def _write_evidence(java: Path, pid: int) -> None:
    """Where the JVM's bytes are, and what is on its heap, at the end of all stages."""
    for name, command in (("native-memory", ["VM.native_memory", "summary", "scale=KB"]),
                          ("heap", ["GC.class_histogram"]), ("threads", ["Thread.print"])):
        done = subprocess.run([java / "bin/jcmd", str(pid), *command], capture_output=True, text=True, timeout=60,
                              check=False)
        path = WORK / f"floor-{name}.txt"
        path.write_text(done.stdout + done.stderr)
        say(f"written: {path}")


def _updates(count: int, major: int, code: Path, port: int) -> None:
    """Replaces the bundle and calls until the new version answers. Not one call may fail meanwhile."""
    question = wire.baetyl_1(b"version?")
    for number in range(count):
        version = f"{major}.{number + 1}.0"
        bundles.write(code, peers.CLASSES, "echo", version)
        answer = wire.baetyl_1(version.encode()).frame
        deadline = time.perf_counter() + UPDATE_SECONDS
        with http2.Connection(http2.connect(port, deadline, lambda: True), port, UPDATE_SECONDS) as line:
            while (seen := line.ask(question)) != answer:
                if not seen:
                    raise load.LoadFailed(f"a call failed during the update to version {version}")
                if time.perf_counter() > deadline:
                    raise load.LoadFailed(f"version {version} did not serve within {UPDATE_SECONDS} s")
                time.sleep(0.01)
