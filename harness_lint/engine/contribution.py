"""What a plug-in brings along: checks and readers of facts, held against what we demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from harness_lint.check import Check
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.documents.fact_reader import FactReader
from harness_lint.errors import PluginError, listed
from harness_lint.findings import Edit, Fix, Related, Violation
from harness_lint.project.index import Project
from harness_lint.project.run import Run
from harness_lint.source import Location, Source, Span

OURS = "HL"
"""The beginning of codes that no plug-in may use."""

FILE_SUBJECTS = (Document, DataFile, Source)
"""What one source is read as: these classes, and ours below them."""

SUBJECTS = (*FILE_SUBJECTS, Project, Run)
"""What a check may judge. Any other class is never met: its check would pass in silence."""


class Contribution(NamedTuple):
    """The checks and the readers of facts of one plug-in, or of one local file."""

    name: str
    """The distribution, or the file."""
    checks: tuple[Check, ...]
    readers: tuple[FactReader, ...]


def contribution_of(modules: Iterable[ModuleType], name: str) -> Contribution:
    """Return what *modules* define, stamped with *name*.

    Raises: PluginError with every check that we cannot take; or if there is nothing at all.
    """
    checks: list[Check] = []
    readers: list[FactReader] = []
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Check) and value.module == module.__name__:
                checks.append(value._replace(plugin=name))
            elif isinstance(value, FactReader) and value.module == module.__name__:
                readers.append(value._replace(plugin=name))
    if not checks and not readers:
        raise PluginError(
            f"`{name}` defines no check", "a check is a function under `@check(…)` of a module"
        )
    faults = [*_faults_of_checks(checks), *_faults_of_readers(readers)]
    if faults:
        raise PluginError("\n".join(f"`{name}`: {fault}" for fault in faults))
    return Contribution(name, tuple(checks), tuple(readers))


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    """Yield *package* and every module below it, by name; none that is there to be run."""
    import pkgutil

    yield package
    if not hasattr(package, "__path__"):
        return
    walked = pkgutil.walk_packages(package.__path__, f"{package.__name__}.", onerror=_raise_anew)
    for name in sorted(module.name for module in walked):
        if name.rpartition(".")[2] != "__main__":
            yield import_module(name)


def demand_plain(violation: object) -> None:
    """See that *violation*, which a plug-in's check gives, is one in all its parts.

    What comes behind the check (order, fingerprints, formats) relies on it.

    Raises: TypeError, ValueError
    """
    if not isinstance(violation, Violation):
        raise TypeError(f"{violation!r} is no `Violation`")
    _demand(violation.at, (Span, Location))
    _demand_line(violation.message)
    for related in violation.related:
        _demand(related, (Related,))
        _demand(related.at, (Span, Location))
        _demand_line(related.message)
    if violation.fix is not None:
        _demand(violation.fix, (Fix,))
        _demand_line(violation.fix.title)
        for edit in violation.fix.edits:
            _demand(edit, (Edit,))
            _demand(edit.at, (Span, Location))
            _demand(edit.text, (str,))


def _demand(value: object, kinds: tuple[type, ...]) -> None:
    if not isinstance(value, kinds):
        raise TypeError(f"{value!r} is no {' or '.join(f'`{kind.__name__}`' for kind in kinds)}")


def _demand_line(message: object) -> None:
    _demand(message, (str,))
    if not message or "\n" in str(message):
        raise ValueError(f"the message {message!r} is not one line of words")


def _raise_anew(name: str) -> None:
    import_module(name)


def _faults_of_checks(checks: Iterable[Check]) -> Iterator[str]:
    for check in checks:
        if check.code.startswith(OURS):
            yield f"`{check.code}` begins with `{OURS}`, which is ours; take another prefix"
        if not _is_met(check.subject_class, SUBJECTS):
            yield _never_met(f"`{check.code}` judges", check.subject, SUBJECTS)
        shape = check.options
        if shape is not None and not _has_defaults(shape):
            yield (
                f"the options of `{check.code}`, `{shape.__name__}`, are no named tuple whose "
                "fields all have a default"
            )


def _faults_of_readers(readers: Iterable[FactReader]) -> Iterator[str]:
    for reader in readers:
        if not _is_met(reader.subject, FILE_SUBJECTS):
            what = f"facts `{reader.kind}` are read from"
            yield _never_met(what, reader.subject.__name__, FILE_SUBJECTS)


def _is_met(subject: type, bases: tuple[type, ...]) -> bool:
    """Whether a run ever has a *subject*: it makes our classes, and none of a plug-in's."""
    return subject.__module__.startswith("harness_lint.") and issubclass(subject, bases)


def _never_met(what: str, subject: str, bases: Iterable[type]) -> str:
    choices = listed(base.__name__ for base in bases)
    return f"{what} `{subject}`, which is none of {choices}, nor one of our kinds of them"


def _has_defaults(shape: type) -> bool:
    fields = getattr(shape, "_fields", None)
    return fields is not None and len(fields) == len(getattr(shape, "_field_defaults", ()))
