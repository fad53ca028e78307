"""What a connection costs: the memory of many that are idle, and the time of short ones, one after the other."""

import contextlib
import resource
import time

from harness import http2, load, results
from harness.results import Metric, Table
from harness.running import START_SECONDS, WORK, request_of, say, started, turns

# So that growth is that of connections, not of a server that is not warm.
WARM_UP_CALLS = 20_000
SETTLE_SECONDS = 2
CONNECT_SECONDS = 10


def idle(peers, count, rounds, machine) -> Table:
    table = Table(
        "connections", f"{count:,} idle connections",
        f"Each server is started afresh in each of {rounds} rounds, in turn, and warm: {WARM_UP_CALLS:,} calls on 8 "
        f"connections. Then {count:,} connections are opened, each makes one call, and all stay. Memory a connection is the "
        "growth of the resident memory by that. After it each connection makes one more call. CPU is the server's own, for "
        "opening a connection and the call. Funclet runs with FUNCLET_MAX_CONNECTIONS above that number.",
        [Metric("memory_a_connection", "KB", 1), Metric("CPU_a_connection", "µs"), Metric("memory", "MB", 1)], machine,
        subjects=[peer.name for peer in peers if peer.ours])
    _allow_files(count)
    for number, peer in turns(peers, rounds):
        request = request_of(peer)
        with started(peer) as (process, port, _), contextlib.ExitStack() as lines:
            load.counted(port, request, WORK, WARM_UP_CALLS, 8, 8)
            time.sleep(SETTLE_SECONDS)
            memory, cpu = process.status("VmRSS"), process.cpu_seconds()
            opened = []
            for _ in range(count):
                opened.append(lines.enter_context(_connection(port, process)))
                opened[-1].call(request)
            cpu = process.cpu_seconds() - cpu
            time.sleep(SETTLE_SECONDS)
            growth = (process.status("VmRSS") - memory) / count
            for line in opened:
                line.call(request)
            table.add(peer.name, memory_a_connection=growth, CPU_a_connection=cpu / count * 1e6,
                      memory=process.status("VmRSS") / 1024)
            say(f"round {number + 1}: {peer.name}: {growth:.1f} KB a connection")
    return table


def short(peers, count, rounds, machine) -> Table:
    table = Table(
        "short-connections", f"{count:,} short connections, one after the other",
        f"Each server is started afresh in each of {rounds} rounds, in turn, and warm: {WARM_UP_CALLS:,} calls on 8 "
        f"connections and a tenth of the short ones. Each of {count:,} connections is opened, makes one call, and is closed. "
        "The times are from before the connection to the end of the response. CPU is the server's own.",
        [Metric("median", "µs"), Metric("99_percent", "µs"), Metric("99.9_percent", "µs"), Metric("longest", "µs"),
         Metric("CPU_a_connection", "µs"), Metric("memory", "MB", 1)], machine,
        subjects=[peer.name for peer in peers if peer.ours])
    for number, peer in turns(peers, rounds):
        request = request_of(peer)
        with started(peer) as (process, port, _):
            load.counted(port, request, WORK, WARM_UP_CALLS, 8, 8)
            _in_a_row(process, port, request, count // 10)
            cpu = process.cpu_seconds()
            times = _in_a_row(process, port, request, count)
            cpu = process.cpu_seconds() - cpu
            table.add(peer.name, median=results.median(times), longest=max(times), CPU_a_connection=cpu / count * 1e6,
                      memory=process.status("VmRSS") / 1024, **{
                          "99_percent": results.percentile(times, 99), "99.9_percent": results.percentile(times, 99.9)})
            say(f"round {number + 1}: {peer.name}: median {results.median(times):.0f} µs, longest {max(times):.0f} µs")
    return table


def _in_a_row(process, port, request, count) -> list:
    """The microseconds of each connection with one call."""
    times = []
    for _ in range(count):
        began = time.perf_counter()
        with _connection(port, process) as line:
            line.call(request)
            times.append((time.perf_counter() - began) * 1e6)
    return times


def _connection(port, process) -> http2.Connection:
    socket = http2.connect(port, time.perf_counter() + CONNECT_SECONDS, process.alive)
    return http2.Connection(socket, port, START_SECONDS)


def _allow_files(connections: int) -> None:
    """For this process and the servers: a descriptor for each connection, and some others."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + 500
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
