import copy
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.language import Language, language


class Finding:
    """A sentence with its place."""

    def __init__(self, place: str) -> None:
        self.place = place

    def text(self, language: Language) -> str:
        return f"{self.place}: {language.pick('ontbreekt', 'is missing')}"


def test_a_problem_is_told_in_the_readers_language() -> None:
    problem = Problem("{path} was left on {day} ({why})", path=Path("a.xlsx"), day=date(2017, 10, 3), why=Finding("B4"))
    assert problem.text(language("nl")) == "a.xlsx was left on 3 oktober 2017 (B4: ontbreekt)"
    assert problem.text(language("en")) == "a.xlsx was left on 3 October 2017 (B4: is missing)"


def test_a_problem_within_a_problem_is_told_in_the_same_language() -> None:
    cause = Problem("{share} too many", share=2.5)
    assert Problem("Not saved: {cause}", cause=cause).text(language("nl")) == "Not saved: 2,5 too many"


def test_str_is_for_logs_and_needs_no_language() -> None:
    assert str(Problem("{path} is empty", path="a.covenant")) == "a.covenant is empty"
    assert str(Problem("The file is empty")) == "The file is empty"


def test_values_are_not_read_as_placeholders() -> None:
    assert Problem("{name} is double", name="{name} & {other}").text(language("nl")) == "{name} & {other} is double"


def test_rejected_keeps_its_findings_and_is_a_problem() -> None:
    findings = [Finding("B4"), Finding("B9")]
    with pytest.raises(Problem) as caught:
        raise Rejected("{n} findings", findings, n=len(findings))
    rejected = caught.value
    assert isinstance(rejected, Rejected)
    assert rejected.text(language("en")) == str(rejected) == "2 findings"
    assert [finding.text(language("en")) for finding in rejected.findings] == [
        "B4: is missing",
        "B9: is missing",
    ]
    findings.clear()
    assert len(rejected.findings) == 2


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_F48_they_can_be_copied_and_sent_to_another_process(again: Callable[[Problem], Problem]) -> None:
    problem = again(Problem("{path} is empty", path="a.xlsx"))
    assert str(problem) == "a.xlsx is empty"
    rejected = again(Rejected("{n} findings", ["B4"], n=1))
    assert isinstance(rejected, Rejected)
    assert str(rejected) == "1 findings"
    assert rejected.findings == ("B4",)


def test_a_placeholder_may_have_any_name() -> None:
    assert str(Problem("{self}: {message}", self="it", message="no")) == "it: no"
    assert str(Rejected("{message}, {findings}", [], message="no", findings=2)) == "no, 2"
