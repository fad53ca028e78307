"""A bar for each server's median, a line for its spread. SVG by hand: nothing to install, and it can be compared."""

from xml.sax.saxutils import escape

from harness import results
from harness.results import Table

DRAWN = ("throughput", "latency", "coldstart")

WIDTH, LABEL, ROW, TOP = 760, 240, 34, 56
OURS, OTHERS = "#2f6f4f", "#9aa5b1"

# A picture on a page has the page's colour scheme: dark text would vanish on a dark one.
_STYLE = """<style>
text { font: 13px sans-serif; fill: #24292f; } .title { font-weight: bold; font-size: 15px; } .spread { stroke: #24292f; }
@media (prefers-color-scheme: dark) { text { fill: #d0d7de; } .spread { stroke: #d0d7de; } }
</style>"""


def bars(measured: Table) -> str:
    """The first metric of all rows."""
    metric = measured.metrics[0]
    rows = {name: values[metric.name] for name, values in measured.values.items() if values.get(metric.name)}
    scale = (WIDTH - LABEL - 110) / max(max(values) for values in rows.values())
    rounds = max(len(values) for values in rows.values())
    what = f"median of {rounds} rounds, lowest to highest" if rounds > 1 else "one round"
    height = TOP + ROW * len(rows) + 26
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(measured.title)}</title>", _STYLE,
        f'<text class="title" x="8" y="22">{escape(measured.title)}</text>',
        f'<text x="8" y="42">{escape(metric.name.replace("_", " "))}, {escape(metric.unit)}: {what}</text>',
    ]
    for index, (name, values) in enumerate(rows.items()):
        y = TOP + ROW * index
        middle = results.median(values)
        low, high = LABEL + min(values) * scale, LABEL + max(values) * scale
        colour = OURS if name.startswith("funclet") else OTHERS
        out += [
            f'<text x="{LABEL - 8}" y="{y + 17}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{LABEL}" y="{y + 2}" width="{middle * scale:.1f}" height="21" rx="2" fill="{colour}"/>',
            f'<line class="spread" x1="{low:.1f}" x2="{high:.1f}" y1="{y + 12.5}" y2="{y + 12.5}"/>',
            f'<text x="{max(high, LABEL + middle * scale) + 8:.1f}" y="{y + 17}">{middle:,.{metric.digits}f}</text>',
        ]
    machine = measured.machine
    out.append(f'<text x="8" y="{height - 8}">{escape(machine["cpu"])}, JDK {escape(machine["java"])}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"
