"""A mail full of tricks, opened in a real browser: nothing is asked of anybody and nothing runs."""

from __future__ import annotations

import pytest

from tests.cast.script import mail

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

ELSEWHERE = "https://kwaad.example"
TRICKS = (
    f'<script src="{ELSEWHERE}/1.js"></script>',
    "<script>document.title='gelukt'; top.document.title='gelukt'</script>",
    f'<img src="{ELSEWHERE}/2.png">',
    "<img src=x onerror=\"top.document.title='gelukt'\">",
    f'<img srcset="{ELSEWHERE}/3.png 2x">',
    f'<picture><source srcset="{ELSEWHERE}/4.png"><img></picture>',
    f'<link rel="stylesheet" href="{ELSEWHERE}/5.css">',
    f'<link rel="preload" as="image" href="{ELSEWHERE}/6.png">',
    f'<link rel="dns-prefetch" href="{ELSEWHERE}">',
    f"<style>@import url({ELSEWHERE}/7.css); body {{ background: url({ELSEWHERE}/8.png) }}</style>",
    f'<style>@font-face {{ font-family: x; src: url("{ELSEWHERE}/9.woff") }} * {{ font-family: x }}</style>',
    f'<p style="background-image: url({ELSEWHERE}/10.png)">x</p>',
    f'<table background="{ELSEWHERE}/11.png"><tr><td>x</td></tr></table>',
    f'<meta http-equiv="refresh" content="0;url={ELSEWHERE}/12">',
    f'<base href="{ELSEWHERE}/">',
    f'<iframe src="{ELSEWHERE}/13"></iframe>',
    "<iframe srcdoc=\"<script>top.document.title='gelukt'</script>\"></iframe>",
    f'<object data="{ELSEWHERE}/14.svg"></object>',
    f'<embed src="{ELSEWHERE}/15.swf">',
    f'<video src="{ELSEWHERE}/16.mp4" poster="{ELSEWHERE}/17.png" autoplay></video>',
    f'<audio src="{ELSEWHERE}/18.mp3" autoplay></audio>',
    f'<svg><image href="{ELSEWHERE}/19.png"/></svg>',
    "<svg onload=\"top.document.title='gelukt'\"></svg>",
    f'<svg><use href="{ELSEWHERE}/20.svg#x"/></svg>',
    f'<math><mtext><a href="{ELSEWHERE}">x</a></mtext></math>',
    f'<form action="{ELSEWHERE}/21"><input name=x autofocus onfocus="this.form.submit()"></form>',
    f'<input type="image" src="{ELSEWHERE}/22.png">',
    "<a href=\"javascript:top.document.title='gelukt'\" autofocus>x</a>",
    f"<body onload=\"location='{ELSEWHERE}/23'\">",
    f'<a href="{ELSEWHERE}/24" ping="{ELSEWHERE}/25">x</a>',
    "<!--[if mso]><script>top.document.title='gelukt'</script><![endif]-->",
    "<noscript><p title=\"</noscript><script>top.document.title='gelukt'</script>\">",
    "<div>" * 5000,
    "x" * 200_000,
)


def test_a_mail_with_every_trick_asks_nothing_and_runs_nothing(screen, tell):
    assert len(TRICKS) >= 30
    html = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8"
    tell(mail(*TRICKS, "<p>De tekst blijft staan.</p>", more=html, subject="<img src=x onerror=alert(1)>"))
    page = screen.go("/werkbank/bericht/1")
    title = page.title()
    page.get_by_text("Zoals de afzender het opmaakte").click()
    page.frame_locator("iframe.html").get_by_text("De tekst blijft staan.").wait_for()
    page.wait_for_load_state("networkidle")
    assert screen.strangers() == []
    assert screen.complaints == []
    assert page.title() == title
    assert page.url.endswith("/werkbank/bericht/1")


def test_a_mail_is_shown_in_another_page_only_by_the_desk_itself(screen, tell):
    tell(mail("<p>hallo</p>", more="MIME-Version: 1.0\nContent-Type: text/html"))
    page = screen.go("/werkbank/bericht/1/html")
    assert page.evaluate("window.origin") == "null"
