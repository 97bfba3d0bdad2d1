"""What the operating system refuses, in one Dutch sentence that names the file."""

from __future__ import annotations

from domain.os_faults import os_reason


def os_sentence(error: OSError) -> str:
    """`FILE: what is wrong.`; without a file where the error names none."""
    what = os_reason(error)
    return f"{error.filename}: {what}." if error.filename else f"{what[:1].upper()}{what[1:]}."
