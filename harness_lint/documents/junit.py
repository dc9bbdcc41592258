"""JUnit XML, as test runners write it → runs and cases with spans. No recursion, no entities.

There is no standard. What is read is what pytest, gotestsum, jest-junit, vitest, GoogleTest, CTest,
cargo-nextest, Surefire, PHPUnit, JunitXml.TestLogger and bats have in common, and their ways of
saying that a test was not run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from harness_lint.markdown.data_tree import DataProblem
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

if TYPE_CHECKING:
    from xml.parsers.expat import ExpatError, XMLParserType

ROOTS = ("testsuites", "testsuite")
COUNTS = ("tests", "failures", "errors", "skipped")

MAX_DEPTH = 100
"""How many elements may stand in each other."""

MOST_MESSAGE = 300
"""Characters of a failure's message, and of the names of suites, that are kept."""

_NOT_RUN = frozenset({"disabled", "notrun", "skipped", "suppressed"})
"""Values of `status` and `result` that GoogleTest and CTest write for a test that was not run."""

_OUTCOMES = {"failure": "failed", "error": "error", "skipped": "skipped"}
_RANKS = {"passed": 0, "skipped": 1, "error": 2, "failed": 3}
"""Of two outcomes of one case, the one with the higher rank stands."""

_TAG = pattern(rb"</?[^<>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^<>\"']*+)*>")
_WORD = pattern(rb"</?[^\s<>/\"']{0,60}")
_SUITE = pattern(rb"<testsuites?[\s>]")
_ENCODING = pattern(rb"encoding\s*=\s*[\"']([^\"']*)")
_COUNT = pattern(r"[0-9]{1,12}")
_ASCII_LIKE = pattern(r"(?i)us-ascii|ascii|iso-?8859-\d+|latin-?1|windows-125\d")
"""Encodings in which a file of ASCII alone says the same as in UTF-8."""


class CaseResult(NamedTuple):
    """One `<testcase>`."""

    name: str
    classname: str
    suite: str
    """The names of the suites that it stands in, from the outermost: ``Clock > at noon``."""
    file: str
    """As written, of the case or of a suite around it; often empty."""
    outcome: str
    """``passed``, ``failed``, ``error`` or ``skipped``."""
    seconds: float | None
    timestamp: str
    """In ISO 8601, of the case or of what stands around it; empty if none is given."""
    message: str
    at: Span
    """The start tag."""


class ResultRun(NamedTuple):
    """One file of results."""

    cases: tuple[CaseResult, ...]
    at: Span
    """The root's start tag."""
    timestamp: str
    claimed: Mapping[str, int | None]
    """What the root says of `COUNTS`; None where it is silent."""


class _Suite(NamedTuple):
    depth: int
    name: str
    file: str
    timestamp: str


class _StopReadingError(Exception):
    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.problem = DataProblem(message, Span(start, end))


class _OtherFormatError(Exception):
    """A file that holds something else than JUnit XML."""


