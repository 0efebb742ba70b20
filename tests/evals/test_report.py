"""How figures are written."""

import math

from evals.figures import Figure
from evals.report import figures, number, table


def test_numbers_are_swedish() -> None:
    assert number(0.8765, "share") == "87,6 %"
    assert number(0.1234, "seconds") == "0,123 s"
    assert number(41.6, "words") == "42"
    assert number(0.5, "mean") == "0,500"
    assert number(math.nan, "share") == "–"


def test_a_table_is_aligned_and_escaped() -> None:
    assert table(["a", "bb"], [["x|y", "1\n2"]]).splitlines() == [
        "| a    | bb  |",
        "| ---- | --- |",
        "| x\\|y | 1 2 |",
    ]


def test_each_figure_has_its_n_interval_and_caveat() -> None:
    shown = Figure("k", "Mått A", 0.5, 10, 0.237, 0.763, "share", "obs")
    empty = Figure("e", "Tomt", math.nan, 0, 0.0, 1.0)
    timed = Figure("t", "Tid", 0.1, 3, 0.05, 0.2, "seconds")
    kind = Figure("refusal_near_miss", "– near_miss", 1.0, 1, 0.2, 1.0)
    text = figures("Titel", [shown, empty, timed, kind])
    assert text.startswith("## Titel\n")
    cells = [[c.strip() for c in row.strip("|").split("|")] for row in text.splitlines()[4:]]
    assert cells == [
        ["Mått A", "50,0 %", "24–76 %", "10", "obs"],
        ["Tid", "0,100 s", "0,050–0,200 s", "3", ""],
        ["– ämnet finns, uppgiften inte", "100,0 %", "20–100 %", "1", ""],
    ]
