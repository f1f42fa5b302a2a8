from decimal import Decimal

from assets.runs.layout import FRAME_COLUMNS, extent, frames, picture_size, spot, wall
from assets.runs.mapping import matched, prompt_of, slot_name
from assets.runs.plan import Costs, affordable, plan_of

CENT = Decimal("0.01")


def test_columns_are_matched_by_name_and_then_by_likeness():
    slots = ["product", "surface", "light", "camera"]
    assert matched(slots, ["Surfaces", "SKU", "Product ", "Light"]) == {
        "product": 2,
        "surface": 0,
        "light": 3,
    }


def test_a_column_fills_one_slot():
    assert matched(["light", "lights"], ["Light"]) == {"light": 0}


def test_a_table_without_words_gets_some():
    assert prompt_of(["SKU", "Prompt"]) == "{{prompt}}"
    assert prompt_of(["Product (en)", "Surface", "42"]) == "{{product en}}, {{surface}}"
    assert slot_name("  Côte (cm) ") == "c te cm"


def test_a_plan_counts_calls_dollars_and_rounds():
    plan = plan_of(["draft"] * 499, {"draft": Costs(CENT, 2.0, 10)})
    assert (plan.calls, plan.most_usd, plan.seconds) == (499, Decimal("4.99"), 100.0)


def test_unequal_prices_are_summed_and_engines_work_side_by_side():
    costs = {"draft": Costs(CENT, 2, 10), "refine": Costs(Decimal("0.08"), 6, 2)}
    plan = plan_of(["draft", "refine"] * 3, costs)
    assert (plan.most_usd, plan.seconds) == (Decimal("0.27"), 12)


def test_money_pays_for_the_first_rows():
    assert affordable([CENT] * 5, Decimal("0.03")) == 3
    assert affordable([CENT, 9 * CENT, CENT], Decimal("0.05")) == 1
    assert affordable([CENT] * 5, None) == 5
    assert affordable([], Decimal(0)) == 0


def test_a_wall_has_25_columns_and_nothing_overlaps():
    group = wall("Spring", 499, picture_size(1024, 1024))
    assert len({place.x for place in group.places}) == 25
    assert len({(place.x, place.y) for place in group.places}) == 499
    assert extent([group]) == (group.box.width, group.box.height)
    last = group.places[-1]
    assert last.y + last.height <= group.box.height


def test_frames_hold_their_rows_and_lie_apart():
    labels = ["oak", "linen", "oak", "marble"]
    groups = frames(labels, (256, 256))
    assert {group.label: own for group, own in groups} == {
        "oak": [0, 2],
        "linen": [1],
        "marble": [3],
    }
    boxes = [group.box for group, _ in groups]
    for a in boxes:
        for b in boxes:
            apart = a.x + a.width <= b.x or b.x + b.width <= a.x
            assert a is b or apart or a.y + a.height <= b.y or b.y + b.height <= a.y


def test_a_spot_is_where_the_layout_puts_it():
    group, _ = frames(["oak"] * 9, (256, 128))[0]
    assert spot(8, (256, 128), FRAME_COLUMNS) == group.places[8]
