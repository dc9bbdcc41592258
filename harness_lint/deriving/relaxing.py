"""What of a derived pack the documents do not bear themselves, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from harness_lint.deriving.pack import Derived
from harness_lint.deriving.traits import SectionTrait
from harness_lint.findings import Finding

Step: TypeAlias = Callable[[Derived, Finding], Derived]


def relaxed(derived: Derived, findings: Iterable[Finding]) -> Derived:
    """Return *derived* without what led to *findings* in the documents that it was made from."""
    for finding in findings:
        step = _STEPS.get(finding.code) or _STEPS.get(finding.code[:3])
        derived = step(derived, finding) if step else _without_rule(derived, finding)
    return derived


def _without_rule(derived: Derived, finding: Finding) -> Derived:
    return derived._replace(off=tuple(sorted({*derived.off, finding.name})))


def _changed(**changes: Any) -> Step:  # noqa: ANN401  traits of any kind
    """Return a step that changes traits."""

    def step(derived: Derived, _: Finding) -> Derived:
        return derived._replace(traits=derived.traits._replace(**changes))

    return step


def _changed_section(**changes: Any) -> Step:  # noqa: ANN401  traits of any kind
    """Return a step that changes the section whose name the message holds, at any depth."""

    def step(derived: Derived, finding: Finding) -> Derived:
        sections = _with(derived.traits.sections, finding.message, changes)
        if sections == derived.traits.sections:
            return _without_rule(derived, finding)
        return derived._replace(traits=derived.traits._replace(sections=sections))

    return step


def _with(
    sections: Sequence[SectionTrait], message: str, changes: Mapping[str, Any]
) -> tuple[SectionTrait, ...]:
    return tuple(
        one._replace(
            sections=_with(one.sections, message, changes),
            **(changes if f"`{one.name}`" in message or one.pattern else {}),
        )
        for one in sections
    )


def _without_closed_values(derived: Derived, _: Finding) -> Derived:
    fields = tuple(one._replace(values=(), required=False) for one in derived.traits.fields)
    return derived._replace(traits=derived.traits._replace(fields=fields))


def _without_trace(derived: Derived, _: Finding) -> Derived:
    return derived._replace(ids=tuple(one for one in derived.ids if one.are_tasks), claims=())


def _without_tasks(derived: Derived, _: Finding) -> Derived:
    return derived._replace(ids=derived.items)


_STEPS: Mapping[str, Step] = {
    "HL101": _changed_section(required=False),
    "HL102": _changed_section(may_be_empty=True),
    "HL103": _changed_section(repeatable=True),
    "HL104": _changed(ordered=False),
    "HL106": _changed_section(required=False),
    "HL107": _changed(front_matter={}),
    "HL109": _changed(has_titles=False),
    "HL113": _changed_section(content="", columns=(), language=""),
    "HL116": _changed(title_pattern=""),
    "HL117": _without_closed_values,
    "HL118": _without_closed_values,
    "HL2": _without_tasks,
    "HL3": _without_tasks,
    "HL4": _without_trace,
}
"""What is taken back for a finding, by its code or the beginning of it."""
