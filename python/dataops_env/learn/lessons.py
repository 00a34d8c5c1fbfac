"""Demonstrations of drills: the task's own oracle, said as shortly as a small model can learn to write it.

An oracle names the way of each sender in a table and repeats a long expression for each way. A demonstration is one
statement with a line for each sender, in the order in which the rules name them. Nothing here is trusted: a
demonstration counts only once it has been played and has solved its task.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

_ORACLE = re.compile(
    r"WITH known\(sender, way\) AS \(VALUES (?P<known>.*?)\)\s+UPDATE (?P<table>\"\w+\") SET (?P<column>\"\w+\")"
    r" = CASE known\.way (?P<ways>.*) ELSE (?P=table)\.(?P=column) END\s+"
    r"FROM known WHERE known\.sender = (?P=table)\.(?P<by>\"\w+\")\s*",
    re.DOTALL,
)
_KNOWN = re.compile(r"\('([^']+)', (\d+)\)")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the oracle of a drill does: to which column, by which column, and the expression for each sender."""

    table: str
    column: str
    by: str
    lines: Mapping[str, str]
    """Sender to expression, in the order of the rules. ``@`` is the column, and other columns have no table."""


def read_oracle(query: str) -> Rules | None:
    """The rules in a drill's first oracle; None where it is written otherwise."""
    found = _ORACLE.fullmatch(query)
    if found is None:
        return None
    table, column = found["table"], found["column"]
    ways = [_plain(way, table, column) for way in _split_ways(found["ways"])]
    known = _KNOWN.findall(found["known"])
    if not known or any(int(way) >= len(ways) for _, way in known):
        return None
    lines = {sender: ways[int(way)] for sender, way in known}
    return Rules(table.strip('"'), column.strip('"'), found["by"].strip('"'), lines)


def _split_ways(text: str) -> list[str]:
    """The expressions of ``WHEN 0 THEN ... WHEN 1 THEN ...``, whatever CASEs are inside them."""
    ways: list[str] = []
    rest = text.removeprefix("WHEN 0 THEN ")
    while True:
        one, mark, rest = rest.partition(f" WHEN {len(ways) + 1} THEN ")
        ways.append(one)
        if not mark:
            return ways


def _plain(way: str, table: str, column: str) -> str:
    text = re.sub(r"\s+", " ", way).replace(f"{table}.{column}", "@").replace(f"{table}.", "")
    return re.sub(r'"(\w+)"', r"\1", text)


_Line: TypeAlias = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class _Lesson:
    """How a family's demonstration is written."""

    oracle: str
    """What the oracle does for a sender."""
    line: _Line
    """What is written for a sender: a template of the match, or a function of it."""
    statement: str
    """``{T}`` the table, ``{C}`` the column, ``{case}`` a CASE with the senders' lines, groups of the match by name."""


_BY_SENDER = "UPDATE {T} SET {C} = {case}\nELSE {C} END"


def _numbers(found: re.Match[str]) -> str:
    text = found[1]
    if ") AS INTEGER) - CAST" in text or ") AS INTEGER) + CAST" in text:
        return "a - b" if "AS INTEGER) - CAST" in text else "a + b"
    return "b" if text.startswith("CAST(trim") else "a"


_DATE_PARTS = (
    ("replace(replace(@, '.', '/'), ' ', '/')", "v"),
    ("substr(v, instr(v, '/') + 1)", "r"),
    ("substr(r, instr(r, '/') + 1)", "2"),
    ("substr(r, 1, instr(r, '/') - 1)", "1"),
    ("substr(v, 1, instr(v, '/') - 1)", "0"),
)


def _date(found: re.Match[str]) -> str:
    text = found[2]
    for long, short in _DATE_PARTS:
        text = text.replace(long, short)
    year, month, day = text.split(", ")
    return f"{1 if month.endswith(' + 1') else 0}{year}{month[0]}{day}"


def _json(entries: Mapping[str, str]) -> str:
    """An object of codes in single quotes and values, as a literal."""
    inside = ", ".join(f'"{code[1:-1]}": {value}' for code, value in entries.items())
    return f"'{{{inside}}}'"


