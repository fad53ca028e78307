"""The harness itself: nothing is timed here. python3 -m unittest discover -s benchmarks/tests"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import zipfile
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness import account, bundles, cli, http2, load, plot, processes, report, results, updates, wire  # noqa: E402
from harness.results import Metric, Table  # noqa: E402

MACHINE = {"java": "17.0.1", "cpu": "a cpu"}


def h2load_said(data, failed=0, succeeded=10):
    return (
        "finished in 1.00s, 10.50 req/s, 1.00KB/s\n"
        f"requests: 10 total, 10 started, 10 done, {succeeded} succeeded, {failed} failed, 0 errored, 0 timeout\n"
        f"traffic: 2.00KB (2000) total, 500B (500) headers (space savings 90.00%), 1.00KB ({data}) data\n"
    )


class LoadTest(unittest.TestCase):
    def setUp(self):
        self.request = wire.baetyl_1(b"payload")

    def read(self, output):
        with mock.patch("subprocess.run", return_value=subprocess.CompletedProcess([], 0, output, "")):
            with tempfile.TemporaryDirectory() as work:
                return load.counted(1, self.request, Path(work), 10, 1, 1)

    def test_answers_of_the_requests_size_count(self):
        self.assertEqual(load.Load(10, 10.5), self.read(h2load_said(10 * len(self.request.frame))))

    def test_a_call_answered_without_a_message_is_a_failure(self):
        with self.assertRaises(load.LoadFailed):
            self.read(h2load_said(9 * len(self.request.frame)))

    def test_a_failed_request_is_a_failure(self):
        with self.assertRaises(load.LoadFailed):
            self.read(h2load_said(9 * len(self.request.frame), failed=1, succeeded=9))

    def test_a_missing_call_is_a_failure(self):
        with self.assertRaises(load.LoadFailed):
            self.read(h2load_said(9 * len(self.request.frame), succeeded=9))


class AccountTest(unittest.TestCase):
    def test_memory_belongs_to_the_area_of_the_jvm_or_to_the_file_or_to_malloc(self):
        mappings = "".join(
            f"{begin:x}-{begin + 0x1000:x} {permissions} 00000000 00:00 0    {path}\nRss:   {resident} kB\nAnonymous:  {own} kB\n"
            for begin, permissions, path, resident, own in (
                (0x10000, "rw-p", "", 40, 40), (0x20000, "rw-p", "/archive/25.aot", 30, 20),
                (0x30000, "r--p", "/archive/25.aot", 50, 0), (0x40000, "r-xp", "/jdk/lib/server/libjvm.so", 9, 0),
                (0x50000, "rw-p", "/jdk/lib/server/libjvm.so", 1, 1), (0x60000, "rw-p", "[heap]", 5, 5),
                (0x70000, "rw-p", "", 6, 6), (0x80000, "---p", "", 0, 0), (0x90000, "r--s", "/jdk/lib/modules", 7, 0)))
        told = ("[0x0000000000010000 - 0x0000000000018000] reserved 32KB for Java Heap from\n"
                "\t[0x0000000000010000 - 0x0000000000018000] committed 32KB from\n"
                "[0x0000000000020000 - 0x0000000000038000] reserved 96KB for Shared class space from\n")

        self.assertEqual({
            "heap": (40, 40), "archive, written to": (30, 20), "archive, only read": (50, 0), "libjvm.so": (10, 1),
            "malloc": (11, 11), "other files": (7, 0)}, account.parts(mappings, told))


class WireTest(unittest.TestCase):
    def test_the_largest_message_is_exactly_the_limit(self):
        self.assertEqual(wire.MESSAGE_LIMIT, len(wire.largest().message))

    def test_lengths_of_hpack_continue_after_the_prefix(self):
        self.assertEqual(b"\x1f\x9a\x0a", http2._length(5, 1337))  # RFC 7541, C.1.2


class Http2Test(unittest.TestCase):
    """Against a server of frames written by hand."""

    def call(self, *frames):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            def serve():
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(b"".join(frames))
                    connection.recv(65536)

            server = threading.Thread(target=serve)
            server.start()
            try:
                return http2.first_call(listener.getsockname()[1], self.request, 10, lambda: True)
            finally:
                server.join()

    def setUp(self):
        self.request = wire.baetyl_1(b"payload")
        self.settings = http2._frame(http2.SETTINGS, 0, 0)
        self.trailers = http2._frame(http2.HEADERS, http2.END_HEADERS | http2.END_STREAM, 1, b"\x88")

    def test_the_requests_own_bytes_are_an_answer(self):
        data = http2._frame(http2.DATA, 0, 1, self.request.frame)
        first = self.call(self.settings, data, self.trailers)
        self.assertGreaterEqual(first.answered, first.connected)

    def test_trailers_alone_are_none(self):
        with self.assertRaises(http2.NotAnswered):
            self.call(self.settings, self.trailers)

    def test_a_closed_connection_is_none(self):
        with self.assertRaises(http2.NotAnswered):
            self.call(self.settings)

    def test_a_port_that_nobody_opens_is_given_up_when_the_server_has_ended(self):
        with self.assertRaises(http2.NotAnswered):
            http2.connect(processes.free_port(), float("inf"), lambda: False)


class ProcessesTest(unittest.TestCase):
    def test_a_process_that_ignores_sigterm_ends_with_the_block(self):
        with tempfile.TemporaryDirectory() as directory, mock.patch.object(processes, "GRACE_SECONDS", 0):
            ready = Path(directory) / "ready"
            os.mkfifo(ready)
            command = ["sh", "-c", "trap '' TERM; echo >\"$0\"; exec sleep 60", ready]
            with processes.Started(command, Path(directory) / "log") as started:
                ready.read_text()
                self.assertTrue(started.alive())
            self.assertEqual(-signal.SIGKILL, started.process.returncode)


def probe_in(directory):
    """Classes, of which one stands for the probe function, and an empty code directory."""
    classes = Path(directory) / "classes"
    compiled = classes / (bundles.CLASS.replace(".", "/") + ".class")
    compiled.parent.mkdir(parents=True)
    compiled.write_bytes(b"class")
    code = Path(directory) / "code"
    code.mkdir()
    return classes, code


class BundlesTest(unittest.TestCase):
    def test_a_new_version_takes_the_place_of_the_old(self):
        with tempfile.TemporaryDirectory() as directory:
            classes, code = probe_in(directory)
            bundles.write(code, classes, "a" * 30, "1.0.0")
            jar = bundles.write(code, classes, "a" * 30, "1.1.0")
            self.assertEqual([jar], list(code.iterdir()))
            manifest = zipfile.ZipFile(jar).read("META-INF/MANIFEST.MF").decode()
            self.assertIn("Bundle-Version: 1.1.0\n", manifest)
            self.assertLessEqual(max(map(len, manifest.splitlines())), 70)


class UpdatesTest(unittest.TestCase):
    """With responses written by hand: what `ask` returns, one after the other."""

    def update(self, *responses):
        with tempfile.TemporaryDirectory() as directory:
            classes, code = probe_in(directory)
            with mock.patch("harness.peers.CLASSES", classes):
                line = mock.Mock(ask=mock.Mock(side_effect=responses))
                updates._update(line, code, "echo", "2.0.0")
                self.assertEqual(["echo.jar"], [file.name for file in code.iterdir()])
                return line.ask.call_count

    def frame(self, version):
        return wire.baetyl_1(version, "echo").frame

    def test_the_clock_stops_at_the_first_response_of_the_new_version(self):
        self.assertEqual(3, self.update(*map(self.frame, (b"1.0.0", b"1.0.0", b"2.0.0", b"2.0.0"))))

    def test_a_call_that_fails_meanwhile_is_a_failure(self):
        with self.assertRaises(http2.NotAnswered):
            self.update(self.frame(b"1.0.0"), b"", self.frame(b"2.0.0"))


class ReportTest(unittest.TestCase):
    def test_each_section_has_its_place_on_the_page(self):
        self.assertEqual(set(), set(cli.SECTIONS) - set(report.ORDER))

    def table(self):
        table = Table("throughput", "Title", "Method.", [Metric("calls", "1/s"), Metric("memory", "MB", 1)], MACHINE,
                      subjects=["funclet"])
        for ours, theirs in ((200, 100), (300, 100), (900, 300)):
            table.add("funclet", calls=ours, memory=1.25)
            table.add("other & co", calls=theirs, memory=2)
        return table

    def test_ratios_are_of_the_same_round(self):
        self.assertEqual([2, 3, 3], self.table().ratios("funclet", "other & co"))

    def test_a_cell_is_the_median_with_its_spread(self):
        self.assertIn("| 300 (200-900) |", report.table(self.table()))

    def test_what_is_stored_is_read_back(self):
        with tempfile.TemporaryDirectory() as directory:
            self.assertEqual(self.table(), results.read(self.table().write(Path(directory))))

    def test_a_picture_is_well_formed(self):
        from xml.dom import minidom

        drawn = minidom.parseString(plot.bars(self.table()))
        self.assertEqual(2, len(drawn.getElementsByTagName("rect")))

    def test_only_what_is_between_the_markers_is_replaced(self):
        with tempfile.TemporaryDirectory() as directory:
            stored, document = Path(directory) / "results", Path(directory) / "benchmarks.md"
            self.table().write(stored)
            document.write_text("before\n<!-- results: begin -->\nold\n<!-- results: end -->\nafter\n")
            for _ in range(2):
                report.publish(stored, document, Path(directory) / "benchmarks")
            page = document.read_text()
            self.assertTrue(page.startswith("before\n") and page.endswith("after\n"))
            self.assertNotIn("old", page)
            self.assertEqual(1, page.count("### Title"))


if __name__ == "__main__":
    unittest.main()
