"""Calls a server in the network namespace of a container, which `check` enters by nsenter. No part of the container's cgroup.

    caller.py first PID PORT          waits until the process has become its program, then for the first answer: milliseconds
    caller.py calls NUMBER PORT       one call after the other; prints how many failed
    caller.py until FILE PORT         the same until FILE exists
    caller.py health SECONDS ADDRESS  asks grpc.health.v1 as a probe does, once a second; prints how often
    caller.py balanced FILE ADDRESSES the same as until, by the library of gRPC, over several servers in turn
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from harness import http2, wire  # noqa: E402

REQUEST = wire.baetyl_1(wire.payload_of(100))
SECONDS = 60


def _command(pid):
    with open(f"/proc/{pid}/cmdline", "rb") as file:
        return file.read()


def _first(pid, port):
    before = _command(pid)
    print("waiting", flush=True)
    while _command(pid) == before:
        time.sleep(0.0005)
    begun = time.perf_counter()
    first = http2.first_call(port, REQUEST, SECONDS, lambda: os.path.exists(f"/proc/{pid}"))
    print(f"{(first.answered - begun) * 1000:.0f}")


def _calls(port, go_on):
    done = failed = 0
    connection = None
    while go_on(done):
        try:
            if connection is None:
                connection = http2.Connection(http2.connect(port, time.perf_counter() + SECONDS, lambda: True), port, SECONDS)
            connection.call(REQUEST)
            if done == 0:
                print("calling", flush=True)
        except (http2.NotAnswered, OSError) as failure:
            failed += 1
            print(f"call {done}: {failure}", file=sys.stderr)
            connection = None
        done += 1
    print(f"{done} {failed}")
    return 1 if failed else 0


def _health(seconds, address):
    import grpc

    for asked in range(1, seconds + 1):
        with grpc.insecure_channel(address, options=[("grpc.enable_http_proxy", 0)]) as channel:
            try:
                if channel.unary_unary("/grpc.health.v1.Health/Check")(b"", timeout=5) == b"\x08\x01":
                    print(asked)
                    return 0
            except grpc.RpcError as not_yet:
                print(not_yet.details(), file=sys.stderr)
        time.sleep(1)
    return 1


def _balanced(end, addresses):
    import grpc

    options = [("grpc.enable_http_proxy", 0), ("grpc.lb_policy_name", "round_robin")]
    done = failed = 0
    with grpc.insecure_channel(f"ipv4:{addresses}", options=options) as channel:
        call = channel.unary_unary(REQUEST.path)
        while not os.path.exists(end):
            try:
                failed += call(REQUEST.message, timeout=SECONDS) != REQUEST.message
            except grpc.RpcError as failure:
                failed += 1
                print(f"call {done}: {failure.code().name}: {failure.details()}", file=sys.stderr)
            done += 1
            if done == 1:
                print("calling", flush=True)
    print(f"{done} {failed}")
    return 1 if failed else 0


def main():
    kind, what, port = sys.argv[1:]
    if kind == "first":
        return _first(what, int(port))
    if kind == "health":
        return _health(int(what), port)
    if kind == "balanced":
        return _balanced(what, port)
    if kind == "calls":
        return _calls(int(port), lambda done: done < int(what))
    return _calls(int(port), lambda _: not os.path.exists(what))


sys.exit(main())
