"""Requests as the managers send them, and the gRPC frames around them. Field order is protobuf's: by number."""

import struct
from dataclasses import dataclass

TOPIC = b"gateway/line-1/temperature"
INVOKE_ID = b"6f1d0a52-0e6b-4c3f-9d1a-53f3b6a9f7c1"

# What a message takes beside its payload, so that one just under the limit can be made: a limit counts the whole.
MESSAGE_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True)
class Request:
    """A unary call: `path` is the method's, `message` the protobuf bytes."""

    path: str
    message: bytes

    @property
    def frame(self) -> bytes:
        """The message as gRPC puts it into DATA: one byte of flags, four of length."""
        return struct.pack(">BI", 0, len(self.message)) + self.message


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _text(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def openedge_1(payload: bytes, function: str = "echo") -> Request:
    """Generation 1: openedge 0.1.0 and 0.1.1."""
    message = _number(1, 1) + _text(2, TOPIC) + _text(3, payload)
    return Request("/runtime.Runtime/Handle", message + _text(11, function.encode()) + _text(12, INVOKE_ID))


def baetyl_1(payload: bytes, function: str = "echo") -> Request:
    """Generation 3: baetyl 0.1.6 to 1.x."""
    message = _number(1, 1) + _number(2, 1) + _text(3, TOPIC) + _text(4, payload)
    return Request("/baetyl.Function/Call", message + _text(11, function.encode()) + _text(12, INVOKE_ID))


def payload_of(size: int) -> bytes:
    """Bytes that are not JSON and that do not compress to nothing, the same each time."""
    return bytes((i * 131 + i // 251) & 0xFF for i in range(size))


def largest(function: str = "echo") -> Request:
    """A message of exactly the contract's limit of 4 MiB, everything counted."""
    overhead = len(baetyl_1(bytes(MESSAGE_LIMIT), function).message) - MESSAGE_LIMIT
    return baetyl_1(payload_of(MESSAGE_LIMIT - overhead), function)
