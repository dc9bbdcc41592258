"""A document twice as long is at most a little more than twice the work, whatever it is full of.

Work is told by the number of calls, never by the clock. What each check finds in a case of its page
stands there many times over, once under the same IDs and once under IDs that count on.
"""

import re
import sys
from dataclasses import replace

import pytest

from harness_lint.project.index import Project
from harness_lint.testing import page_cases, run_case

BYTES = 6_000
"""As long as the shorter one of two documents is, at least."""

MOST_GROWTH = 2.4

FRONT_MATTER = re.compile(rb"\A---\n.*?\n---\n", re.DOTALL)
NUMBER = re.compile(rb"(?<=[A-Z0-9]-)\d{2,4}\b|(?<=\b[A-Z])\d{2,4}\b")


def matter():
    """Return for each check of a document the case of its page that has most to find."""
    found = {}
    for one in page_cases():
        case = one.case
        is_plain = len(case.sources) == 1 and not (case.changed or case.before or case.new)
        if one.check.subject in (Project.__name__, "Run") or not is_plain or not case.findings:
            continue
        if all(path.endswith(".md") and cut(data)[1] for path, data in case.sources.items()):
            best = found.setdefault(one.check.code, one)
            if len(case.findings) > len(best.case.findings):
                found[one.check.code] = one
    return list(found.values())


def cut(data):
    """Return the front matter of *data*, and what stands below it."""
    head = match[0] if (match := FRONT_MATTER.match(data)) else b""
    return head, data[len(head) :].strip()


def counted_on(text, number):
    """Return *text* with other numbers in its IDs: those of its copy *number*."""
    return NUMBER.sub(
        lambda match: b"%0*d" % (len(match[0]), (int(match[0]) + 7 * number) % 10 ** len(match[0])),
        text,
    )


def repeated(data, copies, *, counts_on):
    head, body = cut(data)
    bodies = (counted_on(body, n) if counts_on else body for n in range(copies))
    return head + b"".join(body + b"\n\n" for body in bodies)


def calls(one, copies, *, counts_on):
    """Return how many functions are called to judge the case with its text so often."""
    sources = {
        path: repeated(data, copies, counts_on=counts_on) for path, data in one.case.sources.items()
    }
    case, count = replace(one.case, sources=sources), 0

    def seen(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        run_case(one.check, case)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.covers("RUN-007")
@pytest.mark.parametrize("counts_on", [False, True], ids=["the same IDs", "other IDs"])
@pytest.mark.parametrize("one", matter(), ids=lambda one: one.check.name)
def test_twice_the_matter_of_a_check_is_about_twice_the_work(one, counts_on):
    copies = BYTES // len(b"".join(one.case.sources.values())) + 1
    run_case(one.check, one.case)  # imports, and patterns that are compiled once

    nothing = calls(one, 0, counts_on=counts_on)
    once, twice = (calls(one, n, counts_on=counts_on) - nothing for n in (copies, 2 * copies))

    assert twice < MOST_GROWTH * once
