import threading
import uuid
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.db import connection, transaction
from django.utils import timezone

from assets.models import Asset
from canvas.actions.op_rows import BoardRows
from canvas.actions.ops import MAX_DEPTH, CommitResult, Submission, apply_changes, commit_ops
from canvas.document.snapshot import encode_item
from canvas.errors import NotFound, OpRejected
from canvas.models import Board, Edge, Node, Op
from canvas.signals import board_changed
from tests.factories import make_board, make_member, make_user
from tests.integration.canvas.document_parts import (
    create_frame,
    create_note,
    create_placeholder,
    make_asset,
    make_generation,
    new_id,
    place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return make_board()


@pytest.fixture
def actor_id(board: Board) -> int:
    return int(make_member(board.workspace).pk)


def commit(board: Board, actor_id: int | None, *changes: Any) -> CommitResult:
    return commit_ops(board.id, [Submission(uuid.uuid4(), list(changes), actor_id)])


def refusal(result: CommitResult) -> str:
    assert result.committed == []
    return result.rejected[0].code


def test_a_created_node_is_a_row_and_an_op(board: Board, actor_id: int) -> None:
    node_id = new_id()
    earlier = timezone.now() - timedelta(days=1)
    Board.objects.update(edited_at=earlier)

    result = commit(board, actor_id, create_note(node_id, text="Warm light", x=12.5))

    node = Node.objects.get(board=board, id=node_id)
    assert (node.kind, node.x, node.width, node.order) == ("note", 12.5, 200, "V")
    assert node.props == {"name": "", "text": "Warm light", "colour": "amber"}
    assert (node.revision, node.created_by_id, node.deleted_at) == (1, actor_id, None)
    op = Op.objects.get(board=board)
    assert (op.revision, op.actor_id) == (1, actor_id)
    assert op.changes == result.committed[0].encoded
    assert timezone.now() - op.committed_at < timedelta(minutes=1)
    board.refresh_from_db()
    assert board.revision == result.revision == 1
    assert board.edited_at > earlier


def test_committed_changes_hold_the_defaults(board: Board, actor_id: int) -> None:
    op = commit(board, actor_id, create_note(new_id())).committed[0]

    assert op.changes[0]["create"]["colour"] == "amber"
    assert op.changes[0]["create"]["rotation"] == 0


def test_each_op_gets_the_next_revision(board: Board, actor_id: int) -> None:
    ops = [Submission(uuid.uuid4(), [create_note(new_id())], actor_id) for _ in range(5)]

    result = commit_ops(board.id, ops)

    assert [op.revision for op in result.committed] == [1, 2, 3, 4, 5]
    assert [op.op_id for op in result.committed] == [op.op_id for op in ops]
    assert result.revision == 5


def test_a_resent_op_is_committed_once_and_acknowledged_as_it_was(
    board: Board, actor_id: int
) -> None:
    op = Submission(uuid.uuid4(), [create_note(new_id(), text="first")], actor_id)
    first = commit_ops(board.id, [op]).committed[0]
    commit(board, actor_id, create_note(new_id()))

    other_payload = Submission(op.op_id, [create_note(new_id(), text="second")], actor_id)
    again = commit_ops(board.id, [other_payload])

    assert again.revision == 2
    assert again.committed[0].is_repeat
    assert again.committed[0].revision == first.revision
    assert again.committed[0].changes == first.changes
    assert Op.objects.filter(board=board).count() == 2
    assert Node.objects.filter(board=board).count() == 2


def test_an_op_sent_twice_in_one_batch_is_committed_once(board: Board, actor_id: int) -> None:
    op = Submission(uuid.uuid4(), [create_note(new_id())], actor_id)

    result = commit_ops(board.id, [op, op])

    assert [(one.revision, one.is_repeat) for one in result.committed] == [(1, False), (1, True)]


def test_an_op_id_is_free_on_another_board(board: Board, actor_id: int) -> None:
    op = Submission(uuid.uuid4(), [create_note(new_id())], actor_id)
    commit_ops(board.id, [op])

    assert commit_ops(make_board().id, [op]).committed[0].is_repeat is False


def test_a_refused_op_does_not_touch_the_others_of_its_batch(board: Board, actor_id: int) -> None:
    good, late = new_id(), new_id()
    half = [create_note(late), {"node": new_id(), "set": {"x": 1}}]

    result = commit_ops(
        board.id,
        [
            Submission(uuid.uuid4(), [create_note(good)], actor_id),
            Submission(uuid.uuid4(), half, actor_id),
            Submission(uuid.uuid4(), [{"node": good, "set": {"x": 9}}], actor_id),
        ],
    )

    assert [op.revision for op in result.committed] == [1, 2]
    assert [op.code for op in result.rejected] == ["no_such_node"]
    assert list(Node.objects.values_list("x", flat=True)) == [9]


def test_later_ops_of_a_batch_see_earlier_ones(board: Board, actor_id: int) -> None:
    node_id = new_id()
    steps: list[dict[str, Any]] = [
        create_note(node_id),
        {"node": node_id, "set": {"text": "b"}},
        {"node": node_id, "delete": True},
        create_note(node_id, text="c"),
    ]

    result = commit_ops(board.id, [Submission(uuid.uuid4(), [step], actor_id) for step in steps])

    assert len(result.committed) == 4
    node = Node.objects.get(board=board)
    assert (node.props["text"], node.revision, node.deleted_at) == ("c", 4, None)


def test_delete_is_soft_and_create_brings_the_node_back(board: Board, actor_id: int) -> None:
    node_id = new_id()
    commit(board, actor_id, create_note(node_id, text="kept"))
    deleted = commit(board, actor_id, {"node": node_id, "delete": True})
    assert Node.objects.get(board=board).deleted_at is not None
    assert "deleted" in deleted.nodes[node_id]
    assert refusal(commit(board, actor_id, {"node": node_id, "set": {"x": 1}})) == "no_such_node"

    commit(board, actor_id, {"node": node_id, "create": {"kind": "note", **place(x=4)}})

    node = Node.objects.get(board=board)
    assert (node.deleted_at, node.x, node.props["text"]) == (None, 4, "kept")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: {"node": new_id(), "set": {"x": 1}}, "no_such_node"),
        (lambda: {"node": new_id(), "delete": True}, "no_such_node"),
        (lambda: {"edge": new_id(), "delete": True}, "no_such_edge"),
        (lambda: create_note(new_id(), x=1e308), "bad_value"),
        (lambda: create_note(new_id(), x=float("nan")), "bad_value"),
        (lambda: create_note(new_id(), x=10**400), "bad_value"),
        (lambda: create_note(new_id(), text="a\x00b"), "bad_value"),
        (lambda: create_note(new_id(), text="\ud800"), "bad_value"),
        (lambda: {"node": new_id(), "create": {"kind": "clip", **place()}}, "unknown_kind"),
        (lambda: create_note(new_id(), parent=new_id()), "bad_parent"),
        (lambda: "nonsense", "bad_change"),
        (
            lambda: {
                "edge": new_id(),
                "create": {"source": new_id(), "target": new_id(), "role": "anchor"},
            },
            "no_such_node",
        ),
    ],
)
def test_a_bad_change_is_refused_with_its_code(
    board: Board, actor_id: int, change: Any, code: str
) -> None:
    assert refusal(commit(board, actor_id, change())) == code
    board.refresh_from_db()
    assert (board.revision, Node.objects.count(), Op.objects.count()) == (0, 0, 0)


