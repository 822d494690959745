"""Parts of files, as hosts answer them."""

from __future__ import annotations

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from builder.server.static_host import part_asked
from tests.support.server import serving


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=90-", (90, 100)),
        ("bytes=95-200", (95, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-200", (0, 100)),
        (" bytes=5-5 ", (5, 6)),
    ],
)
def test_a_range_is_the_bytes_that_it_names(header: str, part: tuple[int, int]) -> None:
    assert part_asked(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_range_beyond_the_end_holds_nothing(header: str) -> None:
    part = part_asked(header, 100)
    assert part is not None
    assert part[0] >= part[1]


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes=-", "bytes=9-3", "bytes=0-1,5-6", "lines=0-9", "bytes=a-b", "bytes=²-3",
     f"bytes=0-{'9' * 5000}"],
)  # fmt: skip
def test_what_is_no_range_of_one_part_is_answered_whole(header: str) -> None:
    assert part_asked(header, 100) is None


def test_a_part_of_a_file_is_sent_as_one(tmp_path: Path) -> None:
    (tmp_path / "words.bin").write_bytes(bytes(range(100)))
    with serving(tmp_path) as url:
        with urlopen(Request(f"{url}/words.bin", headers={"Range": "bytes=10-19"})) as answer:
            assert answer.status == 206
            assert answer.headers["Content-Range"] == "bytes 10-19/100"
            assert answer.read() == bytes(range(10, 20))
        with urlopen(f"{url}/words.bin") as answer:
            assert answer.status == 200
            assert answer.headers["Accept-Ranges"] == "bytes"
            assert len(answer.read()) == 100
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(f"{url}/words.bin", headers={"Range": "bytes=100-"}))
        assert refused.value.code == 416
        refused.value.close()
