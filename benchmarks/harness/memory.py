"""Resident memory: idle after one call, after many calls, and after a rest."""

import time

from harness import load
from harness.coldstart import SETTLE_SECONDS
from harness.results import Metric, Table
from harness.running import WORK, checked, request_of, say, started, turns
from harness.throughput import CONNECTIONS, STREAMS

REST_SECONDS = 60


def memory(peers, rounds, calls, machine) -> Table:
    table = Table(
        "memory", f"Resident memory, {calls:,} calls at {CONNECTIONS} connections x {STREAMS} streams, 100-byte payload",
        f"Each server is started afresh in each of {rounds} rounds, in turn. Idle is {SETTLE_SECONDS} s after one call, "
        f"calls is right after the load, rest is {REST_SECONDS} s later. All are in MB. PSS counts a page that n "
        "processes use as the n-th part of one. A second runtime on the same machine takes little more than its own. "
        "The ratio compares the memory after the calls.",
        [Metric("calls", "MB", 1), Metric("calls_PSS", "MB", 1), Metric("idle", "MB", 1), Metric("idle_PSS", "MB", 1),
         Metric("rest", "MB", 1), Metric("rest_PSS", "MB", 1), Metric("threads", "")],
        machine, subjects=[peer.name for peer in peers if peer.ours])
    for number, peer in turns(peers, rounds):
        request = request_of(peer)
        with started(peer) as (process, port, _):
            values = {}

            def note(stage):
                values[stage] = process.resident("Rss") / 1024
                values[f"{stage}_PSS"] = process.resident("Pss") / 1024

            time.sleep(SETTLE_SECONDS)
            note("idle")
            load.counted(port, request, WORK, calls, CONNECTIONS, STREAMS)
            note("calls")
            values["threads"] = process.status("Threads")
            checked(port, request)
            time.sleep(REST_SECONDS)
            note("rest")
            table.add(peer.name, **values)
            say(f"round {number + 1}: {peer.name}: idle {values['idle']:.0f}, after the calls {values['calls']:.0f}, "
                f"after a rest {values['rest']:.0f} MB")
    return table
