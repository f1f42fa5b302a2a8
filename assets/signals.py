"""What this package announces: after commit, or from a running engine; ids and plain values only.

generation_changed      generation_id: UUID. Its state, or what it says of itself, is another in the
                        database. Sent once for each committed move.
engine_freed            An engine has answered a run, and bears another.
generation_progressed   generation_id: UUID, told: {"sequence", "fraction", "stage", "elapsed_s"}
                        (see `generations.news.Told`), preview: bytes | None (WebP, at most 320 px
                        on its long side). Passing news: never stored, may be lost.
"""

from django.dispatch import Signal

generation_changed = Signal()
engine_freed = Signal()
generation_progressed = Signal()
