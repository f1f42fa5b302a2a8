import csv
import io

import pytest

from assets.runs.tables import MOST_ROWS, TableError, guarded, read_table, write_table

ROWS = "product,surface\nCrème,Eiche\nÖl,Stein\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_every_encoding_gives_the_same_words(encoding, said):
    table = read_table(ROWS.encode(encoding))
    assert table.columns == ("product", "surface")
    assert [row.cells for row in table.rows] == [("Crème", "Eiche"), ("Öl", "Stein")]
    assert said in table.notes[0]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out_also_where_cells_hold_others(separator):
    lines = [["product", "light"], ["Mug, 450 ml; blue", "noon"], ["Cup", "a|b\t"]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(lines)
    table = read_table(stream.getvalue().encode())
    assert table.columns == ("product", "light")
    assert table.rows[0].cells == ("Mug, 450 ml; blue", "noon")


def test_quotes_hold_line_breaks_and_quotes():
    table = read_table(b'a,b\n"one\ntwo","say ""hi"""\n')
    assert table.rows[0].cells == ("one\ntwo", 'say "hi"')


def test_a_first_row_of_data_is_a_row():
    table = read_table(b"Mug,12\nCup,13\n")
    assert table.columns == ("Column 1", "Column 2")
    assert len(table.rows) == 2
    assert "names no columns" in table.notes[1]


def test_blank_and_repeated_rows_and_spare_cells_are_marked():
    table = read_table(b"a,b\n1,2\n,\n1,2\n1,2,3\n4\n\n,\n")
    assert [row.is_blank for row in table.rows] == [False, True, False, False, False]
    assert [row.copy_of for row in table.rows] == [None, None, 1, 1, None]
    assert "3 cells for 2 columns" in table.rows[3].problem
    assert table.rows[4].cells == ("4", "")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nothing"),
        (b"\n\n ,\n", "nothing"),
        (b"only,a,head\n", "no rows"),
        (b"\x89PNG\x00\x00\x00", "no table of text"),
        (b"\xff\xfea", "is not"),
        (b'a,b\n"' + b"x" * 200_000, "quote"),
        (b"a,b\n" + b"1,2\n" * 100_000, "100,000 rows"),
        (",".join(f"c{n}" for n in range(61)).encode() + b"\n1\n", "61 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, words):
    with pytest.raises(TableError, match=words):
        read_table(data)


def test_the_largest_table_is_taken():
    assert len(read_table(b"a,b\n" + b"1,2\n" * MOST_ROWS).rows) == MOST_ROWS


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "\tx"])
def test_formulas_stay_text_on_the_way_in_and_are_none_on_the_way_out(cell):
    table = read_table(b"a,b\n" + cell.encode() + b",x\n")
    assert table.rows[0].cells[0] == cell.strip()
    assert guarded(cell) == "'" + cell


def test_a_written_table_is_read_back():
    written = "".join(write_table([["a", "b"], ['say "hi"', "x\ny"], [1, ""]]))
    assert read_table(written.encode()).rows[0].cells == ('say "hi"', "x\ny")
