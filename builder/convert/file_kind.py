"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What files of Office before 2007, and encrypted ones, begin with."""
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 1024
"""Bytes in which a web page must begin."""


class FileKind(Struct, frozen=True):
    name: str
    begins: Callable[[bytes], object]
    """Whether bytes are of this kind."""
    endings: tuple[str, ...] = ()
    """The endings of names that this kind has; none where no reader takes it."""
    remedy: str = ""
    """What to do where no reader takes it."""
    left_to: tuple[str, ...] = ()
    """The endings whose readers say it better."""


def _old(part: str) -> Callable[[bytes], object]:
    name = part.encode("utf-16-le")
    return lambda data: data.startswith(_OLE) and name in data


def _zipped(part: bytes) -> Callable[[bytes], object]:
    return lambda data: data.startswith(b"PK\x03\x04") and part in data


_SAVE = "save it as .docx in Word and try again"
_PRINT = "print the report to a PDF and add that"
_KINDS = (
    FileKind("a PDF", lambda data: data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"%PDF-", (".pdf",)),
    FileKind("a Word file", _zipped(b"word/document.xml"), (".docx",)),
    FileKind("a workbook of Excel", _zipped(b"xl/workbook."), (), _PRINT),
    FileKind("a presentation", _zipped(b"ppt/presentation.xml"), (), _PRINT),
    FileKind(
        "an OpenDocument file", _zipped(b"mimetypeapplication/vnd.oasis.opendocument"), (), _SAVE
    ),
    FileKind("a zip file", _zipped(b""), (), "add the report that is in it", (".docx",)),
    FileKind(
        "encrypted", _old("EncryptedPackage"), (), "remove the password in Word and try again"
    ),
    FileKind("a Word file of before 2007 (.doc)", _old("WordDocument"), (), _SAVE),
    FileKind("an Office file of before 2007", _old(""), (), _PRINT),
    FileKind("rich text (.rtf)", lambda data: data.startswith(b"{\\rtf"), (), _SAVE),
    FileKind(
        "a picture",
        lambda data: data.startswith(_PICTURES),
        (),
        "get the original, or have its text recognised, and try again",
    ),
    FileKind(
        "a web page",
        lambda data: _WEB_PAGE.match(data[:_HEAD]),
        (".html", ".htm"),
        "",
        (".pdf", ".docx"),
    ),
)


def misnamed(ending: str, data: bytes) -> str:
    """Why a file is not what its name's ending says, and what to do; "" if it may be."""
    kind = next((each for each in _KINDS if each.begins(data)), None)
    if kind is None or ending in (*kind.endings, *kind.left_to):
        return ""
    if not kind.endings:
        return f"it is {kind.name}; {kind.remedy}."
    ends = f"its name ends in “{ending}”" if ending else "its name has no ending"
    return f"it is {kind.name}, and {ends}; name it {kind.endings[0]} and try again."
