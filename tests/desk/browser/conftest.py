"""A real browser at a desk that is really served. Without Chromium or axe-core the tests say so and are skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from desk.app import build
from desk.desk import Desk
from desk.serving import listen, serving
from tests.chromium import barriers
from tests.desk.conftest import PASSWORD

WIDE = {"width": 1280, "height": 900}
"""What a reviewer has on the table."""


class Screen:
    """One browser window at the desk. `complaints` are what its console says: violations of the policy among them."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page: Page = context.new_page()
        self.base = base
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def sign_in(self, name: str) -> Screen:
        page = self.go("/werkbank/inloggen")
        page.get_by_label("Naam").fill(name)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Inloggen").click()
        return self

    def keys(self, *keys: str) -> int:
        """Press these keys one by one; gives how many. A page that loads meanwhile is waited for."""
        for key in keys:
            self.page.keyboard.press(key)
        return len(keys)

    def settled(self) -> Page:
        self.page.wait_for_load_state("load")
        return self.page

    def strangers(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.base, "data:"))]

    def faults(self) -> list[str]:
        """What axe finds on this page, each with the element that it is about."""
        return barriers(self.page)


@pytest.fixture
def opened(chromium: Browser, desk: Desk) -> Iterator[Callable[..., Screen]]:
    """Opens windows at the desk; the options are those of Playwright."""
    contexts: list[BrowserContext] = []
    with listen("127.0.0.1", 0) as bound, serving(build(replace(desk)), bound):
        base = f"http://127.0.0.1:{bound.getsockname()[1]}"

        def opened(**options: Any) -> Screen:
            context = chromium.new_context(**({"viewport": WIDE} | options))
            contexts.append(context)
            return Screen(context, base)

        yield opened
        for context in contexts:
            context.close()


@pytest.fixture
def screen(opened: Callable[..., Screen]) -> Screen:
    return opened().sign_in("Joke")
