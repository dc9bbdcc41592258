"""Results of tests: JUnit XML of many runners as facts, and what is wrong with a file."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from functools import partial

import pytest

from harness_lint.documents.test_results import TestResults
from harness_lint.packs.loader import builtin_packs
from harness_lint.packs.patterns import compile_globs
from harness_lint.source import Source


def results(text: str | bytes, path: str = "junit.xml") -> TestResults:
    source = Source.from_bytes(path, text.encode() if isinstance(text, str) else text)
    return TestResults(source, builtin_packs().family("test-results"))


def facts(text: str | bytes):
    return list(results(text).facts())


def cases(text: str | bytes) -> list[tuple[str, ...]]:
    """Return name, class, suite, file and outcome of each case of *text*."""
    names = ("classname", "suite", "file", "outcome")
    return [
        (fact.key, *(fact.values[name] for name in names))
        for fact in facts(text)
        if fact.kind == "result"
    ]


def problem(text: str | bytes) -> tuple[str, str]:
    """Return what is wrong with *text*, and the words that it points at."""
    document = results(text)
    assert not list(document.facts())
    error = document.tree.error
    return error.message, document.source.slice(error.at)


DIALECTS = {
    "pytest": (
        """<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite
        name="pytest" errors="0" failures="1" skipped="1" tests="3" time="0.1"
        timestamp="2026-03-01T10:00:00.5+00:00" hostname="h"><testcase classname="tests.test_clock"
        name="test_rings[a-1]" time="0.001" /><testcase classname="tests.test_clock.TestNoon"
        name="test_late" time="0.002"><failure message="assert 1 == 2">tb</failure></testcase>
        <testcase classname="tests.test_clock" name="test_off"><skipped type="pytest.skip"
        message="no clock">x</skipped></testcase></testsuite></testsuites>""",
        [
            ("test_rings[a-1]", "tests.test_clock", "pytest", "", "passed"),
            ("test_late", "tests.test_clock.TestNoon", "pytest", "", "failed"),
            ("test_off", "tests.test_clock", "pytest", "", "skipped"),
        ],
    ),
    "gotestsum": (
        """<testsuites tests="2"><testsuite tests="2" failures="0" name="example.org/m/clock"
        timestamp="2026-03-01T10:00:00Z"><properties><property name="go.version" value="go1.24"/>
        </properties><testcase classname="example.org/m/clock" name="TestClock/at_noon"/>
        <testcase classname="example.org/m/clock" name="TestOff"><skipped message="--- SKIP"/>
        </testcase></testsuite></testsuites>""",
        [
            ("TestClock/at_noon", "example.org/m/clock", "example.org/m/clock", "", "passed"),
            ("TestOff", "example.org/m/clock", "example.org/m/clock", "", "skipped"),
        ],
    ),
    "jest-junit": (
        """<testsuites name="jest tests" tests="1" failures="0" errors="0" time="1.2"><testsuite
        name="Clock" errors="0" failures="0" skipped="0" timestamp="2026-03-01T10:00:00" tests="1">
        <testcase classname="Clock rings" name="Clock rings" time="0.001" file="src/clock.test.js">
        </testcase></testsuite></testsuites>""",
        [("Clock rings", "Clock rings", "Clock", "src/clock.test.js", "passed")],
    ),
    "vitest": (
        """<testsuites name="vitest tests" tests="1" failures="0" errors="0"><testsuite
        name="src/clock.test.ts" timestamp="2026-03-01T10:00:00.000Z" tests="1"><testcase
        classname="src/clock.test.ts" name="Clock &gt; rings" time="0.1"></testcase></testsuite>
        </testsuites>""",
        [("Clock > rings", "src/clock.test.ts", "src/clock.test.ts", "", "passed")],
    ),
    "gtest": (
        """<testsuites tests="3" failures="1" disabled="1" errors="0" name="AllTests"><testsuite
        name="Clock" tests="3"><testcase name="Rings" file="../t/clock_test.cc" line="3"
        status="run" result="completed" time="0." classname="Clock"/><testcase name="DISABLED_Late"
        status="notrun" result="suppressed" classname="Clock"/><testcase name="Skips" status="run"
        result="skipped" classname="Clock"><skipped message="x"/></testcase></testsuite>
        </testsuites>""",
        [
            ("Rings", "Clock", "Clock", "../t/clock_test.cc", "passed"),
            ("DISABLED_Late", "Clock", "Clock", "", "skipped"),
            ("Skips", "Clock", "Clock", "", "skipped"),
        ],
    ),
    "ctest": (
        """<testsuite name="(empty)" tests="2" failures="1" disabled="1" skipped="0"
        timestamp="2026-03-01T10:00:00"><testcase name="clock" classname="clock" status="fail">
        <failure message="Failed"/></testcase><testcase name="off" classname="off"
        status="disabled"/></testsuite>""",
        [
            ("clock", "clock", "(empty)", "", "failed"),
            ("off", "off", "(empty)", "", "skipped"),
        ],
    ),
    "nextest": (
        """<testsuites name="nextest-run" tests="2" failures="1" errors="0" uuid="u"
        timestamp="2026-03-01T10:00:00.000+00:00"><testsuite name="clock" tests="2" disabled="0">
        <testcase name="noon::tests::rings" classname="clock" timestamp="2026-03-01T10:00:01+00:00">
        <flakyFailure message="once" type="test failure"/></testcase><testcase name="late"
        classname="clock"><failure type="test failure"/><rerunFailure type="x"/></testcase>
        </testsuite></testsuites>""",
        [
            ("noon::tests::rings", "clock", "clock", "", "passed"),
            ("late", "clock", "clock", "", "failed"),
        ],
    ),
    "surefire": (
        """<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0"
        name="org.example.ClockTest" time="1,234.5" tests="2" errors="1" skipped="0" failures="0">
        <properties/><testcase name="rings" classname="org.example.ClockTest" time="1,234.5"/>
        <testcase name="late{int}[1]" classname="org.example.ClockTest"><error message="boom
        again" type="E"><![CDATA[<trace>]]></error><system-out>x</system-out></testcase>
        </testsuite>""",
        [
            ("rings", "org.example.ClockTest", "org.example.ClockTest", "", "passed"),
            ("late{int}[1]", "org.example.ClockTest", "org.example.ClockTest", "", "error"),
        ],
    ),
    "phpunit": (
        """<testsuites><testsuite name="all" tests="1"><testsuite name="Tests\\ClockTest"
        file="/ci/project/tests/ClockTest.php" tests="1"><testcase name="testRings"
        class="Tests\\ClockTest" classname="Tests.ClockTest" file="/ci/project/tests/ClockTest.php"
        line="7" assertions="1"/></testsuite></testsuite></testsuites>""",
        [
            (
                "testRings",
                "Tests.ClockTest",
                "all > Tests\\ClockTest",
                "/ci/project/tests/ClockTest.php",
                "passed",
            )
        ],
    ),
    "dotnet": (
        """<testsuites><testsuite name="Clock.Tests.dll" tests="1" skipped="0" failures="0"
        errors="0" timestamp="2026-03-01T10:00:00" id="0" package="Clock.Tests.dll"><testcase
        classname="Clock.Tests.ClockTests" name="Rings(hour: 1)" time="0.1" /><system-out/>
        </testsuite></testsuites>""",
        [("Rings(hour: 1)", "Clock.Tests.ClockTests", "Clock.Tests.dll", "", "passed")],
    ),
    "bats": (
        """<testsuites time="0.1"><testsuite name="clock.bats" tests="1" failures="0" errors="0"
        skipped="1" timestamp="2026-03-01T10:00:00" hostname="h"><testcase classname="clock.bats"
        name="it rings" time="0"><skipped>no clock</skipped></testcase></testsuite></testsuites>""",
        [("it rings", "clock.bats", "clock.bats", "", "skipped")],
    ),
    "node": (
        """<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="Clock" tests="1">
        <testsuite name="noon"><testcase name="rings" time="0.1" classname="test"/></testsuite>
        </testsuite><testcase name="alone" time="0.1" classname="test"/></testsuites>
        """,
        [
            ("rings", "test", "Clock > noon", "", "passed"),
            ("alone", "test", "", "", "passed"),
        ],
    ),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_is_read(dialect):
    text, expected = DIALECTS[dialect]

    assert cases(text) == expected


def test_a_result_stands_at_its_start_tag_and_has_time_and_message():
    text = DIALECTS["pytest"][0]
    late = facts(text)[2]

    words = results(text).source.slice(late.at)
    assert words.startswith('<testcase classname="tests.test_clock.TestNoon"')
    assert words.endswith('time="0.002">')
    assert late.values["seconds"] == 0.002
    assert late.values["timestamp"] == "2026-03-01T10:00:00.5+00:00"
    assert late.values["message"] == "assert 1 == 2"


def test_a_sign_of_a_tag_in_an_attribute_does_not_end_it():
    text = "<testsuite><testcase name='a > b' classname=\"it's\"/></testsuite>"

    assert results(text).source.slice(facts(text)[1].at) == (
        "<testcase name='a > b' classname=\"it's\"/>"
    )


def test_a_run_says_what_its_root_claims_and_what_is_there():
    run = facts(DIALECTS["gtest"][0])[0]

    assert (run.kind, run.key, run.values["timestamp"]) == ("results-run", "junit.xml", "")
    assert run.values["claimed"] == {"tests": 3, "failures": 1, "errors": 0, "skipped": None}
    assert run.values["counted"] == {"tests": 3, "failures": 0, "errors": 0, "skipped": 2}


def test_a_run_without_its_own_time_has_that_of_its_first_suite():
    assert facts(DIALECTS["bats"][0])[0].values["timestamp"] == "2026-03-01T10:00:00"


@pytest.mark.parametrize(
    ("time_", "stamp", "expected"),
    [
        ("1,234.5", "2026-03-01T10:00:00Z", (1234.5, "2026-03-01T10:00:00Z")),
        ("nan", "yesterday", (None, "")),
        ("inf", "", (None, "")),
        ("1s", "2026-13-01T10:00:00", (None, "")),
    ],
)
def test_times_are_numbers_or_nothing(time_, stamp, expected):
    text = f'<testsuite><testcase name="a" time="{time_}" timestamp="{stamp}"/></testsuite>'
    values = facts(text)[1].values

    assert (values["seconds"], values["timestamp"]) == expected


def test_the_worst_outcome_stands():
    text = """<testsuite><testcase name="a"><skipped/><failure message="x"/><error message="y"/>
    </testcase><testcase name="b"><system-out><failure/></system-out></testcase></testsuite>"""
    values = [fact.values for fact in facts(text)[1:]]

    assert [(value["outcome"], value["message"]) for value in values] == [
        ("failed", "x"),
        ("passed", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<coverage/>",
        '<?xml version="1.0"?><!DOCTYPE coverage SYSTEM "http://example.org/c.dtd"><coverage/>',
        '<!DOCTYPE suite SYSTEM "x"><suite>&undefined;</suite>',
        "<TestRun><unclosed>",
    ],
)
def test_xml_of_another_kind_is_left_alone(text):
    document = results(text)

    assert document.tree.error is None
    assert not list(document.facts())


BOMB = '<!DOCTYPE testsuites [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><testsuites>&b;</testsuites>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            BOMB,
            ("declares a document type, which test results never need; remove it", "<!DOCTYPE"),
        ),
        (
            '<!DOCTYPE testsuite SYSTEM "file:///etc/passwd"><testsuite/>',
            ("declares a document type, which test results never need; remove it", "<!DOCTYPE"),
        ),
        ("", ("the text ends; `<testsuites>` is expected", "")),
        ("<?xml version='1.0'?>\n", ("the text ends; `<testsuites>` is expected", "")),
        (
            '<testsuite><testcase name="a">',
            ("`<testcase>` is never closed", '<testcase name="a">'),
        ),
        ("<testsuite></testsuites>", ("`</testsuites>` where `</testsuite>` is expected", None)),
        ("<testsuite>\x1b[1m</testsuite>", ("control character U+001B, which XML forbids", "\x1b")),
        ("<testsuite>&nbsp;</testsuite>", ("undefined entity", None)),
        ("<testsuite/>x", ("junk after document element", None)),
        ("<testsuite a='1' a='2'/>", ("duplicate attribute", None)),
        ("tests: 1 passed", ("syntax error", None)),
        (
            '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite name="ä"/>',
            ("encoding `ISO-8859-1` is not read; write UTF-8", "ISO-8859-1"),
        ),
        (
            '<?xml version="1.0" encoding="UTF-16"?><testsuite/>',
            ("encoding `UTF-16` is not read; write UTF-8", "UTF-16"),
        ),
        ("<testsuite>" * 200, ("more than 100 levels deep", "<")),
    ],
)
def test_what_cannot_be_read_has_a_reason_and_a_place(text, expected):
    message, words = problem(text)

    assert message == expected[0]
    assert expected[1] is None or words == expected[1]


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_a_truncated_file_is_a_problem_never_an_exception(cut):
    text = DIALECTS["pytest"][0][:cut]

    assert problem(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite><testcase name="a"/></testsuite>',
        '\ufeff<testsuite><testcase name="a"/></testsuite>',
        '<?xml version="1.0" encoding="utf8"?><testsuite><testcase name="a"/></testsuite>',
    ],
)
def test_what_says_the_same_in_utf_8_is_read(text):
    assert [case[0] for case in cases(text)] == ["a"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("junit.xml", True),
        ("build/junit-unit.xml", True),
        ("reports/unit.junit.xml", True),
        ("target/surefire-reports/TEST-org.example.ClockTest.xml", True),
        ("target/nextest/ci/junit.xml", True),
        ("build/test-results/test/TEST-Clock.xml", True),
        ("test-results.xml", True),
        ("coverage.xml", False),
        ("pom.xml", False),
        ("results/table.xml", False),
        ("tests/fixtures/junit.xml", False),
    ],
)
def test_results_are_known_by_where_runners_write_them(path, expected):
    family = builtin_packs().family("test-results")
    found = compile_globs(family.paths).match(path) and not compile_globs(family.not_paths).match(
        path
    )

    assert found is expected


def test_the_reader_keeps_pace_with_one_long_line():
    case = '<testcase classname="tests.ä" name="test_{}" time="0.1"/>'
    text = f"<testsuite>{''.join(case.format(number) for number in range(40_000))}</testsuite>"
    document = results(text)
    start = time.process_time()
    places = [document.source.location(said.at).place for said in document.facts()]

    assert time.process_time() - start < 40
    assert len(places) == 40_001
    assert places[-1].column == len(text) - len("</testsuite>") - len(case.format(39_999)) + 1


def test_a_broken_file_is_reported_at_its_place_by_the_command(tmp_path):
    (tmp_path / "junit.xml").write_text("<testsuite>\n  <testcase name='a'>\n</testsuite>\n")
    (tmp_path / "TEST-b.xml").write_text(BOMB)
    command = [sys.executable, "-m", "harness_lint", "check", "--output-format", "concise"]
    run = partial(subprocess.run, cwd=tmp_path, capture_output=True, text=True, check=False)
    named = run([*command, "junit.xml", "TEST-b.xml"])

    first, second = named.stdout.splitlines()[:2]
    assert "HL904" in run(command).stdout
    assert first == (
        "TEST-b.xml:1:1: HL801 not JUnit XML: declares a document type, which test results never "
        "need; remove it [invalid-embedded-data]"
    )
    assert second == (
        "junit.xml:3:1: HL801 not JUnit XML: `</testsuite>` where `</testcase>` is expected "
        "[invalid-embedded-data]"
    )
    assert named.returncode == 1


def test_the_results_of_a_real_run_are_read(tmp_path):
    (tmp_path / "test_clock.py").write_text(
        "import pytest\n"
        "@pytest.mark.parametrize('hour', [1, 'ü[x]'])\n"
        "def test_rings(hour):\n    assert hour == 1\n"
        "class TestNoon:\n    @pytest.mark.skip\n    def test_off(self): pass\n"
    )
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--junit-xml=junit.xml", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    text = (tmp_path / "junit.xml").read_bytes()
    run, *found = facts(text)

    assert {(fact.key.partition("[")[0], fact.values["outcome"]) for fact in found} == {
        ("test_rings", "passed"),
        ("test_rings", "failed"),
        ("test_off", "skipped"),
    }
    assert run.values["counted"] == {"tests": 3, "failures": 1, "errors": 0, "skipped": 1}
    assert json.dumps([fact.values for fact in found])
