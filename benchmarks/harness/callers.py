"""Callers who never stop, by a real gRPC client, in a process of its own. It prints what they saw when its input ends."""

import json
import sys
import threading
import time

PAUSE_SECONDS = 0.002
SECONDS = 20
KEPT = 5


class Seen:
    """What all callers saw. Longest is of the calls that were answered, in seconds."""

    def __init__(self):
        self._lock = threading.Lock()
        self.calls, self.longest, self.failures = 0, 0.0, []

    def add(self, seconds: float, failure: str) -> None:
        with self._lock:
            self.calls += 1
            if failure:
                self.failures.append(failure)
            else:
                self.longest = max(self.longest, seconds)


def _call(call, message: bytes, seen: Seen, kind: str) -> None:
    import grpc

    began = time.perf_counter()
    failure = ""
    try:
        # Not wait_for_ready: a connection that is rejected shall be a failure.
        if call(message, timeout=SECONDS) != message:
            failure = f"{kind}: another answer"
    except grpc.RpcError as failed:
        failure = f"{kind}: {failed.code().name}: {failed.details()}"
    seen.add(time.perf_counter() - began, failure)
    time.sleep(PAUSE_SECONDS)


def _main() -> int:
    import grpc

    address, path, lasting, fresh = f"127.0.0.1:{sys.argv[1]}", sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    message = bytes.fromhex(sys.argv[5])
    # Of its own: channels of equal options share their connections.
    options = [("grpc.use_local_subchannel_pool", 1), ("grpc.enable_http_proxy", 0)]
    seen, stopped = Seen(), threading.Event()

    def last():
        with grpc.insecure_channel(address, options) as channel:
            call = channel.unary_unary(path)
            while not stopped.is_set():
                _call(call, message, seen, "lasting connection")

    def renew():
        while not stopped.is_set():
            with grpc.insecure_channel(address, options) as channel:
                _call(channel.unary_unary(path), message, seen, "new connection")

    threads = [threading.Thread(target=last) for _ in range(lasting)] + [threading.Thread(target=renew) for _ in range(fresh)]
    for thread in threads:
        thread.start()
    # Each line asks for what was seen so far; the end of the input for the end.
    for _ in sys.stdin:
        print(json.dumps({"calls": seen.calls, "longest": seen.longest, "failed": len(seen.failures),
                          "failures": seen.failures[:KEPT]}), flush=True)
        seen.longest = 0.0
    stopped.set()
    for thread in threads:
        thread.join()
    return 0


if __name__ == "__main__":
    sys.exit(_main())
