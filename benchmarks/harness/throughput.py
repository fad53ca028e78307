"""Many calls at once, and one at a time, on warm servers."""

from harness import load, results
from harness.results import Metric, Table
from harness.running import WORK, checked, request_of, say, started, turns

CONNECTIONS, STREAMS = 8, 32

# Enough for what a JVM compiles late to be compiled, with an upper limit for servers that are slow.
MAX_LATENCY_CALLS = 50_000


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
