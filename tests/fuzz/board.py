"""`python -m tests.fuzz.board --seeds 200`: a board edited over bad lines, with kill -9 in between.

A play is one board, people with the board's own JavaScript modules (people.js), a proxy that
delays, doubles, overtakes and cuts (proxy.py), and somebody who commits beside the server. Several
plays share a server (`manage.py serve`), which dies now and then. Afterwards everybody must have
the board that the database has, and nothing that was said to be saved may be missing.

The seed decides what is done and what goes wrong; the machine's own pace is not repeated.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.server import Server
from tests.fuzz.proxy import Proxy

STEPS = 100
DEATHS_MOST = 2
FOREIGN_MOST = 3
PLAY_WITHIN_S = 120
NODE_LINE_BYTES = 2**26
PEOPLE = Path(__file__).with_name("people.js")


class Broken(Exception):
    """What did not hold, in words."""


@dataclass
class Mortal:
    """The server of all plays: several may ask for its death at once."""

    server: Server
    deaths: int = 0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def die(self) -> None:
        if self._lock.locked():
            return
        async with self._lock:
            self.deaths += 1
            await asyncio.to_thread(self.server.kill)
            await asyncio.to_thread(self.server.start)

    async def wait(self) -> None:
        """Until it lives."""
        async with self._lock:
            pass


@dataclass(frozen=True)
class Cast:
    """Three designers and one who only looks, with the cookie of each."""

    workspace_id: Any
    user_ids: list[int]
    cookies: list[str]

    @classmethod
    def make(cls) -> "Cast":
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.auth.models import User
        from django.contrib.sessions.backends.db import SessionStore

        from assets.models import Workspace
        from canvas.models import Membership, Role

        workspace = Workspace.objects.create(name="Fuzz")
        user_ids, cookies = [], []
        for number, role in enumerate([Role.OWNER, Role.DESIGNER, Role.DESIGNER, Role.VIEWER]):
            user = User.objects.create_user(f"fuzz{number}", f"fuzz{number}@example.com")
            Membership.objects.create(workspace=workspace, user=user, role=role)
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = "canvas.sign_in.EmailBackend"
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            user_ids.append(user.pk)
            cookies.append(str(session.session_key))
        return cls(workspace.pk, user_ids, cookies)

    def new_board(self) -> uuid.UUID:
        from canvas.models import Board

        return Board.objects.create(workspace_id=self.workspace_id, title="Fuzz").id


class Play:
    """One seed."""

    def __init__(self, seed: int, *, cast: Cast, mortal: Mortal) -> None:
        self.seed = seed
        self._cast, self._mortal = cast, mortal
        self._chance = random.Random(seed)
        self.ops = 0

    async def run(self) -> None:
        """Raises Broken."""
        self._board_id = await asyncio.to_thread(self._cast.new_board)
        url = self._mortal.server.url
        proxy = Proxy(
            socket_url=f"{url.replace('http', 'ws')}/ws/board/{self._board_id}/",
            origin=url,
            cookies=self._cast.cookies,
            seed=self.seed,
        )
        options = {
            "seed": self.seed,
            "steps": STEPS,
            "port": await proxy.start(),
            "snapshot": url,
            "cookies": self._cast.cookies,
        }
        node = await asyncio.create_subprocess_exec(
            "node",
            str(PEOPLE),
            json.dumps(options),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=NODE_LINE_BYTES,
        )
        mischief = asyncio.ensure_future(self._mischief())
        try:
            async with asyncio.timeout(PLAY_WITHIN_S):
                await _said(node)
                await mischief
                await self._mortal.wait()
                proxy.calm()
                assert node.stdin is not None
                node.stdin.write(b"rest\n")
                report = await _said(node)
                await node.wait()
        except TimeoutError:
            raise Broken(f"did not end within {PLAY_WITHIN_S} s") from None
        finally:
            mischief.cancel()
            if node.returncode is None:
                with suppress(ProcessLookupError):
                    node.kill()
                await node.wait()
            proxy.stop()
        if report["stuck"]:
            raise Broken(f"{report['stuck']}: " + _states(report["windows"]))
        await asyncio.to_thread(self._check, report["windows"])

    async def _mischief(self) -> None:
        """Deaths, and commits of another process, spread over the play."""
        deeds = [self._mortal.die] * self._chance.randint(1, DEATHS_MOST)
        deeds += [self._commit_beside] * self._chance.randint(0, FOREIGN_MOST)
        self._chance.shuffle(deeds)
        for deed in deeds:
            await asyncio.sleep(self._chance.uniform(0.1, 1.2))
            await deed()

    async def _commit_beside(self) -> None:
        await asyncio.to_thread(self._commit_as_server)

    def _commit_as_server(self) -> None:
        from canvas.actions.ops import apply_changes
        from canvas.models import Node

        ids = sorted(
            map(str, Node.objects.filter(board=self._board_id).values_list("id", flat=True))
        )
        changes: list[dict[str, Any]] = [{"board": {"title": "From beside"}}]
        changes += [{"node": node_id, "set": {"x": -1.0}} for node_id in ids[:1]]
        changes += [{"node": node_id, "delete": True} for node_id in ids[-1:]]
        apply_changes(board_id=self._board_id, changes=changes)

    def _check(self, windows: list[dict[str, Any]]) -> None:
        from canvas.models import Op
        from canvas.realtime.storage import DatabaseStorage

        content = DatabaseStorage().read(self._board_id)
        kept = dict(Op.objects.filter(board=self._board_id).values_list("op_id", "revision"))
        revisions = {str(op_id): revision for op_id, revision in kept.items()}
        self.ops = len(revisions)
        _same("revisions", sorted(revisions.values()), list(range(1, content.revision + 1)))
        nodes = {node_id: json.loads(node) for node_id, node in content.nodes.items()}
        edges = {edge_id: json.loads(edge) for edge_id, edge in content.edges.items()}
        shown_edges = {
            key: edge
            for key, edge in edges.items()
            if edge["source"] in nodes and edge["target"] in nodes
        }
        _same("the log played again", self._replayed(), (nodes, edges, content.title))
        for number, window in enumerate(windows):
            who = f"window {number}"
            if window["lies"]:
                raise Broken(f"{who} said: {window['lies'][0]}")
            _same(f"{who}: revision", window["revision"], content.revision)
            _same(f"{who}: title", window["title"], content.title)
            _same(f"{who}: nodes", {node["id"]: node for node in window["nodes"]}, nodes)
            _same(f"{who}: edges", {edge["id"]: edge for edge in window["edges"]}, shown_edges)
            _same(f"{who}: outbox", window["outbox"], [])
            for op_id, revision in window["answered"].items():
                _same(f"{who}: revision of {op_id}", revision, revisions.get(op_id))
            for name in ("claimed", "made"):
                lost = set(window[name]) - set(window["refused"]) - set(revisions)
                if lost:
                    raise Broken(f"{who}: {len(lost)} ops were {name} and are gone: {min(lost)}")

    def _replayed(self) -> tuple[dict[str, Any], dict[str, Any], str]:
        """What the log alone makes of an empty board: an op applied twice, or not, would show."""
        from canvas.document.changes import (
            apply_to_board,
            apply_to_edge,
            apply_to_node,
            parse_changes,
        )
        from canvas.models import Op

        nodes: dict[str, Any] = {}
        edges: dict[str, Any] = {}
        title = "Fuzz"
        for op in Op.objects.filter(board=self._board_id).order_by("revision"):
            for change in parse_changes(json.loads(op.changes)):
                if change.target == "board":
                    title = apply_to_board(change)[0]["title"]
                    continue
                items, apply = (
                    (nodes, apply_to_node) if change.target == "node" else (edges, apply_to_edge)
                )
                items[change.id] = apply(items.get(change.id), change, server=True)[0]
        return _living(nodes), _living(edges), title


async def _said(node: asyncio.subprocess.Process) -> dict[str, Any]:
    assert node.stdout is not None and node.stderr is not None
    line = await node.stdout.readline()
    if not line:
        raise Broken("people.js ended: " + (await node.stderr.read()).decode()[-2_000:])
    said: dict[str, Any] = json.loads(line)
    return said


def _living(items: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in items.items() if item and "deleted" not in item}


def _same(what: str, found: Any, wanted: Any) -> None:
    if found != wanted:
        raise Broken(f"{what} differ: {_difference(found, wanted)}")


def _difference(found: Any, wanted: Any) -> str:
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in sorted(found.keys() | wanted.keys()):
            if found.get(key) != wanted.get(key):
                return f"{key}: {found.get(key)} and not {wanted.get(key)}"
    return f"{found} and not {wanted}"[:2_000]


def _states(windows: list[dict[str, Any]]) -> str:
    return "; ".join(
        f"window {number} is at {window['revision']}, {window['saved']}"
        for number, window in enumerate(windows)
    )


async def play_all(seeds: list[int], *, at_once: int, data: Path) -> list[int]:
    """The seeds that failed, each told as it happens."""
    mortal = Mortal(Server(data))
    await asyncio.to_thread(mortal.server.start)
    try:
        cast = await asyncio.to_thread(Cast.make)
        turns = asyncio.Semaphore(at_once)
        told: Counter[str] = Counter()
        failed: list[int] = []

        async def play(seed: int) -> None:
            async with turns:
                one = Play(seed, cast=cast, mortal=mortal)
                try:
                    await one.run()
                except Broken as reason:
                    failed.append(seed)
                    print(f"seed {seed} failed: {reason}", flush=True)
                    print(f"  again: python -m tests.fuzz.board --seed {seed}", flush=True)
                told.update(plays=1, ops=one.ops)

        await asyncio.gather(*map(play, seeds))
        print(
            f"{told['plays']} plays, {told['ops']} ops, {mortal.deaths} times kill -9, "
            f"{len(failed)} failed"
        )
        return sorted(failed)
    finally:
        await mortal.wait()
        await asyncio.to_thread(mortal.server.kill)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--seeds", type=int, default=12, help="how many, from --first on")
    which.add_argument("--seed", type=int, help="this one alone")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=4)
    options = parser.parse_args()
    seeds = list(range(options.first, options.first + options.seeds))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="anchorboard-fuzz-") as folder:
        os.environ["ANCHORBOARD_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "canvas.settings"
        import django

        django.setup()
        failed = asyncio.run(
            play_all(
                seeds if options.seed is None else [options.seed],
                at_once=options.at_once,
                data=Path(folder),
            )
        )
    print(f"{time.monotonic() - started:.0f} s")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
