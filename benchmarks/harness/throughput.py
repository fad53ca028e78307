"""Many calls at once, and one at a time, on warm servers."""

import contextlib

from harness import load, results
from harness.results import Metric, Table
from harness.running import WORK, checked, request_of, say, started, turns

CONNECTIONS, STREAMS = 8, 32

# Enough for what a JVM compiles late to be compiled, with an upper limit for servers that are slow.
MAX_LATENCY_CALLS = 50_000

# Of one server in one turn, side by side.
SLICE_SECONDS, SLICE_CALLS = 2, 4_000


def throughput(peers, rounds, seconds, warm_up, machine) -> Table:
    table = Table(
        "throughput", f"Throughput, {CONNECTIONS} connections x {STREAMS} streams, 100-byte payload",
        f"Each server is started afresh in each of {rounds} rounds, in turn, loaded for {warm_up} s without counting, then "
        f"for {seconds} s. h2load with one thread is on the same machine and takes its share. Every answer is compared in "
        "size, and before and after the load one in content and status. CPU is the server's own, over all its threads. "
        "In brackets the lowest and highest round; ratios are of the same round.",
        [Metric("calls", "1/s"), Metric("CPU_a_call", "µs", 1), Metric("memory", "MB", 1), Metric("threads", "")],
        machine, subjects=[peer.name for peer in peers if peer.ours])
    for number, peer in turns(peers, rounds):
        request = request_of(peer)
        with started(peer) as (process, port, _):
            checked(port, request)
            load.timed(port, request, WORK, warm_up, 0, CONNECTIONS, STREAMS)
            before = process.cpu_seconds()
            run = load.timed(port, request, WORK, seconds, 0, CONNECTIONS, STREAMS)
            cpu = process.cpu_seconds() - before
            checked(port, request)
            table.add(
                peer.name, calls=run.calls_per_second, CPU_a_call=cpu / run.calls * 1e6,
                memory=process.status("VmRSS") / 1024, threads=process.status("Threads"))
            say(f"round {number + 1}: {peer.name}: {run.calls_per_second:,.0f} calls/s")
    return table


def latency(peers, rounds, seconds, warm_up, machine) -> Table:
    table = Table(
        "latency", "One call at a time, 100-byte payload",
        f"One connection, one call after the other for about {seconds} s (at most {MAX_LATENCY_CALLS:,} calls), after "
        f"{warm_up} s of many at once; each server started afresh in each of {rounds} rounds, in turn. Times are h2load's. "
        "The first column is the median of a round's calls.",
        [Metric("median", "µs"), Metric("99_percent", "µs"), Metric("lowest", "µs")],
        machine, subjects=[peer.name for peer in peers if peer.ours])
    for number, peer in turns(peers, rounds):
        request = request_of(peer)
        with started(peer) as (_, port, _):
            checked(port, request)
            load.timed(port, request, WORK, warm_up, 0, CONNECTIONS, STREAMS)
            trial = results.median(load.one_at_a_time(port, request, WORK, 1000))
            calls = int(max(1000, min(MAX_LATENCY_CALLS, seconds * 1e6 / max(trial, 1))))
            times = load.one_at_a_time(port, request, WORK, calls)
            checked(port, request)
            table.add(peer.name, median=results.median(times), lowest=min(times), **{
                "99_percent": results.percentile(times, 99)})
            say(f"round {number + 1}: {peer.name}: {results.median(times):.0f} µs")
    return table


def side_by_side(peers, rounds, warm_up, machine) -> Table:
    """On a machine whose speed changes, a round of all servers must be short."""
    table = Table(
        "side-by-side", "Warm servers side by side, 100-byte payload",
        f"All servers run at once, each loaded for {warm_up} s without counting. Then each is loaded for {SLICE_SECONDS} s, and "
        f"called {SLICE_CALLS:,} times, one call at a time, in turn, {rounds} times. The others do nothing meanwhile. Ratios are of "
        "the same turn: a machine whose speed changes changes both.",
        [Metric("calls", "1/s"), Metric("CPU_a_call", "µs", 1), Metric("median", "µs"), Metric("memory", "MB", 1)],
        machine, subjects=[peer.name for peer in peers if peer.ours])
    with contextlib.ExitStack() as running:
        warm = {}
        for number, peer in enumerate(peers):
            process, port, _ = running.enter_context(started(peer, f"peer-{number}"))
            warm[peer.name] = process, port
            checked(port, request_of(peer))
            load.timed(port, request_of(peer), WORK, warm_up, 0, CONNECTIONS, STREAMS)
        for number, peer in turns(peers, rounds):
            process, port = warm[peer.name]
            request = request_of(peer)
            before = process.cpu_seconds()
            run = load.timed(port, request, WORK, SLICE_SECONDS, 0, CONNECTIONS, STREAMS)
            cpu = process.cpu_seconds() - before
            times = load.one_at_a_time(port, request, WORK, SLICE_CALLS)
            table.add(peer.name, calls=run.calls_per_second, CPU_a_call=cpu / run.calls * 1e6, median=results.median(times),
                      memory=process.status("VmRSS") / 1024)
        for peer in peers:
            checked(warm[peer.name][1], request_of(peer))
    for row in table.values:
        for subject in table.subjects:
            if row != subject:
                alone, cpu = (_ratio(table, subject, row, metric) for metric in ("median", "CPU_a_call"))
                table.notes.append(
                    f"{subject} / {row}: {alone:.2f} of the time of one call at a time, {cpu:.2f} of the CPU time.")
    return table


def _ratio(table: Table, subject: str, row: str, metric: str) -> float:
    return results.median([a / b for a, b in zip(table.values[subject][metric], table.values[row][metric])])
