"""`manage.py verify_edits`: check every stored edit against its proof."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assets.proofs import edits_with_proof, problems_of


class Command(BaseCommand):
    help = "Checks stored edits against their stored proofs, and names each that does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what does not hold")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = broken = 0
        for generation in edits_with_proof():
            checked += 1
            problems = problems_of(generation)
            if problems:
                broken += 1
                self.stdout.write(f"{generation.id}: {'; '.join(problems)}.")
        if broken:
            raise CommandError(f"{broken} of {checked} edits do not hold.", returncode=1)
        if not options["quiet"]:
            self.stdout.write(f"{checked} edits checked, all of them hold.")
