"""Sends what people have not read by mail, as a running server does by itself every ten minutes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from canvas.actions.digests import send_digests
from canvas.words import counted


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_digests(now=timezone.now())
        self.stdout.write(f"{counted(sent, 'mail')} sent.")
