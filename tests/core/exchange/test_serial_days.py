"""Excel's serial numbers, in both of its calendars."""

from datetime import datetime

import pytest

from covenant_monitor.exchange.serial_days import from_serial


@pytest.mark.parametrize(
    ("serial", "date1904", "day"),
    [
        (1, False, "1900-01-01"),
        (59, False, "1900-02-28"),
        (61, False, "1900-03-01"),
        (43011, False, "2017-10-03"),
        (2958465, False, "9999-12-31"),
        (0, True, "1904-01-01"),
        (41549, True, "2017-10-03"),
        (2957003, True, "9999-12-31"),
    ],
)
def test_F51_serial_days(serial: int, date1904: bool, day: str) -> None:
    found = from_serial(serial, date1904)
    assert found is not None
    assert found.isoformat() == day


@pytest.mark.parametrize("serial", [60, 60.5, 0, 0.5, -1, 2958466, 1e300])
def test_F51_serial_numbers_of_no_day(serial: float) -> None:
    assert from_serial(serial, False) is None


def test_F51_a_fraction_is_a_time() -> None:
    assert from_serial(43011.75, False) == datetime(2017, 10, 3, 18)
    assert from_serial(43011.999999999, False) == datetime(2017, 10, 4)
    assert from_serial(2958465.9999999, False) is None
