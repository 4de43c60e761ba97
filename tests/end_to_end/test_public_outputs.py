"""Not one of the 204 companies of the real garment data is in anything public: package, pixels, text or metadata."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from covenant_monitor.charts import CHARTS
from covenant_monitor.cli import main
from covenant_monitor.domain.disclosure import names_someone, wanted_names
from covenant_monitor.domain.model import Party
from covenant_monitor.exchange.importing import import_files
from covenant_monitor.files import sample_data
from covenant_monitor.store.queries import covenants, parties, rounds
from covenant_monitor.store.releases import releases
from covenant_monitor.store.store import create, open_store

ROUNDS = ["2020", "2022"]


@pytest.fixture(scope="module")
def garment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("garment") / "g.covenant"
    with create(path, user="A. Voorbeeld") as store:
        import_files(store, [sample_data("msa-garment")])
    return path


@pytest.fixture(scope="module")
def companies(garment: Path) -> list[Party]:
    with open_store(garment, read_only=True) as store:
        (covenant,) = covenants(store)
        return parties(store, covenant.code)


def in_package(path: Path) -> Iterator[tuple[str, str]]:
    """Every part of a workbook, also hidden sheets, caches of charts, defined names and properties."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            yield name, package.read(name).decode("utf-8", "replace")


def in_png(path: Path) -> Iterator[tuple[str, str]]:
    """Every chunk of a picture, those with packed texts unpacked; the pixels themselves are none."""
    whole = path.read_bytes()
    place = 8
    while place < len(whole):
        (length,), kind = struct.unpack(">I", whole[place : place + 4]), whole[place + 4 : place + 8]
        chunk = whole[place + 8 : place + 8 + length]
        if kind == b"zTXt":
            chunk = zlib.decompress(chunk.split(b"\0", 1)[1][1:])
        if kind != b"IDAT":
            yield kind.decode(), chunk.decode("utf-8", "replace")
        place += length + 12


def in_pdf(path: Path) -> Iterator[tuple[str, str]]:
    """The text, outline and properties of a report, and what is not packed of the rest."""
    reader = PdfReader(path)
    for number, page in enumerate(reader.pages):
        yield f"page {number}", page.extract_text()
    yield "properties", " ".join(map(str, (reader.metadata or {}).values()))
    yield "outline", " ".join(str(one) for one in reader.outline)
    yield "bytes", path.read_bytes().decode("latin-1")


def is_without(parts: Iterator[tuple[str, str]], companies: list[Party]) -> None:
    wanted = wanted_names(companies)
    exact = [company.name for company in companies if len(company.name) > 4]
    seen = 0
    for name, text in parts:
        seen += 1
        assert not any(company in text for company in exact), name
        if name != "bytes":  # in which chance makes short words
            assert not any(names_someone(line, wanted) for line in text.split(">")), name
    assert seen


def test_there_are_204_and_they_are_found_in_what_is_internal(
    garment: Path, companies: list[Party], tmp_path: Path
) -> None:
    assert len(companies) == 204
    assert main(["workbook", str(garment), str(tmp_path / "a.xlsx"), "--audience", "internal"]) == 0
    with pytest.raises(AssertionError):
        is_without(in_package(tmp_path / "a.xlsx"), companies)


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("round_", ROUNDS)
def test_C11_C12_public_workbook_report_tables_and_copy(
    garment: Path, companies: list[Party], tmp_path: Path, round_: str, code: str
) -> None:
    public = ("--audience", "public", "--language", code)
    for command, name, read in (
        ("workbook", "a.xlsx", in_package),
        ("report", "a.pdf", in_pdf),
        ("export", "a.csv", lambda path: iter([("csv", path.read_text("utf-8-sig"))])),
    ):
        assert main([command, str(garment), str(tmp_path / name), "--round", round_, *public]) == 0
        is_without(read(tmp_path / name), companies)
    assert main(["export", str(garment), str(tmp_path / "a.covenant"), *public]) == 0
    whole = (tmp_path / "a.covenant").read_bytes().decode("utf-8", "replace")
    assert [company.name for company in companies if len(company.name) > 4 and company.name in whole] == []


@pytest.mark.parametrize("name", [name for name, kind in CHARTS.items() if not kind.of_rounds])
def test_C10_public_charts(garment: Path, companies: list[Party], tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.png"
    code = main(["chart", str(garment), name, str(path), "--round", "2022", "--audience", "public"])
    if code:  # this covenant has no targets and no alignment
        assert name in ("target", "alignment", "dumbbell")
        return
    is_without(in_png(path), companies)
    with open_store(garment, read_only=True) as store:
        (covenant,) = covenants(store)
        assert releases(store, covenant.code)[0].output == f"chart:{name}"
        assert [one.code for one in rounds(store, covenant.code)][-1] == "2022"
