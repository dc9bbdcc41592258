"""Which results belong to which tests, by the names that runners write."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from harness_lint.documents.test_results import TestResults
from harness_lint.packs.loader import builtin_packs
from harness_lint.project.evidence import results_of
from harness_lint.project.facts import Fact, SourceFacts
from harness_lint.project.file_tree import FileTree
from harness_lint.project.index import Surroundings, project_of
from harness_lint.project.listing import Listing
from harness_lint.source import Location, Place, Source, Span

LANGUAGES = {
    ".py": "python",
    ".go": "go",
    ".rs": "rust",
    ".js": "javascript",
    ".ts": "typescript",
    ".java": "java",
    ".kt": "kotlin",
    ".cs": "csharp",
    ".php": "php",
    ".rb": "ruby",
    ".bats": "bash",
    ".feature": "gherkin",
    ".cc": "cpp",
}


def test_fact(path: str, key: str) -> Fact:
    at = Location(path, Span(0, 1), Place(1, 1, 1, 2), "")
    values = {"name": key, "language": LANGUAGES[Path(path).suffix], "skipped": False}
    return Fact("test", key, at, values)


test_fact.__test__ = False


def result_fact(name: str, classname: str = "", suite: str = "", file: str = "") -> Fact:
    at = Location("junit.xml", Span(0, 1), Place(1, 1, 1, 2), "")
    return Fact("result", name, at, {"classname": classname, "suite": suite, "file": file})


def matched(tests, results) -> dict[tuple[str, str], list[str]]:
    """Return the names of the results of each test."""
    paths = sorted({path for path, _ in tests})
    sources = [
        SourceFacts(path, "test-code", tuple(test_fact(*test) for test in tests if test[0] == path))
        for path in paths
    ]
    sources.append(SourceFacts("junit.xml", "test-results", tuple(results)))
    project = project_of(
        sources, Surroundings(FileTree(lambda: Listing(frozenset())), date(2026, 3, 1))
    )
    return {test: [fact.key for fact in facts] for test, facts in results_of(project).items()}


CLOCK = ("tests/test_clock.py", "test_rings")
NOON = ("tests/test_clock.py", "TestNoon::test_late")

MATCHES = [
    pytest.param(CLOCK, ("test_rings", "tests.test_clock", "pytest"), id="pytest"),
    pytest.param(CLOCK, ("test_rings[a-b]", "tests.test_clock", "pytest"), id="pytest, case"),
    pytest.param(CLOCK, ("test_rings[a[0] (b)]", "tests.test_clock"), id="pytest, brackets"),
    pytest.param(NOON, ("test_late[1]", "tests.test_clock.TestNoon"), id="pytest, class"),
    pytest.param(CLOCK, ("test_rings", "test_clock"), id="pytest from the folder of the tests"),
    pytest.param(CLOCK, ("test_rings", "shop.tests.test_clock"), id="pytest from above"),
    pytest.param(CLOCK, ("test_rings", "test_clock", "", "tests/test_clock.py"), id="xunit1"),
    pytest.param(NOON, ("test_late", "tests.test_clock.TestNoon", "TestNoon"), id="unittest"),
    pytest.param(
        ("clock/clock_test.go", "TestRings"), ("TestRings", "example.org/m/clock"), id="go"
    ),
    pytest.param(
        ("clock/clock_test.go", "TestRings/at noon"),
        ("TestRings/at_noon", "example.org/m/clock"),
        id="go, known sub-test",
    ),
    pytest.param(
        ("clock/clock_test.go", "TestRings"),
        ("TestRings/at_noon/sharp", "clock"),
        id="go, unknown sub-tests, short package",
    ),
    pytest.param(("clock_test.go", "TestRings"), ("TestRings", "example.org/m"), id="go, root"),
    pytest.param(
        ("backend/clock/clock_test.go", "TestRings"),
        ("TestRings", "example.org/api/clock"),
        id="go, a module in a folder",
    ),
    pytest.param(
        ("src/clock.test.js", "Clock > rings"), ("Clock rings", "Clock rings", "Clock"), id="jest"
    ),
    pytest.param(
        ("src/clock.test.js", "Clock > noon > rings (twice)"),
        ("rings (twice)", "Clock noon", "Clock"),
        id="jest with templates",
    ),
    pytest.param(
        ("src/clock.test.js", "clock.js > rings"), ("rings", "clock.js"), id="a title like a file"
    ),
    pytest.param(
        ("web/src/clock.test.ts", "Clock > GET /hours"),
        ("Clock > GET /hours", "src/clock.test.ts", "src/clock.test.ts"),
        id="vitest",
    ),
    pytest.param(
        ("e2e/clock.spec.ts", "Clock > rings"),
        ("Clock › rings", "clock.spec.ts", "clock.spec.ts"),
        id="playwright",
    ),
    pytest.param(
        ("src/clock.test.js", "Clock > noon > rings"),
        ("rings", "test", "Clock > noon"),
        id="node",
    ),
    pytest.param(("src/clock.test.js", "alone"), ("alone", "test"), id="node without a group"),
    pytest.param(
        ("src/clock.test.js", "Clock > rings"), ("Clock rings", "rings", "Clock"), id="mocha"
    ),
    pytest.param(
        ("src/noon.rs", "tests::rings"), ("noon::tests::rings", "clock", "clock"), id="nextest"
    ),
    pytest.param(
        ("src/noon.rs", "rings"), ("noon::tests::rings::case_1_early", "clock"), id="rstest"
    ),
    pytest.param(("tests/alarm.rs", "rings"), ("rings", "clock::alarm"), id="nextest, binary"),
    pytest.param(("src/lib.rs", "tests::rings"), ("tests::rings", "clock"), id="nextest, lib"),
    pytest.param(
        ("src/test/java/org/example/ClockTest.java", "ClockTest::rings"),
        ("rings{int}[1]", "org.example.ClockTest"),
        id="surefire",
    ),
    pytest.param(
        ("src/test/java/org/example/ClockTest.java", "ClockTest::Noon::rings"),
        ("rings()", "org.example.ClockTest$Noon"),
        id="gradle, nested class",
    ),
    pytest.param(
        ("src/test/kotlin/ClockTest.kt", "ClockTest::rings at noon"),
        ("rings at noon()", "org.example.ClockTest"),
        id="kotlin",
    ),
    pytest.param(
        ("Clock.Tests/ClockTests.cs", "ClockTests::Rings"),
        ("Rings(hour: 1)", "Clock.Tests.ClockTests", "Clock.Tests.dll"),
        id="dotnet",
    ),
    pytest.param(
        ("Clock.Tests/ClockTests.cs", "ClockTests::Rings"),
        ("Clock.Tests.ClockTests.Rings (1)", "", "Clock.Tests.dll"),
        id="a full name in one attribute",
    ),
    pytest.param(
        ("tests/ClockTest.php", "ClockTest::testRings"),
        (
            'testRings with data set "a (b)"',
            "Tests.ClockTest",
            "all",
            "/ci/build/tests/ClockTest.php",
        ),
        id="phpunit",
    ),
    pytest.param(("tests/clock.bats", "it rings"), ("it rings", "clock.bats"), id="bats"),
    pytest.param(
        ("spec/clock_spec.rb", "Clock > rings"),
        ("Clock rings", "spec.clock_spec", "rspec", "./spec/clock_spec.rb"),
        id="rspec",
    ),
    pytest.param(
        ("features/clock.feature", "It rings"), ("It rings", "features.clock.Clock"), id="behave"
    ),
    pytest.param(
        ("t/clock_test.cc", "Clock::Rings"),
        ("Rings/0", "All/Clock", "All/Clock", "../t/clock_test.cc"),
        id="gtest",
    ),
]


@pytest.mark.parametrize(("test", "result"), MATCHES)
def test_a_result_is_of_the_test_that_it_names(test, result):
    others = [("tests/test_other.py", "test_other"), ("src/other.test.js", "Other > rings")]

    assert matched([test, *others], [result_fact(*result)]) == {test: [result[0]]}


STRANGERS = [
    pytest.param(CLOCK, ("test_rings", "tests.test_gone"), id="a module that is gone"),
    pytest.param(CLOCK, ("test_rings", "old.test_clock"), id="a module of another folder"),
    pytest.param(CLOCK, ("test_rings", "tests.test_clock.TestGone"), id="a class that is gone"),
    pytest.param(
        CLOCK, ("test_rings", "test_clock.TestGone", "", "tests/test_clock.py"), id="xunit1, class"
    ),
    pytest.param(CLOCK, ("test_rings_twice", "tests.test_clock"), id="a longer name"),
    pytest.param(CLOCK, ("TEST_RINGS", "tests.test_clock"), id="another case of letters"),
    pytest.param(
        ("clock/clock_test.go", "TestRings"), ("TestRings", "example.org/m/gone"), id="go"
    ),
    pytest.param(
        ("src/a.test.js", "rings"), ("Clock > rings", "src/a.test.js"), id="vitest, group"
    ),
    pytest.param(("src/a.test.js", "rings"), ("rings", "Clock"), id="jest, group"),
    pytest.param(("src/a.test.js", "rings"), ("rings (twice)", "rings (twice)"), id="jest, title"),
    pytest.param(
        ("src/a.test.js", "Clock > rings"), ("Clock > rings", "src/b.test.js"), id="vitest, file"
    ),
    pytest.param(
        ("src/a.test.js", "Clock > rings"), ("rings", "Clock", "", "src/b.test.js"), id="jest, file"
    ),
    pytest.param(("src/noon.rs", "tests::rings"), ("late::tests::rings", "clock"), id="nextest"),
    pytest.param(
        ("src/test/java/ClockTest.java", "ClockTest::rings"),
        ("rings", "org.example.OtherTest"),
        id="surefire",
    ),
    pytest.param(CLOCK, ("", ""), id="no name"),
    pytest.param(CLOCK, ("[]", "::"), id="signs alone"),
]


@pytest.mark.parametrize(("test", "result"), STRANGERS)
def test_a_result_of_something_else_is_of_no_test(test, result):
    assert matched([test], [result_fact(*result)]) == {}


def test_all_cases_and_runs_of_a_test_are_its_results():
    results = [result_fact(f"test_rings[{hour}]", "tests.test_clock") for hour in (1, 2)]

    assert matched([CLOCK, NOON], [*results, result_fact("test_rings", "tests.test_clock")]) == {
        CLOCK: ["test_rings[1]", "test_rings[2]", "test_rings"]
    }


def test_of_two_files_the_one_that_is_named_has_the_result():
    tests = [(f"{folder}/test_clock.py", "test_rings") for folder in ("a", "b")]

    assert matched(tests, [result_fact("test_rings", "b.test_clock")]) == {tests[1]: ["test_rings"]}


def test_what_fits_two_tests_equally_well_is_of_none():
    tests = [(f"{folder}/test_clock.py", "test_rings") for folder in ("a", "b")]

    assert matched(tests, [result_fact("test_rings", "test_clock")]) == {}
    assert matched(tests, [result_fact("test_rings")]) == {}


def test_a_parent_has_its_own_result_and_those_of_unknown_children():
    tests = [("clock_test.go", "TestRings"), ("clock_test.go", "TestRings/noon")]
    names = ("TestRings", "TestRings/noon", "TestRings/late")

    assert matched(tests, [result_fact(name, "example.org/m") for name in names]) == {
        tests[0]: ["TestRings", "TestRings/late"],
        tests[1]: ["TestRings/noon"],
    }


def test_the_longest_key_wins():
    tests = [("src/lib.rs", "rings"), ("src/lib.rs", "tests::rings")]

    assert matched(tests, [result_fact("tests::rings", "clock")]) == {tests[1]: ["tests::rings"]}


@pytest.mark.parametrize(
    "suffix",
    [
        "[1]",
        "/x" * 5_000,
        "[" * 50_000,
        "::a" * 20_000,
        "." * 50_000,
        "::case_" + "1" * 50_000 + "!",
    ],
)
def test_hostile_names_are_matched_in_linear_time(suffix):
    start = time.process_time()
    matched([CLOCK], [result_fact("test_rings" + suffix, "a." * 20_000) for _ in range(20)])

    assert time.process_time() - start < 40


def test_many_tests_of_one_name_are_matched_in_linear_time():
    tests = [(f"pkg{number}/test_clock.py", "test_rings") for number in range(5_000)]
    results = [result_fact("test_rings", f"pkg{number}.test_clock") for number in range(5_000)]
    start = time.process_time()
    matched(tests, results)

    assert time.process_time() - start < 40


def read(path: Path) -> list[Fact]:
    source = Source.from_bytes("junit.xml", path.read_bytes())
    document = TestResults(source, builtin_packs().family("test-results"))
    return [
        Fact(said.kind, said.key, source.location(said.at), said.values)
        for said in document.facts()
        if said.kind == "result"
    ]


def test_a_real_run_of_pytest_is_matched(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_clock.py").write_text(
        "import pytest\n"
        "@pytest.mark.parametrize('hour', ['a::b', 'x/y [z]', '1.5'])\n"
        "def test_rings(hour): pass\n"
        "class TestNoon:\n    def test_late(self): pass\n"
    )
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--junit-xml=junit.xml", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    found = matched([CLOCK, NOON], read(tmp_path / "junit.xml"))

    assert {test: len(names) for test, names in found.items()} == {CLOCK: 3, NOON: 1}


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_a_real_run_of_node_is_matched(tmp_path):
    (tmp_path / "clock.test.js").write_text(
        "const {describe, it, test} = require('node:test');\n"
        "describe('Clock', () => { describe('at noon', () => { it('rings', () => {}); }); });\n"
        "test('alone', () => {});\n"
    )
    done = subprocess.run(
        ["node", "--test", "--test-reporter=junit", "clock.test.js"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("node is too old to write test results")
    (tmp_path / "junit.xml").write_bytes(done.stdout)
    tests = [("clock.test.js", "Clock > at noon > rings"), ("clock.test.js", "alone")]

    assert matched(tests, read(tmp_path / "junit.xml")) == {
        tests[0]: ["rings"],
        tests[1]: ["alone"],
    }
