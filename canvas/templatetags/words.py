"""Formatting for templates; the rules stand in `canvas.words`."""

from datetime import datetime
from decimal import Decimal

from django import template

from assets.generations.price import exact_words, price_words
from canvas import words
from canvas.access import display_name
from canvas.models import Invitation, ShareLink

register = template.Library()

register.filter("ago", words.ago)
register.filter("left", words.left)
register.filter("exact", words.exact)
register.filter("day_and_time", words.day_and_time)
register.filter("grouped", words.grouped)
register.filter("counted", words.counted)
register.filter("money", price_words)
register.filter("dollars", exact_words)
register.filter("seconds", words.seconds)
register.filter("initials", words.initials)
register.filter("display_name", display_name)


@register.filter
def is_open(link: ShareLink | Invitation, now: datetime) -> bool:
    return link.is_open(now)


@register.filter
def is_over(link: ShareLink, now: datetime) -> bool:
    return link.is_expired(now)


@register.filter
def person_colour(person_id: int) -> str:
    """The class that gives a person's colour."""
    return f"c{words.person_colour(person_id)}"


@register.filter
def plain_dollars(amount_usd: Decimal | None) -> str:
    """For a field: 12.5 as 12.50, None as nothing."""
    return "" if amount_usd is None else exact_words(amount_usd).lstrip("$").replace(",", "")