def read_junit(source: Source) -> ResultRun | DataProblem | None:
    """Return the run in *source*, what is wrong with it, or None if it is another kind of XML."""
    try:
        return _Reader(source.data).read()
    except _StopReadingError as stop:
        return stop.problem
    except _OtherFormatError:
        return None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._open: list[tuple[str, int]] = []
        """Names and places of the elements that are not closed yet."""
        self._suites: list[_Suite] = []
        self._cases: list[CaseResult] = []
        self._case: CaseResult | None = None
        self._case_depth = 0
        self._claimed: Mapping[str, int | None] = {}
        self._root = Span(0, 0)
        self._timestamp = ""

    def read(self) -> ResultRun:
        from xml.parsers import expat

        # The source is UTF-8, whatever its first line says: that is judged on its own.
        self._parser: XMLParserType = expat.ParserCreate("utf-8")
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            raise self._mistake(error) from error
        finally:
            del self._parser  # it holds its handlers, and they hold it
        return ResultRun(tuple(self._cases), self._root, self._timestamp, self._claimed)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is None or encoding.lower() in ("utf-8", "utf8"):
            return
        if _ASCII_LIKE.fullmatch(encoding) and self._data.isascii():
            return
        found = _ENCODING.search(self._data)
        start, end = found.span(1) if found else (0, 0)
        raise _StopReadingError(f"encoding `{encoding[:40]}` is not read; write UTF-8", start, end)

    def _doctype(self, name: str, *_: object) -> NoReturn:
        if name not in ROOTS and _SUITE.search(self._data) is None:
            raise _OtherFormatError
        # The parser stands behind the name, or further on.
        at = max(self._data.rfind(b"<!DOCTYPE", 0, self._parser.CurrentByteIndex), 0)
        message = "declares a document type, which test results never need; remove it"
        raise _StopReadingError(message, at, at + len("<!DOCTYPE"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        depth = len(self._open)
        if not depth:
            self._begin(name, attributes, at)
        elif depth >= MAX_DEPTH:
            raise _StopReadingError(f"more than {MAX_DEPTH} levels deep", at, at + 1)
        self._open.append((name, at))
        if self._case is not None:
            if depth == self._case_depth + 1 and name in _OUTCOMES:
                self._case = _worsened(self._case, _OUTCOMES[name], attributes)
        elif name == "testsuite":
            self._suites.append(self._suite(depth, attributes))
        elif name == "testcase" and self._suites:
            self._case = self._read_case(attributes, at)
            self._case_depth = depth

    def _begin(self, name: str, attributes: dict[str, str], at: int) -> None:
        if name not in ROOTS:
            raise _OtherFormatError
        self._root = self._tag(at)
        self._timestamp = _timestamp(attributes)
        self._claimed = {count: _number(attributes.get(count)) for count in COUNTS}
        if name == "testsuites":
            file = attributes.get("file", "")
            self._suites.append(_Suite(-1, "", file, self._timestamp))

    def _suite(self, depth: int, attributes: dict[str, str]) -> _Suite:
        outer = self._suites[-1] if self._suites else _Suite(-1, "", "", "")
        timestamp = _timestamp(attributes) or outer.timestamp
        self._timestamp = self._timestamp or timestamp
        file = attributes.get("file", "") or attributes.get("filepath", "") or outer.file
        names = filter(None, (outer.name, attributes.get("name", "")))
        return _Suite(depth, " > ".join(names)[:MOST_MESSAGE], file, timestamp)

    def _read_case(self, attributes: dict[str, str], at: int) -> CaseResult:
        suite = self._suites[-1]
        states = {attributes.get("status", "").lower(), attributes.get("result", "").lower()}
        return CaseResult(
            name=attributes.get("name", ""),
            classname=attributes.get("classname", ""),
            suite=suite.name,
            file=attributes.get("file", "") or suite.file,
            outcome="skipped" if states & _NOT_RUN else "passed",
            seconds=_seconds(attributes.get("time", "")),
            timestamp=_timestamp(attributes) or suite.timestamp,
            message="",
            at=self._tag(at),
        )

    def _end(self, _name: str) -> None:
        self._open.pop()
        depth = len(self._open)
        if self._case is not None and depth == self._case_depth:
            self._cases.append(self._case)
            self._case = None
        elif self._suites and self._suites[-1].depth == depth:
            self._suites.pop()

    def _tag(self, at: int) -> Span:
        found = _TAG.match(self._data, at)
        return Span(at, found.end() if found else at + 1)

    def _mistake(self, error: ExpatError) -> _StopReadingError:
        from xml.parsers.expat import errors

        at = min(max(self._parser.ErrorByteIndex, 0), len(self._data))
        kind = errors.messages[error.code]
        found = self._data[at : at + 1]
        if kind == errors.XML_ERROR_NO_ELEMENTS:
            return self._unclosed(at)
        if kind == errors.XML_ERROR_TAG_MISMATCH and self._open:
            at -= 2 * self._data.endswith(b"</", 0, at)  # the parser stands at the name
            word = _WORD.match(self._data, at)
            wrong = word[0].decode("utf-8", "replace") if word else ""
            message = f"`{wrong}>` where `</{self._open[-1][0][:60]}>` is expected"
            return _StopReadingError(message, at, word.end() if word else at + 1)
        if kind == errors.XML_ERROR_INVALID_TOKEN and found and found < b" ":
            message = f"control character U+{found[0]:04X}, which XML forbids"
            return _StopReadingError(message, at, at + 1)
        return _StopReadingError(str(kind), at, min(at + 1, len(self._data)))

    def _unclosed(self, at: int) -> _StopReadingError:
        if not self._open:
            return _StopReadingError("the text ends; `<testsuites>` is expected", at, at)
        name, start = self._open[-1]
        return _StopReadingError(f"`<{name[:60]}>` is never closed", *self._tag(start))


def _worsened(case: CaseResult, outcome: str, attributes: dict[str, str]) -> CaseResult:
    """Return *case* with *outcome*, unless it has a worse one."""
    if _RANKS[outcome] < _RANKS[case.outcome]:
        return case
    lines = attributes.get("message", "").strip().splitlines()
    return case._replace(outcome=outcome, message=lines[0][:MOST_MESSAGE] if lines else "")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and _COUNT.fullmatch(text) else None


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text.replace(",", ""))  # Surefire groups thousands
    except ValueError:
        return None
    return seconds if isfinite(seconds) else None


def _timestamp(attributes: dict[str, str]) -> str:
    text = attributes.get("timestamp", "").strip()
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text
