"""One board's live room in this process: group commit, fan-out, joining and resuming.

Sockets hand in ops; whatever arrived while the last group was being committed is the next group.
Memory changes only after COMMIT, and the broadcast is the acknowledgement. All of it runs on the
event loop, but for the storage's calls. Reasons and figures: the measurements in live.md.

Everything that moves `revision` on happens in `_work`, one step at a time: a commit of our own, or
reading what others (views, the dispatcher, other processes) committed.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import islice, takewhile
from typing import Any, Protocol
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError
from django.urls import reverse

from canvas.access import BoardAccess
from canvas.actions.op_rows import OpRow
from canvas.actions.ops import CommitResult, Submission
from canvas.document.concealed import may_change_pictures
from canvas.document.snapshot import BoardContent
from canvas.errors import NotFound
from canvas.metrics import COMMITS, OPS, REFUSED
from canvas.realtime import protocol
from canvas.realtime.batch import Batch
from canvas.realtime.elsewhere import People
from canvas.realtime.guest_view import GuestView
from canvas.realtime.news import News
from canvas.realtime.outlet import Message, text_message
from canvas.realtime.presence import News as PeopleNews
from canvas.realtime.presence import Presence
from canvas.realtime.storage import BoardStorage, DatabaseThreads

logger = logging.getLogger(__name__)

Tell = Callable[[str, dict[str, Any]], None]
"""(kind, values): a message for the rooms of this board in other processes."""

RING_OPS = 20_000
# A group of so many changes takes some 50 ms: nobody waits longer for the writer.
MAX_GROUP_CHANGES = 4_000
# While a fan-out takes long, frames get fewer and larger. With 10 a delivery costs a fifth less CPU
# than with 6 and half of what it costs with 3 (50 clients, 800 ops/s), and one writer alone still
# has its answer in 8 ms.
PACE_FACTOR, MAX_PACE_S = 10, 0.033
# A longer absence is mended by a snapshot: a megabyte at most, whatever was missed.
MAX_RESUME_OPS = 5_000
# Up to here the ops are sent without asking whether the board itself would be shorter.
FREE_RESUME_BYTES = 64 * 1024
# Batches of several processes pass each other on the way: what is missing between two of them comes
# within this time, or is read from the database.
GAP_S = 0.02
# More of them wait only while the database does not answer: then it is read whole.
MAX_BATCHES = 1_000
# A database that is busy, full or restarted is asked again: nobody's edit is refused for that at
# once. Each try has waited for the database's own timeout already.
RETRY_PAUSES_S = (0.5, 1.0, 2.0)


class Member(Protocol):
    """A socket in the room. `push` never waits."""

    access: BoardAccess

    def push(self, message: Message) -> None: ...

    def close(self, code: int) -> None: ...


class Room:
    """`open` comes first. `on_idle` is called when nobody is left and nothing is under way.

    tell, mark: with other processes; see Presence for `mark`.
    """

    def __init__(
        self,
        board_id: UUID,
        *,
        storage: BoardStorage,
        readers: DatabaseThreads,
        writer: DatabaseThreads,
        on_idle: Callable[["Room"], None],
        retry_pauses_s: Sequence[float],
        tell: Tell | None = None,
        mark: str = "",
    ) -> None:
        self.board_id = board_id
        self.content = BoardContent(0, "")
        self.presence = Presence(mark)
        self.news = News(
            self.presence,
            broadcast=self._broadcast_people,
            broadcast_progress=self._broadcast_progress,
            tell=self._tell_people,
        )
        self._guest_view = GuestView()
        self.keys: dict[Member, str] = {}
        self._live: set[Member] = set()
        # Guests' pages of pictures: told that something is new, and never what.
        self._listeners: set[Member] = set()
        self._storage, self._readers, self._writer = storage, readers, writer
        self._on_idle = on_idle
        self._retry_pauses_s = retry_pauses_s
        self._tell_others = tell
        self._is_open = False
        self._queue: deque[tuple[Member, Submission]] = deque()
        self._heard_of = 0
        # Committed, here or elsewhere, and not taken over yet: by first revision.
        self._batches: dict[int, Batch] = {}
        self._worker: asyncio.Task[None] | None = None
        # (revision, encoded op), without gaps, up to `revision`.
        self._ring: deque[tuple[int, str]] = deque(maxlen=RING_OPS)
        self._out: list[str] = []
        self._out_timer: asyncio.TimerHandle | None = None
        self._out_at, self._out_cost, self._commit_cost = 0.0, 0.0, 0.0

    @property
    def revision(self) -> int:
        return self.content.revision

    async def open(self) -> None:
        """Raises NotFound or a DatabaseError."""
        self.content = await self._readers.run(self._storage.read, self.board_id)
        self._is_open = True
        self.hear_of(self._heard_of)

    def close(self) -> None:
        self.news.close()
        if self._out_timer is not None:
            self._out_timer.cancel()
        if self._worker is not None:
            self._worker.cancel()

    @property
    def is_idle(self) -> bool:
        is_empty = not self.keys and not self._listeners
        return is_empty and not self._queue and self._worker is None

    # Coming and going

    def enter(self, member: Member) -> None:
        """Somebody is here; they hear nothing before `join`."""
        self.keys[member] = self.presence.enter(member.access.key, member.access.name).key
        self.news.soon()

    def attend(self, member: Member) -> None:
        """Somebody listens."""
        self._listeners.add(member)

    def leave(self, member: Member) -> None:
        self._live.discard(member)
        self._listeners.discard(member)
        key = self.keys.pop(member, None)
        if key is not None:
            self.presence.leave(key)
            self.news.soon()
        self._tell_if_idle()

    def fall_behind(self, member: Member) -> None:
        """It was too slow, and gets nothing more until it has joined again."""
        self._live.discard(member)

    async def join(self, member: Member, since: int | None) -> None:
        """Answer the `hello` of one who has `since`: what was missed, or where the snapshot is."""
        self._live.discard(member)
        missed = None if since is None else await self._missed(since)
        if member not in self.keys:
            return
        # What waits to go out is in the welcome already.
        self._send_ops()
        progress = self.news.progress
        if member.access.is_guest:
            self._guest_view.look(self.content)
            progress = self._guest_view.progress(progress, self.content)
            missed = missed and self._guest_view.missed(missed, self.content)
        welcome = protocol.Welcome(
            revision=self.revision,
            role=member.access.may_do,
            you=self.keys[member],
            people=self._people_for(member),
            progress={key: _without_preview(told) for key, told in progress.items()},
            ops=None if missed is None else [],
            snapshot_url=reverse("snapshot", args=[self.board_id]),
        )
        frames = [welcome.dump()] if not missed else welcome.with_ops(missed, self.revision)
        frames += protocol.progress_frames(progress)
        if _sees_people(member):
            frames += protocol.presence_frames(self.presence.everyone())
        for frame in frames:
            member.push(text_message(frame))
        self._live.add(member)

    async def _missed(self, since: int) -> list[str] | None:
        """The ops after `since`, or None where a snapshot is shorter (or the only way)."""
        if not 0 <= self.revision - since <= MAX_RESUME_OPS:
            return None
        older: list[OpRow] = []
        if since + 1 < self._ring_start():
            try:
                older = await self._readers.run(
                    self._storage.ops_since, self.board_id, since, MAX_RESUME_OPS
                )
            except DatabaseError:
                logger.exception("could not read the ops of board %s", self.board_id)
                return None
        start = self._ring_start()
        missed = [_encode(op) for op in takewhile(lambda op: op.revision < start, older)]
        missed += [op for _, op in islice(self._ring, max(0, since + 1 - start), None)]
        if len(missed) != self.revision - since:
            return None
        size = sum(map(len, missed))
        is_shorter = size <= FREE_RESUME_BYTES or size < self.content.size()
        return missed if is_shorter else None

    def _ring_start(self) -> int:
        return self._ring[0][0] if self._ring else self.revision + 1

    # Committing

    def submit(self, author: Member, submission: Submission) -> None:
        self._queue.append((author, submission))
        self._start_work()

    def hear_batch(self, first: int, last: int, batch: Batch | None) -> None:
        """Another process committed these revisions; None: they are to be read."""
        if batch is not None and first > self.revision:
            if len(self._batches) >= MAX_BATCHES:
                self._batches.clear()
            self._batches[first] = batch
        self.hear_of(last)

    def hear_of(self, revision: int) -> None:
        """Somebody else committed up to `revision`."""
        self._heard_of = max(self._heard_of, revision)
        if self._is_open and self._heard_of > self.revision:
            self._start_work()

    def _start_work(self) -> None:
        if self._worker is None:
            self._worker = asyncio.ensure_future(self._work())

    async def _work(self) -> None:
        try:
            while self._queue or self._heard_of > self.revision:
                if self._heard_of > self.revision:
                    await self._follow()
                # A commit is half a millisecond whatever it holds, and its ops cannot go out before
                # the next frame is due: so it ends when that is, and holds what came till then.
                await asyncio.sleep(self._wait_to_send() - self._commit_cost)
                if group := self._next_group():
                    started = time.monotonic()
                    await self._commit(group)
                    self._commit_cost = time.monotonic() - started
        finally:
            self._worker = None
            self._tell_if_idle()

    def _next_group(self) -> list[tuple[Member, Submission]]:
        group: list[tuple[Member, Submission]] = []
        changes = 0
        while self._queue:
            changes += len(self._queue[0][1].changes)
            if group and changes > MAX_GROUP_CHANGES:
                break
            group.append(self._queue.popleft())
        return group

    async def _commit(self, group: Sequence[tuple[Member, Submission]], tries: int = 0) -> None:
        submissions = [submission for _, submission in group]
        started = time.monotonic()
        try:
            result = await self._writer.run(self._storage.commit, self.board_id, submissions)
        except NotFound:
            self._end()
        except (OperationalError, InterfaceError) as error:
            # Busy, full or away: no op is at fault.
            logger.error("could not save %d ops of board %s: %s", len(group), self.board_id, error)
            await self._try_again(group, tries)
        except Exception:
            logger.exception("could not apply %d ops of board %s", len(group), self.board_id)
            if len(group) == 1:
                self._refuse(group, "op_failed", "This change could not be made.")
            # One op of the group has spoiled it: each gets a chance of its own.
            for one in group if len(group) > 1 else ():
                await self._commit([one])
        else:
            COMMITS.observe(time.monotonic() - started)
            OPS.inc(len(result.committed))
            REFUSED.inc(len(result.rejected))
            await self._take_result(group, result)

    async def _try_again(self, group: Sequence[tuple[Member, Submission]], tries: int) -> None:
        if tries < len(self._retry_pauses_s):
            await asyncio.sleep(self._retry_pauses_s[tries])
            await self._commit(group, tries + 1)
        else:
            message = "The board cannot be saved at present. Nothing was changed: try again soon."
            self._refuse(group, "unavailable", message)

    def _refuse(self, group: Sequence[tuple[Member, Submission]], code: str, message: str) -> None:
        for author, submission in group:
            author.push(text_message(protocol.Nack(submission.op_id, code, message).dump()))

    async def _take_result(
        self, group: Sequence[tuple[Member, Submission]], result: CommitResult
    ) -> None:
        # Two windows of one person share what was kept, and may both send it.
        authors: dict[UUID, set[Member]] = {}
        for author, submission in group:
            authors.setdefault(submission.op_id, set()).add(author)
        batch = Batch.of(result)
        if batch is not None:
            if self._tell_others is not None:
                self._tell_others("batch", batch.told())
            self.hear_batch(batch.first, batch.last, batch)
            await self._follow()
        for refused in {one.op_id: one for one in result.rejected}.values():
            nack = text_message(protocol.Nack(refused.op_id, refused.code, refused.message).dump())
            for author in authors[refused.op_id]:
                author.push(nack)
        # One that is new and a repeat in the same group goes out to everybody.
        new = {op.op_id for op in result.committed if not op.is_repeat}
        repeats = {op.op_id: op for op in result.committed if op.op_id not in new}
        for op in repeats.values():
            text = protocol.encode_op(op.revision, op.op_id, op.actor_id, op.encoded)
            for frame in protocol.ops_frames([text]):
                for author in authors[op.op_id] & self._live:
                    author.push(text_message(frame))

    async def _follow(self) -> None:
        """Take over what was heard of; what no batch brought is read."""
        self._take_batches()
        if self._batches and self._tell_others is not None:
            await asyncio.sleep(GAP_S)
            self._take_batches()
        if self._heard_of > self.revision:
            await self._catch_up()
            self._take_batches()

    def _take_batches(self) -> None:
        """Those that follow on what is here; older ones are dropped."""
        while batch := self._batches.pop(self.revision + 1, None):
            self.content.take_nodes(batch.nodes)
            self.content.take_edges(batch.edges)
            if batch.title is not None:
                self.content.title = batch.title
            for revision, text in enumerate(batch.ops, batch.first):
                self._take_op(revision, text)
        for first in [first for first in self._batches if first <= self.revision]:
            del self._batches[first]

    async def _catch_up(self) -> None:
        """Read what was committed since. When the database does not answer: again in a second."""
        since = self.revision
        try:
            missed = await self._readers.run(self._storage.missed, self.board_id, since, RING_OPS)
            is_whole = len(missed.ops) < RING_OPS and all(
                op.revision == since + 1 + number for number, op in enumerate(missed.ops)
            )
            if not is_whole:
                await self._start_over()
                return
        except NotFound:
            self._end()
            return
        except DatabaseError as error:
            logger.error("could not read board %s: %s", self.board_id, error)
            await asyncio.sleep(self._retry_pauses_s[-1])
            return
        if not missed.ops:
            self._heard_of = self.revision
        self.content.title = missed.title
        self.content.take_nodes(missed.nodes)
        self.content.take_edges(missed.edges)
        for op in missed.ops:
            self._take_op(op.revision, _encode(op))

    async def _start_over(self) -> None:
        """More was missed than is kept: everybody resumes from the database."""
        self.content = await self._readers.run(self._storage.read, self.board_id)
        self._ring.clear()
        self._out.clear()
        self._batches.clear()
        self._heard_of = self.revision
        members, self._live = self._live, set()
        for member in members:
            member.push(text_message(protocol.RESYNC))
        self._push([protocol.CHANGED], self._listeners)

    def _take_op(self, revision: int, text: str) -> None:
        self.content.revision = revision
        self._ring.append((revision, text))
        self._out.append(text)
        self._send_ops_soon()

    def _end(self) -> None:
        """The board is gone."""
        self._queue.clear()
        self._heard_of = 0
        for member in [*self.keys, *self._listeners]:
            member.close(protocol.CloseCode.NO_SUCH_BOARD)

    # Sending

    def _send_ops_soon(self) -> None:
        if self._out_timer is not None:
            return
        # Never within this step: the ops of one commit go out together.
        loop = asyncio.get_running_loop()
        self._out_timer = loop.call_later(self._wait_to_send(), self._send_ops)

    def _wait_to_send(self) -> float:
        """Seconds until the next frame of ops is due: none after a pause."""
        pause = min(MAX_PACE_S, PACE_FACTOR * self._out_cost)
        return max(0.0, self._out_at + pause - time.monotonic())

    def _send_ops(self) -> None:
        if self._out_timer is not None:
            self._out_timer.cancel()
            self._out_timer = None
        if self._out:
            started = time.monotonic()
            ops, self._out = self._out, []
            self._tell(ops)
            # Daphne only notes what is to be written: the loop writes it in its next round, and
            # that is what most of the fan-out costs.
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, self._note_cost, started)

    def _tell(self, ops: list[str]) -> None:
        if self._listeners and any(map(may_change_pictures, ops)):
            self._push([protocol.CHANGED], self._listeners)
        guests = self._guests()
        told = self._guest_view.told(ops, self.content) if guests else []
        for frame in protocol.ops_frames(ops):
            self._broadcast(frame, but=guests)
        if told is None:
            self._live -= guests
        frames = [protocol.RESYNC] if told is None else protocol.ops_frames(told)
        self._push(frames, guests)

    def _note_cost(self, started: float) -> None:
        self._out_at = time.monotonic()
        self._out_cost = self._out_at - started

    def _guests(self) -> set[Member]:
        return {member for member in self._live if member.access.is_guest}

    def _push(self, frames: Iterable[str], members: Set[Member]) -> None:
        for message in map(text_message, frames if members else ()):
            for member in members:
                member.push(message)

    def _broadcast(self, frame: str, *, but: Set[Member] = frozenset()) -> None:
        message = text_message(frame)
        # A copy: whoever falls behind leaves the set meanwhile.
        for member in self._live - but:
            member.push(message)

    def tell_comments(self) -> None:
        """There is something to ask for; what, each asks for by themselves: guests see less."""
        self._push(
            [protocol.COMMENTS],
            {one for one in self._live if one.access.may_comment or not one.access.is_guest},
        )
        self._push([protocol.COMMENTS], self._listeners)

    # People

    def show(self, member: Member, shown: dict[str, Any]) -> None:
        """What a person shows of themselves, as a presence frame brought it."""
        self.presence.show(self.keys[member], shown)
        self.news.soon()

    def hear_people(self, process: str, people: PeopleNews) -> None:
        """What is new of those who are here through another process."""
        self.presence.hear(process, people)
        self.news.soon()

    def hear_everyone(self, people: Mapping[str, People]) -> None:
        """All who are here through other processes, by process."""
        for process in self.presence.processes - people.keys():
            self.presence.hear_all(process, {})
        for process, theirs in people.items():
            self.presence.hear_all(process, theirs)
        self.news.soon()

    def _people_for(self, member: Member) -> list[dict[str, Any]]:
        """All who are here; a guest whose link names nobody is alone."""
        cards = self.presence.cards()
        if _sees_people(member):
            return cards
        return [card for card in cards if card["key"] == self.keys[member]]

    def _broadcast_people(self, frame: str) -> None:
        self._broadcast(frame, but={one for one in self._live if not _sees_people(one)})

    def _broadcast_progress(self, news: dict[str, dict[str, Any]]) -> None:
        guests = self._guests()
        for frame in protocol.progress_frames(news):
            self._broadcast(frame, but=guests)
        if guests:
            told = self._guest_view.progress(news, self.content)
            self._push(protocol.progress_frames(told), guests)

    def _tell_people(self, people: PeopleNews) -> None:
        if self._tell_others is not None:
            self._tell_others("people", {"people": people})

    def _tell_if_idle(self) -> None:
        if self.is_idle:
            self._on_idle(self)


def _sees_people(member: Member) -> bool:
    return member.access.sees_people or not member.access.is_guest


def _without_preview(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != "preview"}


def _encode(op: OpRow) -> str:
    return protocol.encode_op(op.revision, UUID(op.op_id), op.actor_id, op.changes)
