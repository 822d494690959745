"""The search index against the documents themselves: what the page's script reads from the files is
what reading every finding, word by word, comes to."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, product
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, Route, expect

from builder.build.pipeline import build_site
from builder.language.tokenizer import Words
from builder.model import Links
from builder.reading.archive import Archive
from builder.registry.load import read_registry
from builder.search import (
    Read,
    index,
    phrases,
    postings,
    put_together,
    read,
    result_texts,
    segment,
)
from builder.search import (
    pack_result_texts as texts_of,
)
from builder.search.binary_packs import number_bytes
from builder.search.numpy_helpers import encoded
from builder.search.patching import SliceChange, patch
from builder.search.segment import SLICES, Segment
from tests.support.archive import read_archive
from tests.support.links import link_documents
from tests.support.paths import PROJECT
from tests.support.server import serving
from tests.support.small_archive import CONTENT

SCRIPTS = PROJECT / "templates" / "scripts"

OPENED = """async () => {
  const { Findings } = await import("/scripts/search/findings.js");
  const { Facets } = await import("/scripts/search/facets.js");
  const findings = await Findings.open("/");
  const at = [];
  for (let id = 0; id < findings.count; id += 1) at.push((await findings.text(id)).url);
  Object.assign(window, { findings, facets: new Facets(findings), at });
}"""


@dataclass(frozen=True)
class Small:
    """The small archive as it is searched."""

    archive: Archive
    links: Links
    words: Words

    def reads(self) -> Iterator[Read]:
        for document in self.archive.documents:
            yield read(document, self.links.mentions[document.id])

    def words_of(self) -> Mapping[str, str]:
        """The words of each finding, by its address."""
        return {
            f"{each.document.url}#{finding.anchor}": finding.text
            for each in self.reads()
            for finding in each.findings
        }


@pytest.fixture(scope="module")
def small() -> Small:
    archive = read_archive(CONTENT)
    return Small(archive, link_documents(archive), Words(archive.registry.synonyms))


@pytest.fixture(scope="module", params=["as it is", "as for a large archive"])
def small_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The small archive's site; again with every way of writing that only a large one needs."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "as it is":
            patch.setattr(postings, "MANY", 4)
            patch.setattr(phrases, "MANY", 4)
            patch.setattr(index, "ALONE", 30)
            patch.setattr(index, "LEAF", 300)
            patch.setattr(index, "RANGE", 300)
            patch.setattr(index, "PHRASES", 2_000)
            patch.setattr(result_texts, "BLOCK", 3)
            patch.setattr(index, "BLOCK", 3)
        site = tmp_path_factory.mktemp("searched") / "site"
        build_site(CONTENT, site)
    with serving(site) as url:
        yield url


def open_modules(page: Page, url: str) -> Page:
    """The search page with its script's modules, which are sent to nobody else one by one."""
    page.route("**/scripts/**", lambda route: route.fulfill(path=SCRIPTS / served(route)))
    page.goto(f"{url}/search/")
    page.evaluate(OPENED)
    return page


def served(route: Route) -> str:
    return route.request.url.partition("/scripts/")[2]


@pytest.fixture
def opened(page: Page, small_url: str) -> Page:
    return open_modules(page, small_url)


def forms_in(text: str, words: Words) -> set[str]:
    """The forms by which some words are found."""
    tokens = words.read(text)
    meanings = {f"~{row}" for _, _, row in words.meanings(tokens, nested=True)}
    return {token.stem for token in tokens if not token.small} | meanings


def test_a_word_is_found_where_it_stands_and_nowhere_else(opened: Page, small: Small) -> None:
    own: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    for each in small.reads():
        for finding in each.findings:
            url = f"{each.document.url}#{finding.anchor}"
            forms = forms_in(finding.text, small.words)
            heading = each.sections[finding.under].heading
            for form in forms:
                own.setdefault(form, set()).add(url)
            for form in forms_in(heading, small.words) | forms_in(finding.lead, small.words):
                if form not in forms:
                    above.setdefault(form, set()).add(url)
    found = opened.evaluate(
        """async (forms) => {
          const held = async (form) => {
            const { ids, levels, length } = await findings.postings.of(form);
            return [...ids.subarray(0, length)].map((id, which) => [at[id], levels[which]]);
          };
          const found = await Promise.all(forms.map(held));
          return Object.fromEntries(forms.map((form, which) => [form, found[which]]));
        }""",
        sorted(own.keys() | above.keys()),
    )
    assert len(own) > 100
    assert len(above) > 10
    assert sum(not level for places in found.values() for _, level in places) > 100
    for form, places in found.items():
        assert {url for url, level in places if level} == own.get(form, set())
        for authority in small.archive.authorities:
            inside = f"/documents/{authority.id}-"
            told = {url for url, level in places if not level and url.startswith(inside)}
            there = {url for url in above.get(form, ()) if url.startswith(inside)}
            assert told == there or not told  # where bits tell of a word, they do not tell of these
        assert len(places) == len({url for url, _ in places})


