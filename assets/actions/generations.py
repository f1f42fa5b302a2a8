"""What people ask of engines: start, cancel, retry. Each checks, writes, and tells on commit."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from assets.actions.brands import check_engine
from assets.actions.budgets import check_budgets
from assets.actions.ledger import quote_of, reserve, reserve_again, settle
from assets.actions.runs import announce_change, announce_queued
from assets.compositing.geometry import Box, Preset, Size
from assets.compositing.intents import Intent
from assets.compositing.outpaint import Growth, check_growth
from assets.drift.pauses import Wanted, refuse_paused
from assets.engines.base import Capabilities, Engine
from assets.engines.registry import engine_of_tier, known_tiers
from assets.engines.request import AnchorRole, Operation
from assets.errors import InvalidMask, InvalidRequest
from assets.generations.bills import NOTHING, Bill
from assets.generations.queue import call_workers
from assets.generations.rules import (
    MOST_SEED,
    check_anchors,
    check_operation,
    check_scale,
    check_seed,
    check_size,
    check_strength,
    clean_prompt,
)
from assets.generations.states import CANCELLABLE, CANCELLED, QUEUED, RETRYABLE, SUCCEEDED
from assets.models import (
    Asset,
    BrandKit,
    Generation,
    Lane,
    PackVersion,
    PolicyTerm,
    TemplateVersion,
    Workspace,
)
from assets.motion.terms import Motion, check_seconds, clip_size
from assets.packs import told_of
from assets.policy import refuse_blocked, replaced, terms_of
from assets.transactions import write_transaction


@dataclass(frozen=True)
class NewAnchor:
    asset: Asset
    role: str = AnchorRole.SUBJECT
    strength: float = 0.5
    pack: PackVersion | None = None
    """The version of an anchor pack that it came with: one that holds it."""


@dataclass(frozen=True)
class NewPart:
    """A mask of an edit with words of its own. strength: as of NewGeneration."""

    mask: Asset
    prompt: str
    strength: float


@dataclass(frozen=True)
class NewClip:
    """How `source` is to move. side: px of the short side. last: the picture that it ends on; then
    it does not loop. The rest as of `Terms`."""

    motion: Motion
    seconds: float
    side: int
    loops: bool = True
    amount: float = 0.5
    last: Asset | None = None


@dataclass(frozen=True)
class NewGeneration:
    """One picture asked for.

    id: made by whoever asks; asking again with it is harmless. width, height: px; of an edit they
    follow from `source`, and what stands here is not read. seed: None for one by chance.
    strength: of an inpaint, 0 (copy the source) to 1 (ignore it); so are intent and context (what
    the engine is to see, a preset or a box in px of the source), and parts: two or more, lowest
    first, each an engine call of its own; `mask` is all of them together then, and `strength` is
    not read.
    scaled: of an outpaint, the px that the source is resampled to before it grows by `extend`.
    scale: of an upscale, 2 or 4.
    clip: of an animate; its `mask` is where `source` may move, None for everywhere.
    lane: bulk is what nobody sits and waits for.
    brand: whose terms, engines and budget count; risk: the class that it is made for, as the brand
    names them, or "". template, filled: as of Generation.
    """

    id: uuid.UUID
    operation: Operation
    prompt: str
    tier: str
    width: int = 0
    height: int = 0
    seed: int | None = None
    anchors: tuple[NewAnchor, ...] = ()
    source: Asset | None = None
    mask: Asset | None = None
    strength: float = 1.0
    intent: Intent = Intent.CHANGE
    context: Preset | Box = Preset.BALANCED
    parts: tuple[NewPart, ...] = ()
    extend: Growth | None = None
    scaled: Size | None = None
    scale: int | None = None
    clip: NewClip | None = None
    lane: Lane = Lane.INTERACTIVE
    brand: BrandKit | None = None
    risk: str = ""
    template: TemplateVersion | None = None
    filled: Mapping[str, Any] = field(default_factory=dict)


def start_generations(
    *,
    workspace: Workspace,
    user: User | None,
    asked: Sequence[NewGeneration],
    is_canary: bool = False,
) -> list[Generation]:
    """Queue pictures, all or none; the rows come back in the order asked.

    Ids that are there already are answered as they are, and nothing of them changes. Raises
    InvalidRequest, InvalidMask or BudgetExceeded; then nothing was written. is_canary: drawn to see
    whether an engine has drifted, so also while that has paused it.
    """
    ids = [new.id for new in asked]
    with write_transaction():
        known = Generation.objects.in_bulk(ids)
        if any(row.workspace_id != workspace.id for row in known.values()):
            raise InvalidRequest("This id is taken. Generate again.", code="generation_taken")
        news = [new for new in asked if new.id not in known]
        if not is_canary:
            refuse_paused(workspace.id, map(_watched_by, news))
        brands = {new.brand.id: new.brand for new in news if new.brand is not None}
        terms = {brand: terms_of(workspace.id, brand) for brand in (None, *brands)}
        news = [_by_policy(terms[new.brand.id if new.brand else None], user, new) for new in news]
        engines = {tier: _engine_of(tier, workspace.id) for tier in {new.tier for new in news}}
        rows = [_checked_row(workspace, user, new, engines[new.tier]) for new in news]
        quotes = [(row, quote_of(row, engines[row.tier].capabilities())) for row in rows]
        now = timezone.now()
        for brand in (None, *brands):
            # Without a brand: all of them together, against the workspace's and the person's.
            price = sum((q for row, q in quotes if brand in (None, row.brand_id)), NOTHING)
            check_budgets(
                workspace=workspace,
                person=user,
                brand=brands[brand] if brand else None,
                more_usd=price,
                now=now,
            )
        # Of two requests with the same ids at the same moment the later one finds the rows there.
        Generation.objects.bulk_create(rows, ignore_conflicts=True)
        reserve(quotes, now=now)
        for number, row in enumerate(rows):
            if row.lane == Lane.BULK and number:
                # Whoever placed hundreds knows that they wait; each worker is called all the same.
                call_workers()
            else:
                announce_queued(row.id)
        known = Generation.objects.select_related("source").in_bulk(ids)
        return [known[id_] for id_ in ids]


def price_before(*, workspace: Workspace, new: NewGeneration) -> Decimal:
    """What it would cost, by the same rules; nothing is written. Raises as `start_generations`
    does, but for budgets."""
    engine = _engine_of(new.tier, workspace.id)
    return quote_of(_checked_row(workspace, None, new, engine), engine.capabilities())


def _watched_by(new: NewGeneration) -> Wanted:
    return (
        new.tier,
        new.brand.id if new.brand else None,
        new.template.template_id if new.template else None,
    )


def _by_policy(terms: Sequence[PolicyTerm], user: User | None, new: NewGeneration) -> NewGeneration:
    """With its words as the workspace's terms have them. Raises PolicyBlocked."""
    if not terms:
        return new
    pictures = [anchor.asset for anchor in new.anchors] + ([new.source] if new.source else [])
    others = [part.prompt for part in new.parts] + [picture.name for picture in pictures]
    refuse_blocked(terms, user=user, prompt=new.prompt, others=others)
    parts = tuple(replace(part, prompt=replaced(terms, part.prompt)) for part in new.parts)
    return replace(new, prompt=replaced(terms, new.prompt), parts=parts)


