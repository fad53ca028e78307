"""A disk of its own, which reads ahead as little or as much as wanted: the setting belongs to the device. Needs root."""

import contextlib
import os
import subprocess
from pathlib import Path

from harness.requirements import Missing, need

SIZE_MIB = 1500


@contextlib.contextmanager
def reading_ahead(kib: int, image: Path):
    """An empty file system in a file, mounted beside it, whose device reads this much ahead. Gone after the block."""
    if os.geteuid() != 0:
        raise Missing("a disk with a read-ahead of its own needs root")
    need("mkfs.ext4", "e2fsprogs")
    place = image.with_suffix(".mounted")
    place.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as undo:
        undo.callback(place.rmdir)
        image.write_bytes(b"")
        undo.callback(image.unlink)
        os.truncate(image, SIZE_MIB * 1024 * 1024)
        _run("mkfs.ext4", "-q", "-F", image)
        # Past the page cache of the disk beneath, which would be charged as well.
        device = _run("losetup", "--find", "--show", "--direct-io=on", image)
        undo.callback(_run, "losetup", "--detach", device)
        _run("blockdev", "--setra", 2 * kib, device)
        _run("mount", device, place)
        undo.callback(_run, "umount", place)
        yield place


def _run(*command) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Missing(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout.strip()
