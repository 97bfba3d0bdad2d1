"""winmail.dat: what Outlook wraps a mail in when it thinks that the other side has Outlook too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tnefparse import TNEF

from intake.mail.charsets import guess
from intake.mail.document_reader import Extracted, Request
from intake.mail.markup import html_text
from intake.mail.rtf import rtf_text

_MAX_INNER = 50


def read_tnef(request: Request, data: bytes, read: Callable[[Request, bytes], list[Extracted]]) -> list[Extracted]:
    """The body and the attachments of a winmail.dat, each read with `read`. Raises what tnefparse raises."""
    tnef = TNEF(data, do_checksum=False)
    found = []
    if body := _body(tnef):
        found.append(Extracted(request.name, body, is_body=True))
    for inner in tnef.attachments[:_MAX_INNER]:
        content = bytes(inner.data)
        name = str(inner.long_filename() or "bijlage").strip("\x00").replace("\\", "/").rpartition("/")[2]
        if content.startswith(b"\x78\x9f\x3e\x22"):  # a mail within the mail: once is enough
            found.append(Extracted(name, problem="Dit bericht zit te diep ingepakt; het is niet gelezen."))
            continue
        found += read(replace(request, name=name, content_type="application/octet-stream"), content)
    return found


def _body(tnef: TNEF) -> str:
    """The text in the best form that there is: HTML, plain text or RTF."""
    if html := tnef.htmlbody:
        return html_text(html if isinstance(html, str) else guess(bytes(html))[0])
    if body := tnef.body:
        return body if isinstance(body, str) else guess(bytes(body))[0]
    rtf = tnef.rtfbody
    return rtf_text(bytes(rtf)) if rtf else ""
