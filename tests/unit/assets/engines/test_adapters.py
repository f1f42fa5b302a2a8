"""What every row of the table promises, held for each that is there."""

import pytest

from assets.engines.adapters import ADAPTERS, adapter_kind
from assets.engines.addresses import check_url
from assets.engines.config import EngineConfig


def test_kinds_are_told_apart_by_their_keys():
    keys = [kind.key for kind in ADAPTERS]
    assert len(set(keys)) == len(keys)
    assert adapter_kind("nothing of the kind") is None


@pytest.mark.parametrize("kind", ADAPTERS, ids=lambda kind: kind.key)
def test_a_kind_is_built_from_a_setting_and_says_what_it_can(kind):
    from django.utils.module_loading import import_string

    config = EngineConfig(
        key="one",
        adapter=kind.key,
        label="One",
        base_url=kind.base_url,
        api_key="key",
        model=kind.models[0].id if kind.models else "",
    )
    engine = import_string(kind.path)(config)
    assert (engine.key, engine.label) == ("one", "One")
    assert engine.version
    assert engine.capabilities().operations
    assert callable(engine.probe)


@pytest.mark.parametrize("kind", ADAPTERS, ids=lambda kind: kind.key)
def test_a_kind_asks_for_what_the_page_can_show(kind):
    if kind.base_url:
        check_url(kind.base_url)
    assert {kind.asks_key, kind.asks_model} <= {"required", "optional", "never"}
    names = [option.name for option in kind.options]
    assert len(set(names)) == len(names)
    assert "capabilities" not in names
    for option in kind.options:
        assert not option.choices or option.default in {one.value for one in option.choices}
