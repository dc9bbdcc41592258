"""Packs that plug-ins ship: entry points in the group `harness_lint.packs`. No code is run.

The name of the entry point is that of the pack, its value the package in which `<name>.yaml` lies.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from harness_lint.errors import PluginError

GROUP = "harness_lint.packs"


def installed_names() -> list[str]:
    """Return the names of all packs that plug-ins ship."""
    return sorted({point.name for point in entry_points(group=GROUP)})


def installed_pack(name: str) -> Path | None:
    """Return the file of the pack *name* that a plug-in ships; None if none does.

    Raises: PluginError if several do, or if the file is not there.
    """
    points = list(entry_points(group=GROUP, name=name))
    if not points:
        return None
    if len(points) > 1:
        distributions = " and ".join(sorted(f"`{_distribution(point)}`" for point in points))
        raise PluginError(f"pack `{name}` is shipped by {distributions}; one of them must go")
    file = _file(points[0])
    if file is None or not file.is_file():
        where = f"entry point `{name} = {points[0].value}`"
        raise PluginError(
            f"plug-in `{_distribution(points[0])}`, {where}: there is no `{name}.yaml`",
            "it lies in the package that the entry point names",
        )
    return file


def _file(point: EntryPoint) -> Path | None:
    """Return where the file of *point* ought to be; None if there is no such package."""
    top, *below = point.value.split(".")
    spec = find_spec(top)  # of what lies at the top nothing is imported to find it
    folders = spec.submodule_search_locations if spec is not None else None
    if not folders:
        return None
    return Path(folders[0], *below, f"{point.name}.yaml")


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.name
