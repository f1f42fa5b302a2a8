"""`manage.py measure_pictures`: looks of pictures that came in before they were measured."""

from typing import Any

from django.core.management.base import BaseCommand

from assets.actions.looks import measure, unmeasured


class Command(BaseCommand):
    help = "Measures the looks of pictures that have none yet, for drift and near-duplicates."

    def handle(self, *args: Any, **options: Any) -> None:
        measured = unread = 0
        for asset in unmeasured():
            if measure(asset):
                measured += 1
            else:
                unread += 1
        self.stdout.write(f"{measured} pictures measured, {unread} could not be read.")
