"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from harness_lint.errors import listed
from harness_lint.findings import Severity
from harness_lint.reporters import FORMATS

if TYPE_CHECKING:
    from harness_lint.engine.shards import Part

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class WordList(click.ParamType[tuple[str, ...]]):
    """Words with commas between them."""

    name = "rules"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,  # noqa: ARG002  click's signature
        ctx: click.Context | None,  # noqa: ARG002
    ) -> tuple[str, ...]:
        """Return the words of *value*."""
        return tuple(word.strip() for word in str(value).split(",") if word.strip())


class SeverityPair(click.ParamType[tuple[str, Severity]]):
    """``NAME=LEVEL``."""

    name = "rule=level"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Severity]:
        """Return rule and severity of *value*."""
        rule, sign, level = str(value).partition("=")
        levels = [str(one) for one in Severity]
        if not (rule and sign) or level not in levels:
            choices = listed(levels)
            self.fail(f"`{value}` is not RULE=LEVEL with a level of {choices}", param, ctx)
        return rule, Severity(level)


class ReportPair(click.ParamType[tuple[str, str]]):
    """``FORMAT=FILE``."""

    name = "format=file"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return format and file of *value*."""
        name, _, file = str(value).partition("=")
        if not (file and name in FORMATS):
            choices = listed(FORMATS)
            self.fail(f"`{value}` is not FORMAT=FILE with a format of {choices}", param, ctx)
        return name, file


class PartType(click.ParamType["Part"]):
    """``I/N``."""

    name = "i/n"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Part:
        """Return the part that *value* stands for."""
        from harness_lint.engine.shards import Part

        number, _, count = str(value).partition("/")
        if not (_is_number(number) and _is_number(count) and int(number) <= int(count)):
            self.fail(f"`{value}` is not I/N with I from 1 to N", param, ctx)
        return Part(int(number), int(count))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) > 0


def results_option(function: Decorated) -> Decorated:
    """Add the option that names files of test results."""
    option = click.option(
        "--results",
        metavar="FILE",
        multiple=True,
        help="Read test results (JUnit XML) from this file, too, though git may ignore it.",
    )
    return option(function)


def config_options(function: Decorated) -> Decorated:
    """Add the options that choose the configuration."""
    for option in (
        click.option(
            "--no-local-code",
            is_flag=True,
            help="Refuse to run code of the project (`local-checks`).",
        ),
        click.option("--isolated", is_flag=True, help="Ignore every configuration file."),
        click.option(
            "--config", "config_file", metavar="FILE", help="Use this configuration, no other."
        ),
    ):
        function = option(function)
    return function
