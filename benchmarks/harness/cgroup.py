"""A control group, version 1, with limits for memory (swap included) and threads. Needs root."""

import contextlib
import os
import time
from pathlib import Path

from harness.requirements import Missing

MEMORY, PIDS = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup/pids")


class Cgroup:
    """What the kernel has counted in this group."""

    def __init__(self, name: str):
        self._memory, self._pids = MEMORY / name, PIDS / name

    def create(self, limit_bytes: int, pids: int) -> None:
        self._memory.mkdir()
        self._pids.mkdir()
        (self._memory / "memory.limit_in_bytes").write_text(str(limit_bytes))
        (self._memory / "memory.memsw.limit_in_bytes").write_text(str(limit_bytes))
        (self._pids / "pids.max").write_text(str(pids))

    def entering(self, argv: list) -> list:
        """A command that joins the group, and becomes the given one: so all it ever uses is charged here."""
        join = f'echo $$ >"{self._memory}/cgroup.procs" && echo $$ >"{self._pids}/cgroup.procs" && exec "$@"'
        return ["sh", "-c", join, "enter", *argv]

    def memory(self, name: str) -> int:
        return int((self._memory / f"memory.{name}").read_text())

    def reached(self) -> int:
        """How often pages had to be given back first. With two equal limits it is the second that notices."""
        return self.memory("failcnt") + self.memory("memsw.failcnt")

    def statistics(self) -> dict:
        """memory.stat: bytes of rss, cache, mapped_file and more."""
        lines = (self._memory / "memory.stat").read_text().splitlines()
        return {key: int(value) for key, value in (line.split() for line in lines)}

    def kills(self) -> int:
        """How often the kernel has killed for lack of memory."""
        lines = (self._memory / "memory.oom_control").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))

    def refused_threads(self) -> int:
        """How often a thread could not be made."""
        return int((self._pids / "pids.events").read_text().split()[1])

    def threads(self) -> int:
        return int((self._pids / "pids.current").read_text())

    def remove(self) -> None:
        """Its processes have ended; the kernel may take a moment longer to see it."""
        for directory in (self._memory, self._pids):
            for _ in range(50):
                try:
                    directory.rmdir()
                    break
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.1)


@contextlib.contextmanager
def limited(limit_bytes: int, pids: int):
    """A group with these limits, which is gone after the block. What is started into it has to end inside."""
    if os.geteuid() != 0:
        raise Missing("control groups need root")
    if not (MEMORY / "memory.memsw.limit_in_bytes").exists() or not PIDS.is_dir():
        raise Missing(f"no control groups of version 1 with swap accounting at {MEMORY} and {PIDS}")
    group = Cgroup(f"funclet-floor-{os.getpid()}")
    try:
        group.create(limit_bytes, pids)
        yield group
    finally:
        group.remove()
