"""People for tests/bench/room.py: sockets that write, watch and count."""

import asyncio
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import orjson
from websockets.asyncio.client import ClientConnection, connect


@dataclass
class Figures:
    """latencies: seconds from sending an op to somebody's having it. acks: to its author's."""

    acks: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    op_ids: list[str] = field(default_factory=list)
    seconds: float = 0.0
    refused: int = 0

    def percentile(self, share: float, values: Sequence[float]) -> float:
        """In milliseconds."""
        ordered = sorted(values)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1_000 if ordered else 0.0


class Client:
    """One socket. One that does not `read` frames only empties the wire."""

    def __init__(self, socket: ClientConnection, sent_at: dict[str, float], figures: Figures):
        self.socket = socket
        self.reads = False
        self.node = str(uuid.uuid4())
        self._sent_at = sent_at
        self._own: dict[str, asyncio.Future[None]] = {}
        self._figures = figures
        self._task = asyncio.ensure_future(self._receive())

    async def op(self, change: object, *, wait: bool) -> None:
        op_id = str(uuid.uuid4())
        frame = orjson.dumps({"type": "op", "op_id": op_id, "changes": [change]}).decode()
        acknowledged = asyncio.get_running_loop().create_future()
        self._own[op_id] = acknowledged
        self._sent_at[op_id] = time.perf_counter()
        await self.socket.send(frame)
        if wait:
            await acknowledged

    async def create(self) -> None:
        body = {"kind": "note", "x": 0, "y": 0, "width": 200, "height": 100, "order": "V"}
        await self.op({"node": self.node, "create": body}, wait=True)

    async def move(self, step: int, *, wait: bool) -> None:
        await self.op({"node": self.node, "set": {"x": step % 1_000, "y": step % 777}}, wait=wait)

    def unanswered(self) -> list[asyncio.Future[None]]:
        return list(self._own.values())

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self.socket.close()

    async def _receive(self) -> None:
        async for text in self.socket:
            if not self.reads and not self._own:
                continue
            frame = orjson.loads(text)
            now = time.perf_counter()
            if frame["type"] == "nack":
                self._figures.refused += 1
                self._settle(frame["op_id"])
            for op in frame.get("ops", ()):
                op_id = op["op_id"]
                sent_at = self._sent_at.get(op_id)
                if sent_at is None:
                    continue
                if self.reads:
                    self._figures.latencies.append(now - sent_at)
                if op_id in self._own:
                    self._figures.acks.append(now - sent_at)
                    self._figures.op_ids.append(op_id)
                    self._settle(op_id)

    def _settle(self, op_id: str) -> None:
        waiting = self._own.pop(op_id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)


class Crowd:
    """`count` sockets on one board, of which the last `watchers` read all that comes."""

    def __init__(self, url: str, cookie: str, count: int, watchers: int = 10) -> None:
        self.figures = Figures()
        self.clients: list[Client] = []
        self._sent_at: dict[str, float] = {}
        self._url, self._cookie = url, cookie
        self._count, self._watchers = count, watchers

    async def __aenter__(self) -> "Crowd":
        origin = self._url.replace("ws://", "http://").split("/ws/")[0]
        for number in range(self._count):
            socket = await connect(
                self._url,
                origin=origin,
                additional_headers={"Cookie": f"sessionid={self._cookie}"},
                compression=None,
                max_queue=None,
                ping_interval=None,
            )
            await socket.send('{"type": "hello"}')
            await socket.recv()
            client = Client(socket, self._sent_at, self.figures)
            client.reads = number >= self._count - self._watchers
            self.clients.append(client)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(client.close() for client in self.clients))

    async def write_in_turn(self, writers: int, seconds: float, *, ahead: int = 1) -> None:
        """Each writer sends as soon as fewer than `ahead` of its ops are unacknowledged."""
        ends = time.perf_counter() + seconds

        async def write(client: Client) -> None:
            step = 0
            while time.perf_counter() < ends:
                step += 1
                await client.move(step, wait=True)

        await self._prepare(self.clients[:writers])
        started = time.perf_counter()
        await asyncio.gather(
            *(write(client) for client in self.clients[:writers] for _ in range(ahead))
        )
        self.figures.seconds = time.perf_counter() - started

    async def write_at(self, rate: float, writers: int, seconds: float) -> None:
        """`rate` ops a second in all, whether they are acknowledged or not."""
        await self._prepare(self.clients[:writers])
        started = time.perf_counter()
        sent = 0
        while (now := time.perf_counter() - started) < seconds:
            while sent < now * rate:
                await self.clients[sent % writers].move(sent, wait=False)
                sent += 1
            await asyncio.sleep(0.002)
        unanswered = [one for client in self.clients[:writers] for one in client.unanswered()]
        if unanswered:
            await asyncio.wait(unanswered, timeout=10)
        self.figures.seconds = time.perf_counter() - started

    async def _prepare(self, writers: Iterable[Client]) -> None:
        for client in writers:
            await client.create()
        self.figures.acks.clear()
        self.figures.latencies.clear()
        self.figures.op_ids.clear()
