import csv
import io

import pytest

from assets.export.manifest import COLUMNS, guarded, head, row


def test_rows_read_back_as_they_were_told():
    text = head() + row({"file": 'a "b", c\n.jpg', "seed": 7, "prompt": None})
    assert text.startswith("\ufeff")
    (read,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert tuple(read) == COLUMNS
    assert (read["file"], read["seed"], read["prompt"]) == ('a "b", c\n.jpg', "7", "")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_formulas_stay_text(cell):
    assert guarded(cell) == f"'{cell}"


def test_an_unknown_column_is_an_error():
    with pytest.raises(ValueError, match="shoe_size"):
        row({"shoe_size": 43})
