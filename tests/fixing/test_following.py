"""Which fixes are left since something new would follow from them."""

import pytest

from harness_lint.engine.report import Report
from harness_lint.fixing.applying import applied, fixable
from harness_lint.fixing.following import MOST_TRIALS, Group, Left
from harness_lint.fixing.repeating import Wish, fixed_until_stable
from tests.fixing.findings import finding

NAMES = [f"{name}.md" for name in "abcdefgh"]


def outcome_of(found, *, wish=Wish(), names=NAMES):  # noqa: B008  a value that never changes
    """Return the outcome where each text is to be ``2``, and *found* says what follows."""
    start = dict.fromkeys(names, b"1")
    runs = []

    def check(texts):
        now = {**start, **texts}
        runs.append(now)
        wrong = [finding((n, 0, 1, "2"))._replace(path=n) for n in names if now[n] == b"1"]
        return Report((*wrong, *found(now)))

    def apply(findings, read):
        return applied(findings, read)

    return fixed_until_stable(check({}), start.__getitem__, wish, apply, check), runs


def worse(path, message="it is worse"):
    return finding(message=message)._replace(code="HL998", name="worse", path=path, fix=None)


@pytest.mark.parametrize("guilty", [["a.md"], ["h.md"], ["c.md", "f.md"], NAMES])
def test_those_at_fault_are_left_and_no_others(guilty):
    outcome, _ = outcome_of(lambda now: [worse("z.md", n) for n in guilty if now[n] == b"2"])

    assert sorted(outcome.texts) == [name for name in NAMES if name not in guilty]
    assert outcome.left == tuple(Left(Group("HL999", n), ("HL998 worse",)) for n in guilty)


def test_what_is_left_is_no_longer_called_safe():
    outcome, _ = outcome_of(lambda now: [worse("z.md")] if now["b.md"] == b"2" else [])

    assert [one.path for one in outcome.report.findings] == ["b.md"]
    assert not fixable(outcome.report.findings)


def test_of_two_that_make_something_follow_together_one_is_made():
    def found(now):
        return [worse("z.md")] if now["a.md"] == now["h.md"] == b"2" else []

    outcome, _ = outcome_of(found)

    assert sorted(outcome.texts) == NAMES[:-1]


def test_what_follows_and_is_repaired_by_itself_is_no_fault():
    def found(now):
        if now["a.md"] == b"2":
            yield finding(("a.md", 0, 1, "3"))._replace(code="HL998")
        if now["b.md"] == b"2":
            yield worse("z.md")

    outcome, _ = outcome_of(found)

    assert outcome.texts["a.md"] == b"3"
    assert [one.group.path for one in outcome.left] == ["b.md"]


def test_what_was_found_before_is_nothing_new_though_its_numbers_are_others():
    outcome, _ = outcome_of(lambda now: [worse("z.md", f"{list(now.values()).count(b'1')} left")])

    assert (len(outcome.texts), outcome.left) == (len(NAMES), ())


def test_rules_that_are_trusted_are_never_left():
    outcome, _ = outcome_of(
        lambda now: [worse("z.md")] if now["a.md"] == b"2" else [], wish=Wish(trusted=["HL999"])
    )

    assert (len(outcome.texts), outcome.left) == (len(NAMES), ())


def test_the_search_for_those_at_fault_comes_to_an_end():
    names = [f"{number}.md" for number in range(200)]

    outcome, runs = outcome_of(
        lambda now: [worse("z.md", n) for n in names if now[n] == b"2"], names=names
    )

    assert not outcome.texts
    assert {one.follows for one in outcome.left} == {("HL998 worse",), ()}
    assert len(runs) < 3 * MOST_TRIALS
