"""Processes that end when the harness does, however it ends, and what the kernel says of them."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
# As long as the managers wait between SIGTERM and SIGKILL (contract, section 4).
GRACE_SECONDS = 30


class Started:
    """A process in a group of its own. Leaving the `with` ends it, and all that it has started."""

    def __init__(self, argv, log: Path, cwd=None, env=None):
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        with open(log, "ab") as output:
            self.started = time.perf_counter()
            self.process = subprocess.Popen(
                [str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                cwd=cwd, env=env, start_new_session=True,
            )
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> int:
        """SIGTERM, and SIGKILL for the whole group if that is not enough. Returns the exit status."""
        if self.alive():
            self.process.terminate()
            try:
                self.process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        return self.process.wait()

    def tail(self, lines: int = 5) -> str:
        return " / ".join(self.log.read_text(errors="replace").strip().splitlines()[-lines:])

    def cpu_seconds(self) -> float:
        """User and system time so far. In steps of a clock tick, 10 ms: for shorter times use many rounds."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def precise_cpu_seconds(self) -> float:
        """The same to the nanosecond, but without threads that have ended: for processes that are idle."""
        nanos = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            nanos += int((task / "schedstat").read_text().split()[0])
        return nanos / 1e9

    def status(self, key: str) -> int:
        """A number of /proc/PID/status: VmRSS and VmHWM in KiB, Threads."""
        return self._number("status", key)

    def resident(self, key: str) -> int:
        """A sum over all mappings, in KiB: Rss, or Pss, which divides a page by the number of its processes."""
        return self._number("smaps_rollup", key)

    def _number(self, file: str, key: str) -> int:
        for line in Path(f"/proc/{self.pid}/{file}").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1])
        raise KeyError(key)


def free_port() -> int:
    """A port that nobody listens on now. Somebody else may take it; then the start fails, and says so."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def turn_signals_into_exceptions() -> None:
    """So that `with` blocks end what they have started, also at SIGTERM and when the terminal goes."""

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(number, _):
        # A second one would break off the ending of what was started.
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt(signal.Signals(number).name)

    for number in signals:
        signal.signal(number, interrupt)
