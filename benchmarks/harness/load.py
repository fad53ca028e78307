"""h2load, and what it does not check: whether the calls were answered, not only the HTTP requests."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.wire import Request


class LoadFailed(Exception):
    """Some calls were not answered as expected."""


@dataclass(frozen=True)
class Load:
    """What one run saw."""

    calls: int
    calls_per_second: float


def _h2load(port: int, request: Request, work: Path, options: list, seconds: float) -> str:
    data = work / "request.bin"
    data.write_bytes(request.frame)
    command = [
        "h2load", f"--data={data}", "--header=content-type: application/grpc", "--header=te: trailers",
        *options, f"http://127.0.0.1:{port}{request.path}",
    ]
    # A run that hangs is ended; subprocess.run kills and reaps on timeout and on an exception alike.
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=False)
    except subprocess.TimeoutExpired as hung:
        raise LoadFailed(f"h2load was not through after {hung.timeout:.0f} s") from hung
    if done.returncode != 0:
        raise LoadFailed(f"h2load ended with status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def _read(output: str, request: Request, in_flight: int) -> Load:
    counts = re.search(
        r"requests: (\d+) total, \d+ started, (\d+) done, (\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout",
        output)
    rate = re.search(r"finished in [^,]+, ([\d.]+) req/s", output)
    data = re.search(r"\((\d+)\) data", output)
    if not (counts and rate and data):
        raise LoadFailed("h2load's output was not understood: " + output)
    _, done, succeeded, failed, errored, timeout = map(int, counts.groups())
    if failed or errored or timeout or not succeeded:
        raise LoadFailed(f"{failed} failed, {errored} errored, {timeout} timed out of {done} calls")
    # A call that fails has status 200 and grpc-status in its trailers, and no message: the bytes tell. Of those in
    # flight at the end of a timed run the bytes may have come without the end, or the reverse.
    missing = succeeded - int(data.group(1)) / len(request.frame)
    if abs(missing) > in_flight:
        raise LoadFailed(f"about {missing:.0f} of {succeeded} calls were answered by a failure or another message")
    return Load(succeeded, float(rate.group(1)))


def timed(port, request, work, seconds, warm_up, connections=8, streams=32) -> Load:
    """Calls for a time, after a time that does not count."""
    output = _h2load(port, request, work, [
        f"--clients={connections}", f"--max-concurrent-streams={streams}",
        f"--duration={seconds}", f"--warm-up-time={warm_up}",
    ], seconds + warm_up)
    return _read(output, request, 2 * connections * streams)


def counted(port, request, work, calls, connections, streams, limit_seconds=270) -> Load:
    """Calls a number of times. Not one may be missing."""
    output = _h2load(port, request, work, [
        f"--requests={calls}", f"--clients={min(connections, calls)}", f"--max-concurrent-streams={streams}",
    ], limit_seconds)
    load = _read(output, request, 0)
    if load.calls != calls:
        raise LoadFailed(f"{calls - load.calls} of {calls} calls were not answered")
    return load


def one_at_a_time(port, request, work, calls) -> list:
    """The microseconds of each call, one after the other on one connection."""
    log = work / "latencies.tsv"
    log.unlink(missing_ok=True)
    output = _h2load(port, request, work, [
        f"--requests={calls}", "--clients=1", "--max-concurrent-streams=1", f"--log-file={log}"], 300)
    _read(output, request, 0)
    return [int(line.split("\t")[2]) for line in log.read_text().splitlines()]