_LESSONS = {
    "trim_case": _Lesson(r"(.*)", lambda found: found[1].replace("trim(@, ' ')", "trim(@)"), _BY_SENDER),
    "bool_lexeme": _Lesson(
        r"CASE @ WHEN ('[^']*') THEN 1 WHEN ('[^']*') THEN 0 WHEN '[^']*' THEN NULL ELSE @ END",
        lambda found: _json({found[1]: "1", found[2]: "0"}),
        "UPDATE {T} SET {C} = {case}\nEND ->> {C}\nWHERE typeof({C}) = 'text'",
    ),
    "enum_drift": _Lesson(
        r"CASE @ WHEN ('[^']*') THEN ('[^']*') WHEN ('[^']*') THEN ('[^']*') WHEN ('[^']*') THEN ('[^']*') ELSE @ END",
        lambda found: _json({found[at]: f'"{found[at + 1][1:-1]}"' for at in (1, 3, 5)}),
        "UPDATE {T} SET {C} = {case}\nEND ->> {C}\nWHERE {C} IN ({codes})",
    ),
    "code_padding": _Lesson(
        r"CASE WHEN @ GLOB '\[A-Z\]\*' THEN @ ELSE (.*) END",
        r"\1",
        _BY_SENDER + "\nWHERE {C} NOT GLOB '[A-Z]*'",
    ),
    "numeric_text": _Lesson(
        r"CASE WHEN typeof\(@\) = 'text' THEN (.*) ELSE @ END",
        _numbers,
        "UPDATE {T} SET {C} = (SELECT {case}\nELSE {C} END FROM (SELECT CAST({C} AS INTEGER) AS a, "
        "CAST(substr({C}, instr(replace({C}, '|', '/'), '/') + 1) AS INTEGER) AS b))\nWHERE typeof({C}) = 'text'",
    ),
    "sentinels": _Lesson(
        r"CASE WHEN (?:lower\(trim\(@, ' '\)\)) = ('[^']*') THEN NULL ELSE @ END|nullif\(@, ('[^']*')\)",
        lambda found: f"lower(trim(@)) = {found[1]}" if found[1] else f"@ = {found[2]}",
        "UPDATE {T} SET {C} = NULL\nWHERE {case}\nEND",
    ),
    "derived_null": _Lesson(r"coalesce\(@, (.*)\)", r"\1", _BY_SENDER + "\nWHERE {C} IS NULL"),
    "lookup_null": _Lesson(
        r"coalesce\(@, \(SELECT price\.(?P<price>\w+) FROM (?P<list>\w+) AS price WHERE price\.(?P<code>\w+) = "
        r"('[^']*') AND price\.(?P<item>\w+) = (?P<key>\w+)\)\)",
        r"\4",
        "UPDATE {T} SET {C} = (SELECT {price} FROM {list} WHERE {item} = {T}.{key} AND {code} = {case}\n"
        "END)\nWHERE {C} IS NULL",
    ),
    "epoch_mix": _Lesson(
        r"CASE WHEN typeof\(@\) = 'integer' THEN datetime\(('[^']*'), '\+' \|\| \(@ \* (\d+)\) \|\| ' seconds'\)"
        r" ELSE @ END",
        r"datetime(\1, (@ * \2) || ' seconds')",
        _BY_SENDER + "\nWHERE typeof({C}) = 'integer'",
    ),
    "date_iso": _Lesson(
        r"CASE WHEN @ GLOB '\S+' THEN @ ELSE printf\((?P<form>'\S+'), (.*)\) END",
        _date,
        # Places of year, month and day among the three numbers; 1000 more where months are counted from 0.
        "UPDATE {T} SET {C} = (SELECT printf({form}, p->>(k/100%10), (p->>(k/10%10)) + k/1000, p->>(k%10)) FROM "
        "(SELECT {case}\nEND AS k, "
        "'[\"' || replace(replace(replace({C}, ' ', '/'), '.', '/'), '/', '\",\"') || '\"]' AS p))\n"
        "WHERE {C} NOT LIKE '____-__-__'",
    ),
    "phone_e164": _Lesson(
        r"CASE WHEN @ LIKE '\+%' THEN @ ELSE '\+' \|\| \(SELECT dial\.(?P<dial>\w+) FROM (?P<list>\w+) AS dial WHERE "
        r"dial\.(?P<code>\w+) = ('[^']*'|\w+)\) \|\| \(CASE WHEN (?P<digits>replace\(.*?\)) LIKE '0%' .*END\) END",
        r"\4",
        "UPDATE {T} SET {C} = (SELECT '+' || {dial} || substr(n, 1 + (n LIKE '0%')) FROM {list}, "
        "(SELECT {digits} AS n)\n"
        "WHERE {list}.{code} = {case}\nEND)\nWHERE {C} NOT LIKE '+%'",
    ),
}

FAMILIES = tuple(_LESSONS)
"""The families that there are demonstrations of."""


def demonstration(family: str, rules: Rules, order: Mapping[str, int] | None = None) -> str | None:
    """One statement that repairs the task; None where the oracle does something that no lesson is written for.

    :param order: of the senders, where the rules are read in another order than the oracle's
    """
    lesson = _LESSONS.get(family)
    if lesson is None:
        return None
    found = {sender: re.fullmatch(lesson.oracle, text) for sender, text in rules.lines.items()}
    senders = sorted(found, key=lambda sender: order[sender]) if order is not None else list(found)
    lines: list[str] = []
    names: dict[str, str] = {}
    codes: set[str] = set()
    for sender in senders:
        match = found[sender]
        if match is None:
            return None
        names |= match.groupdict()
        codes |= set(re.findall(r"WHEN ('[^']*')", rules.lines[sender]))
        line = lesson.line(match) if callable(lesson.line) else match.expand(lesson.line)
        # A column of the table to repair, beside a column of the list that may be called the same.
        if family == "phone_e164" and not line.startswith("'"):
            line = f"{rules.table}.{line}"
        lines.append(f"WHEN '{sender}' THEN {line}")
    case = "\n".join([f"CASE {rules.by}", *lines])
    statement = lesson.statement
    for name, text in {
        "case": case,
        **names,
        "codes": ", ".join(sorted(codes)),
        "T": rules.table,
        "C": rules.column,
    }.items():
        statement = statement.replace(f"{{{name}}}", text)
    return statement.replace("@", rules.column)