def test_a_phrase_is_found_where_it_stands_and_nowhere_else(opened: Page, small: Small) -> None:
    expected: dict[str, set[str]] = {}
    for url, text in small.words_of().items():
        tokens = small.words.read(text)
        for length in range(2, 6):
            for at in range(len(tokens) - length + 1):
                run = tokens[at : at + length]
                if length > 2 or not all(token.small for token in run):
                    phrase = " ".join(token.written for token in run)
                    expected.setdefault(phrase, set()).add(url)
    # Two runs that read alike but were never printed: no finding holds them.
    expected |= {"lanterns of the harbour lanterns": set(), "the the the": set()}
    found = opened.evaluate(
        """async (phrases) => {
          const held = async (phrase) => {
            const { ids, length } = await findings.postings.phrase(findings.words.read(phrase));
            return [...ids.subarray(0, length)].map((id) => at[id]);
          };
          const found = await Promise.all(phrases.map(held));
          return Object.fromEntries(phrases.map((phrase, which) => [phrase, found[which]]));
        }""",
        list(expected),
    )
    assert len(expected) > 500
    assert {phrase: set(urls) for phrase, urls in found.items()} == expected


def open_words(page: Page, url: str, small: Small, text: Callable[[], str]) -> list[str]:
    """Opens the index of the small archive's findings with other words in each, and gives these."""
    made, texts = [], []
    for document in sorted(small.archive.documents, key=lambda each: each.id):
        whole = read(document, small.links.mentions[document.id])
        findings = [replace(finding, text=text()) for finding in whole.findings]
        changed = replace(whole, findings=findings)
        _, shown = texts_of([changed], small.archive.registry)
        made.append(segment([changed], small.words, small.archive.registry, shown))
        texts += [finding.text for finding in findings]
    files = {
        file.path: file.data for file in put_together(made, small.words, small.archive.registry)
    }

    def fulfil(route: Route) -> None:
        route.fulfill(body=files["search/" + route.request.url.partition("/search/")[2]])

    page.route("**/search/**/*.bin", fulfil)
    page.route("**/scripts/**", lambda route: route.fulfill(path=SCRIPTS / served(route)))
    page.goto(f"{url}/search/")
    page.evaluate(
        """async () => {
          const { Findings } = await import("/scripts/search/findings.js");
          window.findings = await Findings.open("/");
        }"""
    )
    return texts


def test_two_words_of_one_code_are_told_apart(page: Page, small_url: str, small: Small) -> None:
    said = ("plumless", "buckeroo", "boats")
    assert zlib.crc32(said[0].encode()) == zlib.crc32(said[1].encode())
    turn = cycle(said)
    texts = open_words(page, small_url, small, lambda: next(turn))
    for word in said:
        found = page.evaluate(
            """async (word) => {
              const { ids, length, levels } = await findings.postings.of(word);
              return [...ids.subarray(0, length)].filter((_, which) => levels[which]);
            }""",
            small.words.read(word)[0].stem,
        )
        assert found == [at for at, text in enumerate(texts) if text == word]


