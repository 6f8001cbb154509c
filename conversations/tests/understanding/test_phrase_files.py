"""The grammars' phrases are text that engineers and editors of other tongues change; these tests read all of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from conversations.understanding import phrase_files
from conversations.understanding.phrase_files import PhraseError, listed, phrases_of, sections_of

OWN = phrase_files.DIRECTORY
FOLDERS = sorted(OWN.parents[1].rglob("phrases"))
FILES = [pytest.param(path.parent, path.stem, id=path.stem) for one in FOLDERS for path in sorted(one.glob("*.txt"))]
PLAIN = {
    (file, section)
    for path in OWN.parent.glob("*.py")
    for file, section in re.findall(r'listed\("(\w+)", "([^"]+)"\)', path.read_text(encoding="utf-8"))
}


def sections_in(folder: Path, file: str) -> Mapping[str, tuple[str, ...]]:
    return sections_of(file) if folder == OWN else sections_of(file, folder)


def patterns_of(folder: Path, file: str) -> list[str]:
    return [section for section in sections_in(folder, file) if folder != OWN or (file, section) not in PLAIN]


def asked_for(folder: Path) -> set[tuple[str, str]]:
    """The sections that a module beside the folder or another section uses."""
    asked = set(PLAIN) if folder == OWN else set()
    files = [path.stem for path in folder.glob("*.txt")]
    for source in (path.read_text(encoding="utf-8") for path in folder.parent.glob("*.py")):
        for name, file in re.findall(r'^(\w+) = phrases_of\("(\w+)".*\)$', source, re.MULTILINE):
            if f"{name}.items()" in source:
                asked |= {(file, section) for section in sections_in(folder, file)}
            asked |= {(file, section) for section in re.findall(rf"{name}\[['\"]([^\]]+)['\"]\]", source)}
        asked |= {*re.findall(r'phrases_of\("(\w+)".*\)\["([^"]+)"\]', source)}
        for file in re.findall(r'in phrases_of\("(\w+)"\)\.items\(\)', source):
            asked |= {(file, section) for section in sections_in(folder, file)}
    for file in files:
        for lines in sections_in(folder, file).values():
            for line in lines:
                asked |= {(found["file"] or file, found["section"]) for found in phrase_files._REFERENCE.finditer(line)}
    return asked


def pieces_of(line: str) -> list[str]:
    """What stands apart by ``|`` in a line, outside of brackets."""
    pieces, depth, in_class = [""], 0, False
    for sign in re.findall(r"\\.|.", line):
        in_class = (sign == "[") if not in_class else sign != "]"
        depth += 0 if in_class else (sign == "(") - (sign == ")")
        if sign == "|" and not depth and not in_class:
            pieces.append("")
        else:
            pieces[-1] += sign
    return pieces


@pytest.mark.parametrize(("folder", "file"), FILES)
def test_each_section_is_a_pattern_that_captures_nothing(folder, file):
    said = {section: phrases_of(file, folder)[section] for section in patterns_of(folder, file)}

    assert [section for section, pattern in said.items() if re.compile(pattern).groups] == []


@pytest.mark.parametrize(("folder", "file"), FILES)
def test_a_piece_is_said_once(folder, file):
    said = sections_in(folder, file)
    twice = [
        (section, piece)
        for section in patterns_of(folder, file)
        for piece, times in Counter(piece for line in said[section] for piece in pieces_of(line)).items()
        if times > 1
    ]

    assert twice == []


@pytest.mark.parametrize(("file", "section"), sorted(PLAIN))
def test_a_list_of_words_holds_no_pattern(file, section):
    assert [word for word in listed(file, section) if re.search(r"[\\()\[\]{}|*+^$]", word)] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_no_section_is_left_unused(folder):
    there = {(path.stem, section) for path in folder.glob("*.txt") for section in sections_in(folder, path.stem)}

    assert there - asked_for(folder) == set()


@pytest.mark.parametrize(("folder", "file"), FILES)
def test_a_file_says_what_it_holds_and_its_lines_are_short(folder, file):
    lines = (folder / f"{file}.txt").read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("# ")
    assert [number for number, line in enumerate(lines, start=1) if len(line) > 120] == []


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Phrase files of a test's own."""
    monkeypatch.setattr(phrase_files, "DIRECTORY", tmp_path)
    sections_of.cache_clear()
    phrases_of.cache_clear()

    def write(**texts: str) -> None:
        for name, text in texts.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")

    yield write
    sections_of.cache_clear()
    phrases_of.cache_clear()


def test_sections_are_made_of_each_other(written):
    written(
        kin="[close]\nbro(ther)?|sis\n",
        company='# Who plays.\n[together]\nw {kin.close}\n\n{as one}\n[as one]\n# "As a team".\nas a team\n',
    )

    said = phrases_of("company")

    assert said["together"] == "(?:w (?:bro(?:ther)?|sis)|(?:as a team))"
    assert re.fullmatch(said["together"], "w brother")


def test_a_folder_of_another_package_is_named(tmp_path):
    (tmp_path / "kin.txt").write_text("[close]\nbro|sis\n[dear]\nmy {close}\n", encoding="utf-8")

    assert phrases_of("kin", tmp_path)["dear"] == "(?:my (?:bro|sis))"


def test_a_bracket_that_is_meant_itself_is_escaped(written):
    written(signs="[faces]\n:\\(|:\\)\n")

    assert re.fullmatch(phrases_of("signs")["faces"], ":(")


def test_words_are_listed(written):
    written(words="[no name]\n# Plain.\na, the\nback to bed\n")

    assert listed("words", "no name") == {"a", "the", "back to bed"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hours?\n", "odd.txt:1: stands in no section"),
        ("[a]\nx\n[a]\ny\n", "odd.txt:3: there is a section [a] already"),
        ("[a]\nx\n\nx\n", "odd.txt:4: said twice: x"),
        ("[a]\n{b}\n", "odd.txt: no section [b], or nothing in it"),
        ("[a]\n# Nothing.\n", "odd.txt: no section [a], or nothing in it"),
        ("[a]\nx{b}\n[b]\n{a}\n", "odd.txt: [a] is a part of itself"),
        ("[a]\n{elsewhere.b}\n", "elsewhere.txt cannot be read"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(written, text, problem):
    written(odd=text)

    with pytest.raises(PhraseError, match=re.escape(problem)):
        phrases_of("odd")


def test_a_section_that_is_not_there_is_an_error(written):
    written(few="[a]\nx\n")

    with pytest.raises(KeyError):
        phrases_of("few")["b"]
    with pytest.raises(PhraseError, match="no section"):
        listed("few", "b")
