"""What a check is: a function that looks at a document or at a project and yields violations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, TypeVar, overload

from harness_lint.findings import RULES_URL, Severity, Violation
from harness_lint.pattern import pattern

S = TypeVar("S")
O = TypeVar("O", bound=tuple[Any, ...])  # noqa: E741
"""The options of a check: a named tuple whose fields all have defaults."""

Run = Callable[..., Iterator[Violation]]


class Implementation(NamedTuple):
    """The code of a check."""

    run: Run
    options: type | None
    subject: type
    """The class that it looks at."""


class Check(NamedTuple):
    """What is known of a check. Its module is imported when it first runs.

    Its page stands beside its module, under the same stem.
    """

    code: str
    """``HL302``: stable, never reused."""
    name: str
    """``duplicate-task-id``: what was found."""
    severity: Severity
    """By default; `INFO` means off unless selected."""
    subject: str
    """Name of the document class that it judges: `Document` for all, `Project` for several
    sources, `Run` for what happened in a run."""
    since: str
    """The first version that had it."""
    has_options: bool
    summary: str
    """The first line of the function's docstring."""
    module: str
    needs: tuple[str, ...] = ()
    """What it has nothing to say without; where none of it is there, it is not even imported.

    For a check of documents: attributes of the document, such as `family.sections`. For a check of
    the project: the kinds of facts that its findings point at, related places included, or a
    setting. Empty: it always runs."""
    implementation: Implementation | None = None
    """None until it is needed, for a check that is known from the index alone."""
    plugin: str = ""
    """What brought it: the distribution of a plug-in, or the file of a local check. Empty: us."""
    url: str = ""
    """Address of its page on the web; empty for ours, which all stand in one place."""

    @property
    def address(self) -> str:
        """Address of its page on the web; empty if a plug-in names none."""
        return self.url if self.plugin else f"{RULES_URL}/{self.name}"

    @property
    def title(self) -> str:
        """Code and name, and what brought it if not we: what a message about it calls it."""
        origin = f" of `{self.plugin}`" if self.plugin else ""
        return f"{self.code} {self.name}{origin}"

    @property
    def options(self) -> type | None:
        """The class of its options, None if it has none."""
        return self._load().options if self.has_options else None

    def __call__(self, subject: object, options: object | None = None) -> Iterator[Violation]:
        """Look at *subject*, with *options* or the defaults."""
        code = self._load()
        if code.options is None:
            return code.run(subject)
        return code.run(subject, code.options() if options is None else options)

    @property
    def subject_class(self) -> type:
        """The class that it looks at; its name is `subject`."""
        return self._load().subject

    def __reduce__(self) -> tuple[Callable[..., Check], tuple[object, ...]]:
        """Give what another process needs to have it too: its module, if that was imported."""
        if self.implementation is None:
            return Check, tuple(self)
        return _again, (self.module, self.code, self.plugin)

    def _load(self) -> Implementation:
        return self.implementation or _implementation(self.module, self.name)


def _again(module: str, code: str, plugin: str) -> Check:
    found = vars(import_module(module)).values()
    return next(one for one in found if isinstance(one, Check) and one.code == code)._replace(
        plugin=plugin
    )


@cache
def _implementation(module: str, name: str) -> Implementation:
    found = getattr(import_module(module), name.replace("-", "_"))
    if not isinstance(found, Check) or found.implementation is None:
        raise AssertionError(f"{module} does not define {name}")
    return found.implementation


CODE = pattern(r"[A-Z]{2,5}\d{3}")
NAME = pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@overload
def check(
    code: str,
    name: str,
    *,
    subject: type[S],
    since: str,
    severity: Severity = ...,
    needs: tuple[str, ...] = ...,
    url: str = ...,
) -> Callable[[Callable[[S], Iterator[Violation]]], Check]: ...
@overload
def check(
    code: str,
    name: str,
    *,
    subject: type[S],
    since: str,
    severity: Severity = ...,
    needs: tuple[str, ...] = ...,
    options: type[O],
    url: str = ...,
) -> Callable[[Callable[[S, O], Iterator[Violation]]], Check]: ...
def check(  # noqa: PLR0913  all by name
    code: str,
    name: str,
    *,
    subject: type,
    since: str,
    severity: Severity = Severity.ERROR,
    needs: tuple[str, ...] = (),
    options: type | None = None,
    url: str = "",
) -> Callable[[Run], Check]:
    """Make a check of a function. Its docstring's first line becomes the summary.

    *code* is two to five capitals and three digits, *name* words with dashes between them;
    *subject* is the class that the function looks at, *options* a named tuple whose fields all
    have defaults. *url* is where a plug-in has published the page, if anywhere.

    Raises: ValueError for a code or a name of another shape, or a function without docstring.
    """

    def decorate(run: Run) -> Check:
        if not CODE.fullmatch(code) or not NAME.fullmatch(name):
            raise ValueError(f"not a check's code and name: {code} {name}")
        if not run.__doc__:
            raise ValueError(f"{code} {name}: the function has no docstring")
        summary = run.__doc__.strip().split("\n", 1)[0]
        return Check(
            code=code,
            name=name,
            severity=severity,
            subject=subject.__name__,
            since=since,
            has_options=options is not None,
            summary=summary,
            module=run.__module__,
            needs=needs,
            implementation=Implementation(run, options, subject),
            url=url,
        )

    return decorate
