"""Cycles of dependencies: the shortest is found, and size is no danger."""

import pytest

from harness_lint.documents.cycles import shortest_cycles


@pytest.mark.parametrize(
    ("graph", "cycles"),
    [
        ({}, []),
        ({"a": ["b"], "b": []}, []),
        ({"a": ["a"]}, [("a",)]),
        ({"a": ["b"], "b": ["a"]}, [("a", "b")]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, []),
        ({"a": ["b"], "b": ["c"], "c": ["a", "b"]}, [("b", "c")]),
        ({"x": ["y"], "y": ["x"], "a": ["b"], "b": ["a"]}, [("x", "y"), ("a", "b")]),
        ({"a": ["unknown"]}, []),
    ],
)
def test_each_knot_gives_one_shortest_cycle(graph, cycles):
    assert list(shortest_cycles(graph)) == cycles


def test_a_long_chain_that_closes_is_followed_without_recursion():
    graph = {str(number): [str((number + 1) % 20_000)] for number in range(20_000)}

    [cycle] = shortest_cycles(graph)

    assert len(cycle) == 20_000
