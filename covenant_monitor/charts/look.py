"""What charts look like: colours, type and line sizes. Values only; importing this does not import matplotlib.

Every colour has one meaning: good, half and bad are the outcome classes, the accent is what was agreed, the rest is
ink and grey. Text on a fill has a contrast of at least 4.5; fills stay apart in greyscale and to colour-blind eyes.
"""

from dataclasses import dataclass

FONTS = ("Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as #rrggbb; sizes and widths in pixels at scale 1. `fonts`: the first one that is installed is used."""

    name: str
    base: str
    text: str
    text2: str
    line: str
    grid: str
    border: str
    path: str
    accent: str
    good: str
    half: str
    bad: str
    good_tint: str
    good_text: str
    half_text: str
    bad_text: str
    on_good: str
    on_half: str
    on_bad: str
    fonts: tuple[str, ...] = FONTS
    small: float = 12
    body: float = 13
    margin: float = 16


LIGHT = Look(
    name="light",
    base="#FFFFFF",
    text="#1C2124",
    text2="#555C61",
    line="#DEDBD5",
    grid="#E6E4DF",
    border="#86898B",
    path="#6E7377",
    accent="#0B6E63",
    good="#0C3F6B",
    half="#4490C7",
    bad="#B0440E",
    good_tint="#DCE8F2",
    good_text="#0C3F6B",
    half_text="#1F638F",
    bad_text="#98390A",
    on_good="#FFFFFF",
    on_half="#0A1B29",
    on_bad="#FFFFFF",
)

DARK = Look(
    name="dark",
    base="#222628",
    text="#E7E9EA",
    text2="#B0B6BA",
    line="#393E42",
    grid="#33383B",
    border="#7F868B",
    path="#9CA3A8",
    accent="#56C2B1",
    good="#A9D8F8",
    half="#4188BD",
    bad="#EC8B55",
    good_tint="#2B4355",
    good_text="#B9DFF9",
    half_text="#8FC3EA",
    bad_text="#F5A87C",
    on_good="#0C1B28",
    on_half="#07131D",
    on_bad="#241006",
)
