"""The strict pack against the reference validator of agentskills.io, which runs beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness_lint import testing

skills_ref = pytest.importorskip("skills_ref", reason="the reference validator is not installed")

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

BASIC = {"HL001", "HL107", "HL501", "HL502", "HL503", "HL504", "HL509", "HL521"}
"""Rules that speak of what the validator judges."""

SYNTAX = {"HL008"}
"""Front matter that no client reads, some of which the validator takes (`------` for its end)."""

TEXTS = {
    "plain": "name: kiln\ndescription: Fires pots.\n",
    "every field": "name: kiln\ndescription: d\nlicense: MIT\ncompatibility: c\nmetadata:\n  a: b\n"
    "allowed-tools: Read\n",
    "values that are no text elsewhere": "name: kiln\ndescription: yes\nlicense: 1.0\n"
    "compatibility: null\nmetadata: none\nallowed-tools:\n  - Read\n",
    "a field of its own": "name: kiln\ndescription: d\nversion: 1\n",
    "a name that is a number": "name: 1\ndescription: d\n",
    "blanks around the name": "name: '  kiln '\ndescription: d\n",
    "capitals": "name: Kiln\ndescription: d\n",
    "a hyphen at the edge": "name: -kiln\ndescription: d\n",
    "two hyphens": "name: ki--ln\ndescription: d\n",
    "an underscore": "name: ki_ln\ndescription: d\n",
    "letters of another script": "name: größe\ndescription: d\n",
    "wide letters": "name: ｋｉｌｎ\ndescription: d\n",
    "64 characters": f"name: {'k' * 64}\ndescription: d\n",
    "65 characters": f"name: {'k' * 65}\ndescription: d\n",
    "no name": "description: d\n",
    "no description": "name: kiln\n",
    "an empty description": "name: kiln\ndescription:\n",
    "a blank description": "name: kiln\ndescription: '  '\n",
    "a description that is a list": "name: kiln\ndescription:\n  - d\n",
    "1,024 characters": f"name: kiln\ndescription: {'d' * 1024}\n",
    "1,025 characters": f"name: kiln\ndescription: {'d' * 1025}\n",
    "1,024 characters in a block": f"name: kiln\ndescription: |\n  {'d' * 1024}\n",
    "1,024 characters in a trimmed block": f"name: kiln\ndescription: |-\n  {'d' * 1024}\n",
    "500 characters": f"name: kiln\ndescription: d\ncompatibility: {'c' * 500}\n",
    "501 characters": f"name: kiln\ndescription: d\ncompatibility: {'c' * 501}\n",
    "compatibility as a mapping": "name: kiln\ndescription: d\ncompatibility:\n  os: linux\n",
    "brackets": "name: kiln\ndescription: d\nallowed-tools: [Read]\n",
    "braces": "name: kiln\ndescription: d\nmetadata: {a: b}\n",
    "empty brackets": "name: kiln\ndescription: d\nmetadata:\n  a: []\n",
    "brackets in quotes": "name: kiln\ndescription: '[d]'\n",
    "an anchor": "name: &k kiln\ndescription: d\n",
    "an anchor and its alias": "name: kiln\ndescription: &d d\nlicense: *d\n",
    "a tag": "name: !!str kiln\ndescription: d\n",
    "mappings indented alike": "name: kiln\ndescription: d\nmetadata:\n  a:\n    b: c\n  d:\n"
    "    e: f\n",
    "mappings indented otherwise": "name: kiln\ndescription: d\nmetadata:\n  a:\n    b: c\n  d:\n"
    "      e: f\n",
    "a key twice": "name: kiln\nname: kiln\ndescription: d\n",
    "a colon": "name: kiln\ndescription: d: e\n",
    "a comment": "name: kiln # k\n# c\ndescription: d\n",
    "hyphens in the last value": "name: kiln\ndescription: d --- e\n",
    "hyphens in a field before": "license: a --- b\nname: kiln\ndescription: d\n",
    "hyphens in quotes": "name: kiln\ndescription: 'd --- e'\n",
    "a list": "- kiln\n",
    "nothing": "",
}

FILES = {
    "no front matter": "# Kiln\n",
    "an empty file": "",
    "text before": "\n---\nname: kiln\ndescription: d\n---\n",
    "not closed": "---\nname: kiln\ndescription: d\n",
    "closed by dots": "---\nname: kiln\ndescription: d\n...\n",
    "a byte order mark": "\ufeff---\nname: kiln\ndescription: d\n---\n",
    "other line ends": "---\r\nname: kiln\r\ndescription: d\r\n---\r\n",
    "a longer end": "---\nname: kiln\ndescription: d\n------\n",
    "two breaks": "---\n\nKiln\n\n---\n",
}

SAMPLES = {name: f"---\n{text}---\n# Kiln\n" for name, text in TEXTS.items()} | FILES


def written(root: Path, number: int, folder: str, data: bytes) -> Path:
    path = root / str(number) / folder / "SKILL.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return path


def is_refused(path: Path) -> bool:
    try:
        return bool(skills_ref.validate(path.parent))
    except Exception:  # noqa: BLE001  it falls over what it cannot decode
        return True


def errors(root: Path) -> dict[str, set[str]]:
    """Return the codes of the errors of each file, as the installed command finds them."""
    (root / "harness-lint.toml").write_text('packs = ["agent-skills-strict"]\n')
    command = [sys.executable, "-m", "harness_lint", "check", "--output-format", "json"]
    result = subprocess.run(command, cwd=root, capture_output=True, check=False)
    found: dict[str, set[str]] = {}
    for finding in json.loads(result.stdout)["findings"]:
        if finding["severity"] == "error":
            found.setdefault(finding["path"], set()).add(finding["code"])
    return found


def differences(root: Path, paths: list[Path]) -> list[str]:
    ours = errors(root)
    odd = []
    for path in paths:
        codes = ours.get(path.relative_to(root).as_posix(), set())
        if is_refused(path) and not codes & (BASIC | SYNTAX):
            odd.append(f"{path.relative_to(root)}: refused, and nothing said")
        if not is_refused(path) and codes & BASIC:
            odd.append(f"{path.relative_to(root)}: taken, and called {sorted(codes & BASIC)}")
    return odd


def test_the_strict_pack_refuses_what_the_reference_validator_refuses(tmp_path):
    paths = []
    for number, (name, text) in enumerate(SAMPLES.items()):
        folder = {"letters of another script": "größe", "64 characters": "k" * 64}.get(name, "kiln")
        paths.append(written(tmp_path, number, folder, text.encode()))

    odd = differences(tmp_path, paths)

    assert [f"{list(SAMPLES)[int(line.split('/')[0])]}: {line}" for line in odd] == []


def test_it_does_so_for_every_skill_of_the_pages(tmp_path):
    paths = []
    for case in testing.page_cases():
        for path, data in case.case.sources.items():
            if path.endswith("/SKILL.md"):
                paths.append(written(tmp_path, len(paths), Path(path).parent.name, data))

    assert len(paths) > 100
    assert differences(tmp_path, paths) == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real projects is not there")
def test_it_does_so_for_every_skill_of_real_projects(tmp_path):
    paths = [
        written(tmp_path, number, path.parent.name, path.read_bytes())
        for number, path in enumerate(sorted(CORPUS.rglob("SKILL.md")))
        if path.is_file()
    ]

    assert len(paths) > 1000
    assert differences(tmp_path, paths) == []