def cancel_generation(*, generation: Generation) -> Generation:
    """Stop it, if it has not ended yet; cancelling twice is harmless. The row as it is now."""
    with write_transaction():
        row = Generation.objects.select_for_update().get(id=generation.id)
        if row.state in CANCELLABLE:
            now = timezone.now()
            Generation.objects.filter(id=row.id).update(
                state=CANCELLED,
                finished_at=now,
                error_code="",
                error_message="",
                not_before=None,
                lease_until=None,
            )
            _settle_cancelled(row, now)
            announce_change(row.id)
        generation.refresh_from_db()
        return generation


def _settle_cancelled(row: Generation, now: datetime) -> None:
    """One that waits was not begun; of one that runs its worker says more in a moment."""
    if row.state == QUEUED:
        settle(row.id, row.attempt + 1, outcome=CANCELLED, now=now, bill=Bill())
    else:
        settle(row.id, row.attempt, outcome=CANCELLED, now=now)


def retry_generation(
    *, generation: Generation, user: User | None, tier: str | None = None, risk: str = ""
) -> Generation:
    """Queue it again under its own id; one that waits or runs already stays as it is.

    user: who asks, and whose budget it counts to. tier: another one than before. risk: as of
    NewGeneration. The engine is the one its tier means today: settings may have moved on since it
    failed. Raises InvalidRequest when it has its picture already, or the tier is gone or cannot do
    it; BudgetExceeded.
    """
    with write_transaction():
        row = (
            Generation.objects.select_for_update(of=("self",))
            .select_related("source", "brand")
            .get(id=generation.id)
        )
        if row.state == SUCCEEDED:
            raise InvalidRequest(
                "This picture is made already. Generate again for another one.",
                code="already_made",
            )
        if row.state in RETRYABLE:
            row.tier = tier or row.tier
            _queue_again(row, _engine_of(row.tier, row.workspace_id), user, risk)
        generation.refresh_from_db()
        return generation


