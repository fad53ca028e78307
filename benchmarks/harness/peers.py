"""The servers that are compared: how each is started, all as an echo function on the loopback address."""

import os
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

from harness import wire

BENCHMARKS = Path(__file__).resolve().parents[1]
CHECKOUT = BENCHMARKS.parent
DISTRIBUTION = CHECKOUT / "runtime-host/target/funclet"
CLASSES = BENCHMARKS / "target/classes"
LIBRARIES = BENCHMARKS / "target/lib"
NODE = BENCHMARKS / "target/node"
WORK = BENCHMARKS / "target/work"


@dataclass(frozen=True)
class Peer:
    """One server. `argv` gets the port and a directory of its own, which exists and is empty."""

    name: str
    argv: Callable[[int, Path], list]
    request: Callable[[bytes], wire.Request] = wire.baetyl_1
    env: Optional[dict] = None
    # Whether it is the runtime, or what the runtime is compared with.
    ours: bool = False
    # Called once before the others; returns how it is started, called and stopped once before the first start that counts.
    prepare: Optional[Callable[[], Callable[[int, Path], list]]] = None

    def environment(self) -> dict:
        """The harness's own, but for what would change a JVM behind our back."""
        kept = {k: v for k, v in os.environ.items() if k not in ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")}
        return {**kept, **(self.env or {})}


def service_yml(work: Path, port: int, functions: dict, timeout="30s") -> Path:
    """A configuration as baetyl 1 mounts it. `functions` is code directories by function name."""
    lines = ["name: benchmark", "server:", f"  address: 127.0.0.1:{port}", f"  timeout: {timeout}", "functions:"]
    for name, codedir in functions.items():
        lines += [f"  - name: {name}", f"    handler: {name}", f"    codedir: {codedir}"]
    lines += ["logger:", f"  path: {work / 'service.log'}", ""]
    path = work / "service.yml"
    path.write_text("\n".join(lines))
    return path


def module_json(work: Path, port: int, codedir: Path) -> str:
    """What openedge 0.1.0's master puts into -c, shortened."""
    return (
        f'{{"name":"benchmark","server":{{"address":"127.0.0.1:{port}","timeout":30000000000}},'
        f'"function":{{"name":"echo","handler":"echo","codedir":"{codedir}"}},'
        f'"logger":{{"path":"{work / "module.log"}"}}}}'
    )


OTHER_BUILD = "the other build"


def builds(beside: Optional[Path]) -> list:
    """Each build of the distribution that a section measures in turn, with what follows the name of its rows."""
    return [("", DISTRIBUTION)] + ([(f", {OTHER_BUILD}", beside)] if beside else [])


def funclet(name="funclet", java_home=None, properties=None, other=None) -> Peer:
    """The distribution, configured by a file; the sample bundle, or one of the probe function with properties.

    `other` is another build of it, such as the one before a change, to compare with: it has its own samples.
    """

    def argv(port, work):
        code = other / "samples" if other else _code(work, properties)
        return [(other or DISTRIBUTION) / "bin/funclet", "-c", service_yml(work, port, {"echo": code})]

    return Peer(name, argv, env=_java_env(java_home), ours=not other)


def funclet_json(name="funclet, -c JSON", java_home=None) -> Peer:
    """The distribution as openedge's master starts it: no file to read, generation 1."""

    def argv(port, work):
        return [DISTRIBUTION / "bin/funclet", "-c", module_json(work, port, _code(work, None))]

    return Peer(name, argv, request=wire.openedge_1, env=_java_env(java_home), ours=True)


def _code(work: Path, properties) -> Path:
    if properties is None:
        return DISTRIBUTION / "samples"
    from harness import bundles

    code = work / "code"
    code.mkdir()
    bundles.write(code, CLASSES, "echo", properties=properties)
    return code


def _java_env(java_home) -> Optional[dict]:
    return {"FUNCLET_JAVA_HOME": str(java_home)} if java_home else None


def newest_java() -> Path:
    """The Java that the launcher would take, by its own rules as far as they matter here."""
    if os.environ.get("FUNCLET_JAVA_HOME"):
        return Path(os.environ["FUNCLET_JAVA_HOME"])
    if os.environ.get("JAVA_HOME") and _version(Path(os.environ["JAVA_HOME"])) >= (17,):
        return Path(os.environ["JAVA_HOME"])
    found = {home.resolve() for home in Path("/usr/lib/jvm").glob("*") if (home / "bin/java").exists()}
    return max(found, key=_version, default=Path("/usr"))


def _version(home: Path) -> tuple:
    release = home / "release"
    line = re.search(r'^JAVA_VERSION="([\d.]+)', release.read_text(), re.M) if release.exists() else None
    return tuple(int(part) for part in line.group(1).split(".")) if line else (0,)


def grpc_java(executor: str, java_home: Path, tuned=False) -> Peer:
    """grpc-java with the generated stub. `executor` is default or direct; tuned means with the runtime's JVM options."""
    # As bin/funclet gives them where memory has no limit.
    options = ["-XX:+UseSerialGC", "-Xmx512m", "-Xms74m", "-Xmn66m", "-XX:SurvivorRatio=3", "-XX:TargetSurvivorRatio=12",
               "-XX:TrimNativeHeapInterval=10000", f"@{DISTRIBUTION}/lib/standard.options"] if tuned else []
    env = {"MALLOC_TRIM_THRESHOLD_": "8388608", "MALLOC_MMAP_THRESHOLD_": "4194304"} if tuned else None

    def argv(port, _):
        return [java_home / "bin/java", *options, "-cp", f"{CLASSES}:{LIBRARIES}/*",
                "io.funclet.benchmarks.server.BareServer", executor, port]

    return Peer(f"grpc-java, {executor} executor" + (", our options" if tuned else ""), argv, env=env)


def grpc_java_archived(java_home: Path) -> Peer:
    """The same with all that shortens the start of a JVM as ours has it: an archive of its classes, C1 alone, no waste.

    What grpc-java takes by itself, without framework and functions: nothing built on it can start sooner.
    """
    archive = WORK / "bare-server.archive"
    classes = WORK / "bare-server.jar"
    cached = _version(java_home) >= (25,)
    usual = ["-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions"]
    use = ([f"-XX:AOTCache={archive}", "-XX:-AOTReplayTraining", "-Xlog:aot=off"] if cached
           else [f"-XX:SharedArchiveFile={archive}", "-XX:ArchiveRelocationMode=0"]) + ["-Xlog:cds=off"]

    def java(port, options):
        # Classes of a directory cannot be archived.
        class_path = ":".join(map(str, [classes, *sorted(LIBRARIES.glob("*.jar"))]))
        return [java_home / "bin/java", *usual, *options, "-cp", class_path,
                "io.funclet.benchmarks.server.BareServer", "direct", port]

    def prepare():
        archive.unlink(missing_ok=True)
        with zipfile.ZipFile(classes, "w") as jar:
            for file in sorted(CLASSES.rglob("*.class")):
                jar.write(file, file.relative_to(CLASSES))
        make = f"-XX:AOTCacheOutput={archive}" if cached else f"-XX:ArchiveClassesAtExit={archive}"
        return lambda port, _: java(port, [make])

    return Peer("grpc-java, direct executor, archived", lambda port, _: java(port, use), prepare=prepare)


def python() -> Peer:
    """grpcio, with the imports of a runtime, and the same configuration file to read."""

    def argv(port, work):
        return ["/usr/bin/python3", BENCHMARKS / "peers/server.py", service_yml(work, port, {"echo": work})]

    return Peer("Python grpcio", argv)


def node() -> Peer:
    """@grpc/grpc-js, the .proto file read at the start as its tutorials do."""

    def argv(port, _):
        return ["node", BENCHMARKS / "peers/server.js", CHECKOUT / "proto/src/main/proto/baetyl_function.proto", port]

    return Peer("Node grpc-js", argv, env={"NODE_PATH": str(NODE / "node_modules")})
