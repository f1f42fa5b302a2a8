"""The line between processes over a real Redis, which is stopped and started again."""

import queue
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer

from canvas.realtime.relay import EVERYBODY, ChannelRelay, Message
from canvas.redis import cache, channel_layer
from canvas.sign_in import TRIES, Tries
from tests import services
from tests.needs import leave_out

PATIENCE_S = 30


@pytest.fixture(scope="module")
def redis() -> Iterator[services.Redis]:
    if gone := services.missing():
        leave_out(f"Install {', '.join(gone)} for this test.")
    with (
        tempfile.TemporaryDirectory(prefix="anchorboard-redis-") as folder,
        services.Redis(Path(folder)) as redis,
    ):
        yield redis


class Ear:
    def __init__(self, redis: services.Redis) -> None:
        layer = RedisPubSubChannelLayer(**channel_layer(redis.url)["CONFIG"])
        self.relay = ChannelRelay(layer)
        self.heard: queue.Queue[Message] = queue.Queue()
        self.kinds: set[str] = set()
        self.relay.listen(self._hear)

    def _hear(self, message: Message) -> None:
        self.kinds.add(message["kind"])
        self.heard.put(message)

    def next(self, fits: Callable[[Message], bool]) -> Message:
        while not fits(message := self.heard.get(timeout=PATIENCE_S)):
            pass
        return message


@pytest.fixture
def ears(redis: services.Redis) -> Iterator[tuple[Ear, Ear]]:
    one, two = Ear(redis), Ear(redis)
    yield one, two
    for ear in (one, two):
        ear.relay.stop()


def is_up(message: Message) -> bool:
    return message["kind"] == "beat" and bool(message["is_up"])


def test_each_hears_the_others_in_its_groups_and_not_itself(ears: tuple[Ear, Ear]) -> None:
    one, two = ears
    one.relay.follow("board.a")
    two.relay.follow("board.b")
    for ear in (one, two):
        # With its first beat it stands in its groups.
        ear.next(is_up)

    two.relay.send("board.a", {"kind": "word", "for": "one"})
    one.relay.send("board.a", {"kind": "word", "for": "nobody"})
    one.relay.send(EVERYBODY, {"kind": "word", "for": "two"})

    def is_word(message: Message) -> bool:
        return message["kind"] == "word"

    assert one.next(is_word) == {"kind": "word", "for": "one", "from": two.relay.process}
    assert two.next(is_word)["for"] == "two"
    # A beat later each has said that it is alive, to itself alone.
    for ear in (one, two):
        ear.next(is_up)
        ear.next(is_up)
        assert ear.kinds == {"word", "beat"}


def test_a_restarted_redis_is_noticed_and_the_line_comes_back(
    redis: services.Redis, ears: tuple[Ear, Ear]
) -> None:
    one, two = ears
    one.relay.follow("board.a")
    one.next(is_up)

    redis.stop()
    one.next(lambda message: message["kind"] == "beat" and not message["is_up"])
    two.relay.send("board.a", {"kind": "word", "for": "nobody"})
    redis.start()
    one.next(lambda message: message["kind"] == "beat" and bool(message["is_back"]))
    two.relay.send("board.a", {"kind": "word", "for": "one"})

    assert one.next(lambda message: message.get("for") == "one")


def test_wrong_passwords_are_counted_together_and_without_redis_too(
    redis: services.Redis,
) -> None:
    from canvas.cache import RedisOrLocal

    told = cache(redis.url)
    caches = [RedisOrLocal(told["LOCATION"], {"OPTIONS": told["OPTIONS"]}) for _ in range(2)]
    counts = [Tries(one, email="a@example.com", address="10.0.0.1") for one in caches]
    assert all(counts[number % 2].take() for number in range(TRIES))
    assert not counts[0].take()
    assert not counts[1].take()

    redis.stop()
    assert all(counts[0].take() for _ in range(TRIES))
    assert not counts[0].take()
    redis.start()
