from typing import Any

import pytest

from assets.sealing import CannotOpen, open_sealed, seal


def test_a_secret_comes_back_and_cannot_be_read_in_between() -> None:
    sealed = seal("sk-hush-hush")
    assert "hush" not in sealed
    assert sealed != seal("sk-hush-hush")
    assert open_sealed(sealed) == "sk-hush-hush"
    assert open_sealed(seal("")) == ""


def test_another_encryption_key_opens_nothing(settings: Any) -> None:
    sealed = seal("sk-hush-hush")
    settings.ENCRYPTION_KEY = "another one"
    for wrong in (sealed, "nonsense"):
        with pytest.raises(CannotOpen):
            open_sealed(wrong)
