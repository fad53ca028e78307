"""What was measured: every value of every round, so that medians can be checked and drawn again later."""

import json
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Metric:
    """A column. `digits` after the point in tables."""

    name: str
    unit: str
    digits: int = 0


@dataclass
class Table:
    """One section. `values` is rows by name, each a list of values by metric name, one a round."""

    section: str
    title: str
    method: str
    metrics: list
    machine: dict
    values: dict = field(default_factory=dict)
    # Rows that are compared with all others by the first metric, round by round.
    subjects: list = field(default_factory=list)
    # What there is to say about the values: sentences.
    notes: list = field(default_factory=list)

    def add(self, row: str, **values: float) -> None:
        """Adds one round. Metrics are given by position-free names: spaces as underscores."""
        of_row = self.values.setdefault(row, {})
        for name, value in values.items():
            of_row.setdefault(name, []).append(value)

    def ratios(self, subject: str, row: str) -> list:
        """The first metric of the subject, divided by that of the row, in each round that both have."""
        first = self.metrics[0].name
        return [a / b for a, b in zip(self.values[subject][first], self.values[row].get(first, [])) if b]

    def write(self, directory: Path) -> Path:
        """As JSON, named by section and Java, in the place of an earlier one."""
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / f"{self.section}-jdk{self.machine['java'].split('.')[0]}.json"
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")
        return path


def read(path: Path) -> Table:
    document = json.loads(path.read_text())
    document["metrics"] = [Metric(**metric) for metric in document["metrics"]]
    return Table(**document)


def median(values: list) -> float:
    return statistics.median(values)


def percentile(values: list, percent: float) -> float:
    """The nearest rank: a value that was seen."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
