"""What can go wrong through no fault of the program. Everything else that is raised is a bug."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from covenant_monitor.language import Language


class HasText(Protocol):
    """Anything that can say itself in a language."""

    def text(self, language: Language) -> str:
        """The words in `language`."""


class Problem(Exception):
    """A situation of the user's, told in one sentence that says what to do.

    `message` is a gettext msgid with named placeholders; `values` fills them. A value may be any object with a
    `text(language)` method, which is then called to put it in the reader's language.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, object] = values

    def text(self, language: Language) -> str:
        """The sentence in `language`."""
        return language.fill(self.message, self.values)

    def __str__(self) -> str:
        return self.message.format(**self.values)


class Rejected(Problem):
    """A request with several findings, each of which the user can mend. `findings` are sentences with their places."""

    # Copying and pickling make it anew of the message alone, and then give it back its attributes.
    def __init__(self, message: str, findings: Sequence[HasText] = (), /, **values: object) -> None:
        super().__init__(message, **values)
        self.findings = tuple(findings)
