"""`manage.py sign_in_link [EMAIL]`: a new one-time way in, for whoever lost their password."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from canvas.actions.first_start import first_owner
from canvas.actions.people import make_sign_in_link


class Command(BaseCommand):
    help = "Print a one-time sign-in link for the account with this e-mail address, or the owner's."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", help="without it: the first owner")
        parser.add_argument(
            "--url", default="http://127.0.0.1:8765", help="where the server is reached"
        )

    def handle(self, *, email: str | None, url: str, **options: Any) -> None:
        user = account_of(email) if email else first_owner()
        if user is None:
            raise CommandError(
                f"No account has the e-mail address {email}."
                if email
                else "There is no owner yet. Start the server once: python manage.py serve"
            )
        token = make_sign_in_link(user=user)
        self.stdout.write("This link signs in once, within a day; older ones no longer work.")
        self.stdout.write(url.rstrip("/") + reverse("welcome", args=[token]))


def account_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email, is_active=True).first()
