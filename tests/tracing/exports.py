"""Exports of invented projects, of any size, for views of the trace graph."""

import random
from collections import Counter

STATES = (
    *(["proven"] * 9),
    *(["tested"] * 4),
    *(["implemented"] * 3),
    *(["planned"] * 3),
    *(["gap", "violated", "waived", "retired"]),
)
WHY = {
    "retired": "its document says that it is no more",
    "waived": "the reader is replaced in spring",
    "violated": "`TestClock::test_rings` fails",
    "gap": "nothing claims it",
    "planned": "it is claimed, and the work is not done",
    "implemented": "all that claims it is done, and nothing verifies it",
    "tested": "something verifies it, but no result says that it passes",
    "proven": "what verifies it has passed",
}
MEASURES = ("claimed", "covered", "deep", "proven")
THINGS = ("lamp", "keeper", "horn", "log book", "shutter", "tide gauge", "battery", "lens drive")
DEEDS = ("reports a fault", "starts", "stops", "is told", "keeps its setting", "warns", "is locked")
WHENS = ("within 5 s", "when the mains fail", "after midnight", "while fog lasts", "at every watch")
KINDS = (
    ("story", "user story", "user stories"),
    ("requirement", "requirement", "requirements"),
    ("criterion", "success criterion", "success criteria"),
    ("task", "task", "tasks"),
    ("test", "test", "tests"),
)


def item(local, kind="requirement", scope="specs/001-lamp", state="proven", **values):
    """Return one item as exports have it; *values* replace what is filled in."""
    is_covered = state is not None
    reached = {"gap": 0, "planned": 1, "implemented": 1, "violated": 2, "tested": 3, "proven": 4}
    level = reached.get(state, 0)
    title = values.pop("title", f"The {local} lamp is lit")
    return {
        "id": f"{scope}/{local}" if scope else local,
        "local": local,
        "kind": kind,
        "scope": scope,
        "title": title,
        "text": title,
        "level": "must" if is_covered else None,
        "state": state,
        "flags": ["partial"] if state in ("planned", "implemented") else [],
        "measures": dict(zip(MEASURES, (level > n for n in range(4)), strict=True))
        if is_covered
        else None,
        "missing": ["a test that verifies it"] if 0 < level < 2 else [],
        "why": WHY[state] if is_covered else "",
        "done": None if is_covered or kind == "test" else True,
        "revision": None,
        "waiver": {"rules": ["untested-item"], "reason": WHY["waived"], "until": "2099-01-01"}
        if state == "waived"
        else None,
        "path": f"{scope}/spec.md" if scope else "spec.md",
        "line": 12,
        "column": 5,
        **values,
    }


def link(source, target, role="verifies", status="ok", **values):
    """Return one link as exports have it. *target*: an item, or the words that name none."""
    is_item = isinstance(target, dict)
    return {
        "source": source["id"] if isinstance(source, dict) else source,
        "source_kind": source["kind"] if isinstance(source, dict) else "document",
        "target": target["id"] if is_item else None,
        "written": target["local"] if is_item else target,
        "role": role,
        "status": status,
        "outcome": None,
        "path": "tests/test_lamp.py",
        "line": 3,
        "column": 7,
        **values,
    }


def export(items, links=(), **values):
    """Return an export of *items* and *links*, with measures and states that agree with them."""
    counted = [
        one for one in items if one["measures"] and one["state"] not in ("waived", "retired")
    ]
    states = Counter(one["state"] for one in items if one["state"])
    kinds = [*dict.fromkeys(one["kind"] for one in counted), *(["all"] if counted else [])]
    return {
        "version": 1,
        "tool": {"name": "harness-lint", "version": "0.1.0"},
        "provenance": {"files": 12, "skipped": 0, "digest": "5f1d0c2a9b7e", "gate": "integrity"},
        "scopes": [
            {"id": name, "title": name.rpartition("/")[2] or "the whole project"}
            for name in dict.fromkeys(one["scope"] for one in items)
        ],
        "kinds": [
            {"name": name, "title": title, "plural": plural}
            for name, title, plural in KINDS
            if any(one["kind"] == name for one in items)
        ],
        "items": list(items),
        "links": list(links),
        "measures": [measure(counted, kind, name) for kind in kinds for name in MEASURES],
        "states": dict(states),
        **values,
    }


def measure(counted, kind, name):
    of_kind = [one for one in counted if kind in (one["kind"], "all")]
    return {
        "kind": kind,
        "name": name,
        "numerator": sum(one["measures"][name] for one in of_kind),
        "denominator": len(of_kind),
    }


