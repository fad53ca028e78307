"""Tables as Markdown, which is readable as it is, and their place in docs/reference/benchmarks.md."""

import re
from pathlib import Path

from harness import plot, results
from harness.results import Metric, Table

ORDER = ["throughput", "latency", "side-by-side", "large", "connections", "short-connections", "coldstart", "coldstart-busy", "idle",
         "memory", "account", "many", "updates", "upgrades", "floor", "floor-bisection"]


def spread(values: list, metric: Metric) -> str:
    """The median, and in brackets the lowest and the highest of several."""
    if not values:
        return ""
    middle = _number(results.median(values), metric.digits)
    if len(values) == 1:
        return middle
    return f"{middle} ({_number(min(values), metric.digits)}-{_number(max(values), metric.digits)})"


def _number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


def table(measured: Table) -> str:
    """The table, with a column for each subject: how many times the row's first value the subject's is."""
    heads = [f"{metric.name.replace('_', ' ')}{', ' + metric.unit if metric.unit else ''}" for metric in measured.metrics]
    ratio = Metric("", "", 2)
    lines = [["", *heads, *(f"{subject} / this" for subject in measured.subjects)]]
    for row, values in measured.values.items():
        cells = [spread(values.get(metric.name, []), metric) for metric in measured.metrics]
        ratios = [
            "" if subject == row or subject not in measured.values else spread(measured.ratios(subject, row), ratio)
            for subject in measured.subjects
        ]
        lines.append([row, *cells, *ratios])
    lines.insert(1, ["---", *["---:"] * (len(lines[0]) - 1)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def text(measured: Table) -> str:
    """The whole section: title, table, method, machine, notes."""
    machine = "; ".join(f"{key} {value}" for key, value in measured.machine.items())
    parts = [f"### {measured.title} (JDK {measured.machine['java']})", table(measured), measured.method]
    parts += measured.notes
    parts.append(f"Machine: {machine}.")
    return "\n\n".join(parts) + "\n"


def publish(stored: Path, document: Path, pictures: Path) -> list:
    """Writes all stored results into the document between its markers, and their pictures. Returns what was written."""
    found = sorted((results.read(path) for path in stored.glob("*.json")),
                   key=lambda measured: (ORDER.index(measured.section), measured.machine["java"]))
    written, parts = [], []
    for measured in found:
        part = text(measured)
        if measured.section in plot.DRAWN:
            pictures.mkdir(parents=True, exist_ok=True)
            picture = pictures / f"{measured.section}-jdk{measured.machine['java'].split('.')[0]}.svg"
            picture.write_text(plot.bars(measured))
            head, rest = part.split("\n\n", 1)
            part = f"{head}\n\n![{measured.title}]({pictures.name}/{picture.name})\n\n{rest}"
            written.append(picture)
        parts.append(part)
    page = document.read_text()
    marked = re.compile(r"(<!-- results: begin -->\n).*(<!-- results: end -->)", re.S)
    if not marked.search(page):
        raise SystemExit(f"{document} has no place for results: the markers are missing")
    block = "\n" + "\n".join(parts) + "\n"
    document.write_text(marked.sub(lambda match: match.group(1) + block + match.group(2), page))
    return [*written, document]
