"""What the commands `questionnaire` and `import` do with questionnaires, apart from reading their arguments."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from covenant_monitor.cli_output import finding_json
from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange.questionnaires.questionnaire import questionnaires
from covenant_monitor.exchange.questionnaires.reading import read_questionnaires
from covenant_monitor.exchange.questionnaires.staging import PART_NAMES, Staged, StagedChange, stage
from covenant_monitor.exchange.questionnaires.taking import accept
from covenant_monitor.language import Language
from covenant_monitor.store.store import Store


def write_for_round(
    store: Store, folder: Path, *, covenant: str, round_: str, party: str, words: Language
) -> list[Path]:
    """Write the questionnaires of a round into a folder; of one participant where `party` names it."""
    from covenant_monitor.exchange.questionnaires.writing import write_questionnaires

    if folder.exists() and not folder.is_dir():
        raise Problem("{path} is a file. Name a folder for the questionnaires.", path=folder)
    asked = questionnaires(store, covenant, round_, [party] if party else None)
    return write_questionnaires(folder, asked, language=words)


def take_in(
    store: Store, sources: Sequence[Path], *, covenant: str, round_: str, dry_run: bool, words: Language
) -> tuple[Mapping[str, Any], Sequence[str]]:
    """Take returned questionnaires in, all or nothing, after a backup; what `--json` prints, and the lines otherwise.

    Raises:
        Rejected: something is wrong in one of them; nothing is written.
    """
    from covenant_monitor.exchange.importing import NOTHING_IMPORTED, NOTHING_IMPORTED_FOR_ONE

    staged = stage(store, read_questionnaires(sources), covenant=covenant, round=round_)
    if staged.errors:
        n = len(staged.errors)
        raise Rejected(NOTHING_IMPORTED_FOR_ONE if n == 1 else NOTHING_IMPORTED, staged.findings, n=n)
    change = None
    if staged.changes and not dry_run:
        change = accept(store, staged)
    output = {
        "covenant": covenant,
        "round": staged.round,
        "dry_run": dry_run,
        "changes": [_change_json(one, words) for one in staged.changes],
        "notes": [finding_json(finding, words) for finding in staged.findings],
        "files": [{"file": one.path.name, "sha256": one.sha256} for one in staged.returned],
        "change": change.number if change is not None and change.rows else None,
    }
    return output, _lines(staged, dry_run, words)


def _lines(staged: Staged, dry_run: bool, words: Language) -> Sequence[str]:
    _ = words.gettext
    lines = [finding.text(words) for finding in staged.findings]
    if not staged.changes:
        return [*lines, _("Nothing to import: the file has all of this already.")]
    if dry_run:
        lines += [_change_text(change, words) for change in staged.changes]
    n = len(staged.changes)
    lines.append(
        words.ngettext("{n} change, of {parties} participants", "{n} changes, of {parties} participants", n).format(
            n=words.number(n, 0), parties=words.number(staged.parties, 0)
        )
    )
    if dry_run:
        lines.append(_("Nothing was written: this was a dry run."))
    return lines


def _change_text(change: StagedChange, words: Language) -> str:
    before, after = change.texts(words)
    what = " ".join(filter(None, [change.criterion, words.gettext(PART_NAMES[change.part])]))
    return f"{change.party_name}, {what}: {before} → {after}"


def _change_json(change: StagedChange, words: Language) -> Mapping[str, object]:
    before, after = change.texts(words)
    return {
        "source": change.source,
        "cell": change.cell,
        "party": change.party,
        "criterion": change.criterion or None,
        "part": change.part,
        "before": before,
        "after": after,
    }
