"""HL011 nested-fence. Its page and its tests are in `nested_fence.md`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.fences import Fence, Nest, fence_reading
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
from harness_lint.markdown.nodes import CodeBlock
from harness_lint.source import Span

MARKDOWN = frozenset({"markdown", "md", "mdx"})
"""Languages of fences that hold other fences."""

FAR = 50
"""How many fences back the one is looked for that put the others out of step."""


@check("HL011", "nested-fence", subject=Document, since="0.1", needs=("code_blocks",))
def nested_fence(document: Document) -> Iterator[Violation]:
    """A code fence ends early, at the end of a fence that stands inside it."""
    nests = fence_reading(document).nests
    is_certain = all(nest.outer.info for nest in nests)
    blocks = [block for block in document.code_blocks if block.fence] if nests else []
    has_template = False
    for nest in nests:
        if has_template and not nest.outer.info:
            continue  # as likely a line of the template that is reported already
        has_template |= nest.outer.language in MARKDOWN
        cause = _cause(nest.outer, blocks)
        if cause is None:
            related = (Related(nest.inner.at, "this fence opens inside"),)
            fix = _longer(nest) if is_certain and nest.is_clear else None
            yield Violation(nest.outer.at, _words(nest), related, fix)
        else:
            has_template = True
            yield _out_of_step(cause, nest)


def _cause(outer: Fence, blocks: Sequence[CodeBlock]) -> CodeBlock | None:
    """Return the Markdown fence that put *outer*, which has no language, out of step, if any."""
    if outer.info:
        return None
    end = bisect_left(blocks, outer.at.start, key=lambda block: block.span.start)
    before = reversed(blocks[max(0, end - FAR) : end])
    block = next((block for block in before if block.info), None)
    return block if block is not None and block.language in MARKDOWN else None


def _out_of_step(cause: CodeBlock, nest: Nest) -> Violation:
    sign = cause.fence
    longer = sign[0] * (max(len(sign), nest.longest) + 1)
    return Violation(
        Span(cause.span.start, cause.span.start + len(sign)),
        f"a {sign} inside this fence ends it early, and the fences behind it are out of step; "
        f"open and close this one with {longer}",
        (
            Related(nest.outer.at, "this line is read as an opening fence"),
            Related(nest.inner.at, "and this one as code"),
        ),
    )


def _words(nest: Nest) -> str:
    outer, inner = nest.outer, nest.inner
    longer = outer.sign[0] * (nest.longest + 1)
    mend = "close this fence before it"
    if nest.end is None and not outer.info:
        mend = "remove this one if it closes nothing"
    return (
        f"{inner.words} opens inside this fence, and its end closes both; {mend}, "
        f"or, if it belongs inside, open and close this one with {longer}"
    )


def _longer(nest: Nest) -> Fix | None:
    if nest.end is None:
        return None
    sign = nest.outer.sign[0] * (nest.longest + 1)
    edits = (Edit(nest.outer.at, sign), Edit(nest.end.at, sign))
    return Fix("Make the outer fence longer than those inside", edits, Applicability.UNSAFE)
