"""Abbreviations: what a document says that they stand for, and what else must not be said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from builder.analysis.change_log import freshness_stamp
from builder.analysis.links import likeness
from builder.analysis.links.abbreviations import expansions, explained, misprints
from builder.analysis.links.places import Running
from builder.model import Board, Links, Place
from builder.pages.kinds import glossary as glossary_module
from builder.pages.kinds.glossary import glossary_pages
from builder.reading.archive import Archive
from builder.rendering.renderer import Renderer
from builder.store.build_key import TEMPLATES
from tests.support.archive import read_archive
from tests.support.links import link_documents
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT
from tests.support.whole import entries_of, holdings_of, known_of

PLYMOUTH, PORTSMOUTH = "plymouth-2010-05-21-report", "portsmouth-2011-06-27-report"
DERBY, PAPER = "derby-2011-06-27-report", "plymouth-2015-01-13-paper"
LETTER = "plymouth-2009-10-28-letter"

EXPANDED: Mapping[str, Mapping[str, str]] = {
    PLYMOUTH: {
        "HMI": "Her Majesty's Inspectors",
        "PSCB": "Plymouth Safeguarding Children Board",
        "CAMHS": "Child and Adolescent Mental Health Services",
        "CAF": "Common Assessment Framework",
        "MAPPA": "Multi Agency Public Protection arrangements",
        "MARAC": "Multi-Agency Risk Assessment Conference",
        "SEEDS": "Survivors Educating and Empowering Domestic Abuse Services",
        "CYPP": "Children and Young People's Plan",
        "PLACE": "Plymouth Looked After Children Education",
    },
    PORTSMOUTH: {
        "HMI": "Her Majesty's Inspectors",
        "CYPP": "Children and Young People's Plan",
        "PSCB": "Portsmouth Safeguarding Children Board",
        "CAMHS": "Child and Adolescent Mental Health Services",
        "PCT": "Primary Care Trust",
        "LADO": "local authority designated officer",
        "CRB": "Criminal Records Bureau",
        "CAF": "common assessment framework",
        "TAC": "team around the child",
        "MARAC": "multiagency risk assessment conference",
        "MAPPA": "multi-agency public protection arrangements",
        "IDVA": "independent domestic violence adviser",
        "CDOP": "Child Death Overview Panel",
        "COAST": "children's outreach and support team",
        "QNCC": "Quality Network for Community CAMHS",
        "CPA": "care programme approach",
        "SARC": "sexual assault resource centre",
        "PACT": "protection and court teams",
        "NQSW": "Newly qualified social workers",
        "PRENO": "Portsmouth Race and Equality Network Organisation",
        "CICC": "children in care council",
        "FADS": "Family Assessment and Development Service",
    },
    DERBY: {
        "HMI": "Her Majesty's Inspectors",
        "PRU": "pupil referral units",
        "DSCB": "Derby Safeguarding Children Board",
        "CAMHS": "Child and adolescent mental health services",
        "CYPP": "Children and Young People's Plan",
        "CAF": "common assessment framework",
        "LADO": "local authority designated officer",
        "CRB": "Criminal Records Bureau",
        "A&E": "accident and emergency services",
        "GP": "general practitioner",
        "MARAC": "Multi-Agency Risk Assessment Conferences",
        "MAPPA": "Multi-Agency Public Protection Arrangements",
    },
    PAPER: {
        "CCG": "Clinical Commissioning Group",
        "FIP": "Family Intervention Project",
        "LSCB": "Local Safeguarding Children Board",
    },
    LETTER: {},
}
"""Read from the originals by eye; what is not here (NHS, DCS, SHIP, YMCA …) is not expanded."""


@pytest.fixture(scope="module")
def founding() -> tuple[Archive, Links]:
    archive = read_archive(PROJECT / "content")
    return archive, link_documents(archive)


@pytest.fixture(scope="module")
def small() -> Archive:
    return read_archive(CONTENT)


def places(*words: str) -> Running:
    return Running(
        [Place(f"p{at}", each, 0, at, "paragraph") for at, each in enumerate(words, start=1)]
    )


def read(*words: str, boards: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(each.short, each.long) for each in expansions(places(*words), boards)]


@pytest.mark.parametrize("name", EXPANDED)
def test_each_founding_document_explains_its_abbreviations(
    name: str, founding: tuple[Archive, Links]
) -> None:
    found = founding[1].mentions[name].abbreviations
    assert {each.short: each.meanings for each in found} == {
        short: (long,) for short, long in EXPANDED[name].items()
    }
    assert all(each.anchors for each in found)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "the multi-agency safeguarding hub (MASH) is",
            [("MASH", "multi-agency safeguarding hub")],
        ),
        ("each team around the child (the ‘TAC’) met", [("TAC", "team around the child")]),
        ("pupil referral units (PRUs)", [("PRU", "pupil referral units")]),
        ("its reviewing officers’ (RO) caseloads", [("RO", "reviewing officers")]),
        ("electronic harbour plans (eHPs)", [("eHP", "electronic harbour plans")]),
        (
            "children’s accident and emergency services (A&E)",
            [("A&E", "accident and emergency services")],
        ),
        ("the Health and Wellbeing Board (H&WB)", [("H&WB", "Health and Wellbeing Board")]),
        (
            "Tides Ebbing and Endangering Old Lantern Sounds (TEELS)",
            [("TEELS", "Tides Ebbing and Endangering Old Lantern Sounds")],
        ),
        ("Tides Ebbing and Endangering Old Wooden Lantern Sounds (TEELS)", []),
        ("Alternative Harbour Education Service (AHE)", []),
        ("‘should be placed for adoption’ (SHOBPA)", [("SHOBPA", "should be placed for adoption")]),
        ("the pathway plans (PWPs)", [("PWP", "pathway plans")]),
        (
            "a Children and Family Court Service (Cafcs)",
            [("Cafcs", "Children and Family Court Service")],
        ),
        ("the lead (Ofsted) inspector; not (Reading) or (IV)", []),
        ("Children Missing from Home (CMH)", [("CMH", "Children Missing from Home")]),
        ("protect children from sexual exploitation (CSE)", []),
        ("the Child Sexual Exploitation group (CSE)", [("CSE", "Child Sexual Exploitation")]),
        (
            "Harbour Lantern Public Protection (HLPPA) arrangements",
            [("HLPPA", "Harbour Lantern Public Protection arrangements")],
        ),
        ("child and adolescent mental health (CAMHS) support", []),
        ("the inspectors were Ann Lee (HMI) and Cath Evans (OI)", []),
        (
            "MASH (the multi-agency safeguarding hub) is",
            [("MASH", "multi-agency safeguarding hub")],
        ),
        ("HMCI (who read it all)", []),
        ("agencies met. Safeguarding hub (MASH)", []),
        (
            "multi-agency risk assessment conferences (MARAC) and the harbour (H)",
            [("MARAC", "multi-agency risk assessment conferences")],
        ),
    ],
)
def test_an_expansion_is_read_as_printed(words: str, expected: list[tuple[str, str]]) -> None:
    assert read(words) == expected


def test_a_reading_without_doubt_stands_alone() -> None:
    sure = "a local harbour lantern board (LHLB)"
    doubtful = "the local harbour lantern wooden board (LHLB)"
    assert read(doubtful) == [("LHLB", "local harbour lantern wooden board")]
    assert read(doubtful, sure) == [("LHLB", "local harbour lantern board")]


def test_both_of_two_expansions_are_given() -> None:
    at = places("Harbour lantern plans (HLPs)", "the harbour law panel (HLP)", "Its HLPs’ HLP.")
    (found,) = explained(at, expansions(at, ()), ())
    assert found.meanings == ("Harbour lantern plans", "harbour law panel")
    assert (found.short, found.expanded, found.anchors) == ("HLP", True, ("p1", "p2", "p3"))


@pytest.mark.parametrize(
    ("words", "meanings", "expanded"),
    [
        ("The HSB met.", ("Hull Safeguarding Board",), False),
        ("The harbour steering body (HSB) met the HSB.", ("harbour steering body",), True),
        ("Hull Safeguarding Board’s HSBx met.", (), False),
    ],
)
def test_a_document_s_own_words_say_which_board_it_means(
    words: str, meanings: tuple[str, ...], expanded: bool
) -> None:
    at = places(words)
    boards = (Board("Hull Safeguarding Board", ("HSB",)),)
    found = explained(at, expansions(at, ("HSB",)), boards)
    assert [(each.meanings, each.expanded) for each in found] == (
        [(meanings, expanded)] if meanings else []
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["NSCB, NSCB", "The NCSB."], [("p2", "NCSB", "NSCB")]),
        (["NSCB, NSCB, NSCB", "NCSB", "NCSBs"], [("p2", "NCSB", "NSCB"), ("p3", "NCSB", "NSCB")]),
        (["NSCB, NSCB, NSCB, NSCB", "NCSB, NCSB, NCSB"], []),  # a word of its own
        (["NSCB", "NCSB"], []),  # which of the two?
        (["NSCB, NSCB", "CBSN"], []),  # other letters than two neighbours
        (["NSCB, NSCB", "a new county skills body (NCSB)"], []),  # spells what it stands for
        (["CPS, CPS", "CSP"], []),  # too short to tell
        (["ABCD, ABCD, ACBE", "ACBD"], [("p2", "ACBD", "ABCD")]),
    ],
)
def test_only_misprints_are_taken_for_misprints(
    words: list[str], expected: list[tuple[str, str, str]]
) -> None:
    at = places(*words)
    known = {"NSCB", "CPS", "ABCD"} | {each.short for each in expansions(at, ())}
    found = misprints(at, known)
    assert [(each.anchor, each.printed, each.meant) for each in found] == expected


def test_a_misprinted_expansion_is_still_read() -> None:
    words = ("The Derry Safeguarding Children Board (DCSB) met.", "The DSCB and DSCB.")
    assert read(*words) == [("DSCB", "Derry Safeguarding Children Board")]
    assert read(words[0]) == []
    assert read(words[0], boards=("DSCB",)) == [("DSCB", "Derry Safeguarding Children Board")]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (
            "Multi-Agency Public Protection Arrangements",
            "multi agency public protection arrangement",
            True,
        ),
        ("Children’s Safeguarding Boards", "the Childrens Safeguarding Board", True),
        ("Health & Wellbeing Board", "Health and Well-being Board", True),
        ("education, health and care", "education health and care", True),
        ("disability", "disabilities", True),
        ("Plymouth Safeguarding Children Board", "Portsmouth Safeguarding Children Board", False),
        ("personal adviser", "personal advisor", False),
    ],
)
def test_expansions_are_one_only_where_they_mean_the_same(
    one: str, other: str, alike: bool
) -> None:
    assert (likeness(one) == likeness(other)) is alike


def page_of(archive: Archive, url: str) -> str:
    (page,) = [page for page in glossary_pages(entries_of(archive)) if page.url == url]
    renderer = Renderer(TEMPLATES, archive.registry.site, "https://x.example.org")
    rendered = renderer.render(page, freshness_stamp(archive, ()))
    return " ".join(rendered.data.decode().split())


def test_two_boards_are_told_apart(founding: tuple[Archive, Links]) -> None:
    entry = entries_of(founding[0])["pscb"]
    assert {
        (each.long, part.authority.text) for each in entry.meanings for part in each.authorities
    } == {
        ("Plymouth Safeguarding Children Board", "Plymouth"),
        ("Portsmouth Safeguarding Children Board", "Portsmouth"),
    }
    page = page_of(founding[0], "/glossary/pscb/")
    assert "PSCB has more than one meaning" in page
    assert "“PCSB”, where “PSCB” is probably meant" in page
    assert f"/documents/{PORTSMOUTH}/#p6" in page


def test_every_misprint_of_the_founding_documents_has_a_note(
    founding: tuple[Archive, Links], built_site: Path
) -> None:
    for name, printed, meant in ((PORTSMOUTH, "PCSB", "PSCB"), (DERBY, "DCSB", "DSCB")):
        (found,) = founding[1].mentions[name].misprints
        assert (found.printed, found.meant) == (printed, meant)
        page = (built_site / "documents" / name / "index.html").read_text("utf-8")
        asides = [each.split("</aside>")[0] for each in page.split("<aside")[1:]]
        notes = [each for each in asides if f"“{printed}”" in each]
        assert len(notes) == 1  # an editor's or the archive's own, not both
        assert meant in notes[0]
        assert f'<abbr title="Probably {meant}: ' in page
    others = [
        each for name in (PLYMOUTH, PAPER, LETTER) for each in founding[1].mentions[name].misprints
    ]
    assert others == []


def test_an_entry_of_one_place_leads_there_and_has_no_page(
    founding: tuple[Archive, Links],
) -> None:
    known = entries_of(founding[0])
    directory = known_of(*holdings_of(founding[0])).directory
    assert directory.shorts == {each.id: each.address for each in known.values()}
    pages = {page.url for page in glossary_pages(known)}
    for each in known.values():
        places_of = each.places + len(each.misprints)
        assert (f"/glossary/{each.id}/" in pages) is (places_of > 1), each.short
        assert (each.url in pages) is (places_of > 1), each.short
    assert known["qncc"].url == f"/documents/{PORTSMOUTH}/#p37"


@pytest.mark.parametrize("limit", ["PLACES", "DOCUMENTS"])
def test_a_long_entry_names_some_of_its_places(
    limit: str, small: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "paragraphs <a" in page_of(small, "/glossary/nscb/")
    monkeypatch.setattr(glossary_module, limit, 2)
    page = page_of(small, "/glossary/nscb/")
    assert "paragraphs <a" not in page
    assert '/documents/northtown-2010-06-30-report/#p2">30 June 2010</a> (3)' in page


def test_a_long_list_says_less_of_each_entry(
    small: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Northtown, 3 documents"
    assert said in page_of(small, "/glossary/")
    monkeypatch.setattr(glossary_module, "MANY", 0)
    page = page_of(small, "/glossary/")
    assert said not in page
    assert "Neighbourhood Safeguarding Children Board" in page
