import pytest

from assets.figures import charts, intervals


def test_the_interval_of_a_share_holds_at_its_ends() -> None:
    # Wilson, as in Brown, Cai and DasGupta: 0 of 10 reaches to 0.278, 5 of 10 lies about a half.
    assert intervals.share(0, 10).high == pytest.approx(0.2775, abs=1e-3)
    half = intervals.share(5, 10)
    assert (half.low + half.high) / 2 == pytest.approx(0.5)
    assert intervals.share(0, 0) == intervals.Interval(0.0, 1.0)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0, 3.69), (1, 0.025, 5.57), (10, 4.80, 18.39), (100, 81.4, 121.6)],
)
def test_the_interval_of_a_count_is_near_the_exact_one(
    events: int, low: float, high: float
) -> None:
    found = intervals.count(events)
    assert found.low == pytest.approx(low, abs=0.1)
    assert found.high == pytest.approx(high, rel=0.03)


def test_a_rate_without_time_is_none() -> None:
    assert intervals.rate(5, 0) is None
    found = intervals.rate(100, 2)
    assert found is not None
    assert found.low < 50 < found.high


def test_quantiles_are_values_that_were_seen() -> None:
    ordered = [1.0, 2.0, 3.0, 4.0]
    assert intervals.quantile(ordered, 0.5) == 2.0
    assert intervals.quantile(ordered, 0.95) == 4.0
    assert intervals.quantile([], 0.5) is None


@pytest.mark.parametrize(("highest", "top"), [(0, 1), (0.31, 0.4), (41, 50), (100, 100), (81, 100)])
def test_an_axis_ends_at_a_round_number(highest: float, top: float) -> None:
    assert charts.nice_top(highest) == pytest.approx(top)


def test_a_plot_leaves_out_what_has_no_value_and_marks_what_is_bad() -> None:
    values = [
        charts.Value("1 Nov", 10, "ten", 8, 12),
        charts.Value("2 Nov", None, "nothing"),
        charts.Value("3 Nov", 20, "twenty", 18, 22, is_bad=True),
    ]

    drawn = charts.plot(values, rules=[(5, "By hand 5", "hand")], marks=[(2, "1.0 to 1.1")])

    first, last = drawn.line.points
    assert (first.x, last.x) == (charts.LEFT, charts.WIDTH - charts.RIGHT)
    assert last.y < first.y < drawn.rules[0].y
    assert (first.kind, last.kind) == ("", "bad")
    assert len(drawn.line.band.split()) == 4
    assert first.x < drawn.marks[0].x < last.x
    assert [tick.words for tick in drawn.across] == ["1 Nov", "2 Nov", "3 Nov"]


def test_a_plot_of_nothing_can_be_drawn() -> None:
    assert charts.plot([]).line.path == ""
    assert charts.rails([], unit="s").rows == ()
