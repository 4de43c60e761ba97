"""Fields for numbers, in the look of the other fields."""

from PySide6.QtWidgets import QDoubleSpinBox, QWidget


class NumberField(QDoubleSpinBox):
    """A number in a range; up and down step, and there are no little buttons. Written in the locale of the widget."""

    def __init__(
        self,
        name: str,
        low: float,
        high: float,
        *,
        decimals: int = 0,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`name`: the accessible name; `unit`: what stands after the number, such as " %"."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setRange(low, high)
        self.setDecimals(decimals)
        self.setSuffix(unit)
        # The padding of the style sheet does not reach the editor inside. It hides the buttons too: with NoButtons it
        # would leave the editor no room at all.
        self.lineEdit().setTextMargins(8, 0, 8, 0)
