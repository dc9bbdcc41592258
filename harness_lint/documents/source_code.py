"""Source code: the tests of a file, and what they, their titles and their comments claim."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from harness_lint.documents.code_ids import DEFAULT_PATTERNS, LABEL, ids_of
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Said
from harness_lint.documents.languages.reading import Reading, Unit
from harness_lint.documents.languages.table import reader_of
from harness_lint.documents.test_tree import Claim, Node, TestTree
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.markdown.yaml_tree import Tree


MOST_BYTES = 4_000_000
"""What is no program may take seconds for each megabyte."""


_CLAIM_LIKE = pattern(
    rb"\b[A-Z]{2,6}-[A-Z\d]|[A-Z]{2}\d{3}|_\d{2,4}(?!\d)|[a-z]\d{3}(?!\d)"
    rb"|(?i:(?:fr|nfr|req|us|ac|sc|property|requirements?|covers|verifies|validates)\b[^\n]{0,20}\d)"
)
"""What a file holds that claims anything: most files of tests do not, and need not be parsed."""


class SourceCode(DataFile):
    """A file of program text. Only tests claim by their names; other code needs a label."""

    @property
    def trees(self) -> tuple[Tree, ...]:
        """Nothing: program text is not judged as data."""
        return ()

    @property
    def id_patterns(self) -> tuple[tuple[str, str], ...]:
        """Kind and pattern of the IDs that are looked for."""
        if not self.kinds:
            return DEFAULT_PATTERNS
        known = [(kind.name, kind.id) for kind in self.kinds.values() if kind.id]
        named = [(name, "") for name in self.kinds if name == "property"]
        return tuple(known + named)

    @property
    def is_test_code(self) -> bool:
        """Whether its family holds tests; other code claims by labelled comments alone."""
        return self.family.data.get("code") != "product"

    @cached_property
    def reading(self) -> Reading | None:
        """The tests of the file; None for a language that is not known."""
        read = reader_of(self.path)
        return read(self.source.data) if read is not None else None

    def facts(self) -> Iterator[Said]:
        """Yield the tests of the file and what they claim."""
        if len(self.source.data) > MOST_BYTES:
            reason = f"it has {len(self.source.data)} bytes, tests are read up to {MOST_BYTES}"
            yield Said("truncated", "", Span(0, 0), {"reason": reason})
            return
        if not self._has_matter() or self.reading is None:
            return
        tree = TestTree(self.source, self.reading, ids_of(self.id_patterns))
        if self.is_test_code:
            yield from _Facts(self, tree).tests()
        else:
            yield from _Facts(self, tree).code()

    def _has_matter(self) -> bool:
        """Whether there is anything to parse the file for."""
        data = self.source.data
        if not self.is_test_code:
            return LABEL.search(self.source.text) is not None
        if not self.reads_all and _CLAIM_LIKE.search(data) is None:
            return False
        return not self.path.endswith(".rs") or b"test" in data

    def release(self) -> None:
        """Let the reading go."""
        self.__dict__.pop("reading", None)


class _Facts:
    def __init__(self, document: SourceCode, tree: TestTree) -> None:
        self.source = document.source
        self.tree = tree
        self.ids = tree.ids
        self.scope = next(iter(tree.scopes)) if len(tree.scopes) == 1 else ""

    def tests(self) -> Iterator[Said]:
        reading = self.tree.reading
        for node in self.tree.nodes:
            if node.unit.is_test:
                yield Said("test", node.key, node.unit.name_at, self._test(node, reading))
                for claim in node.claims.values():
                    yield self._claim(claim, "test", node.key)
        for node, claim, is_repeated in self.tree.inherited():
            yield self._claim(claim, "test", node.key, inherited=is_repeated)

    def _test(self, node: Node, reading: Reading) -> dict[str, Any]:
        unit = node.unit
        title = unit.titles[0] if unit.titles and unit.is_word else None
        return {
            "name": unit.name,
            "language": reading.language,
            "framework": reading.framework,
            "skipped": node.skipped,
            "suite": node.parent.key if node.parent is not None else "",
            "title": self.source.slice(title) if title is not None else "",
            "body": _body(self.source.data, unit),
        }

    def code(self) -> Iterator[Said]:
        """Yield what product code claims in labelled comments."""
        for node in self.tree.nodes:
            for claim in node.claims.values():
                if claim.mention.explicit and claim.mention.role == "implements":
                    yield self._claim(claim, "code", node.key)
        for claim in self.tree.claims.values():
            if claim.mention.role == "implements":
                yield self._claim(claim, "code", self.source.path)

    def _claim(self, claim: Claim, source_kind: str, key: str, *, inherited: bool = False) -> Said:
        mention = claim.mention
        kinds = mention.kinds or self.ids.kinds(claim.id)
        values = {
            "role": mention.role,
            "kinds": list(kinds),
            "source_kind": source_kind,
            "source": key,
            "scope": "",
            "qualifier": mention.qualifier or ("" if _LOCAL.isdisjoint(kinds) else self.scope),
            "explicit": mention.explicit,
            "revision": mention.revision,
            "state": None,
            "written": self.source.slice(claim.at),
            "loose": claim.is_loose,
            "inherited": inherited,
        }
        return Said("claim", claim.id, claim.at, values)


def _body(data: bytes, unit: Unit) -> str:
    """Return the hash of a test without its name and white space: renaming does not change it."""
    rest = data[unit.at.start : unit.name_at.start] + data[unit.name_at.end : unit.at.end]
    return blake2b(rest.translate(None, _WHITE_SPACE), digest_size=8).hexdigest()


_WHITE_SPACE = b" \t\n\r\x0b\x0c"

_LOCAL = frozenset({"property", "numbered-criterion", "numbered-requirement"})
"""Kinds whose IDs say nothing without the name of their feature."""
