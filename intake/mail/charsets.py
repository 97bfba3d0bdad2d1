"""Bytes to text, whatever the mail says about its charset: nothing raises, and a guess is reported."""

from __future__ import annotations

import codecs
import re

_TRUSTED = re.compile(
    r"(?:utf-(?:7|8(?:-sig)?|16(?:-[bl]e)?|32(?:-[bl]e)?)|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*"
    r"|shift_jis\w*|euc_\w+|iso2022_\w+|johab|hz|ptcp154|tis-620|hp-roman8)"
)
"""Python has codecs that are no charsets (`unicode_escape`, the quadratic `punycode`): only these may be named."""

_ALIASES = {
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "unicode": "utf-16",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "ansi": "cp1252",
    "windows-1252http-equivcontent-type": "cp1252",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "ks_c_5601-1987": "cp949",
    "cp-850": "cp850",
}
_NOT_SAID = {"", "us-ascii", "ascii", "default", "unknown-8bit", "x-unknown", "unknown", "8bit", "7bit", "binary"}

_SHIFTING = ("utf-7", "unicode-1-1", "iso-2022", "hz", "utf-16", "utf-32")
"""Charsets in which bytes below 128 may stand for other letters."""

_HIGH = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_LETTERS = frozenset("éëïöüèêáàçñóúíôâûîäåæøßÉËÏÖÜÈÊÁÀÇÓÚÍÂÔÛÄ")
_SYMBOLS = frozenset("€‘’‚“”„–—…•·°½¼¾²³£§«»´®©™±×")
_SINGLE_BYTE = ("cp1252", "cp850", "mac-roman")
_SAMPLE = 100_000
_PLAUSIBLE_SAMPLE = 20_000
_MIXABLE = 300_000


def decode(data: bytes, charset: str = "") -> tuple[str, str]:
    """Give the text of `data`, and in Dutch what was odd about its charset (empty when nothing was).

    A declared charset is believed unless it cannot be true: bytes that it does not have, or bytes that are valid
    UTF-8 beyond chance.
    """
    named = charset.strip().strip("\"'").lower()
    if data.isascii() and b"\x00" not in data and not named.startswith(_SHIFTING):
        return data.decode("ascii"), ""
    if named in _NOT_SAID:
        text, found = guess(data)
        silent = not named and found == "utf-8"
        return text, "" if silent else f"De tekenset ontbrak; de tekst is gelezen als {found}."
    codec = _codec(named)
    if _is_wide(data) and not codec.startswith(("utf-16", "utf-32")):
        text, found = guess(data)
        return text, f"De tekst is niet in {named[:40]}, maar in {found}."
    if codec == "cp1252":
        text = _utf8(data)
        return (text, f"De tekst is niet in {named}, maar in utf-8.") if text else (data.decode(codec, "replace"), "")
    try:
        return data.decode(codec), ""
    except LookupError:
        oddity = f"De tekenset '{named[:40]}' is onbekend"
    except (UnicodeError, ValueError):
        oddity = f"De tekst klopt niet met de tekenset {named[:40]}"
    text, found = guess(data)
    return text, f"{oddity}; de tekst is gelezen als {found}."


def guess(data: bytes) -> tuple[str, str]:
    """Read bytes of an unknown charset as a Dutch text: the text, and the charset that fits it best."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data.decode("utf-16", "replace"), "utf-16"
    if _is_wide(data):
        codec = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        return data.decode(codec, "replace"), codec
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    if len(data) <= _MIXABLE and _MULTIBYTE.search(data):
        return data.decode("utf-8", "plaatsmaker.cp1252"), "utf-8 met losse tekens uit windows-1252"
    best = max(_SINGLE_BYTE, key=lambda codec: _plausible(data, codec))
    return data.decode(best, "replace"), "windows-1252" if best == "cp1252" else best


def _is_wide(data: bytes) -> bool:
    """Whether so many bytes are zero that each letter must have two."""
    return b"\x00" in data and data.count(b"\x00", 0, _SAMPLE) > min(len(data), _SAMPLE) // 4


def _utf8(data: bytes) -> str:
    """The text where the bytes are UTF-8 with at least one accent in it, else nothing."""
    if not _MULTIBYTE.search(data):
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _codec(named: str) -> str:
    """The Python codec of a charset name that may be trusted, else a name that no codec has."""
    try:
        found = codecs.lookup(_ALIASES.get(named, named)).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return "unknown"
    return found if _TRUSTED.fullmatch(found) else "unknown"


def _plausible(data: bytes, codec: str) -> int:
    """How many high bytes make sense in a Dutch text when read with `codec`, minus those that do not."""
    score = 0
    for match in _HIGH.finditer(data, 0, _PLAUSIBLE_SAMPLE):
        place = match.start()
        before, char, after = (data[place + step : place + step + 1].decode(codec, "replace") for step in (-1, 0, 1))
        touching = before.isalpha() + after.isalpha()
        fits_letter = char in _LETTERS and touching > 0
        fits_symbol = char in _SYMBOLS and (touching < 2 or char == "’")  # noqa: PLR2004 - a letter at both sides
        score += 1 if fits_letter or fits_symbol else -1
    return score


def _from_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("plaatsmaker.cp1252", _from_cp1252)
