"""Addresses of cells: "C12" is the third column of the twelfth row."""


def column_index(letters: str) -> int:
    """ "A" -> 0, "AA" -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(column: int) -> str:
    """0 -> "A", 25 -> "Z", 26 -> "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The address of a cell: row counted from 1, column from 0. (12, 2) -> "C12"."""
    return f"{column_letters(column)}{row}"
