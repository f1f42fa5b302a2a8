"""`manage.py verify_audit`: whether the audit of every workspace is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assets.models import Workspace
from canvas.actions.audit import verify
from canvas.models import AuditHead


class Command(BaseCommand):
    help = "Check the hash chain of every workspace's audit. Ends with 1 where one is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        broken_count = 0
        for workspace in Workspace.objects.order_by("created_at"):
            head = AuditHead.objects.filter(workspace=workspace).first()
            broken = verify(workspace)
            if broken:
                broken_count += 1
                self.stdout.write(f"{workspace}: entry {broken.number} {broken.reason}.")
            else:
                self.stdout.write(f"{workspace}: {head.count if head else 0} entries, whole.")
        if broken_count:
            raise CommandError("The audit is not as it was written.")
