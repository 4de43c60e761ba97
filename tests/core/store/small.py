"""A small covenant with something in every table, and what tests ask of a file from outside the program."""

import csv
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from covenant_monitor.domain.model import AssessmentKind
from covenant_monitor.exchange.importing import Imported, import_tables
from covenant_monitor.exchange.raw_table import Cell, RawTable
from covenant_monitor.store import migrations
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.store import Store, create, open_store

WHO = "A. Voorbeeld"

TABLES: Mapping[str, str] = {
    "covenants": """
        covenant,name_nl,name_en,sector,start_date,end_date,minimum_group,dominance_percent,outcomes_public
        KLEDING,Kleding,Garments,kleding & textiel,2018-01-01,2022-12-31,5,75,0
    """,
    "frameworks": """
        framework,version,name_nl,name_en,scale,scale_min,scale_max,status
        F,1,Kader,Framework,levels,,,published
        F,2,Kader 2,Framework 2,levels,,,draft
        N,1,Cijfers,Numbers,number,0,10,draft
    """,
    "sections": """
        framework,version,section,name_nl,name_en,step,weight
        F,1,A,Beleid,Policy,1,1
        F,1,B,Keten,Chain,2,2
        F,2,A,Beleid,Policy,1,1
        N,1,S,Alles,Everything,,1
    """,
    "criteria": """
        framework,version,section,criterion,text_nl,text_en,weight,from_participation_year,groups,dimension,theme
        F,1,A,A1,Er is beleid,There is a policy,1,1,,policy,loon
        F,1,A,A2,Het is openbaar,It is public,3,1,,policy,
        F,1,A,A3,Klein begin,A small start,1,1,small,practice,
        F,1,B,B1,Keten in kaart,Chain mapped,1,1,,practice,
        F,1,B,B2,Risico's gewogen,Risks weighed,1,2,,practice,
        F,2,A,A1,Er is beleid,There is a policy,1,1,,policy,
        N,1,S,N1,Een cijfer,A number,1,1,,,
        N,1,S,N2,Nog een cijfer,Another number,0.5,1,,,
    """,
    "anchors": """
        framework,version,criterion,level,text_nl,text_en
        F,1,A1,fully,Alles is er,All is there
    """,
    "mappings": """
        framework,from_version,from_criterion,to_version,to_criterion,relation
        F,1,A1,2,A1,same
        F,1,A2,2,,dropped
    """,
    "rounds": """
        covenant,round,first_day,last_day,reference_date,framework,version,join_rule,on_track_margin,note
        KLEDING,2019,2019-01-01,2019-12-31,2019-12-31,F,1,join_round,10,Eerste ronde
        KLEDING,2020,2020-01-01,2020-12-31,,F,1,join_round,10,
        KLEDING,2021,2021-01-01,2021-12-31,,N,1,join_round,0,
    """,
    "requirements": """
        covenant,round,participation_year,group,required_percent
        KLEDING,2019,1,,20
        KLEDING,2019,2,,40
        KLEDING,2019,1,small,10
        KLEDING,2020,1,,20
        KLEDING,2020,2,,40
        KLEDING,2021,1,,33.3
    """,
    "parties": """
        covenant,party,name,kind,group,country,kvk,lei,joined_on,left_on,left_reason
        KLEDING,P1,Voorbeeld Mode B.V.,company,small,NL,01234567,,2018-05-01,,
        KLEDING,P2,Fictief Textiel N.V.,company,large,NL,,,2020-03-01,,
        KLEDING,P3,Denkbeeldig Dessin B.V.,company,,BE,,,2018-05-01,2020-06-30,gestopt
        KLEDING,V1,Vakbond Voorbeeld,union,,NL,,,2018-01-01,,
    """,
    "figures": """
        covenant,party,year,figure,value,unit,source
        KLEDING,,2019,turnover,5900.1,EUR million,verzonnen
        KLEDING,P1,2019,turnover,12.3,EUR million,verzonnen
    """,
    "assessments": """
        covenant,party,round,kind,status,assessor,reviewer,assessed_on,note
        KLEDING,P1,2019,secretariat,final,B. Test,C. Proef,2020-02-01,
        KLEDING,P1,2020,secretariat,draft,B. Test,,,bezig
        KLEDING,P1,2020,self,submitted,,,,
        KLEDING,P3,2019,secretariat,assessed,B. Test,,2020-02-02,
        KLEDING,P1,2021,secretariat,draft,,,,
        KLEDING,P3,2020,secretariat,draft,,,,
        KLEDING,P3,2019,second,draft,D. Tweede,,,
    """,
    "ratings": """
        covenant,party,round,kind,criterion,rating,na_reason,evidence,evidence_date,unproven,note
        KLEDING,P1,2019,secretariat,A1,fully,,beleid.pdf,2019-06-01,,
        KLEDING,P1,2019,secretariat,A2,partially,,,,yes,nog zien
        KLEDING,P1,2019,secretariat,A3,not,,,,,
        KLEDING,P1,2019,secretariat,B1,na,geen keten,,,,
        KLEDING,P1,2019,secretariat,B2,fully,,,,,
        KLEDING,P1,2020,secretariat,A1,fully,,,,,
        KLEDING,P1,2020,self,A1,fully,,,,,
        KLEDING,P3,2019,secretariat,A1,not,,,,,
        KLEDING,P1,2021,secretariat,N1,7.5,,,,,
    """,
    "summaries": """
        covenant,party,round,kind,section,percent
        KLEDING,P3,2020,secretariat,,44.4
        KLEDING,P3,2020,secretariat,B,50
    """,
    "alignment": """
        covenant,year,component,dimension,fully,partially,not,unit,source
        KLEDING,2020,,standards,62,17,,percent,verzonnen
    """,
    "indicators": """
        covenant,indicator,name_nl,name_en,unit,direction
        KLEDING,OMZET,Omzetaandeel,Share of turnover,%,up
    """,
    "observations": """
        covenant,indicator,date,value,low,high,numerator,denominator,source,note
        KLEDING,OMZET,2018-12-31,35,,,,,verzonnen,
        KLEDING,OMZET,2019-12-31,,40,45,,,verzonnen,een bereik
    """,
    "targets": """
        covenant,target,indicator,baseline_date,baseline_value,milestone_date,milestone_value,note
        KLEDING,DOEL,OMZET,2018-12-31,35,2020-12-31,50,
        KLEDING,DOEL,OMZET,2018-12-31,35,2022-12-31,80,verzonnen
    """,
    "settings": """
        covenant,setting,value
        KLEDING,one_person,0
    """,
    "meetings": """
        covenant,at,name
        KLEDING,2020-06-30T09:00:00+00:00,Stuurgroep
    """,
    "carried": """
        covenant,party,round,kind,criterion,rating,na_reason,from_round
        KLEDING,P1,2020,self,B1,na,geen keten,2019
        KLEDING,P1,2021,secretariat,N2,5,,2020
    """,
    "responses": """
        covenant,party,round,kind,criterion,response,responded_by,responded_on,answer
        KLEDING,P1,2020,secretariat,A1,Het stuk is er wel,E. Bedrijf,2020-11-01,Gezien
    """,
    "remarks": """
        covenant,party,round,kind,criterion,text,made_by,made_on,done
        KLEDING,P1,2020,secretariat,,Bijna klaar,C. Proef,2020-12-01,
        KLEDING,P1,2020,secretariat,A1,Welke bladzijde?,C. Proef,2020-12-01,yes
    """,
    "samples": """
        covenant,party,round,kind,criterion
        KLEDING,P3,2019,second,A1
    """,
    "risks": """
        covenant,risk,title,description,severity,likelihood,party,round,owner,status,raised_on,due_on,participants,themes
        KLEDING,R1,Brand in de keten,Oude fabrieken,5,2,,2019,B. Test,in_progress,2019-02-01,2020-02-01,P1;P3,loon
    """,
    "actions": """
        covenant,action,title,party,round,owner,status,raised_on,due_on,closed_on,result,participants,criteria,themes,note
        KLEDING,A1,Beleid afronden,P1,2019,B. Test,open,2020-02-01,2020-12-31,,,P1,A2;A3,loon,nabellen
        KLEDING,A2,Keten in kaart brengen,P3,2019,B. Test,done,2020-02-01,2020-12-31,2020-11-01,Gezien,P3,B1,,
        KLEDING,A3,Website,P1,2019,,dropped,2020-02-01,,2020-02-02,Staat er al,P1,A2,,
    """,
    "commitments": """
        covenant,commitment,title,party,owner,due_on,status
        KLEDING,C1,Klachtenlijn openen,V1,C. Proef,2019-12-31,open
    """,
    "complaints": """
        covenant,complaint,title,party,round,raised_on,status,closed_on,result
        KLEDING,K1,Overuren bij een leverancier,P1,2019,2019-05-01,done,2019-09-01,Bemiddeld
    """,
    "followups": """
        covenant,action,round,answer,note,answered_by,answered_on
        KLEDING,A1,2020,partly,Nog niet openbaar,B. Test,2021-01-10
        KLEDING,A2,2020,done,,B. Test,2020-11-01
    """,
}


