"""What the third version of the file adds: the registers, and what a round found when it asked about an action.

Described for readers of the file in docs/file-format.md. What an entry is linked to are lists of codes with ";" between
them, as the groups of a criterion are: a criterion by its code, since an action may be older than this version of it.
"""

TABLES = """
CREATE TABLE register_entry (
    id INTEGER PRIMARY KEY, covenant INTEGER NOT NULL REFERENCES covenant,
    register TEXT NOT NULL CHECK (register IN ('risk', 'action', 'commitment', 'complaint')),
    code TEXT NOT NULL COLLATE NOCASE, title TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '', party INTEGER REFERENCES party, round INTEGER REFERENCES round,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'in_progress', 'done', 'dropped')),
    raised_on TEXT, due_on TEXT, closed_on TEXT, result TEXT NOT NULL DEFAULT '',
    severity INTEGER CHECK (severity BETWEEN 1 AND 5), likelihood INTEGER CHECK (likelihood BETWEEN 1 AND 5),
    participants TEXT NOT NULL DEFAULT '', criteria TEXT NOT NULL DEFAULT '', themes TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    UNIQUE (covenant, register, code), CHECK (register = 'risk' OR (severity IS NULL AND likelihood IS NULL))
) STRICT;
CREATE TABLE followup (
    entry INTEGER NOT NULL REFERENCES register_entry, round INTEGER NOT NULL REFERENCES round,
    answer TEXT NOT NULL CHECK (answer IN ('done', 'partly', 'not')), note TEXT NOT NULL DEFAULT '',
    answered_by TEXT NOT NULL DEFAULT '', answered_on TEXT,
    PRIMARY KEY (entry, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_entry_by_party ON register_entry (party);
"""

RECORDED = ("register_entry", "followup")
"""The tables above: every change of them is in the ledger."""

_COLUMNS = """c.code AS covenant, e.code, e.title, e.description, e.owner, p.code AS party, p.name AS party_name,
        r.code AS round, e.status, e.raised_on, e.due_on, e.closed_on, e.result"""
_LINKS = "e.participants, e.criteria, e.themes, e.note"
_FROM = """FROM register_entry e JOIN covenant c ON c.id = e.covenant LEFT JOIN party p ON p.id = e.party
        LEFT JOIN round r ON r.id = e.round"""

VIEWS = f"""
CREATE VIEW v_risks AS
    SELECT {_COLUMNS}, e.severity, e.likelihood, {_LINKS}
    {_FROM} WHERE e.register = 'risk';
CREATE VIEW v_actions AS
    SELECT {_COLUMNS}, {_LINKS},
        q.code AS asked_in, f.answer, f.note AS answer_note, f.answered_by, f.answered_on
    {_FROM} LEFT JOIN followup f ON f.entry = e.id LEFT JOIN round q ON q.id = f.round WHERE e.register = 'action';
CREATE VIEW v_commitments AS
    SELECT {_COLUMNS}, {_LINKS}
    {_FROM} WHERE e.register = 'commitment';
CREATE VIEW v_complaints AS
    SELECT {_COLUMNS}, {_LINKS}
    {_FROM} WHERE e.register = 'complaint';
"""
