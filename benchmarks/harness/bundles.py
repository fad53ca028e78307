"""Function bundles without a compiler: the probe function's class, under any name and version."""

import os
import zipfile
from pathlib import Path

CLASS = "io.funclet.benchmarks.function.ProbeFunction"

# What bnd writes for a component with @FunctionName. No line may be longer than 72 bytes.
_MANIFEST = """Manifest-Version: 1.0
Bundle-ManifestVersion: 2
Bundle-SymbolicName: benchmark.{name}
Bundle-Version: {version}
Bundle-ClassPath: .
Import-Package: io.funclet.api;version="[1.0,2)"
Provide-Capability: osgi.service;
 objectClass:List<String>="io.funclet.api.FunctionHandler"
Require-Capability: osgi.extender;
 filter:="(&(osgi.extender=osgi.component)(version>=1.5.0))",
 osgi.implementation;
 filter:="(&(osgi.implementation=io.funclet)(version>=1.0.0))"
Service-Component: OSGI-INF/probe.xml

"""

_COMPONENT = """<?xml version="1.0" encoding="UTF-8"?>
<scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="{name}">
  <property name="function.name" type="String" value="{name}"/>{properties}
  <service>
    <provide interface="io.funclet.api.FunctionHandler"/>
  </service>
  <implementation class="{implementation}"/>
</scr:component>
"""


def write(directory: Path, classes: Path, name: str, version: str = "1.0.0", properties: dict = None,
          prepared: bool = False) -> Path:
    """Puts the bundle's jar into the directory, whole from its first moment, or in the place of its last version.

    `properties` are further ones of the component, texts by name. If it is only `prepared`, the caller renames what is
    returned.
    """
    path = CLASS.replace(".", "/") + ".class"
    more = "".join(f'\n  <property name="{k}" type="{_type(v)}" value="{v}"/>' for k, v in (properties or {}).items())
    target = directory / f"{name}.jar"
    partial = directory / f".{name}.partial"
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", _MANIFEST.format(name=name, version=version))
        jar.writestr("OSGI-INF/probe.xml", _COMPONENT.format(name=name, implementation=CLASS, properties=more))
        jar.writestr(path, (classes / path).read_bytes())
    if prepared:
        return partial
    os.replace(partial, target)
    return target


def _type(value: str) -> str:
    return "Boolean" if value in ("true", "false") else "String"
