"""What happens on boards, told to whoever keeps sockets open. Sent after commit; plain values only.

board_changed    board_id: UUID, revision: int. Ops were committed outside the board's own room.
access_changed   Any of board_id: UUID, user_id: int, link_id: UUID, session_key: str: sockets that
                 match one of them must be authorised again.
comments_changed  board_id: UUID. Somebody said or decided something there: those who are on the
                 board ask for it.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

board_changed = Signal()
access_changed = Signal()
comments_changed = Signal()


def ask_again_on_commit(sender: Any, **who: Any) -> None:
    """Send access_changed once what changed it is committed. who: keys of it."""
    transaction.on_commit(partial(access_changed.send, sender=sender, **who), robust=True)
