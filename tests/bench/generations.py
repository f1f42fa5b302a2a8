"""What the server adds to an engine's time, and how a large batch goes through.

    python -m tests.bench.generations                  both, 30 and 500 pictures
    python -m tests.bench.generations overhead --pictures 50
    python -m tests.bench.generations batch --pictures 500 --parallel 20 --latency 2

A real `manage.py serve` on an empty folder, an engine over real HTTP that answers after a set time
with a 1024 x 1024 picture, and one person's socket on the board. Pictures are asked for by HTTP, as
the page does. Overhead, one picture at a time: from the request to the call at the engine, and from
the engine's last byte to the op on the socket that makes the placeholder a picture. Batch: from the
first request to the last such op, beside the ideal of (pictures / parallel) x latency.

The engine, the person and the server share the machine: run it alone.
"""

import argparse
import asyncio
import base64
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import uvicorn
import websockets

from assets.generations.rules import MOST_PICTURES
from tests.browser.server import Server, free_port
from tests.desk import Desk

SIDE = 1024
TARGET_P50_MS, TARGET_P95_MS, TARGET_OVER = 50, 150, 0.10


@dataclass
class Provider:
    """An OpenAI-compatible server that does nothing but wait. calls, answers: moments by prompt."""

    latency_s: float
    port: int = field(default_factory=free_port)
    calls: dict[str, list[float]] = field(default_factory=dict)
    answers: dict[str, float] = field(default_factory=dict)
    running: int = 0
    most_running: int = 0

    def prepare(self, pictures: int) -> None:
        """All different: a picture that is stored already would cost the server nothing."""
        self._bodies = [
            json.dumps({"data": [{"b64_json": base64.b64encode(one).decode()}]}).encode()
            for one in photographs(pictures)
        ]
        self._numbers = count()

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        body, is_whole = b"", False
        while not is_whole:
            message = await receive()
            body += message.get("body", b"")
            is_whole = not message.get("more_body")
        prompt = json.loads(body)["prompt"]
        self.calls.setdefault(prompt, []).append(time.monotonic())
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        await asyncio.sleep(self.latency_s)
        self.running -= 1
        answer = self._bodies[next(self._numbers)]
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})
        self.answers[prompt] = time.monotonic()

    @contextmanager
    def serving(self) -> Iterator[None]:
        server = uvicorn.Server(
            uvicorn.Config(
                self.app, port=self.port, log_level="critical", lifespan="off", interface="asgi3"
            )
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield
        server.should_exit = True
        thread.join(10)


def photographs(pictures: int) -> Iterator[bytes]:
    """JPEGs as engines give them: soft shapes with the grain of a photograph."""
    random = np.random.default_rng(1)
    grain = random.normal(0, 3, (SIDE, SIDE, 3)).astype(np.float32)
    for _ in range(pictures):
        small = random.uniform(20, 235, (12, 12, 3)).astype(np.float32)
        soft = cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        grain = np.roll(grain, 17, axis=(0, 1))
        picture = np.clip(soft + grain, 0, 255).astype(np.uint8)
        yield cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


@dataclass
class Board:
    """The person's socket: when each node became a picture."""

    made: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    frames: int = 0

    async def listen(self, desk: Desk, board: str) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in desk.client.cookies.items())
        address = desk.base.replace("http", "ws", 1) + f"/ws/board/{board}/"
        async with websockets.connect(
            address, additional_headers={"Cookie": cookies}, origin=desk.base, max_size=None
        ) as socket:
            await socket.send(json.dumps({"type": "hello", "revision": 0}))
            async for text in socket:
                self.frames += 1
                self._take(json.loads(text))

    def _take(self, frame: dict[str, Any]) -> None:
        now = time.monotonic()
        for op in frame.get("ops") or ():
            for change in op["changes"]:
                said = change.get("set") or {}
                if said.get("kind") == "image":
                    self.made[change["node"]] = now
                elif said.get("state") in ("failed", "blocked", "cancelled"):
                    self.failed[change["node"]] = str(said)

    @property
    def ended(self) -> int:
        return len(self.made) + len(self.failed)


