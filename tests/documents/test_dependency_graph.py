"""Drawings of dependencies: what is read of trees, arrows, tables and notes."""

import time

import pytest

from harness_lint.documents.dependency_graph import DependencyGraph
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source


def graph(text):
    family = builtin_packs().family("workflow-dependencies")
    source = Source.from_bytes("features/lamp/35_dependencies.md", text.encode())
    return DependencyGraph(parse(source, ""), family)


def edges(text):
    return [f"{need}<{name}" for name, needs in graph(text).needs.items() for need in needs]


def drawn(*lines, language=""):
    return f"# Order\n\n```{language}\n" + "\n".join(lines) + "\n```\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (drawn("BE-001 (a)", "  └──> BE-002"), ["BE-001<BE-002"]),
        (
            drawn("BE-001", "  │", "  +--> BE-002", "  `--> BE-003"),
            ["BE-001<BE-002", "BE-001<BE-003"],
        ),
        (
            drawn("BE-001", " └──> BE-002", "        └──> BE-003"),
            ["BE-001<BE-002", "BE-002<BE-003"],
        ),
        (
            drawn("BE-001", " ├──> BE-002", " └──depends──> BE-003"),
            ["BE-001<BE-002", "BE-003<BE-001"],
        ),
        (drawn("BE-001 → BE-002 → BE-003"), ["BE-001<BE-002", "BE-002<BE-003"]),
        (drawn("FE-001 (panel) ──depends──> BE-002"), ["BE-002<FE-001"]),
        (drawn("BE-001 -> BE-002 (Uhr) -> BE-003"), ["BE-001<BE-002", "BE-002<BE-003"]),
        (
            "| Task | Depends On |\n| --- | --- |\n| QA-001 | BE-001 to BE-002 |\n",
            ["BE-001<QA-001", "BE-002<QA-001"],
        ),
        (
            "| Task | Blocks |\n| --- | --- |\n| BE-001 | BE-004, QA-001 |\n",
            ["BE-001<BE-004", "BE-001<QA-001"],
        ),
        ("- Group A: BE-003, BE-004 (after BE-002)\n", ["BE-002<BE-003", "BE-002<BE-004"]),
    ],
)
def test_what_waits_for_what_is_read(text, expected):
    assert sorted(edges(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        drawn("BE-001", "├── BE-002"),
        drawn("│  BE-001  │ ───> │  BE-002  │"),
        drawn("BE-001, BE-002", "BE-003 and BE-004"),
        drawn("BE-001 → (wait for all) → BE-002"),
        drawn("BE-001 --> BE-002", language="mermaid"),
        "| Task | Effort |\n| --- | --- |\n| BE-001 | as BE-002 |\n",
        "# Critical Path\n\n```\nBE-001 → BE-002\n```\n",
    ],
)
def test_what_only_sorts_or_looks_like_an_arrow_is_none(text):
    assert edges(text) == []


def test_an_arrow_has_the_place_of_what_waits():
    text = drawn("BE-001 (Lämpchen)", "  └──> BE-002")
    found = graph(text)

    (dependency,) = found.dependencies

    assert found.source.slice(dependency.span) == "BE-002"


@pytest.mark.parametrize(
    "text",
    [
        drawn(*(f"{' ' * n}└──> BE-{n:04}" for n in range(1_500))),
        drawn(" → ".join(f"BE-{n:04}" for n in range(5_000))),
        drawn(*("BE-0001 (" + "(" * 380 for _ in range(1_500))),
        "# Critical Path\n\n" + drawn(*("BE-0001 → BE-0002 → BE-0003" for _ in range(1_500))),
        "| Task | Depends On |\n| --- | --- |\n" + "| BE-0001 | BE-0002 to BE-4000 |\n" * 200,
    ],
    ids=["deep", "long", "brackets", "path", "ranges"],
)
def test_reading_takes_no_long_time(text):
    began = time.process_time()
    found = graph(text)

    assert found.dependencies is not None
    assert found.critical_steps is not None

    assert time.process_time() - began < 20