def test_an_op_without_changes_or_with_too_many_is_refused(board: Board, actor_id: int) -> None:
    assert refusal(commit(board, actor_id)) == "bad_change"
    many = [create_note(new_id())] * 2_001
    assert refusal(commit(board, actor_id, *many)) == "too_many_changes"


def test_an_op_too_large_for_a_frame_is_refused(board: Board, actor_id: int) -> None:
    notes = [create_note(new_id(), text="t" * 10_000) for _ in range(25)]
    assert refusal(commit(board, actor_id, *notes)) == "too_large"


def test_nodes_of_another_board_are_out_of_reach(board: Board, actor_id: int) -> None:
    theirs = new_id()
    other = make_board()
    commit(other, None, create_frame(theirs))
    mine = new_id()
    commit(board, actor_id, create_note(mine))

    edge = {"source": mine, "target": theirs, "role": "anchor"}
    for change, code in [
        ({"node": theirs, "set": {"x": 5}}, "no_such_node"),
        ({"node": theirs, "delete": True}, "no_such_node"),
        ({"node": mine, "set": {"parent": theirs}}, "bad_parent"),
        ({"edge": new_id(), "create": edge}, "no_such_node"),
    ]:
        assert refusal(commit(board, actor_id, change)) == code
    assert Node.objects.get(board=other).x == 0


