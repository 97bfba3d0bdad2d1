"""What the operating system refuses, in one Dutch sentence that names the file."""

from __future__ import annotations

import errno

_SENTENCES = {
    errno.ENOENT: "dit bestand of deze map is er niet",
    errno.EACCES: "u mag hier niet bij (rechten van bestand of map)",
    errno.EPERM: "u mag hier niet bij (rechten van bestand of map)",
    errno.ENOTDIR: "een deel van dit pad is een bestand en geen map",
    errno.EISDIR: "dit is een map, geen bestand",
    errno.EEXIST: "dit bestand is er al",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
    errno.EFBIG: "de schijf is vol, of het bestand mag niet groter worden",
    errno.EROFS: "op deze schijf kan niet worden geschreven",
    errno.ENAMETOOLONG: "deze naam is te lang",
    errno.EMFILE: "er staan te veel bestanden open",
    errno.ENFILE: "er staan te veel bestanden open",
    errno.EIO: "de schijf geeft een fout",
}


def os_sentence(error: OSError) -> str:
    """`FILE: what is wrong.`; without a file where the error names none."""
    what = _SENTENCES.get(error.errno or 0) or error.strerror or type(error).__name__
    name = error.filename if error.filename is not None else ""
    return f"{name}: {what}." if name else f"{what[:1].upper()}{what[1:]}."
