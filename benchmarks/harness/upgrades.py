"""Upgrades of the runtime itself under load: another process takes over the port. Some of them fail, on purpose."""

import contextlib
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path

from harness import http2, peers, processes, results, wire
from harness.probe import PYTHON
from harness.results import Metric, Table
from harness.running import START_SECONDS, WORK, fresh, say

TRIAL = "1s"
LASTING, NEW = 6, 2
REQUEST = wire.baetyl_1(wire.payload_of(100))


class Callers:
    """The process of harness/callers.py."""

    def __init__(self, port: int):
        script = Path(__file__).resolve().parent / "callers.py"
        self._process = subprocess.Popen(
            [PYTHON, script, str(port), REQUEST.path, str(LASTING), str(NEW), REQUEST.message.hex()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(60)

    def seen(self) -> dict:
        """What they have seen so far; longest since this was last asked."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


class Site:
    """A runtime, and what is needed to upgrade it."""

    def __init__(self, java_home):
        self.work = fresh("upgrades")
        self.port = processes.free_port()
        self.config = peers.service_yml(self.work, self.port, {"echo": peers.DISTRIBUTION / "samples"})
        self.control = self.work / "control"
        self.environment = {**peers.funclet(java_home=java_home).environment(), "FUNCLET_CONTROL": str(self.control)}

    def start(self) -> processes.Started:
        return processes.Started([peers.DISTRIBUTION / "bin/funclet", "-c", self.config], WORK / "upgrades.log",
                                 cwd=self.work, env=self.environment)

    def upgrade(self, *arguments, fails=False) -> float:
        """The seconds of one upgrade. Raises NotAnswered if it ends otherwise than expected."""
        # The path is the new process's a few seconds after the old one has ended.
        self.await_control()
        began = time.perf_counter()
        done = subprocess.run(
            [peers.DISTRIBUTION / "bin/funclet", "upgrade", "--trial", TRIAL, *arguments], env=self.environment,
            capture_output=True, text=True, timeout=120, check=False)
        if (done.returncode == 0) == fails:
            raise http2.NotAnswered(f"upgrade {arguments}: status {done.returncode}: {done.stdout}{done.stderr}")
        if fails:
            say(done.stderr.strip())
        return time.perf_counter() - began

    def await_control(self) -> None:
        end = time.perf_counter() + 30
        while True:
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(self.control))
                return
            if time.perf_counter() > end:
                raise http2.NotAnswered("no control socket")
            time.sleep(0.02)


def _installation(site: Site, name: str, launcher: str) -> Path:
    home = site.work / name
    (home / "bin").mkdir(parents=True)
    path = home / "bin/funclet"
    path.write_text(launcher)
    path.chmod(0o755)
    return home


def _failures(site: Site) -> None:
    """Five upgrades that fail, each in another way."""
    good = site.config.read_text()
    site.config.write_text("functions: [{name: echo")
    site.upgrade(fails=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        site.config.write_text(good.replace(f":{site.port}", f":{taken.getsockname()[1]}"))
        site.upgrade(fails=True)
    site.config.write_text(good)
    shutil.copytree(peers.DISTRIBUTION / "bin", site.work / "incomplete/bin")
    site.upgrade(site.work / "incomplete", fails=True)
    site.upgrade(_installation(site, "ending", "#!/bin/sh\nsleep 0.3\nexit 7\n"), fails=True)
    # After the new process has taken over.
    site.upgrade("--check", "sleep 0.3; exit 5", fails=True)


def upgrades(count, rounds, java_home, machine) -> Table:
    table = Table(
        "upgrades", "Upgrades: another process takes over the port under load",
        f"{count} upgrades to the same version, one after the other, with a trial of {TRIAL}; then five that fail: a broken "
        "configuration, an address in use, an installation without its jars, a process that ends before it serves, and a check "
        f"that fails during the trial. {LASTING} callers with a lasting connection and {NEW} with a new connection for each "
        "call, by Python's gRPC client, do not wait for a connection that is rejected, and do not try again. Seconds are those "
        "of the command, the trial included. Longest is that of all calls.",
        [Metric("median", "s", 2), Metric("calls", ""), Metric("failed_calls", ""), Metric("longest_call", "ms", 1)],
        machine)
    for _ in range(rounds):
        site = Site(java_home)
        with site.start() as process:
            connection = http2.connect(site.port, time.perf_counter() + START_SECONDS, process.alive)
            with http2.Connection(connection, site.port, START_SECONDS) as line:
                line.call(REQUEST)
            with Callers(site.port) as callers:
                seconds = [site.upgrade() for _ in range(count)]
                _add(table, f"{count} upgrades", seconds, callers.seen(), 0, 0)
                before = table.values[f"{count} upgrades"]
                began = time.perf_counter()
                _failures(site)
                _add(table, "5 that fail", [(time.perf_counter() - began) / 5], callers.seen(), before["calls"][-1],
                     before["failed_calls"][-1])
    return table


def _add(table: Table, row: str, seconds: list, seen: dict, calls: float, failed: float) -> None:
    for failure in seen["failures"]:
        table.notes.append(failure)
        say(failure)
    table.add(row, median=results.median(seconds), calls=seen["calls"] - calls, failed_calls=seen["failed"] - failed,
              longest_call=seen["longest"] * 1000)
    say(f"{row}: {seen['calls'] - calls} calls, {seen['failed'] - failed} failed")
