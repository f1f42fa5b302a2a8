"""What happens on boards, told to whoever keeps sockets open. Sent after commit; plain values only.

board_changed    board_id: UUID, revision: int. Ops were committed outside the board's own room.
access_changed   Any of board_id: UUID, user_id: int, link_id: UUID, session_key: str: sockets that
                 match one of them must be authorised again.
comments_changed  board_id: UUID. Somebody said or decided something there: those who are on the
                 board ask for it.
"""

from django.dispatch import Signal

board_changed = Signal()
access_changed = Signal()
comments_changed = Signal()
