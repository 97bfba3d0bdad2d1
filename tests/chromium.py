"""The distribution's Chromium, and axe-core that looks at a page in it, for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}
COLOURS = ("color-contrast", "link-in-text-block")
LOOKS: tuple[tuple[str, dict[str, Any], ViewportSize, tuple[str, ...]], ...] = (
    ("licht", {"color_scheme": "light", "forced_colors": "none"}, WIDE, ()),
    ("donker", {"color_scheme": "dark", "forced_colors": "none"}, WIDE, COLOURS),
    ("vaste kleuren", {"color_scheme": "light", "forced_colors": "active"}, WIDE, COLOURS),
    ("smal", {"color_scheme": "light", "forced_colors": "none"}, NARROW, ()),
)
"""How people may have set their browser, and by which rules the page is looked at then; none means all."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; skips where there is none to start.

    Not for the whole session: Playwright keeps an event loop running in this thread, and other modules run their own.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed: tests/install_servers.sh installs it where it may")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def barriers(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on the page as it is now, each with the element that it is about; or only by these rules."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    # Of what is well nobody asks: naming each of those elements takes most of the time
    options = {"runOnly": {"type": "rule", "values": rules} if rules else TAGS, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def barriers_in_every_look(page: Page) -> list[str]:
    """What axe-core finds on the page light and wide, light and 320 pixels narrow, dark, and in forced colours.

    In the last two the page has the same elements, so that only what is about colours can differ. Also what sticks out
    sideways on a telephone.
    """
    found = []
    for name, look, size, rules in LOOKS:
        # A colour that is still changing is neither of the two
        page.emulate_media(**look, reduced_motion="reduce")
        page.set_viewport_size(size)
        found += [f"{name}: {barrier}" for barrier in barriers(page, rules)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("smal: steekt uit")
    return found
