"""Two web processes and two workers, of which one each is killed, while Redis and PostgreSQL are
restarted under them: nothing acknowledged is lost, and all of it comes back by itself."""

import asyncio
import random
import re
import signal
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import psycopg
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests import services
from tests.installation import Installation, Web
from tests.needs import leave_out

PICTURES = 8
PATIENCE_S = 120
# While a database is restarted nothing can be kept: afterwards a page is back within so long.
MOST_SILENCE_S = 30


@pytest.fixture
def installation() -> Iterator[Installation]:
    if gone := services.missing():
        leave_out(f"Install {', '.join(gone)} for this test.")
    # Not pytest's own folder: PostgreSQL's user may not enter that.
    with (
        tempfile.TemporaryDirectory(prefix="anchorboard-scale-") as folder,
        Installation(Path(folder)) as installation,
    ):
        yield installation


class Page:
    """What a browser's page does: keeps what it was not acknowledged, comes back, resumes."""

    def __init__(self, name: str, webs: list[Web], board: str, cookie: str) -> None:
        self.name, self.node = name, str(uuid.uuid4())
        self.acknowledged: list[str] = []
        self.seen: dict[int, str] = {}
        self.longest_silence_s = 0.0
        self._heard_at = time.monotonic()
        self._webs, self._board, self._cookie = webs, board, cookie
        self._revision: int | None = None
        self._waiting: dict[str, Any] = {}
        self._is_over = False

    async def run(self) -> None:
        while not (self._is_over and not self._waiting):
            try:
                await self._visit()
            except (OSError, WebSocketException, TimeoutError):
                # As a proxy would: the other process, soon.
                self._webs = self._webs[1:] + self._webs[:1]
                await asyncio.sleep(0.3)

    def end(self) -> None:
        """Once all is acknowledged."""
        self._is_over = True

    async def _visit(self) -> None:
        base = self._webs[0].base
        async with connect(
            f"{base.replace('http', 'ws')}/ws/board/{self._board}/",
            origin=base,  # type: ignore[arg-type]
            additional_headers={"Cookie": self._cookie},
            open_timeout=5,
        ) as socket:
            hello: dict[str, Any] = {"type": "hello"}
            if self._revision is not None:
                hello["revision"] = self._revision
            await socket.send(orjson.dumps(hello).decode())
            async with asyncio.timeout(10):
                while not self._take(await socket.recv()):
                    pass
            for op_id, changes in self._waiting.items():
                await self._send(socket, op_id, changes)
            while not (self._is_over and not self._waiting):
                if not self._waiting and not self._is_over:
                    await self._send_new(socket)
                async with asyncio.timeout(5):
                    self._take(await socket.recv())

    async def _send_new(self, socket: Any) -> None:
        if not self.acknowledged:
            body = {"kind": "note", "x": 0, "y": 0, "width": 200, "height": 100, "order": "V"}
            change: dict[str, Any] = {"node": self.node, "create": body}
        else:
            change = {"node": self.node, "set": {"x": len(self.acknowledged) % 1_000}}
        op_id = str(uuid.uuid4())
        self._waiting[op_id] = [change]
        await self._send(socket, op_id, [change])
        await asyncio.sleep(random.uniform(0, 0.02))

    async def _send(self, socket: Any, op_id: str, changes: Any) -> None:
        frame = {"type": "op", "op_id": op_id, "changes": changes}
        await socket.send(orjson.dumps(frame).decode())

    def _take(self, text: Any) -> bool:
        """Whether it was the welcome."""
        frame = orjson.loads(text)
        if frame["type"] == "nack":
            assert frame["code"] == "unavailable", frame
            raise TimeoutError("kept, and sent again after the next welcome")
        if frame["type"] == "resync":
            raise TimeoutError("told to come again")
        if frame["type"] == "welcome" and "ops" not in frame:
            assert self._revision is None, "only who comes first is sent to the snapshot"
            self._revision = frame["revision"]
        for op in frame.get("ops", []):
            self._take_op(op)
        return bool(frame["type"] == "welcome")

    def _take_op(self, op: dict[str, Any]) -> None:
        if self._waiting.pop(op["op_id"], None) is not None:
            self.acknowledged.append(op["op_id"])
            silence_s = time.monotonic() - self._heard_at
            self.longest_silence_s = max(self.longest_silence_s, silence_s)
            self._heard_at = time.monotonic()
        assert self._revision is not None
        if op["revision"] > self._revision:
            assert op["revision"] == self._revision + 1, "a gap"
            self._revision = op["revision"]
            self.seen[op["revision"]] = op["op_id"]


