"""Take the picture of the HTML report that the README shows: ``python docs/picture.py [FILE]``.

The report is that of `fixtures/mission/harbour-clock`, opened in the system's Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "fixtures" / "mission" / "harbour-clock"
PICTURE = ROOT / "docs" / "images" / "trace-report.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def report(folder: Path) -> Path:
    """Return the report on the project, written to *folder*, without the history around it."""
    project = folder / PROJECT.name
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("project.findings"))
    subprocess.run(
        [sys.executable, "-m", "harness_lint", "trace", "report", "--output-file", "trace.html"],
        cwd=project,
        check=True,
        capture_output=True,
    )
    return project / "trace.html"


def take(page_file: Path, target: Path) -> None:
    """Write to *target* how *page_file* looks: 1280 by 640 points, two pixels to a point."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit("no Chromium was found (apt-get install chromium)")
    # Chromium cannot build its sandbox for root, as whom containers run.
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        page = browser.new_page(
            viewport={"width": 1280, "height": 640}, device_scale_factor=2, color_scheme="light"
        )
        page.goto(page_file.as_uri())
        page.wait_for_selector("h1")
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target)
        browser.close()


def main() -> None:
    """Take the picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    with tempfile.TemporaryDirectory() as folder:
        take(report(Path(folder)), target)


if __name__ == "__main__":
    main()
