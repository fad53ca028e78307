"""Where and with what was measured: what makes two results comparable, or not."""

import os
import platform
import re
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path

from harness.peers import CHECKOUT, NODE


def describe(java_home: Path) -> dict:
    """Text by what it says; `java` is the version of the Java that all Java servers run on."""
    cpu = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(), re.M)
    memory = int(re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text()).group(1))
    release = (java_home / "release").read_text() if (java_home / "release").exists() else ""
    java = re.search(r'^JAVA_VERSION="(.*)"', release, re.M)
    vendor = re.search(r'^IMPLEMENTOR="(.*)"', release, re.M)
    return {
        "java": java.group(1) if java else "unknown",
        "by": vendor.group(1) if vendor else "unknown",
        "cpu": cpu.group(1).strip() if cpu else platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory // 1024} MiB",
        "kernel": platform.release(),
        "Python": _said("/usr/bin/python3", "-c", "import grpc, platform; print(platform.python_version(), "
                        "'grpcio', grpc.__version__)"),
        "Node": _said("node", "--version") + " grpc-js " + _node_package(),
        "h2load": _said("h2load", "--version").rpartition("/")[2],
        "busy before": f"{_busy():.0f} % of a core",
        "commit": _said("git", "-C", str(CHECKOUT), "describe", "--always", "--dirty"),
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
    }


def _busy(seconds: float = 2) -> float:
    """What all processors together do now, in percent of one. The load average would tell of the section before, too."""
    def ticks():
        first = Path("/proc/stat").read_text().split("\n", 1)[0]
        user, nice, system, idle, iowait, irq, softirq, steal = map(int, first.split()[1:9])
        return user + nice + system + irq + softirq + steal

    before = ticks()
    time.sleep(seconds)
    return (ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds * 100


def _node_package() -> str:
    package = NODE / "node_modules/@grpc/grpc-js/package.json"
    found = re.search(r'"version": "(.*)"', package.read_text()) if package.exists() else None
    return found.group(1) if found else "not installed"


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except OSError:
        return "not installed"
    return done.stdout.strip() if done.returncode == 0 else "not installed"
