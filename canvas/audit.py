"""The Audit page of a workspace: its entries by filter, in words, and all of them as a file."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from assets.models import Workspace
from canvas.audit_chain import EXPORTED, guarded
from canvas.echo import Echo
from canvas.home import Home
from canvas.models import AuditEntry, AuditHead

ENTRIES_A_PAGE = 50

VERBS = {
    "role_changed": "Changed a role",
    "member_joined": "Joined",
    "member_removed": "Removed a member",
    "invitation_made": "Made an invitation",
    "invitation_revoked": "Revoked an invitation",
    "link_made": "Made a link",
    "link_revoked": "Switched a link off",
    "link_reopened": "Switched a link on again",
    "link_changed": "Changed the rights of a link",
    "link_regenerated": "Gave a link another address",
    "link_deleted": "Deleted a link",
    "board_exported": "Exported a board",
    "exported": "Exported pictures of",
    "region_exported": "Exported a view of",
    "export_overridden": "Let pictures leave that are not approved, of",
    "risk_described": "Said what a picture is",
    "risk_raised": "Raised the risk of",
    "risk_lowered": "Lowered the risk of",
    "rights_declared": "Declared the rights of",
    "approval_asked": "Asked for approval of",
    "decided": "Decided on",
    "review_completed": "Completed a review of",
    "term_set": "Set the term",
    "term_removed": "Removed the term",
    "appeal_made": "Appealed against",
    "appeal_allowed": "Allowed in spite of a rule",
    "appeal_refused": "Refused the appeal against",
    "use_set": "Set the class of the use",
    "use_removed": "Removed the use",
    "brand_made": "Made the brand",
    "brand_changed": "Changed the brand",
    "brand_archived": "Archived the brand",
    "pack_given": "Gave a brand the pack",
    "pack_taken": "Took from a brand the pack",
    "template_approved": "Approved the template",
    "template_withdrawn": "Withdrew approval of the template",
    "tier_routed": "Routed a tier to the winner of a benchmark:",
    "watch_made": "Watches for drift",
    "watch_removed": "Stopped watching for drift",
    "references_taken": "Took references for",
    "paused_for_drift": "Paused for drift",
    "drift_overridden": "Let go on in spite of drift",
    "drift_ended": "Ended the pause of",
    "engine_restored": "Went back to the last good version of",
    "baseline_stated": "Stated the work by hand for a usable picture:",
}
"""What entries tell of. A verb that is not among them is shown by its own words."""


def verb_words(verb: str) -> str:
    return VERBS.get(verb) or verb.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Filter:
    """Each "" (since: None) for any. words: in subject, facts or hash. since: a day, UTC."""

    actor: str = ""
    verb: str = ""
    words: str = ""
    since: datetime | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "Filter":
        said = {key: query.get(key, "").replace("\x00", "")[:200] for key in _KEYS}
        return cls(said["actor"], said["verb"], said["words"].strip(), _day(said["since"]))

    def entries(self, workspace: Workspace) -> QuerySet[AuditEntry]:
        """Newest first."""
        entries = AuditEntry.objects.filter(workspace=workspace)
        if self.actor:
            entries = entries.filter(actor=self.actor)
        if self.verb:
            entries = entries.filter(verb=self.verb)
        if self.since:
            entries = entries.filter(at__gte=self.since)
        if self.words:
            in_subject = entries.filter(subject__icontains=self.words)
            # Facts are ASCII JSON: what is looked for stands there escaped.
            escaped = json.dumps(self.words)[1:-1]
            in_facts = entries.filter(facts__icontains=escaped)
            entries = in_subject | in_facts | entries.filter(hash=self.words.lower())
        return entries.order_by("-number")

    @property
    def query(self) -> str:
        since = f"{self.since:%Y-%m-%d}" if self.since else ""
        said = {"actor": self.actor, "verb": self.verb, "words": self.words, "since": since}
        return urlencode({key: value for key, value in said.items() if value})


_KEYS = ("actor", "verb", "words", "since")


def _day(words: str) -> datetime | None:
    try:
        day = datetime.strptime(words, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    return day if 2000 <= day.year < 3000 else None


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it."""

    entry: AuditEntry

    @property
    def verb(self) -> str:
        return verb_words(self.entry.verb)

    @property
    def facts(self) -> list[tuple[str, str]]:
        try:
            facts = json.loads(self.entry.facts)
        except ValueError:  # somebody altered it, which is what "Verify" says
            return [("facts", self.entry.facts)]
        if not isinstance(facts, dict):
            return [("facts", self.entry.facts)]
        return [(key.replace("_", " "), _words(value)) for key, value in facts.items()]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in (None, "") else str(value)


@dataclass(frozen=True)
class Audit:
    """Everything is read when it is first asked for."""

    home: Home
    filter: Filter
    page_number: str = "1"

    @property
    def workspace(self) -> Workspace:
        return self.home.here.workspace

    @cached_property
    def page(self) -> "Page[AuditEntry]":
        entries = self.filter.entries(self.workspace)
        return Paginator(entries, ENTRIES_A_PAGE).get_page(self.page_number)

    @property
    def lines(self) -> list[Line]:
        return [Line(entry) for entry in self.page.object_list]

    @cached_property
    def head(self) -> AuditHead:
        found = AuditHead.objects.filter(workspace=self.workspace).first()
        return found or AuditHead(workspace=self.workspace)

    @cached_property
    def actors(self) -> list[str]:
        return self._distinct("actor")

    @cached_property
    def verbs(self) -> list[tuple[str, str]]:
        return [(verb, verb_words(verb)) for verb in self._distinct("verb")]

    def _distinct(self, column: str) -> list[str]:
        entries = AuditEntry.objects.filter(workspace=self.workspace).exclude(**{column: ""})
        return sorted(entries.order_by().values_list(column, flat=True).distinct())


def csv_rows(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """In the order of the chain, head first, as `canvas.audit_chain` reads them."""
    writer = csv.writer(Echo())
    yield writer.writerow(EXPORTED)
    for entry in entries:
        told = entry.as_exported()
        yield writer.writerow([guarded(told[column]) for column in EXPORTED])
