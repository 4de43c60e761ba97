"""What people call the columns of their tables, in Dutch and English: data for `guess`."""

from collections.abc import Mapping, Sequence

_CALLED: Mapping[str, str] = {
    "parties.name": "company, company name, brand, brand name, name, naam, bedrijf, bedrijfsnaam, naam bedrijf,"
    " deelnemer, naam deelnemer, participant, organisatie, organisation, organization, onderneming, merk, partij,"
    " party name",
    "party": "party, party code, deelnemercode, partijcode, bedrijfscode, company code, code deelnemer",
    "covenant": "covenant, convenant, sector",
    "round": "round, ronde, year, jaar, verslagjaar, meetjaar, jaargang, reporting year",
    "year": "year, jaar, boekjaar, financial year, fiscal year, verslagjaar",
    "kind": "kind, soort, soort beoordeling",
    "criterion": "criterion, criterium, criteria, vraag, vraagnummer, question, question number,"
    " criterium nr, nr criterium",
    "section": "section, onderdeel, hoofdstuk, chapter, stap, step, section name, rubriek",
    "rating": "rating, oordeel, beoordeling, antwoord, answer, resultaat, assessment",
    "percent": "percent, percentage, score, totaalscore, total score, eindscore, score in, score percentage",
    "na_reason": "na reason, reden n v t, reden nvt, reason not applicable",
    "evidence": "evidence, bewijs, bewijsstuk, onderbouwing, vindplaats, evidence reference",
    "evidence_date": "evidence date, datum bewijs",
    "note": "note, notes, opmerking, opmerkingen, toelichting, comment, comments, remark, remarks",
    "assessments.note": "opmerkingen, opmerking, toelichting, notes, comments, remarks",
    "parties.group": "group, groep, company size, size, omvang, grootte, omvang bedrijf, categorie, importeursgroep",
    "parties.country": "country, land, headquarters country, land van vestiging",
    "parties.kvk": "kvk, kvk nummer, kvk nr, kvknummer, coc number, chamber of commerce number",
    "parties.lei": "lei, lei code",
    "parties.joined_on": "joined on, joined, toegetreden, toegetreden op, datum toetreding, lid sinds, deelnemer sinds,"
    " sinds, start deelname, datum ondertekening, date joined",
    "parties.left_on": "left on, uitgetreden, uitgetreden op, datum uittreding, einde deelname, date left",
    "parties.left_reason": "left reason, reden uittreding, reden van uittreding",
    "assessments.status": "status",
    "assessments.assessor": "assessor, beoordelaar, beoordeeld door, assessed by",
    "assessments.reviewer": "reviewer, toetser, getoetst door, reviewed by",
    "assessments.assessed_on": "assessed on, datum beoordeling, beoordeeld op, date assessed, assessment date",
    "figure": "figure, cijfer, kengetal, gegeven",
    "value": "value, waarde, bedrag, amount, aantal, stand",
    "unit": "unit, eenheid",
    "source": "source, bron",
    "indicator": "indicator, indicatornaam",
    "date": "date, datum, peildatum, meetdatum",
    "low": "low, laag, ondergrens",
    "high": "high, hoog, bovengrens",
    "numerator": "numerator, teller",
    "denominator": "denominator, noemer",
}


def _by_name() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for field, names in _CALLED.items():
        for name in names.split(","):
            found.setdefault(name.strip(), []).append(field)
    return found


HEADING_NAMES = _by_name()
"""What a heading may be for, by its words: the likeliest first."""

TABLE_SIGNS: Sequence[tuple[str, Sequence[frozenset[str]]]] = (
    ("observations", (frozenset({"indicator", "date"}), frozenset({"indicator", "value"}))),
    ("figures", (frozenset({"figure", "value"}),)),
    ("ratings", (frozenset({"criterion", "rating"}),)),
    ("summaries", (frozenset({"section", "percent"}),)),
)
"""What the headings together say that the rows are about, looked at in this order."""

FIGURE_NAMES: Mapping[str, frozenset[str]] = {
    "turnover": frozenset({"omzet", "turnover", "revenue", "revenues", "sales", "jaaromzet"}),
    "employees": frozenset({"werknemers", "medewerkers", "employees", "fte", "personeel", "staff"}),
    "production_locations": frozenset({"productielocaties", "locaties", "fabrieken", "factories", "locations"}),
    "invested_assets": frozenset({"vermogen", "assets", "belegd"}),
}
"""Words by which figures of companies are known."""

TOTAL_HEADINGS = frozenset({"totaal", "total", "overall", "index", "eindscore", "totaalscore", "gemiddelde", "average"})
"""Words in the heading of a score that is about all sections together."""
