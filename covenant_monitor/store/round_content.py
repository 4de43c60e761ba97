"""Everything of one round out of the file, for its workbook. Reading only.

Apart from `pictures`, which the window needs before its first paint.
"""

from covenant_monitor.domain.picture import RoundContent
from covenant_monitor.store.attached import attached_to
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.queries import Reader, assessment_of, ratings_of, round_of, summaries_of
from covenant_monitor.store.trail import reopenings


def round_content(source: Reader, covenant: str, round_code: str) -> RoundContent:
    """Everything of one round for its workbook; assessments by participant and kind."""
    number, round_, _, _ = round_of(source, covenant, round_code)
    rows = source.connection.execute(
        "SELECT a.id, p.code, a.kind, a.status, a.assessor, a.reviewer, a.assessed_on, a.note FROM assessment a"
        " JOIN party p ON p.id = a.party WHERE a.round = ? ORDER BY p.code, a.kind",
        (number,),
    ).fetchall()
    keys = [row[0] for row in rows]
    ratings, entered = ratings_of(source, keys), summaries_of(source, keys)
    attached = attached_to(source.connection, keys)
    whole = picture(source, covenant)
    return RoundContent(
        picture=whole,
        round=whole.round(round_.code),
        assessments=[
            assessment_of(row[1], round_.code, row[2:], ratings[row[0]], entered[row[0]], attached[row[0]])
            for row in rows
        ],
        reopened=reopenings(source, covenant, round_code),
    )
