"""A person at a socket, and a door that can be told who may enter."""

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from channels.testing import WebsocketCommunicator

from canvas.access import BoardAccess
from canvas.models import Board
from canvas.realtime.handshake import Verdict

# Machines that run tests are slow at times; nothing waits this long that is not broken.
PATIENCE_S = 10


class Door:
    """Stands in for `admit`: who a session key is, and whether it may enter."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._verdicts: dict[str, Verdict] = {}

    def let_in(
        self,
        key: str,
        *,
        role: str = "designer",
        user_id: int | None = None,
        link_id: UUID | None = None,
        ends_at: datetime | None = None,
    ) -> None:
        access = BoardAccess(
            board_id=self._board.id,
            workspace_id=self._board.workspace_id,
            role=role,
            user_id=user_id,
            link_id=link_id,
            name=key.title(),
            key=f"u-{key}",
            may_edit=role not in ("reviewer", "viewer"),
            may_comment=role != "viewer",
        )
        self._verdicts[key] = Verdict(access, user_id is not None, ends_at)

    def shut(self, key: str, *, is_signed_in: bool = True) -> None:
        self._verdicts[key] = replace(
            self._verdicts[key], access=None, is_signed_in=is_signed_in, ends_at=None
        )

    def user_id(self, key: str) -> int | None:
        access = self._verdicts[key].access
        assert access is not None
        return access.user_id

    def admit(self, session_key: str, board_id: UUID) -> Verdict:
        if board_id != self._board.id:
            return Verdict(None, is_signed_in=True)
        return self._verdicts.get(session_key, Verdict(None, is_signed_in=False))


class Person:
    """One socket. Frames that were not waited for are kept for later."""

    def __init__(
        self, application: Any, board_id: UUID, key: str, *, origin: str = "http://testserver"
    ) -> None:
        headers = [
            (b"host", b"testserver"),
            (b"origin", origin.encode()),
            (b"cookie", f"sessionid={key}".encode()),
        ]
        self.socket = WebsocketCommunicator(application, f"/ws/board/{board_id}/", headers=headers)
        self.revision = 0
        self.changes: list[Any] = []
        self._kept: list[dict[str, Any]] = []

    async def open(self) -> bool:
        accepted, _ = await self.socket.connect(PATIENCE_S)
        return bool(accepted)

    async def hello(self, revision: int | None = None) -> dict[str, Any]:
        """Returns the welcome."""
        await self.send(type="hello", **({} if revision is None else {"revision": revision}))
        return await self.get("welcome")

    async def send(self, **frame: Any) -> None:
        await self.socket.send_to(text_data=json.dumps(frame))

    async def op(self, *changes: Any, op_id: str | None = None) -> str:
        op_id = op_id or str(uuid.uuid4())
        await self.send(type="op", op_id=op_id, changes=list(changes))
        return op_id

    async def get(
        self, kind: str, fits: Callable[[dict[str, Any]], bool] = lambda frame: True
    ) -> dict[str, Any]:
        """The next frame of this type that fits."""
        for frame in self._kept:
            if frame["type"] == kind and fits(frame):
                self._kept.remove(frame)
                return frame
        while True:
            message = await self.socket.receive_output(PATIENCE_S)
            assert message["type"] == "websocket.send", message
            frame = self._take(json.loads(message["text"]))
            if frame["type"] == kind and fits(frame):
                return frame
            self._kept.append(frame)

    async def reach(self, revision: int) -> None:
        """Wait until ops up to `revision` have come, without a gap."""
        while self.revision < revision:
            await self.get("ops")

    async def closed_with(self) -> int:
        while True:
            message = await self.socket.receive_output(PATIENCE_S)
            if message["type"] == "websocket.close":
                return int(message["code"])

    async def leave(self) -> None:
        await self.socket.disconnect(timeout=PATIENCE_S)

    def kept(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self._kept if frame["type"] == kind]

    def _take(self, frame: dict[str, Any]) -> dict[str, Any]:
        if frame["type"] == "welcome" and "ops" not in frame:
            self.revision = frame["revision"]
        for op in frame.get("ops", []):
            if op["revision"] == self.revision + 1:
                self.revision = op["revision"]
                self.changes += op["changes"]
            else:
                assert op["revision"] <= self.revision, "a gap"
        return frame