async def test_nothing_acknowledged_is_lost_whatever_is_killed(installation: Installation) -> None:
    one = installation.web("web1")
    await asyncio.to_thread(one.wait_until_ready)
    two = installation.web("web2")
    doomed = installation.worker("worker1")
    installation.worker("worker2")
    await asyncio.to_thread(two.wait_until_ready)
    with httpx.Client(follow_redirects=True, timeout=30) as owner:
        # Each start ends the links of the starts before it.
        board = await asyncio.to_thread(sign_in, owner, two)
        cookie = f"sessionid={owner.cookies['sessionid']}"
        pages = [Page("mara", [one, two], board, cookie), Page("noor", [two, one], board, cookie)]
        running = [asyncio.create_task(page.run()) for page in pages]
        await until(lambda: all(len(page.acknowledged) > 20 for page in pages), "ops flow")
        ids = await asyncio.to_thread(ask_for_pictures, owner, two, board)

    rows = Rows(installation.postgres.url)
    await until(lambda: rows.states(ids)["running"] >= 2, "pictures are begun")
    doomed.stop(signal.SIGKILL)
    one.stop(signal.SIGKILL)
    await flows_on(pages, "with one web process and one worker")

    one.start()
    await asyncio.to_thread(installation.redis.restart, signal.SIGKILL)
    await flows_on(pages, "after Redis")

    await asyncio.to_thread(installation.postgres.restart)
    await flows_on(pages, "after PostgreSQL")
    await until(lambda: rows.states(ids)["succeeded"] == PICTURES, "all pictures are made")
    await asyncio.to_thread(one.wait_until_ready)
    await asyncio.to_thread(two.wait_until_ready)
    for page in pages:
        page.end()
    await asyncio.wait_for(asyncio.gather(*running), PATIENCE_S)

    kept = rows.ops(board)
    assert max(Counter(kept.values()).values()) == 1
    for page in pages:
        assert set(page.acknowledged) <= set(kept.values()), "acknowledged, and lost"
        assert page.seen.items() <= kept.items(), "told what is not in the database"
        assert page.longest_silence_s < MOST_SILENCE_S
    # Of the work of the worker that died each was begun once more, and no other was.
    assert rows.pictures_on(board, ids) == PICTURES
    assert max(rows.attempts(ids)) <= 2
    print(
        f"{[len(page.acknowledged) for page in pages]} ops acknowledged, longest silence "
        f"{max(page.longest_silence_s for page in pages):.1f} s, attempts {rows.attempts(ids)}"
    )


class Rows:
    """What the database says; None of it through our own code."""

    def __init__(self, url: str) -> None:
        self._url = url

    def _ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        try:
            with psycopg.connect(self._url, connect_timeout=5) as connection:
                return connection.execute(sql, values).fetchall()
        except psycopg.OperationalError:
            return []

    def states(self, ids: list[str]) -> Counter[str]:
        sql = "SELECT state, count(*) FROM assets_generation WHERE id = ANY(%s::uuid[]) GROUP BY 1"
        return Counter(dict(self._ask(sql, ids)))

    def attempts(self, ids: list[str]) -> list[int]:
        sql = "SELECT attempt FROM assets_generation WHERE id = ANY(%s::uuid[])"
        return [int(row[0]) for row in self._ask(sql, ids)]

    def ops(self, board: str) -> dict[int, str]:
        sql = "SELECT revision, op_id::text FROM canvas_op WHERE board_id = %s"
        return dict(self._ask(sql, board))

    def pictures_on(self, board: str, ids: list[str]) -> int:
        sql = (
            "SELECT count(DISTINCT id) FROM canvas_node WHERE board_id = %s AND kind = 'image'"
            " AND deleted_at IS NULL AND generation_id = ANY(%s::uuid[])"
        )
        return int(self._ask(sql, board, ids)[0][0])


def sign_in(owner: httpx.Client, web: Web) -> str:
    """Returns a board of theirs."""
    assert owner.get(web.sign_in_url()).status_code == 200
    return re.findall(r'href="/boards/([0-9a-f-]{36})/"', owner.get(web.base).text)[0]


def ask_for_pictures(owner: httpx.Client, web: Web, board: str) -> list[str]:
    page = owner.get(f"{web.base}/boards/{board}/").text
    token = re.search(r'csrf[^>]*?"([A-Za-z0-9]{64})"|"X-CSRFToken": "(\w+)"', page)
    assert token is not None
    ids = [str(uuid.uuid4()) for _ in range(PICTURES)]
    items = [
        {"generation": one, "node": str(uuid.uuid4()), "x": 0, "y": n * 300, "width": 256}
        | {"height": 256}
        for n, one in enumerate(ids)
    ]
    answer = owner.post(
        f"{web.base}/boards/{board}/generations/",
        json={
            "operation": "text_to_image",
            "prompt": "slow",
            "tier": "standard",
            "width": 256,
            "height": 256,
            "items": items,
        },
        headers={"X-CSRFToken": token[1] or token[2], "Origin": web.base},
    )
    assert answer.status_code == 201, answer.text
    return ids


async def flows_on(pages: list[Page], when: str) -> None:
    counts = [len(page.acknowledged) for page in pages]
    await until(
        lambda: all(
            len(page.acknowledged) > count + 20 for page, count in zip(pages, counts, strict=True)
        ),
        f"ops flow {when}",
    )


async def until(is_so: Any, what: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():  # noqa: ASYNC110  # other processes have no event for it
                await asyncio.sleep(0.1)
    except TimeoutError:
        pytest.fail(f"waited in vain until {what}")