def raw(name: str, text: str) -> RawTable:
    """An exchange table as it is after reading a CSV file with these lines."""
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    header, *rows = csv.reader(StringIO(lines))
    numbered: list[tuple[int, tuple[Cell, ...]]] = [
        (n, tuple(cell or None for cell in cells)) for n, cells in enumerate(rows, 2) if any(cells)
    ]
    return RawTable(f"{name}.csv", name, tuple(header), numbered)


def bring(store: Store, **tables: str) -> Imported:
    """Import tables given as the lines of their CSV files."""
    return import_tables(store, [raw(name, text) for name, text in tables.items()], source="tables")


def rehearse(store: Store, **tables: str) -> Imported:
    """What an import of these tables would do."""
    return import_tables(store, [raw(name, text) for name, text in tables.items()], source="tables", dry_run=True)


def small(path: Path, *, user: str = WHO) -> Store:
    """A new file with the small covenant in it, open; everything in it came with one import."""
    path.write_bytes(_made())
    return open_store(path, user=user)


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.covenant"
        with create(path, user=WHO) as store:
            bring(store, **TABLES)
        return path.read_bytes()


def key(party: str, round_: str, kind: AssessmentKind = AssessmentKind.SECRETARIAT) -> AssessmentKey:
    """An assessment of the small covenant."""
    return AssessmentKey("KLEDING", round_, party, kind)


