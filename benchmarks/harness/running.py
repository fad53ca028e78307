"""Peers that run: a fresh directory and port for each start, and turns that are fair to all."""

import contextlib
import shutil
import time
from pathlib import Path

from harness import http2, probe, processes
from harness.peers import WORK, Peer
from harness.wire import Request, payload_of

START_SECONDS = 120
PAYLOAD = payload_of(100)


def request_of(peer: Peer) -> Request:
    """The payload of all measurements but those of large messages: 100 bytes."""
    return peer.request(PAYLOAD)


def fresh(name: str) -> Path:
    """An empty directory of this name."""
    directory = WORK / name
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    return directory


@contextlib.contextmanager
def started(peer: Peer, name: str = "peer"):
    """Yields process, port and first call. The process is ended with the block. Servers that run at once have other names."""
    work = fresh(name)
    port = processes.free_port()
    with processes.Started(peer.argv(port, work), WORK / f"{name}.log", cwd=work, env=peer.environment()) as process:
        try:
            first = http2.first_call(port, request_of(peer), START_SECONDS, process.alive)
        except http2.NotAnswered as failed:
            raise http2.NotAnswered(f"{peer.name}: {failed}; it said: {process.tail()}") from failed
        yield process, port, first


def checked(port: int, request: Request) -> None:
    """A real client's call, before and after a load: h2load does not look at grpc-status."""
    probe.check_echo(port, request)


def turns(peers: list, rounds: int):
    """All peers in each round, each time in another order: no one is always the first after a pause."""
    for number in range(rounds):
        shift = number % len(peers)
        for peer in peers[shift:] + peers[:shift]:
            yield number, peer


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)
