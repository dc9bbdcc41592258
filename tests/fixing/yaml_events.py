"""YAML as ruamel.yaml reads it: events with anchors, tags and quotes, and the comments."""

from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.tokens import CommentToken


class Event(NamedTuple):
    """One event of a text, without its place."""

    kind: str
    value: str | None = None
    style: str | bool | None = None
    """The quotes or the sign of a scalar; whether a mapping or a sequence stands in brackets."""
    anchor: str | None = None
    tag: str | None = None


class Read(NamedTuple):
    """What a text holds."""

    events: list[Event]
    comments: list[str]
    """In the order of the text."""

    def index(self, *path):
        """Return the index of the event that begins the value at *path* of the first document."""
        at = 2
        for step in path:
            at += 1
            if isinstance(step, int):
                for _ in range(step):
                    at = self.end(at)
                continue
            while self.events[at].value != step:
                at = self.end(self.end(at))
            at += 1
        return at

    def end(self, at):
        """Return the index behind the value that begins at *at*."""
        depth = 0
        while True:
            kind = self.events[at].kind
            depth += kind.endswith("Start") - kind.endswith("End")
            at += 1
            if depth == 0:
                return at

    def put(self, *path, **changes):
        """Return this with another value at *path*."""
        return self.put_at(self.index(*path), **changes)

    def put_key(self, *path, **changes):
        """Return this with another key of the value at *path*."""
        return self.put_at(self.index(*path) - 1, **changes)

    def put_at(self, at, **changes):
        event = self.events[at]._replace(**changes)
        return self._replace(events=[*self.events[:at], event, *self.events[at + 1 :]])

    def added(self, *path, items):
        """Return this with further *items* in the list at *path*, in the quotes of its last."""
        at = self.end(self.index(*path)) - 1
        style = self.events[at - 1].style if self.events[at - 1].kind == "Scalar" else None
        new = [Event("Scalar", item, style) for item in items]
        return self._replace(events=[*self.events[:at], *new, *self.events[at:]])

    def nested(self, key, last):
        """Return this with what follows *key*, up to the key *last*, as its value."""
        at, end = self.index(key), self.end(self.index(last))
        below = [
            Event("MappingStart", style=False),
            *self.events[at + 1 : end],
            Event("MappingEnd"),
        ]
        return self._replace(events=[*self.events[:at], *below, *self.events[end:]])

    def without(self, key):
        """Return this without *key* and its value."""
        at = self.index(key)
        return self._replace(events=[*self.events[: at - 1], *self.events[self.end(at) :]])


def read(text):
    """Return what ruamel.yaml reads in *text*."""
    events, comments = [], {}
    for event in YAML(typ="rt").parse(text.replace("\r\n", "\n")):
        style = getattr(event, "style", None)
        is_flow = getattr(event, "flow_style", None)
        kind = type(event).__name__.removesuffix("Event")
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        value = getattr(event, "value", None)
        events.append(Event(kind, value, is_flow if style is None else style, anchor, tag))
        for number, (index, words) in enumerate(_comments(getattr(event, "comment", None))):
            place = index if index is not None else event.start_mark.index + number
            comments[place] = [line for line in words.split("\n") if line.strip()]
    lines = [line.strip() for place in sorted(comments) for line in comments[place]]
    return Read(events, lines)


def _comments(found):
    if isinstance(found, CommentToken):
        yield found.start_mark.index, found.value
    elif isinstance(found, str):
        yield None, found
    elif isinstance(found, list | tuple):
        for one in found:
            yield from _comments(one)