def cpu_s(process_id: int) -> float:
    """User and system time that a process has had: what a machine that others use does not hide."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def overhead(desk: Desk, provider: Provider, pictures: int, server: Server) -> None:
    board = await asyncio.to_thread(desk.new_board)
    seen = Board()
    listener = asyncio.create_task(seen.listen(desk, board))
    provider.prepare(pictures + 1)
    before: list[float] = []
    after: list[float] = []
    used_s = cpu_s(server.process_id)
    for number in range(pictures + 1):
        prompt = f"overhead {number}"
        asked = time.monotonic()
        (node,) = await asyncio.to_thread(desk.generate, board, prompt)
        while node not in seen.made:
            assert node not in seen.failed, seen.failed
            await asyncio.sleep(0.002)
        if number:  # the first warms up
            before.append((provider.calls[prompt][0] - asked) * 1000)
            after.append((seen.made[node] - provider.answers[prompt]) * 1000)
    listener.cancel()
    print(f"overhead, {pictures} pictures of {SIDE} x {SIDE}, one at a time; load {load()}")
    print_times("request to call", before)
    print_times("answer to picture on the board", after)
    both = [one + other for one, other in zip(before, after, strict=True)]
    print_times("both together", both)
    used_ms = (cpu_s(server.process_id) - used_s) * 1000 / (pictures + 1)
    print(f"  the server's CPU time for a picture: {used_ms:.0f} ms")


async def batch(
    desk: Desk, provider: Provider, pictures: int, parallel: int, server: Server
) -> None:
    board = await asyncio.to_thread(desk.new_board)
    seen = Board()
    listener = asyncio.create_task(seen.listen(desk, board))
    provider.prepare(pictures)
    provider.most_running = 0
    used_s = cpu_s(server.process_id)
    began = time.monotonic()
    for start in range(0, pictures, MOST_PICTURES):
        number = min(MOST_PICTURES, pictures - start)
        await asyncio.to_thread(desk.generate, board, f"batch {start}", count=number)
    asked_s = time.monotonic() - began
    while seen.ended < pictures:
        assert not seen.failed, seen.failed
        await asyncio.sleep(0.02)
    took = time.monotonic() - began
    listener.cancel()
    ideal = -(-pictures // parallel) * provider.latency_s
    over = took / ideal - 1
    print(
        f"batch, {pictures} pictures, {parallel} at once, {provider.latency_s:g} s each: "
        f"{took:.1f} s, ideal {ideal:.0f} s, {over:+.0%} (target within {TARGET_OVER:.0%}); "
        f"asked for in {asked_s:.1f} s, at most {provider.most_running} at the engine, "
        f"{seen.frames} frames; the server's CPU time for a picture "
        f"{(cpu_s(server.process_id) - used_s) * 1000 / pictures:.0f} ms; load {load()}"
    )


def print_times(what: str, values: list[float]) -> None:
    values = sorted(values)
    p95 = values[min(len(values) - 1, round(0.95 * len(values)))]
    print(
        f"  {what:32} p50 {statistics.median(values):6.0f} ms   p95 {p95:6.0f} ms"
        f"   (targets {TARGET_P50_MS} and {TARGET_P95_MS})"
    )


def load() -> str:
    return "/".join(f"{one:.1f}" for one in os.getloadavg())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="?", choices=("overhead", "batch", "both"), default="both")
    parser.add_argument("--pictures", type=int)
    parser.add_argument("--parallel", type=int, default=20)
    parser.add_argument("--latency", type=float, default=2.0)
    options = parser.parse_args()
    provider = Provider(latency_s=0.05)
    with tempfile.TemporaryDirectory() as folder, provider.serving():
        server = Server(
            Path(folder) / "data",
            {
                "ANCHORBOARD_ENGINES": "hosted=openai_compatible",
                "ANCHORBOARD_TIERS": "standard=hosted",
                "ANCHORBOARD_ENGINE_HOSTED_URL": f"http://127.0.0.1:{provider.port}/v1",
                "ANCHORBOARD_ENGINE_HOSTED_KEY": "bench-key",
                "ANCHORBOARD_ENGINE_HOSTED_MODEL": "sd",
                "ANCHORBOARD_ENGINE_HOSTED_PRICE_USD": "0.04",
                "ANCHORBOARD_ENGINE_HOSTED_CONCURRENCY": str(options.parallel),
            },
        )
        server.start()
        desk = Desk(server.sign_in_url)
        try:
            if options.what in ("overhead", "both"):
                asyncio.run(overhead(desk, provider, options.pictures or 30, server))
            if options.what in ("batch", "both"):
                provider.latency_s = options.latency
                pictures = options.pictures or 500
                asyncio.run(batch(desk, provider, pictures, options.parallel, server))
        finally:
            desk.close()
            server.stop()


if __name__ == "__main__":
    main()
