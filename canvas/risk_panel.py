"""What the inspector shows of a picture's risk and rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assets.rights import Input, Standing
from canvas.access import BoardAccess
from canvas.approval import CHECKLIST, DECIDING, State, Status, why_not
from canvas.approval_facts import as_made, author_of, decisions_on, status
from canvas.deciders import deciding_members
from canvas.models import ApprovalRequest, Decision, Node, PictureRisk
from canvas.risk import FLAGS, Risk, Verdict
from canvas.risk_facts import Facts, edited_from, facts_of
from canvas.roles import MANAGING_ROLES

STANDINGS = {
    Standing.OWNED: "Owned",
    Standing.LICENSED: "Licensed",
    Standing.UNDOCUMENTED: "Licensed, no document",
    Standing.EXPIRED: "Licence expired",
    Standing.UNKNOWN: "Rights unknown",
}
MOST_INPUTS = 8


@dataclass(frozen=True)
class InputRow:
    of: Input

    @property
    def words(self) -> str:
        return STANDINGS[self.of.standing]

    @property
    def is_bad(self) -> bool:
        return self.of.standing >= Standing.EXPIRED


@dataclass(frozen=True)
class RiskPanel:
    """Everything is read when it is first asked for."""

    node: Node
    access: BoardAccess

    @cached_property
    def _facts(self) -> Facts:
        return facts_of(self.node.board, [self.node])[self.node.id]

    @property
    def verdict(self) -> Verdict:
        return self._facts.verdict

    @property
    def said(self) -> PictureRisk:
        return self._facts.said

    @property
    def uses(self) -> Mapping[str, Risk]:
        return self._facts.uses

    @cached_property
    def decisions(self) -> list[Decision]:
        """Of this picture and of those that it is an edit of, the newest first."""
        board = self.node.board
        origins = edited_from(board, [self.node.id])[self.node.id]
        return decisions_on(board, [self.node.id, *origins])[::-1]

    @cached_property
    def status(self) -> Status:
        made = [as_made(one) for one in reversed(self.decisions)]
        return status(self.node, self.verdict.risk, made)

    @cached_property
    def asked(self) -> ApprovalRequest | None:
        assert self.node.asset is not None
        return ApprovalRequest.objects.filter(
            board=self.node.board, node=self.node.id, sha256=self.node.asset.sha256
        ).first()

    @property
    def may_decide(self) -> bool:
        return self.access.role in DECIDING

    @property
    def why_not(self) -> str:
        """Why this person's approval would not count."""
        is_author = author_of(self.node) == f"u{self.access.user_id}"
        return why_not(self.verdict.risk, role=self.access.role, is_author=is_author)

    @property
    def headline(self) -> str:
        status = self.status
        if status.state is not State.OPEN:
            return {State.CHANGES: "Changes", State.REJECTED: "Not relevant"}.get(
                status.state, "Approved"
            )
        if self.asked:
            stage = f"{self.asked.get_stage_display()} review" if self.asked.stage else "In review"
            return f"{stage} {status.given}/{status.needed}"
        return "Not reviewed" if status.is_stale else f"{status.given} of {status.needed}"

    checklist = CHECKLIST
    stages = ApprovalRequest.Stage.choices

    @cached_property
    def people(self) -> list[tuple[int, str, bool]]:
        """Id and name of who may be asked, and whether they are."""
        named = self.asked.deciders if self.asked else []
        return [(one, name, one in named) for one, name in deciding_members(self.node.board)]

    @property
    def awaited(self) -> list[str]:
        """Names of those who are named and have not decided on these bytes."""
        assert self.node.asset is not None
        done = {one.user_id for one in self.decisions if one.sha256 == self.node.asset.sha256}
        return [name for one, name, is_named in self.people if is_named and one not in done]

    @property
    def flags(self) -> list[tuple[str, str, bool]]:
        return [(key, words, key in self.said.flags) for key, (words, _) in FLAGS.items()]

    @property
    def inputs(self) -> list[InputRow]:
        return [InputRow(one) for one in self._facts.lineage.inputs]

    @property
    def shown_inputs(self) -> list[InputRow]:
        return self.inputs[:MOST_INPUTS]

    @property
    def is_lead(self) -> bool:
        return self.access.role in MANAGING_ROLES

    @property
    def higher(self) -> list[Risk]:
        return [risk for risk in Risk if risk.rank > self.verdict.risk.rank]

    @property
    def lower(self) -> list[Risk]:
        return [risk for risk in Risk if risk.rank < self.verdict.risk.rank]
