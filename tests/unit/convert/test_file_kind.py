"""A file is told by its first bytes; one that its name belies is named with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.convert.file_kind import misnamed
from builder.convert.one_file import convert
from builder.convert.options import AddOptions
from builder.convert.stream.pieces import CannotRead
from builder.model import Registry
from builder.registry.load import read_registry
from tests.support.pdfs import Pdf
from tests.support.small_archive import CONTENT
from tests.support.word_files import p, r, word, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = Pdf([[]]).data()
PAGE = b"<!DOCTYPE html><html><body><p>Care</p></body></html>"
SAVE = "save it as .docx in Word and try again."


OPEN = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(CONTENT)


@pytest.mark.parametrize(
    ("data", "ending", "says"),
    [
        (PDF, ".txt", "it is a PDF, and its name ends in “.txt”; name it .pdf"),
        (PDF, ".docx", "it is a PDF, and its name ends in “.docx”; name it"),
        (PDF, "", "it is a PDF, and its name has no ending; name it .pdf and"),
        (word(p(r("Care"))), ".pdf", "it is a Word file, and its name ends in “.pdf”; name it .d"),
        (word(p(r("Care"))), ".html", "it is a Word file, and its name ends in “.html”; name it "),
        (PAGE, ".txt", "it is a web page, and its name ends in “.txt”; name it .html and try ag"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- a --><HTML>", ".txt", "it is a web page, an"),
        (zipped({"report.pdf": "<x/>"}), ".pdf", "it is a zip file; add the report that is in it."),
        (
            zipped({"xl/workbook.xml": "<x/>"}),
            ".docx",
            "it is a workbook of Excel; print the report to a ",
        ),
        (
            zipped({"ppt/presentation.xml": "<x/>"}),
            ".pptx",
            "it is a presentation; print the report to a",
        ),
        (OPEN, ".odt", f"it is an OpenDocument file; {SAVE}"),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc", "it is a Word file of before 2007 (.d"),
        (OLE + "WordDocument".encode("utf-16-le"), ".docx", "it is a Word file of before 2007 ("),
        (OLE + "Workbook".encode("utf-16-le"), ".xls", "it is an Office file of before 2007; pri"),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            ".docx",
            "it is encrypted; remove the password in Word and try again.",
        ),
        (b"{\\rtf1\\ansi Care}", ".rtf", f"it is rich text (.rtf); {SAVE}"),
        (b"{\\rtf1\\ansi Care}", ".txt", f"it is rich text (.rtf); {SAVE}"),
        (b"\x89PNG\r\n\x1a\n", ".pdf", "it is a picture; get the original, or have its text rec"),
    ],
)
def test_a_file_that_its_name_belies_is_told_by_its_bytes(
    data: bytes, ending: str, says: str, registry: Registry
) -> None:
    assert misnamed(ending, data).startswith(says)
    with pytest.raises(CannotRead) as refused:
        convert(f"report{ending}", data, registry, AddOptions())
    assert str(refused.value) == misnamed(ending, data)


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PDF, ".pdf"),
        (word(p(r("Care"))), ".docx"),
        (PAGE, ".html"),
        (PAGE, ".htm"),
        # Most often an error in place of the report: the reader of PDFs says so.
        (PAGE, ".pdf"),
        (zipped({"x": "<x/>"}), ".docx"),
        (b"Care leavers", ".txt"),
        (b"Care leavers", ".html"),
        (b"The form begins with %PDF-1.7, and a page with <html>.", ".txt"),
        (b"PK is short for Park.", ".txt"),
        (b"", ".txt"),
    ],
)
def test_a_file_that_may_be_what_its_name_says_is_left_to_its_reader(
    data: bytes, ending: str
) -> None:
    assert misnamed(ending, data) == ""


def test_no_file_of_the_archive_is_misnamed() -> None:
    for file in sorted(Path("content/originals").iterdir()):
        assert misnamed(file.suffix, file.read_bytes()) == ""
