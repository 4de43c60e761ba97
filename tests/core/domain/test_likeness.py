from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.likeness import Likeness, Piece, PieceKind, same_text, text_differences, words
from covenant_monitor.domain.model import Criterion, Text
from tests.core.domain.strategies import relaxed

SENTENCES = st.text("ab é-\n", max_size=30)
TEXTS = st.builds(Text, SENTENCES, SENTENCES)


def test_the_words_that_differ_are_told_in_reading_order() -> None:
    assert text_differences("Het beleid dekt kinderarbeid", "Het beleid dekt ook dwangarbeid") == [
        Piece("Het beleid dekt ", PieceKind.SAME),
        Piece("kinderarbeid", PieceKind.REMOVED),
        Piece("ook dwangarbeid", PieceKind.ADDED),
    ]
    assert text_differences("", "Nieuw") == [Piece("Nieuw", PieceKind.ADDED)]
    assert text_differences("Oud", "") == [Piece("Oud", PieceKind.REMOVED)]
    assert text_differences("", "") == []


@relaxed
@given(SENTENCES, SENTENCES)
def test_both_texts_are_in_their_differences(before: str, after: str) -> None:
    pieces = text_differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED) == after
    assert all(piece.text for piece in pieces)


def test_case_and_spaces_make_no_other_text() -> None:
    assert same_text(Text("Er is  beleid"), Text("er is\nBeleid "))
    assert same_text(Text("Er is beleid", "There is a policy"), Text("Er is beleid"))
    assert not same_text(Text("Er is beleid", "There is a policy"), Text("Er is beleid", "There are policies"))
    assert not same_text(Text("Er is beleid"), Text(en="There is a policy"))
    assert same_text(Text(), Text(" "))
    assert not same_text(Text("Er is beleid"), Text())


def test_words_that_every_criterion_has_say_little() -> None:
    subjects = "kinderarbeid loon water veiligheid grond energie dieren vakbonden leveranciers inkoop klachten herstel"
    texts = [Text(f"Het beleid dekt {subject}") for subject in subjects.split()]
    texts.append(Text("Kinderarbeid wordt bestreden"))
    likeness = Likeness(Criterion(str(n), text) for n, text in enumerate(texts))
    child, pay, fight = words(texts[0]), words(texts[1]), words(texts[-1])
    assert likeness.alike(child, child) == 1
    assert likeness.alike(child, pay) < likeness.alike(child, fight)
    assert likeness.alike(child, words(Text("Iets anders"))) == 0
    assert likeness.within(words(Text("Kinderarbeid")), child) == 1
    assert likeness.within(words(Text()), child) == 0


def test_the_language_that_has_most_in_common_decides() -> None:
    before, after = (
        Text("Leveranciers zijn bekend", "Suppliers are known"),
        Text("Geheel anders", "Suppliers are known"),
    )
    likeness = Likeness([Criterion("1", before), Criterion("2", after)])
    assert likeness.alike(words(before), words(after)) == 1


@relaxed
@given(st.lists(TEXTS, min_size=2, max_size=6))
def test_likeness_is_a_share_and_goes_both_ways(texts: list[Text]) -> None:
    likeness = Likeness(Criterion(str(n), text) for n, text in enumerate(texts))
    one, other = words(texts[0]), words(texts[1])
    assert 0 <= likeness.alike(one, other) <= 1 + 1e-9
    assert likeness.alike(one, other) == likeness.alike(other, one)
    assert 0 <= likeness.within(one, other) <= 1 + 1e-9
