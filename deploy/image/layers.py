"""Looks into the layers of an image that skopeo has copied to a directory: no archive of class data below another one."""

import json
import sys
import tarfile
from pathlib import Path

directory = Path(sys.argv[1])
manifest = json.loads((directory / "manifest.json").read_text())
archives, removed, files = [], [], {}
for layer in manifest["layers"]:
    with tarfile.open(directory / layer["digest"].split(":")[1]) as content:
        for member in content:
            name = member.name.rsplit("/", 1)[-1]
            if name.startswith(".wh."):
                removed.append(member.name)
            elif member.isreg():
                files.setdefault(member.name, []).append(member.size)
                if name.endswith((".jsa", ".aot")):
                    archives.append(member.name)
twice = {name: sizes for name, sizes in files.items() if len(sizes) > 1 and sum(sizes) > 100_000}
print("\n".join(f"{name} is in several layers: {sizes}" for name, sizes in twice.items()))
print(f"{len(manifest['layers'])} layers, archives of class data: {', '.join(archives)}; deleted: {removed or 'nothing'}")
sys.exit(1 if len(archives) != 1 or twice or removed else 0)