def test_a_phrase_is_not_found_in_other_words_where_the_same_ones_come_again(
    page: Page, small_url: str, small: Small
) -> None:
    """Four words in any order: each stands often in a finding, and small ones in long runs."""
    dice = random.Random(4)
    said = ("lanterns", "boats", "of", "the")
    texts = open_words(
        page, small_url, small, lambda: " ".join(dice.choices(said, k=dice.randrange(1, 25)))
    )
    phrases = [" ".join(each) for length in range(2, 6) for each in product(said, repeat=length)]
    phrases = [each for each in phrases if each not in ("of of", "of the", "the of", "the the")]
    phrases += [text for text in texts if 5 < len(text.split()) < 12]
    found = page.evaluate(
        """async (phrases) => {
          const { postings, words } = findings;
          const held = async (phrase) => {
            const { ids, length } = await postings.phrase(words.read(phrase));
            return [...ids.subarray(0, length)];
          };
          return Promise.all(phrases.map(held));
        }""",
        phrases,
    )
    expected = [
        [at for at, text in enumerate(texts) if f" {phrase} " in f" {text} "] for phrase in phrases
    ]
    assert sum(map(bool, expected)) > 300
    assert found == expected


def values(read: Read) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    """The address of each finding, and its values of each filter."""
    document = read.document
    for finding in read.findings:
        under = read.sections[finding.under]
        grade = (f"{document.framework.id}:{under.grade.number}",) if under.grade else ()
        found = {
            "authority": (document.front.authority,),
            "year": (str(document.front.published.year),),
            "kind": (document.front.kind,),
            "framework": (document.framework.id,),
            "service": (under.service,),
            "judgement": (under.judgement,),
            "grade": grade,
            "recommendation": (finding.instruction,),
            "timescale": (finding.timescale,),
            "topic": tuple(read.topics.get(finding.anchor, ())),
        }
        yield (
            f"{document.url}#{finding.anchor}",
            {name: tuple(filter(None, each)) for name, each in found.items()},
        )


def narrow(page: Page, chosen: Mapping[str, list[str]]) -> Any:
    """What the page's script leaves of all findings, and its counts by filter and value."""
    return page.evaluate(
        """async (chosen) => {
          await facets.load(["grade", "recommendation", "topic"], chosen);
          const names = Object.keys(facets.values);
          const { left, counts } = facets.narrow([...at.keys()], { chosen }, names);
          const named = ([name, each]) => {
            const values = facets.values[name].map(([value], which) => [value, each[which + 1]]);
            return [name, Object.fromEntries(values.filter(([, count]) => count))];
          };
          const told = Object.fromEntries(Object.entries(counts).map(named));
          return { left: left.map((id) => at[id]), counts: told };
        }""",
        chosen,
    )


CHOICES: tuple[Mapping[str, list[str]], ...] = (
    {},
    {"authority": ["northtown"]},
    {"authority": ["northtown", "southtown"], "year": ["2010", "2011"]},
    {"recommendation": ["area-for-improvement"]},
    {"recommendation": ["area-for-improvement"], "timescale": ["Immediately"]},
    {"topic": ["lanterns", "board"], "authority": ["northtown"]},
    {"service": ["safeguarding"], "kind": ["report"]},
    {"judgement": ["safeguarding-overall"], "grade": ["services-2009:3"]},
    {"kind": ["letter"], "authority": ["southtown"]},
)


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_a_count_beside_a_filter_is_what_choosing_it_would_leave(
    chosen: Mapping[str, list[str]], opened: Page, small: Small
) -> None:
    held = dict(each for read in small.reads() for each in values(read))

    def left(without: str = "") -> list[str]:
        return [
            url
            for url, has in held.items()
            if all(
                name == without or holds(name, set(wanted), set(has[name]))
                for name, wanted in chosen.items()
            )
        ]

    def holds(name: str, wanted: set[str], has: set[str]) -> bool:
        return wanted <= has if name == "topic" else bool(wanted & has)

    found = narrow(opened, chosen)
    assert sorted(found["left"]) == sorted(left())
    for name in next(iter(held.values())):
        others = "" if name == "topic" else name  # topics all must be there
        counts = Counter(value for url in left(without=others) for value in held[url][name])
        assert found["counts"][name] == counts, name


ODD = [
    "co-ordinated", "Co‑operation", "children’s", "O'Hara", "WELL-BEING", "naïve café", "S47s",
    "IROs’", "16–17", "£4.2m", "A*–C", "e-safety", "ﬁnding", "n°", "İstanbul", "Straße", "x²",
    "_a_b_", "don't", "4,000", "1,234,567", "A&E",
    "a&e", "constructor toString", "café CAF", "e-mail",
    "university universal", "leadership", "grandchildren", "up-to-date", "12,34",
    "prioritization", "enquiries", "focussed", "women's", "us", "‘quoted’",
]  # fmt: skip


