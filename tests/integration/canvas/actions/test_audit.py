"""The chain of an audit: whole as written, broken by whoever alters it, also in an export."""

import csv
import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from canvas import audit_chain
from canvas.actions.audit import record, verify
from canvas.models import AuditEntry
from tests.factories import make_user, make_workspace


@pytest.mark.django_db
def test_a_chain_holds_and_each_workspace_has_its_own() -> None:
    ours, others = make_workspace(), make_workspace("Others")
    user = make_user()
    first = record(ours, user, "role_changed", "Maya", {"role": "lead"})
    record(others, "Guest Ann", "decided", "Mug")
    second = record(ours, None, "decided", "Mug \x00\ud800")

    assert (first.number, second.number) == (1, 2)
    assert second.previous == first.hash
    assert second.subject == "Mug "
    assert verify(ours) is None
    assert verify(others) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("harm", "number", "reason"),
    [
        (lambda rows: rows.filter(number=2).update(facts='{"role": "owner"}'), "2", "altered"),
        (lambda rows: rows.filter(number=2).delete(), "2", "missing"),
        (lambda rows: rows.filter(number=3).delete(), "3", "missing at the end"),
        (lambda rows: rows.filter(number=1).update(previous="f" * 64), "1", "does not follow"),
    ],
)
def test_verify_points_at_the_row_that_was_touched(harm, number: str, reason: str) -> None:
    workspace = make_workspace()
    for name in ("a", "b", "c"):
        record(workspace, None, "decided", name)

    harm(AuditEntry.objects.filter(workspace=workspace))

    broken = verify(workspace)
    assert broken is not None
    assert broken.number == number
    assert reason in broken.reason
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=io.StringIO())


@pytest.mark.django_db
def test_an_entry_goes_with_what_it_tells_of() -> None:
    workspace = make_workspace()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(workspace, None, "decided", "Mug")
        raise ZeroDivisionError

    assert not AuditEntry.objects.exists()
    assert verify(workspace) is None


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_make_one_chain() -> None:
    workspace = make_workspace()

    def write() -> None:
        for number in range(5):
            record(workspace, None, "decided", str(number))
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert AuditEntry.objects.filter(workspace=workspace).count() == 20
    assert verify(workspace) is None


@pytest.mark.django_db
@pytest.mark.parametrize("is_altered", [False, True])
def test_the_verifier_checks_an_export_by_itself(tmp_path: Path, is_altered: bool) -> None:
    workspace = make_workspace()
    for subject in ("=1+1", "'quoted", 'Mug, "large"\nnew line', "Тест"):
        record(workspace, "Guest", "decided", subject)
    rows = [row.as_exported() for row in AuditEntry.objects.order_by("number")]
    if is_altered:
        rows[1]["actor"] = "Somebody else"
    file = tmp_path / "audit.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(audit_chain.EXPORTED)
        for row in rows:
            writer.writerow([audit_chain.guarded(row[name]) for name in audit_chain.EXPORTED])

    # In a folder of its own, with nothing of the project to be imported.
    script = tmp_path / "verify.py"
    script.write_bytes(Path(audit_chain.__file__).read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", script, file], capture_output=True, text=True, timeout=60
    )

    assert done.returncode == (1 if is_altered else 0)
    assert ("Entry 2 was altered" if is_altered else rows[-1]["hash"]) in done.stdout
    assert len(script.read_text().splitlines()) < 100