def test_the_same_id_on_another_board_is_another_node(board: Board, actor_id: int) -> None:
    node_id = new_id()
    other = make_board()
    commit(other, None, create_note(node_id, text="theirs"))

    commit(board, actor_id, create_note(node_id, text="mine"))

    assert Node.objects.get(board=other).props["text"] == "theirs"


def test_a_missing_board_is_not_found() -> None:
    with pytest.raises(NotFound):
        commit_ops(uuid.uuid4(), [])


def test_a_parent_must_be_a_frame(board: Board, actor_id: int) -> None:
    note, child, frame = new_id(), new_id(), new_id()
    commit(board, actor_id, create_note(note), create_frame(frame))

    assert refusal(commit(board, actor_id, create_note(child, parent=note))) == "bad_parent"
    commit(board, actor_id, create_note(child, parent=frame))

    assert str(Node.objects.get(id=child).parent) == frame


def test_a_frame_may_come_after_its_children_in_one_op(board: Board, actor_id: int) -> None:
    frame, child = new_id(), new_id()

    result = commit(board, actor_id, create_note(child, parent=frame), create_frame(frame))

    assert result.rejected == []


def test_a_parent_deleted_meanwhile_reads_as_none(board: Board, actor_id: int) -> None:
    frame, child = new_id(), new_id()
    commit(board, actor_id, create_frame(frame))
    commit(board, actor_id, {"node": frame, "delete": True})

    op = commit(board, actor_id, create_note(child, parent=frame)).committed[0]

    assert op.changes[0]["create"]["parent"] is None
    assert Node.objects.get(id=child).parent is None


def test_frames_make_no_circle(board: Board, actor_id: int) -> None:
    a, b, c = new_id(), new_id(), new_id()
    frames = [create_frame(a), create_frame(b, parent=a), create_frame(c, parent=b)]
    commit(board, actor_id, *frames)

    assert refusal(commit(board, actor_id, {"node": a, "set": {"parent": a}})) == "bad_parent"
    assert refusal(commit(board, actor_id, {"node": a, "set": {"parent": c}})) == "bad_parent"
    swapped = [{"node": a, "set": {"parent": b}}, {"node": b, "set": {"parent": None}}]
    assert commit(board, actor_id, *swapped).rejected == []


def test_frames_nest_only_so_deep(board: Board, actor_id: int) -> None:
    frames = [new_id() for _ in range(MAX_DEPTH + 2)]
    commit(board, actor_id, create_frame(frames[0]))
    codes = []
    for above, frame in zip(frames, frames[1:], strict=False):
        codes += [
            op.code for op in commit(board, actor_id, create_frame(frame, parent=above)).rejected
        ]

    assert codes == ["bad_parent"]


def test_a_picture_takes_only_pictures_of_its_workspace(board: Board, actor_id: int) -> None:
    def picture(asset: Asset) -> dict[str, Any]:
        return {"node": new_id(), "create": {"kind": "image", **place(), "asset": str(asset.id)}}

    foreign = make_asset(make_board().workspace)
    mask = make_asset(board.workspace, Asset.Role.MASK)
    own = make_asset(board.workspace)

    assert refusal(commit(board, actor_id, picture(foreign))) == "bad_asset"
    assert refusal(commit(board, actor_id, picture(mask))) == "bad_asset"
    op = commit(board, actor_id, picture(own)).committed[0]
    assert op.changes[0]["create"]["image_width"] == 640
    assert op.changes[0]["create"]["image_height"] == 480


