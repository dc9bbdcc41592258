"""Fingerprints of findings: what is found, and where, in 32 hexadecimal digits.

The first half says *what*: code, words at the place, the first words that the message quotes, and
which of equals in its file. The second half says in which *file*. So a fingerprint survives edits
elsewhere, moved lines and other line ends; by the first half it is found again in a renamed file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from harness_lint.findings import Finding

HALF = 16
"""Hexadecimal digits of each half."""


def fingerprinted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield *findings*, which are sorted, with their fingerprints.

    Given is the text at each place instead, its white space normalised. Of equal findings in one
    file the first is number 1: when one of them is repaired, the last number is gone.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        # Of two sections that are missing under one title only the message tells which is which.
        what = (finding.code, finding.fingerprint, _quoted(finding.message))
        seen[finding.path, *what] += 1
        number = str(seen[finding.path, *what])
        yield finding._replace(fingerprint=_hashed(*what, number) + _hashed(finding.path))


def what_of(fingerprint: str) -> str:
    """Return the half of *fingerprint* that does not depend on the file's path."""
    return fingerprint[:HALF]


def _quoted(message: str) -> str:
    """Return the first words of *message* that stand in backticks."""
    return message.partition("`")[2].partition("`")[0]


def _hashed(*words: str) -> str:
    from hashlib import blake2b

    data = "\0".join(words).encode(errors="surrogatepass")
    return blake2b(data, digest_size=HALF // 2).hexdigest()
