"""One call by a real gRPC client, which reads grpc-status. A process of its own: its threads stay out of the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# Not needed where this file runs as a program, and not found there.
if TYPE_CHECKING:
    from harness.wire import Request

PYTHON = "/usr/bin/python3"
SECONDS = 60


class ProbeFailed(Exception):
    """The call ended with another status than OK, or another answer than expected."""


def ask(port: int, request: Request) -> bytes:
    """Calls, and returns the message that was answered. Raises ProbeFailed with the status and what was said."""
    try:
        done = subprocess.run(
            [PYTHON, str(Path(__file__).resolve()), str(port), request.path],
            input=request.message, capture_output=True, timeout=2 * SECONDS, check=False,
        )
    except subprocess.TimeoutExpired as hung:
        raise ProbeFailed(f"no answer after {hung.timeout:.0f} s") from hung
    if done.returncode != 0:
        raise ProbeFailed(done.stderr.decode(errors="replace").strip() or "no reason given")
    return done.stdout


def check_echo(port: int, request: Request) -> None:
    """Raises ProbeFailed unless the request comes back as it was."""
    if ask(port, request) != request.message:
        raise ProbeFailed(f"{request.path}: the answer differs from the request")


def _main() -> int:
    import grpc

    port, path = sys.argv[1:]
    options = [("grpc.max_receive_message_length", -1), ("grpc.enable_http_proxy", 0)]
    with grpc.insecure_channel(f"127.0.0.1:{port}", options=options) as channel:
        call = channel.unary_unary(path)
        try:
            answer = call(sys.stdin.buffer.read(), timeout=SECONDS, wait_for_ready=True)
        except grpc.RpcError as failed:
            print(f"{failed.code().name}: {failed.details()}", file=sys.stderr)
            return 1
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
