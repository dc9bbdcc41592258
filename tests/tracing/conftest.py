"""A real browser, and reports opened in it."""

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from harness_lint.tracing.report import render

expect.set_options(timeout=30_000)  # a page on a busy machine takes its time

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser():
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.fail("no Chromium was found: the report is tested in one (apt-get install chromium)")
    # Chromium cannot build its sandbox for root, as whom containers run.
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, tmp_path):
    """Return a function that opens a report; at the end nothing may have gone wrong or abroad."""
    troubles, contexts, requests = [], [], set()

    def visit(data, hash_="", **options):
        path = tmp_path / "report.html"
        path.write_text(render(data), encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("request", lambda request: requests.add(request.url.partition("#")[0]))
        page.goto(path.as_uri() + hash_)
        page.wait_for_selector("h1")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert troubles == []
    assert {url for url in requests if not url.startswith("data:")} <= {
        (tmp_path / "report.html").as_uri()
    }
