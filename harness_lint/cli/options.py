"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from harness_lint.errors import listed
from harness_lint.findings import Severity

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
