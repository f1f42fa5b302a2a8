import asyncio
import io
import logging
import math
import uuid
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assets.engines.base import Capabilities, Progress
from assets.engines.request import Operation
from assets.generations.jobs import Inputs, Job, WholePicture
from assets.generations.news import News, Stage, encode_preview, plain_facts
from assets.models import Generation
from assets.signals import generation_progressed


class Heard:
    """What was announced, and a way to wait for it."""

    def __init__(self) -> None:
        self.all: list[dict[str, Any]] = []
        self._loop = asyncio.get_running_loop()
        self._came = asyncio.Event()

    def hear(self, signal, sender, **news) -> None:
        self.all.append(news)
        self._loop.call_soon_threadsafe(self._came.set)

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(20):
            await self._came.wait()
        self._came.clear()
        return self.all[-1]


@pytest.fixture
async def heard():
    heard = Heard()
    generation_progressed.connect(heard.hear)
    yield heard
    generation_progressed.disconnect(heard.hear)


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
    return News(uuid.UUID(int=1), 1)


async def test_of_a_burst_the_first_and_the_newest_are_sent(heard):
    news = new_news()
    async with news.flowing():
        news.post(job(), Progress(0.1))
        await heard.next()
        for n in range(2, 9):
            news.post(job(), Progress(n / 10))
        await heard.next()
    assert [one["told"]["fraction"] for one in heard.all] == [0.1, 0.8]


async def test_what_was_not_sent_when_the_run_ends_is_dropped(heard):
    news = new_news()
    async with news.flowing():
        news.post(job(), Progress(0.1))
        await heard.next()
        news.post(job(), Progress(0.2))
    assert len(heard.all) == 1


async def test_the_fraction_never_falls_and_stays_within_bounds(heard):
    news = new_news()
    async with news.flowing():
        for fraction in (0.2, 0.1, math.nan, math.inf, 7.0, -3.0):
            news.post(job(), Progress(fraction))
            await heard.next()
    assert [one["told"]["fraction"] for one in heard.all] == [0.2, 0.2, 0.2, 0.2, 1.0, 1.0]


async def test_a_preview_goes_out_as_a_small_webp(heard):
    news = new_news()
    async with news.flowing():
        news.post(job(), Progress(0.5, np.full((900, 900, 3), 128, np.uint8)))
        sent = await heard.next()
    picture = Image.open(io.BytesIO(sent["preview"]))
    assert (picture.format, picture.size) == ("WEBP", (320, 320))


async def test_a_preview_that_is_no_picture_is_left_out(heard):
    news = new_news()
    async with news.flowing():
        news.post(job(), Progress(0.5, np.zeros((8, 8), np.float32)))  # type: ignore[arg-type]
        sent = await heard.next()
    assert sent["generation_id"] == uuid.UUID(int=1)
    assert (sent["told"]["fraction"], sent["preview"]) == (0.5, None)


async def test_the_calls_of_one_run_share_its_fraction(heard):
    news = new_news()
    async with news.flowing():
        for part in (job(0.0, 0.5), job(0.5, 1.0)):
            news.post(part, Progress(0.5))
            await heard.next()
    assert [one["told"]["fraction"] for one in heard.all] == [0.25, 0.75]


def test_a_picture_with_alpha_is_encoded():
    assert encode_preview(np.zeros((8, 8, 4), np.uint8)).startswith(b"RIFF")


def test_facts_that_are_no_json_are_left_out(caplog):
    with caplog.at_level(logging.WARNING):
        bad = {"bad": math.nan, "odd": object(), "nul": "a\x00b", "half": ["\ud800"]}
        facts = plain_facts({"style": "grid", "pair": (1, 2), **bad})
    assert facts == {"style": "grid", "pair": [1, 2]}
    assert len(caplog.records) == 4


async def test_the_stage_is_told_before_the_engine_says_anything(heard):
    news = new_news()
    async with news.flowing():
        news.enter(Stage.WAITING)
        first = (await heard.next())["told"]
        news.post(job(), Progress(0.5))
        second = (await heard.next())["told"]
    assert (first["stage"], first["fraction"]) == ("waiting", 0.0)
    assert (second["stage"], second["fraction"]) == ("making", 0.5)
    assert 0 <= first["elapsed_s"] < second["elapsed_s"] < 20


async def test_the_sequence_grows_over_all_attempts(heard):
    for attempt in (1, 2):
        news = News(uuid.UUID(int=1), attempt)
        async with news.flowing():
            for fraction in (0.1, 0.2):
                news.post(job(), Progress(fraction))
                await heard.next()
    sequences = [one["told"]["sequence"] for one in heard.all]
    assert sequences == sorted(set(sequences))