def _queue_again(row: Generation, engine: Engine, user: User | None, risk: str) -> None:
    capabilities = engine.capabilities()
    version = row.template_version
    template = version.template_id if version else None
    refuse_paused(row.workspace_id, [(row.tier, row.brand_id, template)])
    terms = terms_of(row.workspace_id, row.brand_id)
    refuse_blocked(terms, user=user, prompt=row.prompt, others=())
    check_engine(row.brand, risk, engine)
    check_operation(Operation(row.operation), capabilities, row.tier)
    check_anchors([anchor["role"] for anchor in row.anchors], capabilities)
    if row.source is None:
        check_size(row.width, row.height, capabilities)
    now, price = timezone.now(), quote_of(row, capabilities)
    check_budgets(workspace=row.workspace, person=user, brand=row.brand, more_usd=price, now=now)
    row.engine = engine.key
    Generation.objects.filter(id=row.id).update(
        state=QUEUED,
        tier=row.tier,
        engine=row.engine,
        failed_tries=0,
        not_before=None,
        is_held=False,
        error_code="",
        error_message="",
        facts={},
        started_at=None,
        finished_at=None,
    )
    reserve_again(row, price, person=user, now=now)
    announce_queued(row.id)


def _checked_row(
    workspace: Workspace, user: User | None, new: NewGeneration, engine: Engine
) -> Generation:
    capabilities = engine.capabilities()
    check_engine(new.brand, new.risk, engine)
    check_operation(new.operation, capabilities, new.tier)
    check_anchors([anchor.role for anchor in new.anchors], capabilities)
    for anchor in new.anchors:
        check_strength(anchor.strength)
    used = [anchor.asset for anchor in new.anchors] + [part.mask for part in new.parts]
    if new.clip is not None:
        used += [new.clip.last] if new.clip.last else []
    for asset in (new.source, new.mask, *used):
        _check_ours(workspace, asset)
    width, height, edit = _check_shape(new, capabilities)
    return Generation(
        id=new.id,
        workspace=workspace,
        created_by=user,
        operation=new.operation.value,
        tier=new.tier,
        engine=engine.key,
        engine_version=engine.version,
        prompt=clean_prompt(new.prompt, new.operation),
        width=width,
        height=height,
        seed=_seed(new.seed),
        anchors=[_anchor(anchor) for anchor in new.anchors],
        source=new.source,
        mask=new.mask,
        edit=edit,
        lane=new.lane,
        brand=new.brand,
        template_version=new.template,
        filled=dict(new.filled),
    )


def _anchor(new: NewAnchor) -> dict[str, Any]:
    kept = {"asset": str(new.asset.id), "role": new.role, "strength": new.strength}
    return kept if new.pack is None else {**kept, "pack": told_of(new.pack)}


def _engine_of(tier: str, workspace_id: uuid.UUID) -> Engine:
    if tier not in known_tiers():
        raise InvalidRequest(
            f"There is no tier '{tier[:40]}'. Choose one of {', '.join(known_tiers())}.",
            code="unknown_tier",
        )
    return engine_of_tier(tier, workspace_id)


def _check_ours(workspace: Workspace, asset: Asset | None) -> None:
    if asset is not None and asset.workspace_id != workspace.id:
        raise InvalidRequest(
            "This picture is not here. Choose another one.", code="unknown_picture"
        )


