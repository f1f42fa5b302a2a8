"""`manage.py seed_board`: a board of very many pictures, to look at by hand and to measure."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from canvas.actions.first_start import first_owner, set_up
from canvas.actions.many_pictures import make_board_of_many
from canvas.actions.people import make_sign_in_link
from canvas.models import Membership, Role

MOST_NODES = 100_000


class Command(BaseCommand):
    help = "Make a board of many pictures in the first workspace, for its owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--nodes", type=int, default=10_000, help="pictures on the board")
        parser.add_argument("--distinct", type=int, default=1_000, help="that differ")

    def handle(self, *, nodes: int, distinct: int, **options: Any) -> None:
        if not 1 <= nodes <= MOST_NODES or distinct < 1:
            raise CommandError(
                f"A board takes 1 to {MOST_NODES:,} pictures here, of which at least 1 differs."
            )
        call_command("migrate", interactive=False, verbosity=0)
        set_up()
        owner = first_owner()
        if owner is None:
            raise CommandError("The workspace has no owner: nobody could open the board.")
        membership = Membership.objects.select_related("workspace").filter(
            user=owner, role=Role.OWNER
        )[0]
        board = make_board_of_many(
            workspace=membership.workspace, user=owner, nodes=nodes, distinct=distinct
        )
        self.stdout.write(f"Board: {reverse('board', args=[board.id])}")
        token = make_sign_in_link(user=owner)
        self.stdout.write(f"Sign in, once and within a day: {reverse('welcome', args=[token])}")
