"""What the operating system refuses, in a few Dutch words."""

from __future__ import annotations

import errno
import socket

_REASONS = {
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
    errno.ELOOP: "deze verwijzingen lopen in een kring",
    errno.EMFILE: "er staan te veel bestanden open",
    errno.ENFILE: "er staan te veel bestanden open",
    errno.EIO: "de schijf geeft een fout",
    errno.ECONNREFUSED: "daar wordt geen verbinding aangenomen",
    errno.ECONNRESET: "de verbinding werd verbroken",
    errno.EPIPE: "de verbinding werd verbroken",
    errno.ETIMEDOUT: "er kwam niet op tijd antwoord",
    errno.EHOSTUNREACH: "er is geen weg naar deze machine",
    errno.ENETUNREACH: "er is geen netwerk",
    socket.EAI_NONAME: "deze naam is niet te vinden",
    socket.EAI_AGAIN: "deze naam is nu niet te vinden",
}


def os_reason(error: OSError) -> str:
    """The reason as part of a sentence; in the system's own words where there are no Dutch ones for it."""
    if isinstance(error, TimeoutError):
        return _REASONS[errno.ETIMEDOUT]
    return _REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__
