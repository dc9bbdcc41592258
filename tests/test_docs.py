"""The documentation: what its pages show is run, what they name exists, and the site is built."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml
from playwright.sync_api import expect, sync_playwright

from docs.consoles import CONSOLE, ROOT, SHOWN_FILE, output_of, showing
from docs.references import GENERATED, PACK_SCHEMA, SECTIONS, TABLES, parts_of
from harness_lint.cli import COMMANDS
from harness_lint.config_schema import SCHEMA_FILE
from harness_lint.engine.registry import Registry
from harness_lint.packs.loader import load_packs
from tests.tracing.conftest import BROWSERS

expect.set_options(timeout=30_000)  # a page on a busy machine takes its time

DOCS = ROOT / "docs"
SHOWN = [(path, path.read_text(encoding="utf-8")) for path in showing()]
PAGES = {path.relative_to(DOCS).as_posix(): text for path, text in SHOWN if DOCS in path.parents}
RECIPES = {name: text for name, text in PAGES.items() if name.startswith("recipes/")}


def fences(text, language):
    return re.findall(rf"(?ms)^```{language}\b[^\n]*\n(.*?)^```$", text)


# --- What pages show


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, id=f"{path.stem}: {block['command']} ({number})")
        for path, text in SHOWN
        for number, block in enumerate(CONSOLE.finditer(text), 1)
    ],
)
def test_a_command_prints_what_the_page_shows(block):
    printed = output_of(block)

    assert printed.strip()
    assert block[0] == f"{block['head']}{block['typed']}{printed}```"


@pytest.mark.parametrize("page", PAGES)
def test_every_block_that_looks_like_a_command_is_run(page):
    blocks = re.findall(r"(?m)^```console$", PAGES[page])

    assert len(blocks) == len(list(CONSOLE.finditer(PAGES[page])))


@pytest.mark.parametrize("path", [path for path, _ in SHOWN], ids=lambda path: path.stem)
def test_nothing_of_the_machine_is_shown(path):
    text = path.read_text(encoding="utf-8")

    assert str(ROOT) not in text
    assert not re.search(r"/(?:root|tmp|var/folders)/", text)


CODES = {
    "index.md": ["HL205 HL307 HL309 HL311 HL401"],
    "quickstart.md": ["HL302 HL309 HL401", ""],
    "packs.md": [
        "HL101",
        "",
        "HL113 HL116 HL118",
        "HL115",
        "HL703",
        "HL305 HL308",
        "HL303",
    ],
    "recipes/house-format.md": [
        "",
        "HL411",
        "",
        "HL104 HL115 HL116 HL118 HL307 HL308 HL311 HL401 HL411",
    ],
    "recipes/adoption.md": ["HL302", "HL302", ""],
    "recipes/monorepo.md": ["HL411", ""],
}
"""What is found by each check that a page shows: outputs are generated, and could change unseen."""


@pytest.mark.parametrize("page", CODES)
def test_a_page_shows_the_findings_that_it_speaks_of(page):
    checks = [block for block in CONSOLE.finditer(PAGES[page]) if block["command"][:5] == "check"]
    found = [
        " ".join(sorted(set(re.findall(r"HL\d{3}(?=\W)", said)))) for said in map(told, checks)
    ]

    assert found == CODES[page]


def told(block):
    lines = block[0].splitlines()
    return "\n".join(line for line in lines if " tells why, and " not in line)


def test_the_pack_of_the_house_format_is_short():
    blocks = SHOWN_FILE.finditer(PAGES["recipes/house-format.md"])
    (pack,) = [block["text"] for block in blocks if block["path"].startswith("packs/")]

    assert pack.count("\n") <= 60


@pytest.mark.parametrize(
    ("page", "block"),
    [(page, block) for page, text in PAGES.items() for block in fences(text, "toml")],
)
def test_toml_can_be_read(page, block):
    assert tomllib.loads(block)


# --- What pages name

CALL = re.compile(r"harness-lint ([a-z]+)((?: [^\s`|&<>;]+)*)")


@pytest.fixture(scope="module")
def options():
    """Return a function that gives the options of a command."""
    known = {}

    def options(*command):
        if command not in known:
            done = ours(*command, "--help")
            known[command] = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", done))
        return known[command]

    return options


def ours(*arguments, folder=ROOT):
    command = [sys.executable, "-m", "harness_lint", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8"
    ).stdout


GROUPS = ("cache", "hook", "trace")
"""Commands that have commands of their own."""


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_that_a_page_names_exist(page, options):
    for command, rest in CALL.findall(PAGES[page]):
        if command not in COMMANDS:
            continue
        words = rest.split()
        called = [command, *words[:1]] if command in GROUPS and words else [command]
        given = {word.partition("=")[0] for word in words if word.startswith("-")}

        assert given - options(*called) == set(), f"harness-lint {command}{rest}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_page_that_shows_its_options(command):
    text = PAGES[f"commands/{command}.md"]

    assert text.startswith(f"# {command}\n")
    assert f"\n$ harness-lint {command} --help\n" in text
    assert f"]({command}.md)" in PAGES["commands/index.md"]


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_is_in_their_index(recipe):
    assert recipe == "recipes/index.md" or f"]({Path(recipe).name})" in RECIPES["recipes/index.md"]


def test_every_key_of_the_pack_language_is_in_the_reference_with_a_meaning():
    schema = json.loads(PACK_SCHEMA.read_text(encoding="utf-8"))
    parts = parts_of(schema)
    rows = re.findall(
        r"(?m)^\| `([\w-]+)` \| ([^\n]+?) \| ([^\n]*) \|$", PAGES["pack-reference.md"]
    )
    tables = [schema, *(parts[name] for name in SECTIONS)]

    assert [key for key, _, meaning in rows if not meaning.strip()] == []
    assert [key for key, _, _ in rows] == [key for one in tables for key in one["properties"]]


def test_no_table_of_the_pack_language_is_left_out_of_the_reference():
    schema = json.loads(PACK_SCHEMA.read_text(encoding="utf-8"))
    parts = parts_of(schema)
    told = [id(parts[name]["properties"]) for name in SECTIONS]
    short = {"block required", "severity"}  # explained where they are used

    left = set()
    work = [schema]
    while work:
        one = work.pop()
        if isinstance(one, dict):
            inner = one.get("properties")
            if isinstance(inner, dict) and one is not schema and id(inner) not in told:
                left.add(" ".join(inner))
            work.extend(one.values())
        elif isinstance(one, list):
            work.extend(one)

    assert left == short


def test_every_key_of_the_configuration_is_explained():
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    table = PAGES["configuration.md"]

    for key in schema["properties"]:
        assert re.search(rf"(?m)^\| `{key}` \| [^|\n]+ \| \S", table), key


def test_every_rule_and_every_family_is_in_the_index():
    text = (DOCS / "rules" / "index.md").read_text(encoding="utf-8")

    assert [one.code for one in Registry.load().checks if f"| {one.code} | [" not in text] == []
    assert [one.name for one in load_packs(".", ()).families if f"`{one.name}`: " not in text] == []


def test_every_generated_stretch_is_known():
    names = [name for text in PAGES.values() for name in re.findall(r"<!-- BEGIN: (\S+)", text)]
    filled = [match["name"] for text in PAGES.values() for match in GENERATED.finditer(text)]

    assert names == filled
    assert {*names, "decisions"} == set(TABLES)


# --- Files for other programs

YAML = [(page, block) for page, text in RECIPES.items() for block in fences(text, "yaml")]


@pytest.mark.parametrize(("page", "block"), YAML)
def test_yaml_of_recipes_can_be_read(page, block):
    assert yaml.safe_load(block)


@pytest.mark.parametrize("block", fences(RECIPES["recipes/pre-commit.md"], "yaml"))
def test_pre_commit_takes_its_recipe(block, tmp_path):
    config = tmp_path / ".pre-commit-config.yaml"
    config.write_text(block, encoding="utf-8")
    command = [sys.executable, "-m", "pre_commit", "validate-config", config]

    subprocess.run(command, check=True, cwd=tmp_path)


def test_vs_code_finds_path_line_column_and_code_in_every_finding():
    tasks = fences(PAGES["editors.md"], "json")[-1]
    (task,) = json.loads(tasks)["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    findings = ours("check", "--output-format", "concise", folder=ROOT / "examples" / "lantern")

    first, *_, last = findings.splitlines()
    match = re.match(pattern["regexp"], first)

    assert match is not None
    assert match[pattern["file"]] == "docs/tracking.md"
    assert (match[pattern["line"]], match[pattern["column"]]) == ("5", "11")
    assert match[pattern["code"]] == "HL205"
    assert re.match(pattern["regexp"], last) is None


# --- The site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_is_built_and_can_be_reached(site):
    pages = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    built = {path.relative_to(site) for path in site.rglob("*.html")} - {Path("404.html")}
    shown = {Path(str(page).replace("README", "index")) for page in pages}

    assert built == shown


def test_the_site_loads_nothing_from_elsewhere(site):
    loaded = re.compile(r"<(?:script|img|iframe|link)\b[^>]*(?:src|href)=\"(?:https?:)?//[^\"]*\"")
    foreign = {
        match
        for path in site.rglob("*.html")
        for match in loaded.findall(path.read_text(encoding="utf-8"))
    }

    assert foreign == set()


def test_a_fence_of_a_rule_is_shown_as_code_with_its_path(site):
    text = (site / "rules" / "prompt-mismatch.html").read_text(encoding="utf-8")

    assert "~~~~" not in text
    assert '<span class="filename">kitty-specs/011-lamp-log/tasks.md</span>' in text


@pytest.fixture(scope="module")
def browser():
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.fail("no Chromium was found: the site is tested in one (apt-get install chromium)")
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(site):
    """Return the address of the site: the search needs one."""

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=site)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def visit(browser, server):
    """Return a function that opens a page of the site; nothing may go wrong or abroad."""
    troubles, contexts = [], []

    def visit(path, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "request",
            lambda one: one.url.startswith((server, "data:", "blob:")) or troubles.append(one.url),
        )
        page.goto(f"{server}/{path}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.mark.parametrize("path", ["index.html", "rules/index.html", "pack-reference.html"])
def test_no_page_is_wider_than_a_telephone(visit, path):
    page = visit(path, viewport={"width": 390, "height": 844})

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_rule_is_found_by_the_search(visit):
    page = visit("index.html", viewport={"width": 1280, "height": 900})

    page.keyboard.press("/")
    page.locator("input[name=query]").press_sequentially("parallel-same-file")  # it hears keys

    expect(page.locator(".md-search-result__link").first).to_contain_text("HL309")


def test_it_is_dark_where_the_reader_wants_it(visit):
    page = visit("index.html", color_scheme="dark")

    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
