"""The command line: which sections, how often, how long, on which Java."""

import argparse
import contextlib
import fcntl
import sys
from dataclasses import replace
from pathlib import Path

from harness import (
    account, coldstart, connections, floor, http2, large, load, machine, many, memory, peers, probe, processes, report,
    requirements, throughput, updates, upgrades)

STORED = peers.BENCHMARKS / "target/results"
DOCUMENT = peers.CHECKOUT / "docs/reference/benchmarks.md"
SECTIONS = ["throughput", "latency", "side-by-side", "large", "connections", "short-connections", "coldstart", "coldstart-busy",
            "idle", "memory", "account", "many", "updates", "upgrades", "floor"]

# More where a round is short.
ROUNDS = {"throughput": 5, "latency": 5, "side-by-side": 12, "large": 5, "connections": 3, "short-connections": 3,
          "coldstart": 15, "coldstart-busy": 5, "idle": 3, "memory": 3, "account": 1, "many": 1, "updates": 2, "upgrades": 1}

# With so many busy processes beside it.
STARTS = {"coldstart": 0, "coldstart-busy": 8}

COMPARED = [section for section in SECTIONS if section not in ("account", "many", "updates", "upgrades", "floor")]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks/run", description="Measures the runtime's distribution beside other gRPC servers. Results go to "
        "benchmarks/target/results; publish puts them into docs/reference/benchmarks.md. Whatever is started is ended again.")
    parser.add_argument("section", choices=[*SECTIONS, "all", "jmh", "publish"], nargs="?", default="all",
                        help="what to measure (default all); jmh takes JMH's own options; publish measures nothing")
    parser.add_argument("--rounds", type=_positive, metavar="N", help="rounds (default: by section, %s)" % ", ".join(
        f"{section} {rounds}" for section, rounds in ROUNDS.items()))
    parser.add_argument("--seconds", type=_positive, default=10, metavar="S", help="of each measurement (default 10)")
    parser.add_argument("--warm-up", type=_positive, default=20, metavar="S", help="before it (default 20)")
    parser.add_argument("--only", action="append", metavar="TEXT", help="only servers whose name contains this; repeatable")
    parser.add_argument("--java-home", type=Path, default=None, metavar="DIR",
                        help="the Java of all Java servers (default: the one that the launcher takes)")
    parser.add_argument("--function-property", action="append", default=[], metavar="NAME=VALUE",
                        help="adds the runtime with a function whose component has this property")
    parser.add_argument("--beside", type=Path, metavar="DIR",
                        help="another build of the distribution, measured in turn with this one, such as that before a change; "
                        "not in the sections account and upgrades")
    parser.add_argument("--functions", type=_positive, default=1000, metavar="N",
                        help="of the sections many and updates (default 1000)")
    parser.add_argument("--connections", type=_positive, default=None, metavar="N",
                        help="of the sections connections (default 1000) and short-connections (default 10000)")
    parser.add_argument("--publish", action="store_true", help="afterwards, put all results into docs/reference/benchmarks.md")
    small = parser.add_argument_group("the floor")
    small.add_argument("--limit", type=_positive, default=50, metavar="MB", help="of memory and swap (default 50)")
    small.add_argument("--pids", type=_positive, default=20, metavar="N", help="threads (default 20)")
    small.add_argument("--calls", type=_positive, metavar="N",
                       help="(default 100000; of the sections memory and account 1000000)")
    small.add_argument("--updates", type=_positive, default=None, metavar="N",
                       help="(default 20, also of the section upgrades; of the section updates 100)")
    small.add_argument("--large", type=_positive, default=200, metavar="N", help="messages of 4 MiB (default 200)")
    small.add_argument("--bisect", type=_positive, nargs=2, metavar=("LOW", "HIGH"), help="find the lowest limit between")
    small.add_argument("--read-ahead", type=int, metavar="KB", help="put the files on a disk of their own that reads so much "
                       "around each missing page; 128 is the kernel's default (default: as this machine's disk does)")
    small.add_argument("--evidence", action="store_true",
                       help="have the JVM account for its memory, and keep that, its heap's histogram and its threads")
    arguments, more = parser.parse_known_args()
    if more and arguments.section != "jmh":
        parser.error("unknown: " + " ".join(more))
    arguments.jmh = more
    return arguments


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _peers(arguments, section: str, java_home: Path) -> list:
    # Left to its launcher unless it is told: looking for a Java is a part of its start.
    chosen = arguments.java_home
    everyone = [peers.funclet(java_home=chosen)]
    if arguments.beside:
        everyone.append(peers.funclet(f"funclet, {peers.OTHER_BUILD}", chosen, other=arguments.beside.resolve()))
    if section == "connections":
        # The limit that it has by default would end the oldest ones.
        everyone = [replace(peer, env={**(peer.env or {}), "FUNCLET_MAX_CONNECTIONS": "100000"}) for peer in everyone]
    properties = dict(pair.split("=", 1) for pair in arguments.function_property)
    if properties:
        everyone.append(peers.funclet("funclet, " + ", ".join(arguments.function_property), chosen, properties))
    if section in ("throughput", "latency", "side-by-side", "large"):
        everyone.append(peers.funclet("funclet, non-blocking function", chosen, {"function.nonblocking": "true"}))
    if section in STARTS:
        everyone.append(peers.funclet_json(java_home=chosen))
    everyone += [peers.grpc_java("default", java_home), peers.python(), peers.node()]
    if section in ("throughput", "latency", "side-by-side", "large", "connections", "short-connections"):
        everyone.append(peers.grpc_java("direct", java_home))
    if section in STARTS:
        everyone.append(peers.grpc_java_archived(java_home))
    if section == "memory":
        everyone.append(peers.grpc_java("default", java_home, tuned=True))
    return [peer for peer in everyone if not arguments.only or any(text in peer.name for text in arguments.only)]


