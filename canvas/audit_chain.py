"""The hash chain of an audit, and a program that checks an exported one: standard library only.

    python audit_chain.py audit.csv

Each entry's hash is the SHA-256 of its other values and the hash of the entry before, as a JSON
list in the order of COLUMNS (ASCII, no spaces): who changes, removes or inserts one breaks the
chain from there on. The last hash, kept elsewhere, holds the end of the chain.
"""

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

COLUMNS = ("number", "at", "actor_id", "actor", "verb", "subject", "facts", "previous")
"""at: UTC, ISO 8601 with microseconds. actor_id: "" without an account. facts: JSON."""
EXPORTED = (*COLUMNS, "hash")
FIRST = "0" * 64
"""What stands before the first entry."""

Entry = Mapping[str, str]


@dataclass(frozen=True)
class Broken:
    number: str
    reason: str


def hash_of(entry: Entry) -> str:
    """64 hexadecimal digits, of the values that COLUMNS names, each as text."""
    values = [entry[column] for column in COLUMNS]
    return hashlib.sha256(json.dumps(values, separators=(",", ":")).encode()).hexdigest()


def first_break(entries: Iterable[Entry], *, count: int, head: str) -> Broken | None:
    """The first place where the chain does not hold. count, head: entries and last hash that
    there should be."""
    number, previous = 0, FIRST
    for number, entry in enumerate(entries, start=1):
        if entry["number"] != str(number):
            return Broken(str(number), "is missing")
        if entry["previous"] != previous:
            return Broken(str(number), "does not follow from the entry before it")
        if entry["hash"] != hash_of(entry):
            return Broken(str(number), "was altered")
        previous = entry["hash"]
    if number != count:
        return Broken(str(number + 1), "is missing at the end")
    if previous != head:
        return Broken(str(number), "is not the entry that the audit ends with")
    return None


def guarded(cell: str) -> str:
    """What a spreadsheet would take for a formula, kept from being one; `plain` undoes it."""
    return f"'{cell}" if cell[:1] in tuple("'=+-@\t\r") else cell


def plain(cell: str) -> str:
    return cell.removeprefix("'")


def read(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    for row in csv.DictReader(lines):
        yield {column: plain(row.get(column) or "") for column in EXPORTED}


def main(path: str) -> int:
    with open(path, encoding="utf-8", newline="") as file:
        entries = list(read(file))
    head = entries[-1]["hash"] if entries else FIRST
    broken = first_break(entries, count=len(entries), head=head)
    if broken:
        print(f"Entry {broken.number} {broken.reason}.")
        return 1
    print(f"The chain of {len(entries)} entries is whole. It ends with {head}.")
    print("Compare that hash with the one on the Audit page: entries cut off the end show there.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 2 else __doc__)
