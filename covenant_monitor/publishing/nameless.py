"""A covenant as a public chart may draw it: no text out of the file in it names a participant.

A chart has no room to say that a text is withheld: of an indicator or a section its code is left.
"""

from dataclasses import replace

from covenant_monitor.domain.disclosure import names_someone, wanted_names
from covenant_monitor.domain.model import Text
from covenant_monitor.domain.picture import CovenantPicture


def nameless(picture: CovenantPicture) -> CovenantPicture:
    """The picture without names of indicators and sections, units and sources in which a participant is named."""
    wanted = wanted_names({one.party.code: one.party for round_ in picture.rounds for one in round_.standings}.values())

    def said(text: str) -> str:
        return "" if names_someone(text, wanted) else text

    def name(text: Text) -> Text:
        return Text(said(text.nl), said(text.en))

    return replace(
        picture,
        rounds=[
            replace(
                one,
                framework=replace(
                    one.framework,
                    sections=[replace(section, name=name(section.name)) for section in one.framework.sections],
                ),
            )
            for one in picture.rounds
        ],
        indicators=[
            replace(
                one,
                name=name(one.name),
                unit=said(one.unit),
                observations=[replace(seen, source=said(seen.source)) for seen in one.observations],
            )
            for one in picture.indicators
        ],
        alignment=[replace(one, source=said(one.source)) for one in picture.alignment],
    )
