"""How much of a foreign file is read: generous for real tables, small enough that no file can stall the
program.
"""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one source. Sizes in bytes; `ratio` is uncompressed to compressed; `seconds` of wall time."""

    csv_bytes: int = 200 * MEGABYTE
    csv_rows: int = 1_500_000
    rows: int = 100_000
    columns: int = 64
    workbook_bytes: int = 100 * MEGABYTE
    parts: int = 5_000
    part_bytes: int = 256 * MEGABYTE
    total_bytes: int = 512 * MEGABYTE
    ratio: int = 200
    cells: int = 1_000_000
    characters: int = 64 * MEGABYTE
    seconds: float = 15.0
    memory_bytes: int = 1_000 * MEGABYTE


DEFAULT_LIMITS = Limits()
EVERY_SHEET = "*"
"""Asked for as the name of a sheet: whatever it is called. No sheet can be called so."""