@contextmanager
def not_as_root() -> Iterator[None]:
    """Root, to whom nothing is forbidden, becomes nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def digest(path: Path) -> str:
    """A digest of the bytes of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def beside(path: Path) -> list[str]:
    """The names of everything in the file's folder."""
    return sorted(other.name for other in path.parent.iterdir())


def contents(store: Store, tables: Sequence[str]) -> dict[str, list[tuple[object, ...]]]:
    """Every row of some tables."""
    return {name: sorted(store.connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in tables}


def tamper(path: Path, *statements: str) -> None:
    """Change a file behind the program's back, as another SQLite tool can: without its ledger."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


def take_back(path: Path, version: int) -> None:
    """Make a file what the program made of it when the schema was at an earlier version: what came later goes."""
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        closing(sqlite3.connect(":memory:", isolation_level=None)) as before,
    ):
        steps = migrations.registered()
        del steps._migrations[version:]
        migrations.migrate(before, steps)
        wanted = set(before.execute("SELECT type, name, sql FROM sqlite_master"))
        found = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        for kind, name, sql in sorted(found, key=lambda row: ["view", "trigger", "index", "table"].index(row[0])):
            if (kind, name, sql) not in wanted and sql:
                connection.execute(f"DROP {kind} {name}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name >= ?", (f"m{version + 1:04}",))
        connection.execute(f"PRAGMA user_version = {version}")
        assert set(connection.execute("SELECT type, name, sql FROM sqlite_master")) == wanted
