"""Signing in with an account of the organisation, as a person does it: also without scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desk.app import build
from desk.provider import Provider
from desk.routing import BACK
from desk.serving import listen, serving
from tests.cast.sign_in_service import SECRET, sign_in_service
from tests.desk.browser.conftest import Screen
from tests.desk.test_organisation import ENTRANCE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_from_the_button_to_the_service_and_back(chromium, desk):
    with sign_in_service() as issuer, listen("127.0.0.1", 0) as bound:
        base = f"http://127.0.0.1:{bound.getsockname()[1]}"
        provider = Provider(issuer, "plaatsmaker", lambda: SECRET, base + BACK, ENTRANCE, "de VNG")
        served = build(replace(desk, provider=provider, clock=lambda: datetime.now(UTC)))
        with serving(served, bound), chromium.new_context(java_script_enabled=False) as context:
            screen = Screen(context, base)
            page = screen.go("/werkbank/vragen")
            page.get_by_role("link", name="Inloggen met de VNG").click()
            page.get_by_role("link", name="cor").click()
            page.get_by_role("alert").get_by_text("Uw account heeft geen toegang tot deze werkbank.").wait_for()
            page.get_by_role("link", name="Inloggen met de VNG").click()
            page.get_by_role("link", name="ada").click()
            page.get_by_role("link", name="Ada Bakker").wait_for()
            assert page.url == f"{base}/werkbank/vragen"
            assert [said for said in screen.complaints if "status of 4" not in said] == []
