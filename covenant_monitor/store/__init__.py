"""The `.covenant` file: one SQLite database, its ledger, its backups.

schema, migrations   what is in the file, and how it came to be
opening, lock        refusing what is no covenant file, keeping a second writer out
store                the connection, and the one way to change anything: named transactions
ledger               every change set: undo, redo, history
scores               the kept scores, always those of `covenant_monitor.domain.scoring`
queries              domain objects out of the file
parties, assessments what the window and the command line do, one small function per verb
backup, check        copies that are verified, and everything that can be verified
"""
