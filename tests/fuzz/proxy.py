"""The bad line between the people of a play and the server: late, cut, doubled, overtaken frames.

People speak one line of text a frame over TCP: their number first, then `open`, frames, and at the
end `close CODE`. The proxy speaks WebSocket to the server, whose frames it takes as they are.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

LATE_S = 0.008
"""Mean of a frame's journey."""
REFUSED, CUT, DOUBLED, OVERTAKEN = 0.1, 0.004, 0.04, 0.06
OVERTAKEN_BY_S = 0.04
MOST_BYTES = 2**22


class LineIsCut(Exception):
    """Whatever is still on its way is lost, in both directions."""


class Proxy:
    """Of one play. `calm` ends the mischief: what comes from then on arrives in order."""

    def __init__(self, *, socket_url: str, origin: str, cookies: list[str], seed: int) -> None:
        self._url, self._origin, self._cookies = socket_url, origin, cookies
        self._seed = seed
        self._lines = 0
        self._is_calm = False
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """The port that people connect to."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MOST_BYTES)
        return int(self._server.sockets[0].getsockname()[1])

    def calm(self) -> None:
        self._is_calm = True

    def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines += 1
        chance = random.Random(f"{self._seed} {self._lines}")
        try:
            person = int(await reader.readline())
            if self._is_calm or chance.random() >= REFUSED:
                await self._connect(reader, writer, person, chance)
        except (OSError, ValueError, InvalidHandshake, TimeoutError):
            pass  # The server is down, or somebody hung up: the line ends, which is all they see.
        finally:
            writer.close()

    async def _connect(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        person: int,
        chance: random.Random,
    ) -> None:
        socket = await connect(
            self._url,
            origin=self._origin,  # type: ignore[arg-type]
            additional_headers={"Cookie": f"sessionid={self._cookies[person]}"},
            max_size=MOST_BYTES,
            ping_interval=None,
            compression=None,
        )
        writer.write(b"open\n")
        try:
            async with asyncio.TaskGroup() as line:
                line.create_task(self._carry(_lines_of(reader), _Way(line, socket.send), chance))

                async def give(text: str) -> None:
                    if not writer.is_closing():
                        writer.write(text.encode() + b"\n")

                line.create_task(self._carry(_frames_of(socket), _Way(line, give), chance))
        except* LineIsCut:
            if socket.close_code is not None:
                writer.write(f"close {socket.close_code}\n".encode())
        except* (ConnectionClosed, OSError):
            pass
        finally:
            socket.transport.abort()

    async def _carry(self, frames: AsyncIterator[str], way: "_Way", chance: random.Random) -> None:
        async for text in frames:
            if self._is_calm:
                way.send(text)
                continue
            if chance.random() < CUT:
                break
            late_s = chance.expovariate(1 / LATE_S)
            # A hello comes first: nothing overtakes it, which no network could do either.
            is_hello = text.startswith('{"type":"hello"')
            if not is_hello and chance.random() < OVERTAKEN:
                way.send_aside(text, late_s + OVERTAKEN_BY_S * chance.random())
            else:
                way.send(text, late_s)
            if not is_hello and chance.random() < DOUBLED:
                way.send_aside(text, late_s + OVERTAKEN_BY_S * chance.random())
        raise LineIsCut


class _Way:
    """One direction of a line: each frame travels in a task of its own."""

    def __init__(self, line: asyncio.TaskGroup, give: Callable[[str], Any]) -> None:
        self._line, self._give = line, give
        self._loop = asyncio.get_running_loop()
        self._last = 0.0

    def send(self, text: str, late_s: float = 0) -> None:
        """In order."""
        # A microsecond apart: timers of the same moment fire in any order.
        self._last = max(self._last + 1e-6, self._loop.time() + late_s)
        self._line.create_task(self._arrive(text, self._last))

    def send_aside(self, text: str, late_s: float) -> None:
        """Whatever else is under way."""
        self._line.create_task(self._arrive(text, self._loop.time() + late_s))

    async def _arrive(self, text: str, at: float) -> None:
        # Not a sleep: what is left of the journey would be reckoned anew, and order lost by it.
        arrived = asyncio.Event()
        timer = self._loop.call_at(at, arrived.set)
        try:
            await arrived.wait()
        finally:
            timer.cancel()
        await self._give(text)


async def _lines_of(reader: asyncio.StreamReader) -> AsyncIterator[str]:
    while line := await reader.readline():
        yield line.decode().rstrip("\n")


async def _frames_of(socket: ClientConnection) -> AsyncIterator[str]:
    async for text in socket:
        yield str(text)
