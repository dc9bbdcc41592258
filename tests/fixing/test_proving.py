"""Which fixes are made where the texts that they make are looked at."""

from harness_lint.config import Config
from harness_lint.engine.registry import Registry
from harness_lint.fixing.proving import Prover
from harness_lint.packs.loader import builtin_packs
from tests.fixing.findings import finding

TEXTS = {"a.md": b"# A\n\n<!-- one --> two\n", "b.md": b"# B\n\n<!-- one --> two\n"}
PROVER = Prover(Config(), Registry.load(), builtin_packs())


def applied(*findings):
    return PROVER.applied(findings, TEXTS.__getitem__)


def test_a_fault_takes_no_other_fix_along():
    wrong = finding(("a.md", 18, 21, "six"), message="wrong")
    right = finding(("a.md", 10, 13, "six"), message="right")
    elsewhere = finding(("b.md", 10, 13, "six"), message="elsewhere")

    made = applied(wrong, right, elsewhere)

    assert made.fixed == (right, elsewhere)
    assert [fault.finding for fault in made.faults] == [wrong]
    assert made.texts["a.md"] == b"# A\n\n<!-- six --> two\n"


def test_fixes_that_are_right_alone_and_not_together_are_made_one_at_a_time():
    two, three = finding(("a.md", 0, 0, "  ")), finding(("a.md", 0, 0, "   "))  # five make it code
    elsewhere = finding(("b.md", 10, 13, "six"))

    made = applied(two, three, elsewhere)

    assert (made.fixed, made.faults) == ((two, elsewhere), ())
    assert applied(three).fixed == (three,)


def test_unsafe_fixes_wait_until_the_safe_ones_are_made():
    safe = finding(("a.md", 10, 13, "six"))
    unsafe = finding(("b.md", 18, 21, "six"), applicability="unsafe")

    made = applied(unsafe, safe)

    assert (made.fixed, made.waiting) == ((safe,), (unsafe,))
    assert applied(unsafe).fixed == (unsafe,)
