"""What the commands have in common: opening the file, and finding the covenant and round that are meant."""

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor.publishing.checking import ReleaseCheck
from covenant_monitor.store import queries
from covenant_monitor.store.store import Store, open_store
from covenant_monitor.store.texts import fold

Result = tuple[int, Mapping[str, Any], Sequence[str]]
"""Exit code, what `--json` prints, and the lines that are printed otherwise."""


def reading(options: argparse.Namespace) -> Store:
    """The file, opened to be read."""
    return open_store(options.file, user=options.user, read_only=True)


def writing(options: argparse.Namespace) -> Store:
    """The file, opened to be changed; raises Problem where it is open elsewhere."""
    return open_store(options.file, user=options.user)


def for_audience(options: argparse.Namespace) -> Store:
    """Open a file to make an output of. What is for the public is recorded in it."""
    return writing(options) if options.audience == "public" else reading(options)


def told_written(options: argparse.Namespace, released: ReleaseCheck | None, words: Language) -> list[str]:
    """What is printed after an output was written: where it is, and what was withheld of it."""
    withheld = released.why(words) if released else []
    return [words.gettext("Written: {file}").format(file=options.out), *withheld]


def covenant_of(store: Store, asked: str) -> str:
    """The covenant that is asked for, as the file spells it; the only one where none is."""
    known = [covenant.code for covenant in queries.covenants(store)]
    if not asked:
        if len(known) == 1:
            return known[0]
        if not known:
            raise Problem("The file has no covenant yet: import one first.")
        raise Problem("Say which covenant, with --covenant. The file has: {known}.", known=", ".join(known))
    queries.covenant_id(store, asked)
    return next(code for code in known if fold(code) == fold(asked))


def round_of(store: Store, covenant: str, asked: str) -> str:
    """The code of the round that is asked for; of the latest where none is. Raises Problem."""
    if asked:
        return queries.round_of(store, covenant, asked)[1].code
    rounds = queries.rounds(store, covenant)
    if not rounds:
        raise Problem("{covenant} has no rounds yet.", covenant=covenant)
    return rounds[-1].code


def must_be_another_file(options: argparse.Namespace) -> None:
    """Raise Problem where what is to be written would take the place of the covenant file itself."""
    if options.out.exists() and options.file.exists() and options.out.samefile(options.file):
        raise Problem("{file} is the covenant file itself. Choose another name.", file=options.out.name)
