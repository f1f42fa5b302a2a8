import io
import logging
import math
import uuid

import numpy as np
import pytest
from PIL import Image

from assets.engines.base import Progress
from assets.generations.fit import fit_exactly
from assets.generations.news import News, encode_preview, plain_facts
from assets.signals import generation_progressed


@pytest.fixture
def sent():
    told = []

    def listen(signal, sender, **news):
        told.append(news)

    generation_progressed.connect(listen)
    yield told
    generation_progressed.disconnect(listen)


def new_news() -> News:
    return News(uuid.UUID(int=1), lambda image, side: fit_exactly(image, side, side))


def test_news_are_sent_at_most_eight_times_a_second():
    news = new_news()
    due = [news.is_due(Progress(0.1), now_s=n / 100) for n in range(101)]
    assert sum(due) == 8
    assert due[0]


def test_the_fraction_never_falls_and_stays_within_bounds(sent):
    news = new_news()
    for fraction in (0.2, 0.1, math.nan, math.inf, 0.4, 7.0, -3.0):
        news.send(Progress(fraction))
    assert [one["fraction"] for one in sent] == [0.2, 0.2, 0.2, 0.2, 0.4, 1.0, 1.0]


def test_a_preview_goes_out_as_a_small_webp(sent):
    new_news().send(Progress(0.5, np.full((900, 900, 3), 128, np.uint8)))
    picture = Image.open(io.BytesIO(sent[0]["preview"]))
    assert (picture.format, picture.size) == ("WEBP", (320, 320))


def test_a_preview_that_is_no_picture_is_left_out(sent):
    new_news().send(Progress(0.5, np.zeros((8, 8), np.float32)))  # type: ignore[arg-type]
    assert sent == [{"generation_id": uuid.UUID(int=1), "fraction": 0.5, "preview": None}]


def test_a_picture_with_alpha_is_encoded():
    assert encode_preview(np.zeros((8, 8, 4), np.uint8)).startswith(b"RIFF")


def test_facts_that_are_no_json_are_left_out(caplog):
    with caplog.at_level(logging.WARNING):
        facts = plain_facts({"style": "grid", "bad": math.nan, "odd": object(), "pair": (1, 2)})
    assert facts == {"style": "grid", "pair": [1, 2]}
    assert len(caplog.records) == 2
