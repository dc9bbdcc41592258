"""The graph as text for other tools to draw: Mermaid and Graphviz."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harness_lint.tracing.rows import REACHING

STYLES = {
    "proven": "fill:#d7f2dd,stroke:#1a7f37,color:#0b3d1b",
    "tested": "fill:#dff0f7,stroke:#0a6c8f,color:#08384a",
    "implemented": "fill:#e8e6fb,stroke:#5b4fc7,color:#2a2366",
    "planned": "fill:#fdf3d3,stroke:#9a6700,color:#4d3300",
    "gap": "fill:#ffffff,stroke:#57606a,color:#24292f,stroke-dasharray:4 3",
    "violated": "fill:#ffe0dd,stroke:#b3261e,color:#5c0f0a",
}


def mermaid(export: Mapping[str, Any]) -> Iterator[str]:
    """Yield a Mermaid flow chart. Names are quoted; what could be markup is written as entities."""
    items, links = _drawn(export)
    numbers = {name: f"n{number}" for number, name in enumerate(items)}
    yield "flowchart RL"
    for name, item in items.items():
        label = item["local"] if item is not None else name
        state = f":::{item['state']}" if item is not None and item["state"] in STYLES else ""
        yield f'  {numbers[name]}["{_entities(label)}"]{state}'
    for source, target, role in links:
        yield f"  {numbers[source]} -->|{role}| {numbers[target]}"
    used = {item["state"] for item in items.values() if item is not None}
    for state, style in STYLES.items():
        if state in used:
            yield f"  classDef {state} {style}"


def dot(export: Mapping[str, Any]) -> Iterator[str]:
    """Yield a Graphviz digraph."""
    items, links = _drawn(export)
    yield "digraph trace {"
    yield "  rankdir=RL; node [shape=box, style=rounded];"
    for name, item in items.items():
        label = f"{item['local']}\n{item['state']}" if item and item["state"] else name
        text = item["local"] if item is not None and not item["state"] else label
        yield f"  {_quoted(name)} [label={_quoted(text)}];"
    for source, target, role in links:
        yield f"  {_quoted(source)} -> {_quoted(target)} [label={_quoted(role)}];"
    yield "}"


def _drawn(
    export: Mapping[str, Any],
) -> tuple[dict[str, Mapping[str, Any] | None], list[tuple[str, str, str]]]:
    """Return the items with a state or a link, and the links that reach, each once."""
    known = {item["id"]: item for item in export["items"]}
    links = [
        (link["source"], link["target"], link["role"])
        for link in export["links"]
        if link["target"] is not None
        and link["status"] in REACHING
        and known[link["target"]]["state"] is not None
    ]
    links = list(dict.fromkeys(links))
    names = [item["id"] for item in export["items"] if item["state"] is not None]
    names += [name for source, target, _ in links for name in (source, target)]
    return {name: known.get(name) for name in dict.fromkeys(names)}, links


def _entities(text: str) -> str:
    return "".join(c if c.isalnum() or c in " -_./:," else f"#{ord(c)};" for c in text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


FORMATS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    "mermaid": mermaid,
    "dot": dot,
}
