"""Which generation the work at hand is for, for log lines: it follows tasks and their threads."""

from contextvars import ContextVar

generation_id: ContextVar[str] = ContextVar("generation_id", default="")