def forms(page: Page, texts: list[str]) -> Any:
    return page.evaluate(
        """(texts) => {
          const told = ({ printed, written, stem, singular, capitals, small }) =>
            [printed, written, stem, singular, capitals, small];
          return texts.map((text) => findings.words.read(text).map(told));
        }""",
        texts,
    )


def test_the_page_reads_words_as_the_index_does(page: Page, site_url: str) -> None:
    """Every word of the founding documents, and odd ones."""
    archive = read_archive(PROJECT / "content")
    words = Words(archive.registry.synonyms)
    links = link_documents(archive)
    texts = [
        *ODD,
        *(
            finding.text
            for each in archive.documents
            for finding in read(each, links.mentions[each.id]).findings
        ),
    ]
    open_modules(page, site_url)
    expected = [
        [
            [token.printed, token.written, token.stem, token.singular, token.capitals, token.small]
            for token in words.read(text)
        ]
        for text in texts
    ]
    assert forms(page, texts) == expected
    meanings = page.evaluate(
        "(texts) => texts.map((text) => findings.words.meanings(findings.words.read(text)).map("
        "({ start, end, row }) => [start, end, row]))",
        texts,
    )
    assert meanings == [
        [list(each) for each in words.meanings(words.read(text), nested=True)] for text in texts
    ]


def test_words_that_every_object_knows_are_words_like_others(page: Page, small_url: str) -> None:
    """What JavaScript gives every object is found, as anything else that is typed is."""
    open_modules(page, small_url)
    for word in ("constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"):
        read = forms(page, [word])[0]
        assert all(isinstance(form, str) for token in read for form in token[:4]), word
        page.locator("#q").fill(word)
        page.locator("#q").press("Enter")
        expect(page.locator("#results")).to_have_attribute("data-query", word)


def test_numbers_and_words_of_two_meanings_are_told_apart() -> None:
    words = Words(read_registry(PROJECT / "content").synonyms)

    def stems(text: str) -> list[str]:
        return [token.stem for token in words.read(text)]

    assert stems("4,000") == stems("4000")
    assert stems("e-mail") == stems("email")
    assert stems("leaders") == stems("leadership")
    assert stems("grandchildren") == stems("grandchild")
    assert stems("café") != stems("CAF")
    assert stems("universal") != stems("university")
    assert list(words.joints("over-optimistic and up")) == stems("overoptimistic")


def segments(small: Small, changed: str = "") -> dict[str, bytes]:
    """Each authority's segment, pickled; the documents of one authority may be left out but one."""
    found = {}
    for authority in small.archive.authorities:
        documents = small.archive.of_authority(authority.id)
        if authority.id == changed:
            documents = documents[:1]
        reads = [read(each, small.links.mentions[each.id]) for each in documents]
        registry = small.archive.registry
        _, shown = texts_of(reads, registry)
        made = segment(reads, small.words, registry, shown)
        assert segment(reversed(reads), small.words, registry, shown) == made
        assert texts_of(reversed(reads), registry)[1] == shown
        found[authority.id] = pickle.dumps(made)
    return found


def test_a_segment_depends_on_its_own_documents_alone(small: Small) -> None:
    before, after = segments(small), segments(small, changed="northtown")
    assert [each for each in before if before[each] != after[each]] == ["northtown"]


def test_the_index_does_not_depend_on_the_order_of_its_segments(small: Small) -> None:
    made = [pickle.loads(each) for each in segments(small).values()]
    registry = small.archive.registry
    one = {file.path: file.data for file in put_together(made, small.words, registry)}
    other = {file.path: file.data for file in put_together(made[::-1], small.words, registry)}
    assert one == other


