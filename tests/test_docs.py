"""The documentation: links lead somewhere, pictures are small, and the help pages say what the algorithms say."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(page):
    """What GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_and_headings(page):
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_index_leads_to_every_page():
    reached, waiting = set(), [DOCS / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        links = [(page.parent / link.partition("#")[0]).resolve() for link in LINK.findall(page.read_text("utf-8"))]
        waiting += [link for link in links if link.suffix == ".md" and link.exists() and link not in reached]
    assert set(PAGES) <= reached


def test_pictures_are_small_and_used():
    text = "".join(page.read_text(encoding="utf-8") for page in [ROOT / "README.md", *PAGES])
    pictures = sorted((DOCS / "images").iterdir())
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size <= 150_000, picture.name
        assert f"images/{picture.name})" in text, picture.name


@pytest.mark.qgis
def test_help_pages_say_what_the_algorithms_say(provider):
    """Otherwise run scripts/make_help_pages.py."""
    spec = importlib.util.spec_from_file_location("make_help_pages", ROOT / "scripts" / "make_help_pages.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    written = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "algorithms").iterdir()}
    assert written == script.pages(provider)


@pytest.mark.qgis
def test_help_buttons_open_the_page_of_the_algorithm(provider):
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    homepage = re.search(r"^homepage=(.+)$", metadata, re.MULTILINE).group(1)
    for algorithm in provider.algorithms():
        page = algorithm.helpUrl().removeprefix(f"{homepage}/blob/HEAD/")
        assert (ROOT / page).is_file(), algorithm.helpUrl()
