"""The largest messages that the managers allow: bytes a second, and the memory that they take."""

from harness import load, wire
from harness.results import Metric, Table
from harness.running import WORK, checked, say, started, turns

CONNECTIONS = 4
MIB = wire.MESSAGE_LIMIT / 4


def large(peers, rounds, seconds, warm_up, machine) -> Table:
    table = Table(
        "large", f"Messages of 4 MiB, echo, {CONNECTIONS} connections",
        f"Each server is started afresh in each of {rounds} rounds, in turn, loaded for {warm_up} s without counting, then "
        f"for {seconds} s: {CONNECTIONS} connections of h2load, one call at a time on each, a message of exactly 4 MiB in and "
        "out. Rate is of the bytes of one direction. h2load's flow control windows do not limit. CPU is the server's own. "
        "Memory is the most that was resident, of the whole run.",
        [Metric("rate", "MiB/s"), Metric("CPU_a_message", "ms", 2), Metric("memory", "MB", 1), Metric("threads", "")],
        machine, subjects=[peer.name for peer in peers if peer.ours])
    request = wire.largest()
    for number, peer in turns(peers, rounds):
        with started(peer) as (process, port, _):
            checked(port, request)
            load.timed(port, request, WORK, warm_up, 0, CONNECTIONS, 1)
            before = process.cpu_seconds()
            run = load.timed(port, request, WORK, seconds, 0, CONNECTIONS, 1)
            cpu = process.cpu_seconds() - before
            checked(port, request)
            rate = run.calls_per_second * len(request.message) / MIB
            table.add(peer.name, rate=rate, CPU_a_message=cpu / run.calls * 1000, memory=process.status("VmHWM") / 1024,
                      threads=process.status("Threads"))
            say(f"round {number + 1}: {peer.name}: {rate:,.0f} MiB/s, {process.status('VmHWM') / 1024:.0f} MB")
    return table
