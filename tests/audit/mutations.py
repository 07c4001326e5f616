"""Ways to change what was sealed; each says what has to be found, as (table, number, what)."""

from board.audit import sealed
from board.audit.verifying import What
from tests.audit.attacker import APART, RECORDS, SEALS, other_than, sealed_tables


def alter_a_column(attacker, chance, numbers):
    table, number = chance.choice(sealed_tables()), chance.choice(numbers)
    column = chance.choice([column for column in table.columns if column.name != "id"])
    [row] = [row for row in attacker.rows(table) if row["id"] == number]
    attacker.set(table, number, **{column.name: other_than(row[column.name], column)})
    return table, number, What.altered


def remove_a_row(attacker, chance, numbers):
    table, number = chance.choice(sealed_tables()), chance.choice(numbers)
    attacker.remove(table, number)
    return table, number, What.removed


def insert_a_row(attacker, chance, numbers):
    """Between two others, or before all of them."""
    table, number = chance.choice(sealed_tables()), chance.choice([-4, 0, *numbers[:-1]]) + 1
    row = chance.choice(attacker.rows(table))
    more = {"shift_id": 99_999} if table is RECORDS else {"record_id": 99_999} if "record_id" in row else {}
    attacker.run(table.insert(), [row | more | {"id": number}])
    return table, number, What.inserted


def swap_two_rows(attacker, chance, numbers):
    table = chance.choice(sealed_tables())
    first, second = sorted(chance.sample(numbers, 2))
    for number, to in ((first, -1), (second, first), (-1, second)):
        attacker.set(table, number, id=to)
    return table, first, What.altered


def move_a_row(attacker, chance, numbers):
    """The same row under another id."""
    table, number = chance.choice(sealed_tables()), chance.choice(numbers)
    attacker.set(table, number, id=number + 1)
    return table, number, What.removed


def remove_a_seal(attacker, chance, _):
    numbers = _seals(attacker)
    number = chance.choice(numbers[:-1])
    attacker.remove(SEALS, number)
    return SEALS, number, What.removed


def alter_a_seal(attacker, chance, _):
    number = chance.choice(_seals(attacker))
    column = chance.choice([column for column in SEALS.columns if column.name != "id"])
    [row] = [row for row in attacker.rows(SEALS) if row["id"] == number]
    attacker.set(SEALS, number, **{column.name: other_than(row[column.name], column)})
    return SEALS, number, What.altered


def change_a_row_and_seal_it_anew(attacker, chance, _):
    """The attacker knows how seals are made, and makes one that is right for the changed row."""
    number = chance.choice(_seals(attacker)[:-1])
    _forge(attacker, number)
    return SEALS, number, What.replaced


def change_a_row_of_the_last_seal_and_seal_it_anew(attacker, _, __):
    number = _seals(attacker)[-1]
    _forge(attacker, number)
    return SEALS, number, What.cut_off


def cut_the_end_off(attacker, chance, _):
    """The last seals, and the rows they were over."""
    numbers = _seals(attacker)
    cut = numbers[-chance.randint(1, 4) :]
    for seal in attacker.rows(SEALS):
        if seal["id"] in cut:
            [table] = [table for table in sealed_tables() if table.name == seal["table_name"]]
            attacker.remove(table, *range(seal["from_id"], seal["to_id"] + 1))
    attacker.remove(SEALS, *cut)
    return SEALS, numbers[-1], What.cut_off


ALL = (
    alter_a_column, remove_a_row, insert_a_row, swap_two_rows, move_a_row, remove_a_seal, alter_a_seal,
    change_a_row_and_seal_it_anew, change_a_row_of_the_last_seal_and_seal_it_anew, cut_the_end_off,
)  # fmt: skip


def _seals(attacker):
    return [row["id"] for row in attacker.rows(SEALS)]


def _forge(attacker, number):
    [seal] = [row for row in attacker.rows(SEALS) if row["id"] == number]
    [table] = [table for table in sealed_tables() if table.name == seal["table_name"]]
    entries = list(sealed.ENTRY.iter_unpack(seal["digests"]))
    changed = entries[0][0]
    column = "action" if "action" in table.columns else "minutes"
    [row] = [row for row in attacker.rows(table) if row["id"] == changed]
    attacker.set(
        table,
        changed,
        **{column: other_than(row[column], table.columns[column]) if column == "action" else 61},
    )
    entries[0] = changed, _digest(table, changed)
    attacker.seal_anew(number, digests=b"".join(sealed.ENTRY.pack(*entry) for entry in entries))


def _digest(table, number):
    with sealed.read_as_kept():
        [row] = sealed.rows(table, sealed.columns_of(table), after=number - 1, up_to=number)
        return sealed.digest(table.name, row)


assert APART > 2, "rows are put between others"
