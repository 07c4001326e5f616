"""How many of those who should have come did."""


def percent(part: int, whole: int) -> int | None:
    """60 for 3 of 5, rounded; None of nothing."""
    return round(100 * part / whole) if whole else None


def attendance_rate(arrived: int, absent: int) -> int | None:
    """Of those with a place who came or did not come (请过假 is neither), how many percent came."""
    return percent(arrived, arrived + absent)
