"""Times and numbers as people read them; prices are in `assets.generations.price`."""

from datetime import datetime, timedelta

from django.utils import timezone

THIN_SPACE = "\u202f"
# As many as the design tokens --p1 to --p6.
PERSON_COLOURS = 6


def ago(then: datetime, now: datetime | None = None) -> str:
    """Relative within a week (just now, 4 min ago, 2 h ago, yesterday, Tuesday), else the date."""
    now = timezone.localtime(now or timezone.now())
    then = timezone.localtime(then)
    passed = now - then
    days = (now.date() - then.date()).days
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(hours=1):
        return f"{int(passed.total_seconds() // 60)} min ago"
    if days == 0:
        return f"{int(passed.total_seconds() // 3600)} h ago"
    if days == 1:
        return "yesterday"
    if days < 7:
        return then.strftime("%A")
    return day(then, now)


def left(then: datetime, now: datetime | None = None) -> str:
    """How long until `then`: Ended 14 November, 20 min left, 5 h left, 4 days left, 31 January."""
    now = timezone.localtime(now or timezone.now())
    then = timezone.localtime(then)
    remaining = then - now
    if remaining <= timedelta(0):
        return f"Ended {day(then, now)}"
    if remaining < timedelta(hours=1):
        return f"{max(1, int(remaining.total_seconds() // 60))} min left"
    if remaining <= timedelta(days=1):
        hours = round(remaining.total_seconds() / 3600)
        return f"{hours} h left"
    if remaining < timedelta(days=14):
        return counted(round(remaining / timedelta(days=1)), "day") + " left"
    return day(then, now)


def day(when: datetime, now: datetime) -> str:
    """14 November, with the year when it is another one."""
    year = "" if when.year == now.year else f" {when.year}"
    return f"{when.day} {when.strftime('%B')}{year}"


def day_and_time(when: datetime) -> str:
    """14 November 09:30, for names of things kept at a moment."""
    local = timezone.localtime(when)
    return f"{day(local, timezone.localtime())} {local.strftime('%H:%M')}"


def exact(when: datetime) -> str:
    """For the hover text beside a relative time."""
    return timezone.localtime(when).strftime("%-d %B %Y, %H:%M %Z")


def grouped(number: int) -> str:
    """48213907 as 48 213 907, with thin spaces that do not break."""
    return f"{number:,}".replace(",", THIN_SPACE)


def counted(number: int, noun: str) -> str:
    """1 picture, 12 pictures; for other plurals both words: "person,people"."""
    one, _, many = noun.partition(",")
    return f"{grouped(number)} {one if number == 1 else many or one + 's'}"


def person_colour(person_id: int) -> int:
    """1 to PERSON_COLOURS: the same one wherever a person appears."""
    return person_id % PERSON_COLOURS + 1


def initials(name: str) -> str:
    """At most two letters for a face."""
    words = [word for word in name.split() if word]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def seconds(count: float) -> str:
    """4.2 s, 38 s, 3 min: as exact as a guess can be."""
    if count < 9.95:
        return f"{count:.1f}".removesuffix(".0") + "\u00a0s"
    return f"{round(count)}\u00a0s" if count < 120 else f"{round(count / 60)}\u00a0min"


def percent(share: float) -> str:
    """0.6 as 60 %, with a space that does not break."""
    return f"{round(share * 100)}\u00a0%"