def small():
    """Return a project of three requirements that shows each sort of trouble once."""
    lit = item("FR-001", title="The lamp is lit at dusk")
    dim = item("FR-002", state="violated", title="The lamp dims at dawn")
    horn = item("FR-003", state="gap", title="The horn sounds in fog", flags=["suspect"])
    task = item("T001", "task", state=None, title="Wire the lamp")
    test = item("TestLamp::test_dusk", "test", state=None, title="", path="tests/test_lamp.py")
    return export(
        [lit, dim, horn, task, test],
        [
            link(task, lit, "claims", path="specs/001-lamp/tasks.md"),
            link(task, dim, "claims", path="specs/001-lamp/tasks.md", line=4),
            link(test, lit, outcome="passed"),
            link("tests/test_horn.py", dim, outcome="failed", line=9),
            link(task, "FR-999", "claims", "undefined", path="specs/001-lamp/tasks.md", line=5),
        ],
    )


def synthetic(size=200, scopes=6, seed=7):
    """Return an export of *size* covered items and about two links for each. Always the same."""
    dice = random.Random(seed)
    items, links = [], []
    for number in range(size):
        scope = (
            f"specs/{number * scopes // size + 1:03}-{THINGS[number * scopes // size % 8]}".replace(
                " ", "-"
            )
        )
        _add(dice, number, scope, items, links)
    order = {name: rank for rank, (name, _, _) in enumerate(KINDS)}
    items.sort(key=lambda one: (one["scope"], order[one["kind"]], one["line"]))
    return export(items, links, provenance={**export([])["provenance"], "files": 64, "skipped": 1})


def _add(dice, number, scope, items, links):
    kind = dice.choice(("requirement", "requirement", "requirement", "criterion", "story"))
    prefix = {"requirement": "FR-", "criterion": "SC-", "story": "US"}[kind]
    state = dice.choice(STATES)
    thing = dice.choice(THINGS)
    title = f"The {thing} {dice.choice(DEEDS)} {dice.choice(WHENS)}"
    text = f"{title}, and the keeper of the watch can see in the log book why the {thing} did so."
    level = dice.choice(("must", "must", "must", "should"))
    one = item(
        f"{prefix}{number + 1:03}",
        kind,
        scope,
        state,
        title=title,
        text=text,
        level=level,
        line=number + 10,
    )
    if state != "gap" and dice.random() < 0.04:
        one["flags"] = [*one["flags"], "suspect"]
    items.append(one)
    if state == "gap":
        return
    task = item(f"T{number + 1:03}", "task", scope, None, title=f"Build what the {thing} needs")
    task |= {"done": state != "planned", "path": f"{scope}/tasks.md", "line": number + 5}
    items.append(task)
    status = "suspect" if "suspect" in one["flags"] else "ok"
    links.append(link(task, one, "claims", status, path=task["path"], line=task["line"]))
    _tie(dice, task, one, items, links)
    if dice.random() < 0.02:
        links.append(link(task, f"FR-{number + 90_001}", "claims", "undefined", path=task["path"]))
    if state not in ("tested", "proven", "violated"):
        return
    outcome = {"tested": None, "proven": "passed", "violated": "failed"}[state]
    for turn in range(dice.choice((1, 1, 2, 6))):
        suite, deed = thing.title().replace(" ", ""), dice.choice(DEEDS).replace(" ", "_")
        name = f"Test{suite}::test_{deed}_{number}_{turn}"
        test = item(name, "test", scope, None, title="", path=f"tests/test_{number % 40}.py")
        test |= {"line": number + turn}
        items.append(test)
        links.append(
            link(test, one, "verifies", outcome=outcome, path=test["path"], line=test["line"])
        )
    if dice.random() < 0.3:
        links.append(
            link("docs/manual.md", one, "documents", path="docs/manual.md", line=number + 1)
        )


def _tie(dice, task, one, items, links):
    """Let the task wait for an earlier one, and the requirement serve a story, now and then."""
    near = items[-30:-1]
    earlier = [other for other in near if other["kind"] == "task"]
    if earlier and dice.random() < 0.4:
        links.append(
            link(task, dice.choice(earlier), "depends", path=task["path"], line=task["line"])
        )
    stories = [other for other in near if other["kind"] == "story"]
    if stories and one["kind"] == "requirement" and dice.random() < 0.5:
        links.append(link(one, dice.choice(stories), "claims", path=one["path"], line=one["line"]))
