"""What the inspector shows of a picture's risk and rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assets.rights import Input, Standing
from canvas.access import BoardAccess
from canvas.models import Node, PictureRisk
from canvas.risk import FLAGS, Risk, Verdict
from canvas.risk_facts import Facts, facts_of
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
