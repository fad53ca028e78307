"""What the measurements need, and how it is got. Only root's apt-get and npm are used, and it is said before."""

import os
import shutil
import subprocess
from pathlib import Path

from harness import peers


class Missing(Exception):
    """Something is not there, and was not installed."""


def need(program: str, package: str) -> None:
    """A program of a Debian package."""
    if not shutil.which(program):
        _apt(package, f"{program} is missing")


def need_python_grpc() -> None:
    if _fails("/usr/bin/python3", "-c", "import grpc, yaml, google.protobuf"):
        _apt("python3-grpcio python3-protobuf python3-yaml", "Python's grpc, yaml and protobuf are missing")


def need_node_grpc() -> None:
    """Node's gRPC goes under target/, for the user who asks; Node itself is a Debian package."""
    need("node", "nodejs")
    wanted = (peers.BENCHMARKS / "peers/package.json").read_text()
    peers.NODE.mkdir(parents=True, exist_ok=True)
    present = peers.NODE / "package.json"
    if present.exists() and present.read_text() == wanted and (peers.NODE / "node_modules/@grpc/grpc-js").exists():
        return
    need("npm", "npm")
    present.write_text(wanted)
    print(f"installing @grpc/grpc-js into {peers.NODE}: npm install", flush=True)
    if _fails("npm", "install", "--no-audit", "--no-fund", "--silent", cwd=peers.NODE):
        present.unlink()
        raise Missing("npm could not install @grpc/grpc-js")


def need_distribution() -> None:
    """Built where it is missing or stale; so is this module, which is no part of the distribution."""
    if _is_stale():
        command = "mvn -B -q -Dmaven.test.skip=true -Ddistribution.only=true -pl benchmarks -am package"
        print(f"building: {command}", flush=True)
        if _fails(*command.split(), cwd=peers.CHECKOUT):
            raise Missing("the build failed; see above")
    if _fails(peers.CHECKOUT / "funclet", "--version"):
        raise Missing("the build failed; see above")


def need_archive(java_home: Path) -> None:
    """That of a Java which the launcher would not take by itself, and for which the build has made none."""
    if _fails("env", f"FUNCLET_JAVA_HOME={java_home}", peers.DISTRIBUTION / "bin/funclet", "archive", "--if-missing"):
        raise Missing(f"no class data archive was made for {java_home}; see above")


def _is_stale() -> bool:
    made = peers.CLASSES / "META-INF/BenchmarkList"
    if not made.exists() or not peers.LIBRARIES.exists():
        return True
    sources = [peers.BENCHMARKS / "pom.xml", *(peers.BENCHMARKS / "src/main").rglob("*")]
    return max(source.stat().st_mtime for source in sources) > made.stat().st_mtime


def _apt(packages: str, why: str) -> None:
    command = f"apt-get install -y --no-install-recommends {packages}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(f"{why}; as root: {command}")
    print(f"{why}; installing: {command}", flush=True)
    if _fails(*command.split()):
        raise Missing(f"{why}, and could not be installed: {command}")


def _fails(*command: str, cwd=None) -> bool:
    try:
        return subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, check=False).returncode != 0
    except OSError:
        return True