def _check_shape(new: NewGeneration, capabilities: Capabilities) -> tuple[int, int, dict[str, Any]]:
    """The size (px) of what comes out and the row's `edit`, for whole pictures and for edits."""
    match new.operation:
        case Operation.INPAINT:
            source, mask = _picture_to_edit(new), new.mask
            if mask is None:
                raise InvalidRequest("Nothing is masked. Paint what should change.", code="no_mask")
            _check_mask(mask, source)
            check_strength(new.strength)
            for part in new.parts:
                _check_mask(part.mask, source)
                check_strength(part.strength)
            return source.width, source.height, _inpaint_terms(new, source)
        case Operation.OUTPAINT:
            source = _picture_to_edit(new)
            if new.extend is None or new.mask is not None:
                raise InvalidRequest("Say how far the picture grows to each side, without a mask.")
            old = new.scaled or Size(source.width, source.height)
            grown = check_growth(old, new.extend, max_pixels=settings.MAX_IMAGE_PIXELS)
            scaled = {"scaled": [old.width, old.height]} if new.scaled else {}
            return grown.width, grown.height, asdict(new.extend) | scaled
        case Operation.UPSCALE:
            source = _picture_to_edit(new)
            if new.mask is not None or new.extend is not None or new.anchors:
                raise InvalidRequest("An upscale takes a picture and how many times, no more.")
            scale = check_scale(
                new.scale, source.width, source.height, max_pixels=settings.MAX_IMAGE_PIXELS
            )
            return source.width * scale, source.height * scale, {"scale": scale}
        case Operation.ANIMATE:
            return _clip_shape(new, capabilities)
        case _:
            if new.source is not None or new.mask is not None or new.extend is not None:
                raise InvalidRequest("A new picture takes anchors, no source and no mask.")
            if (new.operation is Operation.IMAGE_TO_IMAGE) != bool(new.anchors):
                raise InvalidRequest("Anchors and image_to_image go together.")
            check_size(new.width, new.height, capabilities)
            return new.width, new.height, {}


def _clip_shape(new: NewGeneration, capabilities: Capabilities) -> tuple[int, int, dict[str, Any]]:
    source, clip = _picture_to_edit(new), new.clip
    if clip is None or new.extend is not None or new.anchors:
        raise InvalidRequest("A clip takes a picture and how it is to move, no more.")
    if new.mask is not None:
        _check_mask(new.mask, source)
    if not capabilities.motions and not new.prompt.strip():
        raise InvalidRequest(
            "Say in words what should move: this engine knows no motions by name.",
            code="prompt_empty",
        )
    check_seconds(clip.seconds)
    check_strength(clip.amount)
    size = clip_size(Size(source.width, source.height), clip.side)
    terms: dict[str, Any] = {
        "seconds": clip.seconds,
        "motion": clip.motion.value,
        "loops": clip.loops and clip.last is None,
        "amount": clip.amount,
        "side": clip.side,
    }
    if clip.last is not None:
        terms["last"] = str(clip.last.id)
    return size.width, size.height, terms


def _inpaint_terms(new: NewGeneration, source: Asset) -> dict[str, Any]:
    context: str | list[int]
    if isinstance(new.context, Box):
        if not Box.of(Size(source.width, source.height)).contains(new.context):
            raise InvalidRequest(
                "The context reaches over the edge of the picture. Drag it back onto the picture.",
                code="context_outside",
            )
        context = new.context.as_list()
    else:
        context = new.context.value
    terms = {"strength": new.strength, "intent": new.intent.value, "context": context}
    parts = [
        {
            "mask": str(part.mask.id),
            "prompt": clean_prompt(part.prompt, new.operation),
            "strength": part.strength,
        }
        for part in new.parts
    ]
    return terms | ({"parts": parts} if parts else {})


def _picture_to_edit(new: NewGeneration) -> Asset:
    if new.source is not None and new.source.role == Asset.Role.CLIP:
        raise InvalidRequest(
            "A clip is not edited. Choose the picture that it was made from.", code="no_source"
        )
    if new.source is None or new.source.role != Asset.Role.PICTURE:
        raise InvalidRequest("Choose the picture that should be edited.", code="no_source")
    return new.source


def _check_mask(mask: Asset, source: Asset) -> None:
    """By its row only: ingest has taken no mask that is empty or full."""
    if mask.role != Asset.Role.MASK:
        raise InvalidMask("This is a picture, not a mask. Paint what should change.")
    if (mask.width, mask.height) != (source.width, source.height):
        raise InvalidMask(
            f"The mask is {mask.width} x {mask.height} px and its picture "
            f"{source.width} x {source.height} px. Paint it again on this picture."
        )


def _seed(asked: int | None) -> int:
    if asked is None:
        return secrets.randbelow(MOST_SEED + 1)
    check_seed(asked)
    return asked
