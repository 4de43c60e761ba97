"""Any sequence of what is done with framework versions: nothing else changes, and all of it can be taken back."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from covenant_monitor.domain.framework_rules import mapping_obstacles
from covenant_monitor.domain.model import Criterion, Section, Text
from covenant_monitor.domain.versions import FrameworkKey, link, matches, propose, rows_of
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.exporting import export_tables
from covenant_monitor.exchange.framework_workbook import export_framework
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.store.check import check
from covenant_monitor.store.framework_content import (
    delete_criterion,
    delete_section,
    save_criterion,
    save_section,
)
from covenant_monitor.store.framework_mapping import save_mapping
from covenant_monitor.store.framework_reading import chain, entries, framework_of, mapping
from covenant_monitor.store.frameworks import create, delete_draft, edit, new_version, publish
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.store import create as new_file
from tests.core.store.small import WHO, contents, small

RECORDS = ("framework", "section", "criterion", "anchor", "mapping", "rating", "summary", "carried", "sample")
SCORES = ("rating", "score", "section_score")

DRAFTS = [FrameworkKey("F", "2"), FrameworkKey("F", "3"), FrameworkKey("N", "1"), FrameworkKey("N", "2")]
drafts = st.sampled_from(DRAFTS)
versions = st.sampled_from([*DRAFTS, FrameworkKey("F", "1"), FrameworkKey("F", "4")])
codes = st.sampled_from(["A1", "a2", "A3", "B1", "N1", "N2", "X", "Y"])
sections = st.sampled_from(["A", "B", "S", ""])
texts = st.builds(Text, st.sampled_from(["", "Er is beleid", "Keten in kaart", "Iets nieuws over lonen"]))
criteria = st.builds(
    Criterion,
    codes,
    texts,
    weight=st.sampled_from([1, 2]),
    groups=st.sampled_from([frozenset[str](), frozenset({"small"})]),
)
Step = Callable[[Store], Change]


def _mapped(old: FrameworkKey, new: FrameworkKey, *, proposed: bool, before: str, after: str) -> Step:
    """The mapping as proposed, or as it is, with two criteria put together."""

    def step(store: Store) -> Change:
        one, other = framework_of(store, old), framework_of(store, new)
        found = propose(one, other) if proposed else matches(mapping(store, old, new), one, other)
        if before in one.criteria and after in other.criteria:
            found = link(found, one, other, [before], [after])
        return save_mapping(store, old=old, new=new, rows=rows_of(found), why="proef")

    return step


steps = st.one_of(
    st.builds(lambda key: lambda s: create(s, key=key, name=Text("Kader")), versions),
    st.builds(
        lambda key, version: (
            lambda s: edit(s, key=key, name=Text("Anders"), scale=framework_of(s, key).scale, version=version)
        ),
        versions,
        st.sampled_from(["", "9"]),
    ),
    st.builds(
        lambda key, version: lambda s: new_version(s, key=key, version=version), versions, st.sampled_from("1234")
    ),
    st.builds(lambda key: lambda s: publish(s, key=key), drafts),
    st.builds(lambda key: lambda s: delete_draft(s, key=key), versions),
    st.builds(
        lambda key, code, was: lambda s: save_section(s, key=key, section=Section(code, Text("Deel"), ()), was=was),
        drafts,
        sections,
        sections,
    ),
    st.builds(lambda key, code: lambda s: delete_section(s, key=key, code=code), drafts, sections),
    st.builds(
        lambda key, section, criterion, was: (
            lambda s: save_criterion(s, key=key, section=section, criterion=criterion, was=was)
        ),
        drafts,
        sections,
        criteria,
        st.just("") | codes,
    ),
    st.builds(lambda key, code: lambda s: delete_criterion(s, key=key, code=code), drafts, codes),
    st.builds(
        lambda old, new, proposed, before, after: _mapped(old, new, proposed=proposed, before=before, after=after),
        versions,
        versions,
        st.booleans(),
        codes,
        codes,
    ),
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=6, max_size=16))
def test_whatever_is_done_the_file_stays_sound(todo: list[Step]) -> None:
    with TemporaryDirectory() as folder, small(Path(folder) / "a.covenant") as store:
        new_version(store, key=FrameworkKey("F", "1"), version="3")
        new_version(store, key=FrameworkKey("N", "1"), version="2")
        start = contents(store, RECORDS)
        rated = contents(store, SCORES)
        of_published = framework_of(store, FrameworkKey("F", "1"))
        done = 0
        for step in todo:
            before = contents(store, RECORDS)
            try:
                done += bool(step(store).rows)
            except Problem:
                assert contents(store, RECORDS) == before
        assert check(store).findings == []
        assert framework_of(store, FrameworkKey("F", "1")) == of_published
        assert contents(store, ("rating",))["rating"] == rated["rating"]
        known = chain(store)
        for old, new in known:
            others = [pair for pair in known if pair != (old, new)]
            one, other = framework_of(store, old), framework_of(store, new)
            assert mapping_obstacles(mapping(store, old, new), one, other, others) == []
        _goes_out_and_in(store, Path(folder))
        for _ in range(done):
            store.undo()
        assert contents(store, RECORDS) == start
        assert check(store).findings == []
        for _ in range(done):
            store.redo()
        assert check(store).findings == []


def _goes_out_and_in(store: Store, folder: Path) -> None:
    """Importing what was exported changes nothing, and gives the same elsewhere."""
    for entry in entries(store):
        export_framework(store, folder / "one", key=entry.key)
        assert import_files(store, [folder / "one"]).change.rows == 0
    export_tables(store, folder / "all")
    with new_file(folder / "other.covenant", user=WHO) as other:
        import_files(other, [folder / "all"])
        for entry in entries(store):
            assert framework_of(other, entry.key) == framework_of(store, entry.key)
            for version in entry.mapped_from:
                old = FrameworkKey(entry.key.framework, version)
                assert mapping(other, old, entry.key) == mapping(store, old, entry.key)
