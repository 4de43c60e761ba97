"""What the pictures need and the demo does not have: a copy of it in which people have worked for a while."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from covenant_monitor.domain.model import Criterion, Response, Text
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.errors import Problem
from covenant_monitor.store.alignment import add_results
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.carrying import carry_forward
from covenant_monitor.store.framework_content import save_criterion
from covenant_monitor.store.frameworks import new_version
from covenant_monitor.store.moments import mark_meeting
from covenant_monitor.store.responses import save_response
from covenant_monitor.store.review import return_assessment
from covenant_monitor.store.rounds import next_round, start_round
from covenant_monitor.store.seconds import assign_second
from covenant_monitor.store.store import Change, open_store

COVENANT, ROUND = "KLEDING", "2020"
PARTY, RETURNED, SECOND, NOT_BEGUN = "VOORBEELD-MODE", "MODELWERK-JASSEN", "FICTIEF-TEXTIEL", "VERZONNEN-SOKKEN"
USER, ASSESSOR = "A. Voorbeeld", "C. Schets"


def work_on(path: Path) -> None:
    """Do what people do in a year to a copy of the demo; what cannot be done, since somebody worked in it, is told."""
    returned, draft = AssessmentKey(COVENANT, ROUND, RETURNED), FrameworkKey(COVENANT, "3")
    said = Response("Wij publiceren de lijst in maart 2021.", "Verzonnen contactpersoon", None, "")
    remarks = {"": "Graag bij twee criteria de vindplaats.", "1.01": "Welke versie van het beleid is dit?"}
    name = Text("Voorbeeldkader, versie 3", "Example framework, version 3")
    added = Criterion("2.13", Text("Seizoensdruk is onderzocht", "Seasonal pressure has been looked into"))
    with open_store(path, user=ASSESSOR) as file:
        following = next_round(file, COVENANT)
        place = {"covenant": COVENANT, "round": ROUND}
        work: list[tuple[str, Callable[[], Change]]] = [
            (ASSESSOR, lambda: start_round(file, covenant=COVENANT, round=following)),
            (ASSESSOR, lambda: carry_forward(file, covenant=COVENANT, round=following.code, parties=[PARTY])),
            (ASSESSOR, lambda: save_response(file, key=returned, criterion="2.03", response=said)),
            (ASSESSOR, lambda: mark_meeting(file, covenant=COVENANT, name="Stuurgroep november")),
            *((ASSESSOR, partial(add_results, file, covenant=COVENANT, results=one)) for one in _alignment_results()),
            (USER, lambda: return_assessment(file, key=returned, remarks=remarks)),
            (USER, lambda: assign_second(file, **place, parties=[SECOND], criteria=(), assessor=USER)),
            (USER, lambda: new_version(file, key=FrameworkKey(COVENANT, "2"), version="3", name=name)),
            (USER, lambda: save_criterion(file, key=draft, section="", criterion=added)),
        ]
        for user, verb in work:
            file.user = user
            try:
                verb()
            except Problem as problem:
                print(problem, file=sys.stderr)


def _alignment_results() -> Iterator[list[CovenantAlignment]]:
    """Made-up results per component, beside the published totals; and an earlier year, which was counted."""
    names = "1 Inbedden", "2 In kaart brengen", "3 Aanpakken", "4 Monitoren", "5 Communiceren", "6 Herstellen"
    shares = (80, 68), (60, 44), (55, 20), (50, 18), (67, 58), (60, 32)
    dimensions = AlignmentDimension.STANDARDS, AlignmentDimension.IMPLEMENTATION
    source = "Voorbeeldwaarden, niet gepubliceerd"
    for name, fully in zip(names, shares, strict=True):
        both = list(zip(dimensions, fully, strict=True))
        yield [CovenantAlignment(2020, one, share, 15, component=name, source=source) for one, share in both]
        yield [
            CovenantAlignment(2018, one, share // 10, 3, 9 - share // 10, name, "count", source) for one, share in both
        ]
