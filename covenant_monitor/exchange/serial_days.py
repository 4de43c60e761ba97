"""The days that Excel counts instead of writing."""

from datetime import date, datetime, timedelta


def from_serial(serial: float, date1904: bool) -> date | None:
    """The day, or the moment, that Excel means by a serial number; None where there is no such day.

    Excel's calendar of 1900 has a 29 February that never was (serial 60), and days before it are one off.
    """
    if not (0 if date1904 else 1) <= serial < (2_957_004 if date1904 else 2_958_466):
        return None
    days = int(serial)
    if not date1904 and days == 60:
        return None
    start = date(1904, 1, 1) if date1904 else date(1899, 12, 30 if days > 60 else 31)
    seconds = round((serial - days) * 86_400)
    day = start + timedelta(days=days)
    if not seconds:
        return day
    try:
        return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    except OverflowError:  # The last second of the year 9999, rounded up.
        return None
