"""Files from strangers: each fault is told in words, with its line, and no file fills the memory."""

import io
import tracemalloc

import pytest

from games.importing.csv_reading import MAX_LINE_BYTES, UnreadableFileError, read_rows

KNOWN = ("slug", "title", "summary")


def rows_of(content: bytes | io.RawIOBase, passed_over=()):
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    return list(read_rows(file, known=KNOWN, required=("slug", "title"), passed_over=passed_over))


def refusal(content) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        rows_of(content)
    return str(caught.value)


def test_a_byte_order_mark_is_passed_over():
    (row,) = rows_of(b"\xef\xbb\xbfslug,title\nhades,Hades\n")
    assert row.cells == {"slug": "hades", "title": "Hades"}


def test_the_line_of_a_record_is_where_it_begins():
    rows = rows_of(b'slug,summary\na,"two\nlines"\n\nb,one\n')
    assert [row.line for row in rows] == [2, 5]


def test_windows_line_ends_and_missing_last_one_are_fine():
    assert len(rows_of(b"slug,title\r\na,A\r\nb,B")) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("slug,title\na,A".encode("utf-16"), "UTF-16"),
        ("slug,title\na,A".encode("utf-16-le"), "UTF-16"),
        ("slug,title\nok,Ok\ncafe,Café\n".encode("cp1252"), "line 3: byte 9 is not UTF-8 (0xe9; in Windows-1252"),
        (b"", "the file is empty"),
        (b"\n\n", "must name the columns"),
        (b"hades,Hades\ndoom,Doom\n", "there is no header"),
        (b"slug;title\nhades;Hades\n", "separated by commas"),
        (b"slug,titel\n", "unknown column 'titel'; known are slug, title, summary"),
        (b"slug,title,\n", "unknown column '(empty)'"),
        (b"slug,title,title\n", "stands there twice"),
        (b"summary\nfine\n", "one of the columns slug, title is needed"),
        (b'slug,title\na,"open\nb,B\n', "line 2: a quotation mark opens here and is never closed"),
        (b'slug,title\na,"A"B\n', "line 2: text follows a closing quotation mark"),
        (b'slug,title\na,"' + b"x" * 200_000, "line 2: a cell is longer than 131,072 characters"),
        (b"PK\x03\x04rest", "a spreadsheet or a zip archive"),
        (b"\xd0\xcf\x11\xe0rest", "an old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"s\x00l\x00u\x00g\x00", "NUL"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content, words):
    assert words in refusal(content)


@pytest.mark.parametrize(("line", "count"), [("a", 1), ("a,A,x,y", 4)])
def test_a_ragged_row_spoils_only_itself(line, count):
    ragged, good = rows_of(f"slug,title\n{line}\nb,B\n".encode())
    assert ragged.problem == f"has {count} cells, the header has 2"
    assert good.problem == ""


def test_report_columns_of_a_mended_file_are_passed_over():
    (row,) = rows_of(b"slug,refused_because\nhades,no title\n", passed_over=("refused_because",))
    assert row.cells == {"slug": "hades"}


class Endless(io.RawIOBase):
    """A gigabyte in one line, made as it is read."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.read_bytes = 0

    def readline(self, limit: int = -1) -> bytes:
        take = min(limit, self.left)
        self.left -= take
        self.read_bytes += take
        return b"x" * take


def test_a_gigabyte_in_one_line_is_refused_after_a_megabyte():
    file = Endless(2**30)
    tracemalloc.start()
    try:
        assert "line 1: is longer than 1,000,000 bytes" in refusal(file)
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    finally:
        tracemalloc.stop()
    assert file.read_bytes <= MAX_LINE_BYTES + 1


def test_many_rows_need_no_more_memory_than_few():
    def peak(rows: int) -> int:
        file = io.BytesIO(b"slug,title\n" + b"hades,Hades\n" * rows)
        tracemalloc.start()
        for _ in read_rows(file, known=KNOWN, required=("slug",)):
            pass
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(5_000) < peak(500) + 64_000
