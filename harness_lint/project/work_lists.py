"""From facts to the task lists of a project: their tasks, groups, lanes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact, Value
from harness_lint.project.index import Project
from harness_lint.project.lanes import Lanes, feature_and_lane, lanes_of, state_of
from harness_lint.project.prompts import PROMPT_FOLDER, Feature, features_of
from harness_lint.project.trace.work import with_progress
from harness_lint.project.work import BLOCKED, Group, Work, WorkList

_NUMBERS = pattern(r"\d+(?:\.\d+)*")
_STORY = pattern(r"(?i)\buser story (\d+)\s*[-–—:]*\s*(.*?)\s*(?:\([^()]*\)[^\w()]*(?:MVP)?\s*)*$")
_GROUP_ID = pattern(r"(?i)^[^\w]*(?:phase|work package)?\s*[\w.]*\d[\w.]*[\s:.)—–-]*")


class _Facts:
    """The facts of one list."""

    def __init__(self, head: Fact) -> None:
        self.head = head
        self.groups: list[Fact] = []
        self.tasks: list[Fact] = []
        self.boxes: list[Fact] = []
        self.retired: set[str] = set()


def work_lists(project: Project) -> list[WorkList]:
    """Return every task list of *project*, by path; packages without an index as one of them."""
    by_path = {fact.at.path: _Facts(fact) for fact in project.facts("task-list")}
    others = (project.facts(kind) for kind in ("task-group", "task-box", "package-retired"))
    for fact in chain(with_progress(project, "task"), *others):
        of_list = by_path.get(fact.at.path)
        if of_list is not None:
            _file(of_list, fact)
    features = {feature.path: feature for feature in features_of(project)}
    lanes = lanes_of(project)
    lists = [
        _Builder(project, path, facts, lanes, features.get(path)).result()
        for path, facts in by_path.items()
    ]
    folders = {one.folder for one in lists}
    lists += _packages_alone(project, folders, lanes)
    return sorted(lists, key=lambda one: one.path)


def _file(facts: _Facts, fact: Fact) -> None:
    match fact.kind:
        case "task-group":
            facts.groups.append(fact)
        case "task":
            facts.tasks.append(fact)
        case "task-box":
            facts.boxes.append(fact)
        case _:
            facts.retired.add(fact.key)


class _Builder:
    def __init__(
        self,
        project: Project,
        path: str,
        facts: _Facts,
        lanes: Lanes,
        feature: Feature | None,
    ) -> None:
        self._project = project
        self._facts = facts
        self._lanes = lanes
        self._feature = feature
        prompts = (
            fact.at.path
            for found in (feature.prompts.values() if feature else ())
            for fact in found
        )
        self._list = WorkList(path, project.sources[path], facts.head.key, (path, *prompts))

    def result(self) -> WorkList:
        """Return the list."""
        made = self._list
        groups = self._facts.groups if self._has_groups() else ()
        for fact in groups:
            name = fact.key.upper() if fact.values["kind"] == "package" else fact.key
            made.groups.setdefault(name, self._group(fact, name))
        parents = _parents(fact.key for fact in self._facts.tasks)
        self._add_sections(parents)
        skipped = {fact.key for fact in self._facts.tasks if fact.values["state"] == "skipped"}
        for fact in self._facts.tasks:
            if fact.key not in parents:
                made.tasks.append(self._task(fact, is_aside=bool(skipped & _above(fact.key))))
        if not any(group.kind == "package" for group in made.groups.values()):
            made.tasks += [self._box(fact) for fact in self._facts.boxes]
        made.tasks += self._whole_packages()
        made.story_titles.update(self._story_titles())
        return made

    def _has_groups(self) -> bool:
        """Whether groups hold the tasks: boxes without IDs stand in sections instead."""
        facts = self._facts
        is_packages = any(group.values["kind"] == "package" for group in facts.groups)
        return is_packages or not facts.boxes

    def _group(self, fact: Fact, name: str) -> Group:
        kind, needs = str(fact.values["kind"]), _ids(fact.values["needs"])
        title = _GROUP_ID.sub("", str(fact.values["title"])).strip() or str(fact.values["title"])
        if kind != "package":
            return Group(kind, fact.key, title, needs)
        lane, told = self._lane(name), self._prompt_needs(name)
        if told is not None:
            needs = tuple(dict.fromkeys((*(needs or ()), *told)))
        state = "skipped" if name in self._facts.retired else state_of(lane)
        return Group(kind, fact.key, title, needs, lane, state)

    def _lane(self, name: str) -> str:
        return self._lanes.get((self._list.folder, name), "")

    def _prompt_needs(self, name: str) -> tuple[str, ...] | None:
        prompt = self._feature.prompt(name) if self._feature is not None else None
        return _ids(prompt.values["dependencies"]) if prompt is not None else None

    def _add_sections(self, parents: set[str]) -> None:
        """Take sections, or tasks with tasks below them, for groups in a list without any."""
        groups = self._list.groups
        if groups:
            return
        tops = parents.intersection(fact.key for fact in self._facts.tasks)
        for fact in (*self._facts.tasks, *self._facts.boxes):
            top = fact.key.partition(".")[0]
            if top in tops:
                if fact.key == top:
                    groups[top] = Group("task", top, str(fact.values["title"]), None)
            elif fact.values["section"] and not tops:
                title = str(fact.values["section"])
                groups.setdefault(title, Group("section", "", title, None))

    def _task(self, fact: Fact, *, is_aside: bool) -> Work:
        values = fact.values
        top = fact.key.partition(".")[0]
        names = (str(values["group"]), top, str(values["section"]))
        name = next(filter(None, map(self._list.group_name, filter(None, names))), "")
        group = self._list.groups.get(name)
        state = str(values["state"])
        said = group.state if group is not None else ""
        if said == "skipped" or is_aside:
            state = state if state == "done" else "skipped"
        elif said == "done":
            state = state if state == "skipped" else "done"
        return Work(
            fact.key,
            str(values["title"]),
            fact.at.path,
            fact.at.place.line,
            state,
            name,
            str(values["story"]),
            bool(values["parallel"]),
            _ids(values["needs"]),
            is_group_blocked=said == BLOCKED,
        )

    def _box(self, fact: Fact) -> Work:
        values, at = fact.values, fact.at
        group = str(values["section"])
        words = str(values["title"])
        return Work(
            None, words, at.path, at.place.line, str(values["state"]), group, "", False, None
        )

    def _whole_packages(self) -> Iterator[Work]:
        """Yield the packages that have no tasks of their own: each is one piece of work."""
        with_tasks = {task.group for task in self._list.tasks}
        places = {fact.key.upper(): fact.at for fact in self._facts.groups}
        for name, group in self._list.groups.items():
            if group.kind == "package" and name not in with_tasks:
                state = group.state or "open"
                at = places[name]
                yield Work(
                    name, group.title, at.path, at.place.line, state, name, "", False, group.needs
                )

    def _story_titles(self) -> Iterator[tuple[str, str]]:
        """Yield the stories by the headings of their groups, then by their definitions."""
        for fact in self._facts.groups:
            match = _STORY.search(str(fact.values["title"]))
            if match is not None:
                yield f"US{match[1]}", match[2]
        scope = self._facts.head.values["scope"]
        for story in {task.story for task in self._list.tasks if task.story}:
            for found in self._project.lookup("definition", story):
                if scope and found.values["scope"] == scope and found.values["title"]:
                    yield story, str(found.values["title"])


def _packages_alone(project: Project, folders: set[str], lanes: Lanes) -> Iterator[WorkList]:
    """Yield the folders of prompts that no index lists."""
    found: dict[str, list[Fact]] = {}
    for fact in project.facts("prompt"):
        folder, _ = feature_and_lane(fact.at.path)
        if folder not in folders:
            found.setdefault(folder, []).append(fact)
    for folder, prompts in found.items():
        paths = [fact.at.path for fact in prompts]
        made = WorkList(
            f"{folder}/{PROMPT_FOLDER}".lstrip("/"), project.sources[paths[0]], "", paths
        )
        for fact in prompts:
            name, title = fact.key.upper(), str(fact.values["title"])
            needs = _ids(fact.values["dependencies"])
            lane = lanes.get((folder, name), "")
            state = state_of(lane)
            if name not in made.groups:
                made.groups[name] = Group("package", fact.key, title, needs, lane, state)
                at = fact.at
                made.tasks.append(
                    Work(
                        name, title, at.path, at.place.line, state or "open", name, "", False, needs
                    )
                )
        yield made


def _parents(identifiers: Iterable[str]) -> set[str]:
    """Return the numbers with others below them: ``1`` beside ``1.2``."""
    return {above for one in identifiers for above in _above(one)}


def _above(identifier: str) -> set[str]:
    found: set[str] = set()
    if _NUMBERS.fullmatch(identifier) is not None:
        above = identifier.rpartition(".")[0]
        while above:
            found.add(above)
            above = above.rpartition(".")[0]
    return found


def _ids(value: Value) -> tuple[str, ...] | None:
    return None if not isinstance(value, (list, tuple)) else tuple(str(one) for one in value)