def test_a_mask_takes_only_masks(board: Board, actor_id: int) -> None:
    def mask(asset: Asset) -> dict[str, Any]:
        return {"node": new_id(), "create": {"kind": "mask", **place(), "asset": str(asset.id)}}

    picture = make_asset(board.workspace)
    assert refusal(commit(board, actor_id, mask(picture))) == "bad_asset"
    assert commit(board, actor_id, mask(make_asset(board.workspace, Asset.Role.MASK))).committed


def test_a_client_cannot_lie_about_a_pictures_size(board: Board, actor_id: int) -> None:
    asset = make_asset(board.workspace)
    body = {"kind": "image", **place(), "asset": str(asset.id)}
    body |= {"image_width": 99_999, "image_height": 1}

    op = commit(board, actor_id, {"node": new_id(), "create": body}).committed[0]

    assert op.changes[0]["create"]["image_width"] == 640


def test_the_server_makes_placeholders_of_its_workspace_alone(board: Board, actor_id: int) -> None:
    own = make_generation(board.workspace)
    foreign = make_generation(make_board().workspace)

    assert refusal(commit(board, None, create_placeholder(new_id(), foreign))) == "bad_generation"
    assert refusal(commit(board, actor_id, create_placeholder(new_id(), own))) == "server_only"
    assert commit(board, None, create_placeholder(new_id(), own)).committed


def test_what_has_no_order_goes_on_top(board: Board, actor_id: int) -> None:
    commit(board, actor_id, create_note(new_id(), order="k"))
    generation = make_generation(board.workspace)
    changes = [create_placeholder(new_id(), generation) for _ in range(3)]
    for change in changes:
        del change["create"]["order"]

    op = commit(board, None, *changes).committed[0]

    orders = [change["create"]["order"] for change in op.changes]
    assert orders == sorted(set(orders))
    assert orders[0] > "k"


def test_the_greatest_order_key_does_not_stop_new_nodes(board: Board, actor_id: int) -> None:
    commit(board, actor_id, create_note(new_id(), order="z" * 64))
    change = create_placeholder(new_id(), make_generation(board.workspace))
    del change["create"]["order"]

    assert commit(board, None, change).committed


def test_a_placeholder_becomes_a_picture_also_when_deleted_and_comes_back_as_one(
    board: Board, actor_id: int
) -> None:
    node_id = new_id()
    generation, asset = make_generation(board.workspace), make_asset(board.workspace)
    made = commit(board, None, create_placeholder(node_id, generation)).committed[0]
    commit(board, actor_id, {"node": node_id, "delete": True})

    commit(
        board,
        None,
        {"node": node_id, "set": {"kind": "image", "asset": str(asset.id), "name": "a red cup"}},
    )
    assert Node.objects.get(board=board).deleted_at is not None
    undo = commit(board, actor_id, {"node": node_id, "create": made.changes[0]["create"]})

    assert undo.rejected == []
    node = Node.objects.get(board=board)
    assert (node.kind, node.asset_id, node.generation_id) == ("image", asset.id, generation.id)
    assert (node.deleted_at, node.props["name"]) == (None, "a red cup")


def test_edges_are_rows_with_soft_delete(board: Board, actor_id: int) -> None:
    a, b, edge_id = new_id(), new_id(), new_id()
    edge = {"edge": edge_id, "create": {"source": a, "target": b, "role": "anchor"}}
    commit(board, actor_id, create_note(a), create_note(b), edge)
    assert refusal(commit(board, actor_id, edge)) == "exists"

    commit(board, actor_id, {"edge": edge_id, "delete": True})
    assert Edge.objects.get(board=board).deleted_at is not None
    commit(board, actor_id, {"node": b, "delete": True}, edge)

    row = Edge.objects.get(board=board)
    assert (str(row.source), row.deleted_at, row.strength) == (a, None, None)


def test_a_board_is_renamed(board: Board, actor_id: int) -> None:
    result = commit(board, actor_id, {"board": {"title": " Autumn hero "}})

    board.refresh_from_db()
    assert board.title == result.title == "Autumn hero"


