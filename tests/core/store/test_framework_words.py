import re
import string

import pytest

from covenant_monitor.domain.framework_rules import Flaw, FlawKind
from covenant_monitor.domain.model import Relation
from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.language import language
from covenant_monitor.store.framework_words import FLAWS, SaidFlaw, flaw_text, refuse, relation_name

ENGLISH = language("en")


def test_every_flaw_and_relation_has_words() -> None:
    assert set(FLAWS) == set(FlawKind)
    assert len({relation_name(relation, ENGLISH) for relation in Relation}) == len(Relation)


@pytest.mark.parametrize("kind", FlawKind)
def test_a_flaw_is_one_sentence_that_names_its_place(kind: FlawKind) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(FLAWS[kind]) if name}
    said = flaw_text(Flaw(kind, "A1", "merged" if "called" in FLAWS[kind] else "B2"), ENGLISH)
    assert said.endswith(".")
    assert not re.search("[{}]", said)
    assert "A1" in said or "code" not in names


def test_a_relation_is_said_in_the_reader_s_language() -> None:
    said = SaidFlaw(Flaw(FlawKind.NOT_ONE, "A1", "split")).text(ENGLISH)
    assert said == "In the mapping, criterion A1 is called “split”, but has several on the other side."


def test_one_flaw_is_a_problem_several_are_findings_and_notes_are_nothing() -> None:
    note, empty, nameless = Flaw(FlawKind.NO_ANCHORS, "A1"), Flaw(FlawKind.NO_TEXT, "A1"), Flaw(FlawKind.NO_NAME)
    refuse([note], "{n}")
    with pytest.raises(Problem, match="Criterion A1 has no text, in either language"):
        refuse([note, empty], "{n}")
    with pytest.raises(Rejected, match="2 things") as several:
        refuse([nameless, note, empty], "{n} things")
    assert [finding.text(ENGLISH) for finding in several.value.findings] == [
        flaw_text(nameless, ENGLISH),
        flaw_text(empty, ENGLISH),
    ]
