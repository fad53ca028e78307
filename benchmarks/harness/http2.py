"""One gRPC call by hand, for cold starts: a client library would retry, back off, and take longer than its server."""

import socket
import struct
import time
from dataclasses import dataclass

from harness.wire import Request

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0x0, 0x1, 0x3, 0x4, 0x6, 0x7, 0x8
END_STREAM, ACK, END_HEADERS, PADDED = 0x1, 0x1, 0x4, 0x8
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

# Between two refused connections. A client that spins would take one of few cores away from what is measured.
PAUSE_SECONDS = 0.0005


class NotAnswered(Exception):
    """The call has failed, or its answer is not what was expected."""


@dataclass(frozen=True)
class FirstCall:
    """When, by `time.perf_counter()`, the connection stood and the answer was complete."""

    connected: float
    answered: float


def _frame(kind: int, flags: int, stream: int, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body))[1:] + struct.pack(">BBI", kind, flags, stream) + body


def _length(prefix_bits: int, value: int) -> bytes:
    """An HPACK integer (RFC 7541, 5.1), its prefix empty otherwise."""
    limit = (1 << prefix_bits) - 1
    if value < limit:
        return bytes([value])
    out = bytearray([limit])
    value -= limit
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _value(text: str) -> bytes:
    return _length(7, len(text)) + text.encode()


def _headers(path: str, authority: str) -> bytes:
    # Static table: 3 is :method POST, 6 :scheme http, 4 :path, 1 :authority, 31 content-type.
    return (
        b"\x83\x86" + _length(4, 4) + _value(path) + _length(4, 1) + _value(authority)
        + _length(4, 31) + _value("application/grpc") + b"\x00" + _value("te") + _value("trailers")
    )


def connect(port: int, deadline: float, alive) -> socket.socket:
    """Connects as soon as the port is open. `alive` tells whether it is worth going on."""
    while True:
        candidate = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        candidate.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            candidate.connect(("127.0.0.1", port))
            if candidate.getsockname() != candidate.getpeername():
                return candidate
            # A port of the ephemeral range that nobody listens on can connect to itself.
            candidate.close()
        except ConnectionRefusedError:
            candidate.close()
        if time.perf_counter() > deadline:
            raise NotAnswered("the port was not open in time")
        if not alive():
            raise NotAnswered("the server has ended before its port was open")
        time.sleep(PAUSE_SECONDS)


class Connection:
    """Calls one after the other on one connection, and checks that each request comes back as it was."""

    def __init__(self, connection: socket.socket, port: int, seconds: float):
        self._socket = connection
        self._socket.settimeout(seconds)
        self._stream = connection.makefile("rb")
        self._authority = f"127.0.0.1:{port}"
        self._id = -1
        # Sent with the first call: nothing waits for the server's settings.
        self._unsent = PREFACE + _frame(SETTINGS, 0, 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stream.close()
        self._socket.close()

    def call(self, request: Request) -> None:
        """Returns when the answer is complete. Raises NotAnswered for anything else than the request's own bytes."""
        answer = self.ask(request)
        if answer != request.frame:
            raise NotAnswered(f"the answer is not the request: {answer[:80]!r}")

    def ask(self, request: Request) -> bytes:
        """Returns the answer's frame; empty if the call failed. Raises NotAnswered if the connection fails."""
        self._id += 2
        headers = _frame(HEADERS, END_HEADERS, self._id, _headers(request.path, self._authority))
        try:
            self._socket.sendall(self._unsent + headers + _frame(DATA, END_STREAM, self._id, request.frame))
            self._unsent = b""
            return self._read_answer()
        except OSError as broken:
            raise NotAnswered(f"no answer: {broken}") from broken

    def _read_answer(self) -> bytes:
        answer = bytearray()
        while True:
            head = self._exactly(9)
            kind, flags = head[3], head[4]
            body = self._exactly(int.from_bytes(head[:3], "big"))
            if kind == SETTINGS and not flags & ACK:
                self._socket.sendall(_frame(SETTINGS, ACK, 0))
            elif kind == PING and not flags & ACK:
                self._socket.sendall(_frame(PING, ACK, 0, body))
            elif kind == DATA:
                answer += body[1 : len(body) - body[0]] if flags & PADDED else body
                if body:
                    # The window of the connection; that of a stream is larger than what is called here.
                    self._unsent += _frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", len(body)))
            elif kind in (RST_STREAM, GOAWAY):
                raise NotAnswered(f"the server broke off: frame type {kind}, {body!r}")
            if kind in (DATA, HEADERS) and flags & END_STREAM:
                return bytes(answer)

    def _exactly(self, size: int) -> bytes:
        body = self._stream.read(size)
        if len(body) < size:
            raise NotAnswered("the connection was closed before the answer")
        return body


def first_call(port: int, request: Request, seconds: float, alive) -> FirstCall:
    """Connects in a loop and calls once."""
    connection = connect(port, time.perf_counter() + seconds, alive)
    connected = time.perf_counter()
    with Connection(connection, port, seconds) as line:
        line.call(request)
        return FirstCall(connected, time.perf_counter())