def _measure(section: str, arguments, java_home: Path):
    described = machine.describe(java_home)
    rounds = arguments.rounds or ROUNDS.get(section, 1)
    builds = peers.builds(arguments.beside and arguments.beside.resolve())
    if section == "floor":
        plan = floor.Plan(arguments.limit, arguments.pids, arguments.calls or 100_000, arguments.updates or 20, arguments.large,
                          arguments.evidence, arguments.read_ahead)
        if arguments.bisect:
            return floor.bisection(plan, java_home, described, *arguments.bisect)
        return floor.floor(plan, builds, java_home, described)
    if section == "account":
        return account.account(peers.funclet(java_home=java_home), java_home, rounds, arguments.calls or 1_000_000, described)
    if section == "many":
        return many.many(arguments.functions, rounds, builds, java_home, described)
    if section == "updates":
        return updates.updates(arguments.updates or 100, arguments.functions, rounds, builds, java_home, described)
    if section == "upgrades":
        return upgrades.upgrades(arguments.updates or 20, rounds, java_home, described)
    everyone = _peers(arguments, section, java_home)
    if not everyone:
        raise requirements.Missing(f"no server of this section is named {' or '.join(arguments.only)}")
    if section in STARTS:
        return coldstart.coldstart(everyone, rounds, java_home, described, STARTS[section])
    if section == "idle":
        return coldstart.idle(everyone, rounds, arguments.seconds, described)
    if section == "connections":
        return connections.idle(everyone, arguments.connections or 1000, rounds, described)
    if section == "short-connections":
        return connections.short(everyone, arguments.connections or 10_000, rounds, described)
    if section == "large":
        return large.large(everyone, rounds, arguments.seconds, arguments.warm_up, described)
    if section == "memory":
        return memory.memory(everyone, rounds, arguments.calls or 1_000_000, described)
    if section == "side-by-side":
        return throughput.side_by_side(everyone, rounds, arguments.warm_up, described)
    measure = throughput.throughput if section == "throughput" else throughput.latency
    return measure(everyone, rounds, arguments.seconds, arguments.warm_up, described)


def _require(section: str, only: list) -> None:
    requirements.need_distribution()
    requirements.need_python_grpc()
    if section in COMPARED and (not only or any(text in peers.node().name for text in only)):
        requirements.need_node_grpc()
    requirements.need("h2load", "nghttp2-client")


def _jmh(java_home: Path, more: list) -> int:
    """All benchmarks with what they allocate, briefly enough for a coffee; or as JMH is told."""
    requirements.need_distribution()
    options = more or ["-prof", "gc", "-f", "2", "-wi", "3", "-w", "2", "-i", "5", "-r", "2"]
    with processes.Started(
            [java_home / "bin/java", "-cp", f"{peers.CLASSES}:{peers.LIBRARIES}/*", "org.openjdk.jmh.Main", *options],
            Path("/dev/stdout")) as jmh:
        return jmh.process.wait()


def _run(arguments) -> int:
    java_home = arguments.java_home or peers.newest_java()
    if arguments.section == "jmh":
        return _jmh(java_home, arguments.jmh)
    failed = False
    for section in [] if arguments.section == "publish" else SECTIONS if arguments.section == "all" else [arguments.section]:
        try:
            _require(section, arguments.only)
            requirements.need_archive(java_home)
            measured = _measure(section, arguments, java_home)
        except (requirements.Missing, http2.NotAnswered, load.LoadFailed, probe.ProbeFailed) as reason:
            # The other sections may be possible, and are worth having.
            print(f"benchmarks/run: {section}: {reason}", file=sys.stderr)
            failed = True
            continue
        # Before it is shown: a reader who has seen enough may close the pipe.
        stored = measured.write(STORED)
        print(f"\n{report.text(measured)}\nstored: {stored}", flush=True)
    if arguments.publish or arguments.section == "publish":
        for path in report.publish(STORED, DOCUMENT, DOCUMENT.with_suffix("")):
            print(f"written: {path}")
    return 1 if failed else 0


@contextlib.contextmanager
def _alone():
    """Two at once would measure each other, and write into the same files."""
    peers.WORK.mkdir(parents=True, exist_ok=True)
    with open(peers.WORK / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit("benchmarks/run: another one is running in this checkout") from None
        yield


def main() -> int:
    arguments = _arguments()
    processes.turn_signals_into_exceptions()
    try:
        with _alone():
            return _run(arguments)
    except KeyboardInterrupt:
        print("benchmarks/run: broken off; what was started has been ended", file=sys.stderr)
        return 130