def test_apply_changes_announces_after_commit(
    board: Board, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[Any] = []

    def listen(sender: object, **news: Any) -> None:
        heard.append((news["board_id"], news["revision"]))

    board_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            op_id = uuid.uuid4()
            op = apply_changes(board_id=board.id, changes=[create_note(new_id())], op_id=op_id)
            assert heard == []
        again = apply_changes(board_id=board.id, changes=[create_note(new_id())], op_id=op_id)
    finally:
        board_changed.disconnect(listen)

    assert heard == [(board.id, op.revision)]
    assert again.is_repeat


def test_apply_changes_raises_what_was_refused(board: Board) -> None:
    with pytest.raises(OpRejected) as caught:
        apply_changes(board_id=board.id, changes=[{"node": new_id(), "set": {"x": 1}}])
    assert caught.value.code == "no_such_node"


def test_an_op_of_a_transaction_that_fails_is_gone(board: Board) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        apply_changes(board_id=board.id, changes=[create_note(new_id())])
        raise RuntimeError

    board.refresh_from_db()
    assert (board.revision, Op.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_threads_that_commit_at_once_get_revisions_without_gaps() -> None:
    board, actor = make_board(), make_user()
    node_id = new_id()
    commit(board, actor.pk, create_note(node_id))
    failures: list[BaseException] = []

    def write(thread: int) -> None:
        try:
            for step in range(40):
                change = {"node": node_id, "set": {"x": thread * 1_000 + step}}
                commit(board, actor.pk, change)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    ops = list(Op.objects.filter(board=board).order_by("revision"))
    assert [op.revision for op in ops] == list(range(1, 82))
    node = Node.objects.get(board=board)
    assert f'"x":{node.x}' in ops[-1].changes
    board.refresh_from_db()
    assert board.revision == node.revision == 81


def test_a_batch_costs_a_handful_of_queries(
    board: Board, actor_id: int, django_assert_max_num_queries: Any
) -> None:
    nodes = [new_id() for _ in range(50)]
    commit(board, actor_id, *map(create_note, nodes))
    moves = [
        Submission(uuid.uuid4(), [{"node": node_id, "set": {"x": 3}}], actor_id)
        for node_id in nodes
    ]

    with django_assert_max_num_queries(8):
        commit_ops(board.id, moves)


def test_a_copy_of_a_generated_picture_keeps_how_it_was_made(board: Board, actor_id: int) -> None:
    asset = make_asset(board.workspace)
    make_generation(board.workspace, result=asset)
    newest = make_generation(board.workspace, result=asset)
    elsewhere = make_asset(board.workspace)
    copy, upload = new_id(), new_id()
    body = {"kind": "image", **place(), "image_width": 640, "image_height": 480}

    result = commit(
        board,
        actor_id,
        {"node": copy, "create": {**body, "asset": str(asset.id)}},
        {"node": upload, "create": {**body, "asset": str(elsewhere.id)}},
    )

    assert result.rejected == []
    assert Node.objects.get(id=copy).generation == newest
    assert Node.objects.get(id=upload).generation is None
    told = [change["create"]["generation"] for change in result.committed[0].changes]
    assert told == [str(newest.id), None]


def test_nodes_read_as_json_are_what_they_are_as_objects(board: Board, actor_id: int) -> None:
    frame, note, picture, gone = new_id(), new_id(), new_id(), new_id()
    asset = make_asset(board.workspace)
    words = 'Grüße "quoted" \\ back\nslash 漢 </script>'
    image = {"kind": "image", **place(0.1 + 0.2, -1e6 / 3), "asset": str(asset.id), "flip_x": True}
    commit(
        board,
        actor_id,
        create_frame(frame),
        create_note(note, text=words, name="n", parent=frame, tags=["a", "ö"], opacity=0.25),
        {"node": picture, "create": image | {"image_width": 640, "image_height": 480}},
        create_note(gone),
    )
    commit(board, actor_id, {"node": gone, "delete": True})

    with connection.cursor() as cursor:
        rows = BoardRows(connection, cursor, board.id)
        encoded = dict(rows.encoded_nodes())
        items = rows.nodes([frame, note, picture])

    # PostgreSQL keeps the keys of props in an order of its own, but no spaces may be left.
    assert {key: orjson.loads(node) for key, node in encoded.items()} == items
    assert {key: len(node) for key, node in encoded.items()} == {
        key: len(encode_item(item)) for key, item in items.items()
    }
    assert set(encoded) == {frame, note, picture}
