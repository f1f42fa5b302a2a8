"""The record of decisions. `record` is the only writer; nothing of it is ever changed."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from assets.models import Workspace
from assets.transactions import write_transaction
from canvas.access import display_name
from canvas.audit_chain import Broken, first_break, hash_of
from canvas.models import AuditEntry, AuditHead

# What no database or file keeps as it is: NUL, halves of surrogate pairs.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def record(
    workspace: Workspace,
    actor: User | str | None,
    verb: str,
    subject: str,
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add an entry to the workspace's chain, in the transaction of what it tells of: it is kept
    with that, or not at all. Call it last there: others wait for its lock until the commit.

    actor: a guest by the name they gave, None where the server did it. verb: of VERBS in
    `canvas.audit`. facts: plain JSON.
    """
    with write_transaction():
        AuditHead.objects.get_or_create(workspace=workspace)
        head = AuditHead.objects.select_for_update().get(workspace=workspace)
        entry = AuditEntry(
            workspace=workspace,
            number=head.count + 1,
            at=timezone.now(),
            actor_id=actor.pk if isinstance(actor, User) else None,
            actor=_kept(_name_of(actor), 200),
            verb=verb,
            subject=_kept(subject, 240),
            facts=json.dumps(dict(facts or {}), sort_keys=True, default=str),
            previous=head.hash,
        )
        entry.hash = hash_of(entry.as_exported())
        entry.save(force_insert=True)
        AuditHead.objects.filter(workspace=workspace).update(count=entry.number, hash=entry.hash)
        return entry


def verify(workspace: Workspace) -> Broken | None:
    """The first entry where the chain does not hold; None: it is whole."""
    with write_transaction():
        head = AuditHead.objects.select_for_update().filter(workspace=workspace).first()
        head = head or AuditHead(workspace=workspace)
        rows = AuditEntry.objects.filter(workspace=workspace).order_by("number")
        entries = (row.as_exported() for row in rows.iterator(chunk_size=1_000))
        return first_break(entries, count=head.count, head=head.hash)


def _name_of(actor: User | str | None) -> str:
    if isinstance(actor, User):
        address = f" <{actor.email}>" if actor.email else ""
        return f"{display_name(actor)}{address}"
    return actor or ""


def _kept(words: str, most: int) -> str:
    return _UNKEPT.sub("", words)[:most]
