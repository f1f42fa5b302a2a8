import io
import logging
import math
import uuid

import numpy as np
import pytest
from PIL import Image

from assets.engines.base import Capabilities, Progress
from assets.engines.request import Operation
from assets.generations.jobs import Inputs, Job, WholePicture
from assets.generations.news import News, encode_preview, plain_facts
from assets.models import Generation
from assets.signals import generation_progressed


@pytest.fixture
def sent():
    told = []

    def listen(signal, sender, **news):
        told.append(news)

    generation_progressed.connect(listen)
    yield told
    generation_progressed.disconnect(listen)


def job(start: float = 0.0, end: float = 1.0) -> Job:
    """Any job with these bounds: the first, or the later, of its calls."""
    made = WholePicture(
        Generation(operation="text_to_image", width=900, height=900, seed=1),
        Inputs(None, None, ()),
        Capabilities(operations=frozenset(Operation), max_pixels=900 * 900),
    )
    made.start, made.end = start, end
    return made


def new_news() -> News:
    return News(uuid.UUID(int=1))


def test_news_are_sent_at_most_eight_times_a_second():
    news = new_news()
    due = [news.is_due(now_s=n / 100) for n in range(101)]
    assert sum(due) == 8
    assert due[0]


def test_the_fraction_never_falls_and_stays_within_bounds(sent):
    news = new_news()
    for fraction in (0.2, 0.1, math.nan, math.inf, 0.4, 7.0, -3.0):
        news.send(job(), Progress(fraction))
    assert [one["fraction"] for one in sent] == [0.2, 0.2, 0.2, 0.2, 0.4, 1.0, 1.0]


def test_the_calls_of_one_run_share_its_fraction(sent):
    news = new_news()
    news.send(job(0.0, 0.5), Progress(0.5))
    news.send(job(0.5, 1.0), Progress(0.5))
    assert [one["fraction"] for one in sent] == [0.25, 0.75]


def test_a_preview_goes_out_as_a_small_webp(sent):
    new_news().send(job(), Progress(0.5, np.full((900, 900, 3), 128, np.uint8)))
    picture = Image.open(io.BytesIO(sent[0]["preview"]))
    assert (picture.format, picture.size) == ("WEBP", (320, 320))


def test_a_preview_that_is_no_picture_is_left_out(sent):
    new_news().send(job(), Progress(0.5, np.zeros((8, 8), np.float32)))  # type: ignore[arg-type]
    assert sent == [{"generation_id": uuid.UUID(int=1), "fraction": 0.5, "preview": None}]


def test_a_picture_with_alpha_is_encoded():
    assert encode_preview(np.zeros((8, 8, 4), np.uint8)).startswith(b"RIFF")


def test_facts_that_are_no_json_are_left_out(caplog):
    with caplog.at_level(logging.WARNING):
        facts = plain_facts({"style": "grid", "bad": math.nan, "odd": object(), "pair": (1, 2)})
    assert facts == {"style": "grid", "pair": [1, 2]}
    assert len(caplog.records) == 2