def test_a_change_writes_the_files_it_touches_and_no_others(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LEAF", "ALONE", "RANGE", "PHRASES"):
        monkeypatch.setattr(index, name, 300)
    made = [pickle.loads(each) for each in segments(small).values()]
    fewer = [pickle.loads(each) for each in segments(small, changed="northtown").values()]
    registry = small.archive.registry
    before, after = (
        {file.path: file.data for file in put_together(parts, small.words, registry)}
        for parts in (made, fewer)
    )
    assert all(
        before[path] == after[path] for path in before.keys() & after.keys() - {"search/start.bin"}
    )
    kept = [path for path in before if path in after]
    assert len(kept) > 10  # and of words that stand elsewhere the files stay


def test_a_file_too_long_is_split_without_moving_its_neighbours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index, "LEAF", 1000)

    def names(codes: Iterable[int]) -> set[str]:
        files = index.Files()
        terms = [index._Term(code << 20, ("word",), bytes(9)) for code in sorted(codes)]
        for own, depth, prefix in index._split(terms, 0, 0):
            index._leaf(files, own, {}, depth, prefix)
        return {file.path for file in files.taken()}

    before = names(range(0, 4096, 5))
    after = names({*range(0, 4096, 5), *range(1, 40)})
    assert len(after - before) <= 4
    assert len(before - after) == 1


@dataclass(frozen=True)
class Kept:
    """A joined slice, as a build keeps it."""

    joined: index.JoinedSlice
    held: list[index.Held]
    files: Mapping[str, bytes]

    def words(self, leaf: int) -> index.Held:
        return self.held[leaf]

    def file(self, path: str) -> bytes:
        return self.files[path]


@pytest.mark.parametrize("limit", [300, 4_000, 100_000])
def test_an_index_that_is_patched_is_the_one_from_nothing(
    limit: int, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LEAF", "ALONE", "RANGE", "PHRASES"):
        monkeypatch.setattr(index, name, limit)
    dice = random.Random(limit)
    vocabulary = sorted({word for text in small.words_of().values() for word in text.split()})
    registry = small.archive.registry

    def some_segment(place: int) -> Segment:
        """Of a document with some words changed, or all, or fewer findings."""
        whole = read(documents[place], small.links.mentions[documents[place].id])
        findings = list(whole.findings)
        for _ in range(dice.choice([0, 1, 1, 2, 30])):
            at = dice.randrange(len(findings))
            words = findings[at].text.split()
            words[dice.randrange(len(words))] = dice.choice(vocabulary)
            findings[at] = replace(findings[at], text=" ".join(words))
        changed = replace(whole, findings=findings[: dice.choice([3, len(findings)])])
        return segment([changed], small.words, registry, texts_of([changed], registry)[1])

    documents = sorted(small.archive.documents, key=lambda each: each.id)
    parts = [some_segment(place) for place in range(len(documents))]
    kept: list[Kept] = []
    patched = 0
    for _ in range(20):
        before = list(parts)
        for place in dice.sample(range(len(parts)), 2):
            parts[place] = some_segment(place)
        for at in range(1 << SLICES):
            files = index.Files()
            joined, held = index.join_slice(files, at, [each.slices[at] for each in parts])
            made = Kept(joined, held, {file.path: file.data for file in files.taken()})
            if at == len(kept):
                kept.append(made)
                continue
            changes = [
                SliceChange(place, old.slices[at], new.slices[at])
                for place, (old, new) in enumerate(zip(before, parts, strict=True))
                if old is not new
            ]
            found = patch(files, at, kept[at], changes)
            if found is not None:
                patched += 1
                assert found.joined == joined
                now = [found.words.get(n, each) for n, each in enumerate(kept[at].held)]
                assert now == held
                anew = {file.path: file.data for file in files.taken()}
                assert {path: anew.get(path) or kept[at].files[path] for path in joined.paths} == (
                    made.files
                )
                assert len(anew) <= len(made.files)
            kept[at] = made
    assert patched > 20


def test_numbers_written_together_are_what_they_are_one_by_one() -> None:
    edges = [edge + more for bits in range(0, 63, 7) for edge in (1 << bits,) for more in (-1, 0)]
    values = [*edges, *range(40_000), *reversed(edges)]
    data, ends = encoded(np.array(values, np.uint64))
    assert data == b"".join(map(number_bytes, values))
    assert ends.tolist() == np.cumsum([len(number_bytes(each)) for each in values]).tolist()


def test_a_build_that_makes_no_segment_does_not_load_what_only_segments_need() -> None:
    looked = (
        "import sys, builder.cli, builder.build.pipeline, builder.build.search_step; "
        "print('numpy' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", looked], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert found.stdout == "False\n"
