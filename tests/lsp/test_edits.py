"""Whatever is typed, what the server finds is what `check` finds in the same bytes."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from lsprotocol import types

from harness_lint.cli.project import find_files, inputs_of
from harness_lint.engine.runner import run
from harness_lint.lsp.positions import Positions
from harness_lint.lsp.session import Session
from harness_lint.lsp.workbench import Note, Workbench
from tests.fixtures import ROOT
from tests.lsp.edits import PIECES, place, work

PROJECTS = ("tasks/bakery-broken", "status/allotments-broken")


@pytest.mark.covers("RUN-011")
@pytest.mark.parametrize("project", PROJECTS)
async def test_random_edits_through_the_server_end_as_a_run_does(project):
    assert await work(ROOT / project, seed=1, edits=60, each=30) == []


class Typing(RuleBasedStateMachine):
    """Somebody types into the texts of a project; nothing lies between them and the session."""

    def __init__(self):
        super().__init__()
        self.below = tempfile.TemporaryDirectory()
        self.folder = Path(self.below.name, "project").resolve()
        shutil.copytree(ROOT / "mission/bakery-broken", self.folder)
        self.session = Session([str(self.folder)], Positions())
        self.bench = Workbench(lambda *_: None)
        self.paths = sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.suffix in {".md", ".json", ".yaml"}
        )
        self.texts = {}
        self.is_judged = False

    def teardown(self):
        self.below.cleanup()

    def uri(self, path):
        return (self.folder / path).as_uri()

    def note(self, text):
        self.is_judged = False
        self.bench.note(Note(text.opening, text.path, (text.buffer, text.glance)))

    @rule(data=st.data())
    def open(self, data):
        path = data.draw(st.sampled_from(self.paths))
        if path not in self.texts:
            self.texts[path] = (self.folder / path).read_bytes().decode()
            item = types.TextDocumentItem(self.uri(path), "markdown", 1, self.texts[path])
            self.note(self.session.open(item))

    @precondition(lambda self: self.texts)
    @rule(
        data=st.data(),
        piece=st.sampled_from(PIECES) | st.text(max_size=3),
        length=st.integers(0, 60),
    )
    def type(self, data, piece, length):
        path = data.draw(st.sampled_from(sorted(self.texts)))
        text = self.texts[path]
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + length)
        if "\r" in text[start - 1 : start + 1] or "\r" in text[end - 1 : end + 1]:
            return  # no editor types between a carriage return and its line feed
        try:
            piece.encode()
        except UnicodeEncodeError:
            return
        (line, character), (end_line, end_character) = place(text, start), place(text, end)
        where = types.Range(
            types.Position(line, character), types.Position(end_line, end_character)
        )
        self.texts[path] = text[:start] + piece + text[end:]
        version = self.session.texts[self.uri(path)].buffer.version + 1
        change = types.TextDocumentContentChangePartial(range=where, text=piece)
        identifier = types.VersionedTextDocumentIdentifier(version, self.uri(path))
        params = types.DidChangeTextDocumentParams(identifier, [change])
        self.note(self.session.change(params))
        assert self.session.texts[self.uri(path)].buffer.source.text == self.texts[path]

    @precondition(lambda self: self.texts)
    @rule(data=st.data())
    def close(self, data):
        path = data.draw(st.sampled_from(sorted(self.texts)))
        del self.texts[path]
        text = self.session.close(self.uri(path))
        self.bench.note(Note(text.opening, text.path, None))
        self.is_judged = False

    @rule()
    def judge(self):
        self.bench.catch_up(self.session.openings())
        for judged in self.bench.judge(self.session.openings(), lambda: False):
            assert not judged.crashes
            for one in judged.texts:
                self.session.texts[self.uri(one.path)].settle(one.seen, one.found)
        self.is_judged = True

    @invariant()
    def it_is_what_a_run_finds(self):
        if not self.is_judged:
            return
        (opening,) = self.session.openings()
        project = self.bench.view(opening)
        overlay = {path: text.encode() for path, text in self.texts.items()}
        places = (str(self.folder), *(str(self.folder / path) for path in overlay))
        inputs = inputs_of(find_files(opening.config, opening.packs, places, overlay))
        report = run(opening.config, opening.registry, inputs, packs=opening.packs)
        found = [one for one in report.findings if one.code != "HL904"]
        assert [one for path in project.live.paths for one in project.findings(path)] == found
        for text in self.session.texts.values():
            assert [*text.findings] == [one for one in found if one.path == text.path]


TestTyping = Typing.TestCase
TestTyping.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[*HealthCheck],
    derandomize=True,
)
