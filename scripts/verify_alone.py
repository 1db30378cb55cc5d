"""Checks a database of kaohe without kaohe: ``python3 verify_alone.py FILE.db [--against HASH]``.

This file needs Python 3.11 and nothing else, and shares no line with the program. It follows
docs/record-format.md. It opens the file for reading only, prints a line for each thing that does
not hold, and ends with 0 (it holds), 1 (it does not) or 2 (it cannot be read).
"""
# Kept close together, so that it can be read in one go.
# fmt: off

import argparse
import hashlib
import json
import re
import sqlite3
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

SCHEMA = "0005"
UNSEALED = ("ballot", "rating", "abstention", "part_mark", "receipt", "ballot_sum", "record",
            "record_head", "alembic_version")
ROLES = ("staff", "middle", "leader", "head")
LINE = ("code", "name", "section", "role", "supervisors", "identity", "clerk_note", "spelling")
DB = sqlite3.Connection
Row = Sequence[Any]
Key = tuple[str, ...]
Finding = tuple[str, Key, str]
"""A sentence; the thing, empty where nobody can acknowledge it; how it was found."""
HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f"
                     "\u2028-\u202e\u2066-\u2069]")
CANNOT = (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)

def text_of(data: bytes) -> str:
    """A text of the file as kaohe reads it: what a terminal would obey is U+FFFD."""
    return HARMFUL.sub("\ufffd", data.decode())

# -- digests ---------------------------------------------------------------------------------------

def digest(*parts: Iterable[Row]) -> str:
    """The SHA-256 of rows, a line each as ascii() writes the tuple; a line's end ends a part."""
    sha = hashlib.sha256()
    for rows in parts:
        for row in rows:
            sha.update(f"{tuple(row)!a}\n".encode("ascii"))
        sha.update(b"\n")
    return sha.hexdigest()

def text_digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()

def of_table(db: DB, table: str) -> str:
    """The digest of a whole table, or of the shape of all."""
    if table == "shape":
        named = "FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
        return digest(db.execute(f"SELECT type, name, tbl_name, sql {named}"))
    info = db.execute(f"SELECT pk, name FROM pragma_table_info('{table}')").fetchall()
    columns = ", ".join(f'"{name}"' for name in sorted(name for _pk, name in info))
    order = ", ".join(f'"{name}"' for pk, name in sorted(info) if pk) or "rowid"
    return digest(db.execute(f'SELECT {columns} FROM "{table}" ORDER BY {order}'))

def on_ballots(db: DB, period: int, ballots: str) -> dict[str, list[Row]]:
    """The ratings, abstentions and part marks on some ballots, of the period's people."""
    where = (f"WHERE ratee_id IN (SELECT id FROM participant WHERE period_id = {period})"
             f" AND ballot_id IN ({ballots}) ORDER BY ratee_id, ballot_id")
    return {table: db.execute(f"SELECT * FROM {table} {where}{more}").fetchall() for table, more
            in (("rating", ""), ("abstention", ""), ("part_mark", ", indicator_no, part_no"))}

def folded(ratings: list[Row]) -> Iterator[Row]:
    """Ratings, with the columns that the first fifty do not use as one text."""
    used = (n for row in ratings[:50] for n, mark in enumerate(row, 1) if mark is not None)
    end = max([3, *used])
    for row in ratings:
        rest = ["" if mark is None else str(mark) for mark in row[end:]]
        yield (*row[:end], ",".join(rest) if any(rest) else "") if rest else row

def of_ballots(db: DB, period: int, tier: int, ballot: int | None = None) -> str:
    """The digest of a tier's ballots and receipts, or of one ballot, whatever its state."""
    tiers = f"WHERE period_id = {period} AND tier_no = {tier}"
    where = tiers if ballot is None else f"WHERE id = {ballot}"
    heads = "*" if ballot is None else "id, period_id, tier_no, rater_id, keying, keyed_by, nonce"
    on = on_ballots(db, period, f"SELECT id FROM ballot {where}")
    parts = [db.execute(f"SELECT {heads} FROM ballot {where} ORDER BY id"), folded(on["rating"]),
             on["abstention"], on["part_mark"]]
    receipts = [db.execute(f"SELECT code FROM receipt {tiers} ORDER BY code")]
    return digest(*parts, *(receipts if ballot is None else []))

def sum_of(tables: Mapping[str, Iterable[Row]]) -> int:
    """The sum of what rows count: 62 bits of the content of each."""
    total = 0
    for table, rows in tables.items():
        for row in rows:
            end = max((n for n, value in enumerate(row, 1) if value is not None), default=0)
            form = f"{table}{tuple(row[:end])!a}".encode("ascii")
            total += int.from_bytes(hashlib.blake2b(form, digest_size=8).digest(), "big")
    return total & ((1 << 62) - 1)

# -- what the entries leave ------------------------------------------------------------------------

RULES = """
open_period     | period {period}                        | open         | gone
open_period     | scheme {period}                        | {new0}       |
open_period     | roster {period}                        | {new1}       |
close_period    | period {period}                        | closed       | open
close_period    | result {period} {subject}              | {new}        | gone
reopen_period   | period {period}                        | open         | closed
correct_result  | result {period} {subject}              | {new}        | gone
open_tier       | tier {period} {tier}                   | open         | gone
close_tier      | tier {period} {tier}                   | closed       | open
reopen_tier     | tier {period} {tier}                   | open         | closed
recuse          | recusal {period} {tier} {left} {right} | {reason}     | gone
lift_recusal    | recusal {period} {tier} {left} {right} | gone         |
forms           | forms {period} {tier}                  | {new}        |
hand_in         | ballot {period} {tier} {subject}       | handed_in    | gone / keyed
strike_out      | ballot {period} {tier} {subject}       | void         | keyed / handed_in
give_back       | ballot {period} {tier} {subject}       | gone         | keyed / handed_in
key_first       | ballot {period} {tier} {subject}       | keyed        | gone
settle          | second {period} {tier} {subject}       | gone         | keyed
settle          | comparison {period} {tier} {subject}   | {first_by}   |
decide_grade    | grade {period} {subject}               | {before}{new}|
take_back_grade | grade {period} {subject}               | {before}-    |
add_operator    | operator {subject}                     | {new} active |
change_duty     | operator {subject}                     | {new} active | {old} active
retire_operator | operator {subject}                     | {old} retired| {old} active
task_declare    | tasks {subject} {next}                 | declared     | gone
task_step       | tasks {subject} {newest}               | {new0}       |
task_opinion    | opinion {right} {newest} {left}        | {new0}       |
post_notice     | notice {period} {subject}              | {new}        | gone
take_matter     | matter {new0}                          | open         | gone
close_matter    | matter {new0}                          | closed       | open
reopen_matter   | matter {new0}                          | open         | closed
new             | scheme {year}                          | {last2}      | gone
new             | roster {year}                          | {last}       | gone
change_scheme   | scheme {year}                          | {last}       | {old}
change_roster   | roster {year}                          | {new0}       | {old}
enter_*         | * {number}                             | {said}       | gone
approve_*       | * {number}                             | {said} +     | {said}
withdraw_*      | * {number}                             | {was} -      | {said} / {said} +
"""
"""Action | the key of the thing | where it stands after the entry | where it must have stood."""
ENTERED = ("adjustment", "veto", "exemption", "absence")
OF_BALLOTS = "hand_in", "import", "strike_out", "give_back", "key_first", "key_second", "settle"

class Record:
    """Follows the entries: where each thing has to stand, and what was sealed last."""

    def __init__(self) -> None:
        self.stands: dict[Key, str] = {}
        self.seals: dict[str, tuple[int, str]] = {}
        self.hand_ins: dict[Key, tuple[int, str]] = {}
        self.odd: dict[int, str] = {}
        self.acknowledged: dict[Key, str] = {}
        self.unknown: set[Key] = set()
        self._entry, self._rules = (0, ""), dict[str, list[list[str]]]()
        for line in RULES.strip().splitlines():
            for kind in ENTERED if "*" in line else ("",):
                action, *rule = map(str.strip, line.replace("*", kind).split("|"))
                self._rules.setdefault(action, []).append(rule)

    def take(self, entry: int, fields: Sequence[str]) -> None:
        """Follow one entry: its texts from ``action`` to ``reason``."""
        action, period, tier, subject, old, new, reason = fields
        self._entry = entry, action
        if action == "hand_in" and not new:
            return  # of a secret tier: the record does not know whose ballot it is
        if action == "hand_in":
            self.hand_ins[period, tier, subject] = entry, new
        for each in tier.split(",") if action in OF_BALLOTS else ():
            self._expect(("tier", period, each), ["open"])
        self._special(action, period, tier, subject, old, new)
        parts, (left, _sign, right) = new.split(" "), subject.partition(">")
        told = new if action.startswith("enter_") else old
        of = ("tasks", right or left)
        mine = [k for k in self.stands if k[:2] == of] if action.startswith("task_") else []
        newest = max([0, *(int(key[2]) for key in mine)])
        words = {"period": period, "tier": tier, "subject": subject, "old": old, "new": new,
                 "left": left, "right": right, "reason": reason or "-", "newest": str(newest),
                 "new0": parts[0], "new1": parts[1 % len(parts)], "last": parts[-1], "year": "",
                 "last2": parts[-2 % len(parts)], "number": told.split(" ")[0][1:],
                 "next": str(int(old) + 1) if action == "task_declare" else "",
                 "said": f"{period or '-'} {subject} {told}",
                 "first_by": re.sub(r"(?s)(.*):\d+ .*:\d+", r"\1", old)}
        for key, stands, after in self._rules.get(action, ()):
            names = tuple(name.format_map(words) for name in key.split(" "))
            words["was"] = self.stands.get(names, words["said"])
            words["before"] = f"{self.stands.get(names, '')} ".lstrip()
            may = [each.strip().format_map(words) for each in after.split("/")]
            if action in ("strike_out", "give_back") and (period, tier) in self.unknown:
                after = ""
            self._put(names, stands.format_map(words), may if after else None)

    def _special(self, action: str, period: str, tier: str, who: str, old: str, new: str) -> None:
        """What the table of rules cannot say."""
        match action:
            case "hand_in" | "strike_out" | "give_back":
                self._put(("second", period, tier, who), "gone")
            case "correct_result":
                self._expect(("period", period), ["closed"])
            case "reopen_tier":  # one that is open meanwhile waits until this one is closed again
                for key in [k for k, s in self.stands.items() if s == "open"]:
                    if key[:2] == ("tier", period):
                        self._put(key, "gone")
            case "import":
                self.unknown |= {(period, each) for each in tier.split(",") if not old}
                for of, raters in json.loads(old or "{}").items():
                    for rater in raters:
                        self._put(("ballot", period, of, rater), "handed_in", ["gone", "handed_in"])
            case "key_second":
                self._expect(("ballot", period, tier, who), ["keyed"])
                if new == "0":
                    self._put(("comparison", period, tier, who), old)
                else:
                    self._put(("second", period, tier, who), "keyed", ["gone"])
            case "add_operator" if self.stands.get(("operator", who), "").endswith("active"):
                self.odd.setdefault(*self._entry)
            case "upgrade" if old < "0004":
                self.unknown |= {key[1:] for key in self.stands if key[0] == "tier"}
            case "acknowledge":
                for *thing, found in json.loads(new):
                    self.acknowledged[tuple(thing)] = found
                    self._put(tuple(thing), found)

    def _expect(self, key: Key, may: Sequence[str]) -> None:
        if self.stands.get(key, "gone") not in may:
            self.odd.setdefault(*self._entry)

    def _put(self, key: Key, stands: str, may: Sequence[str] | None = None) -> None:
        if may is not None:
            self._expect(key, [each or "gone" for each in may])
        self.stands[key] = stands
        if stands in ("", "gone"):
            del self.stands[key]

# -- where things stand in the tables --------------------------------------------------------------

_OF = """JOIN period p ON p.id = t.period_id
    JOIN tier_step s ON s.period_id = t.period_id AND s.number = t.tier_no"""
_BY = f"{_OF} LEFT JOIN participant r ON r.id = t.rater_id"
_WHO = "ifnull(nullif(period_key, ''), '-') || ' ' || code || ' #' || id || ' '"
_END = "iif(withdrawn_at <> '', ' -', ''), id"
_RULES = "JOIN scheme s ON s.id = scheme_id"
STANDS = f"""
operator: SELECT duty || ' ' || state, name FROM operator
period: SELECT state, key FROM period
tier: SELECT nullif(s.state, 'waiting'), p.key, s.key FROM tier_step s
    JOIN period p ON p.id = s.period_id
result: SELECT fingerprint, key, number FROM result JOIN period p ON p.id = period_id
recusal: SELECT ifnull(nullif(reason, ''), '-'), period_key, tier_key, rater_code, ratee_code
    FROM recusal
forms: SELECT handed_out || '/' || returned, p.key, s.key FROM forms t {_OF}
comparison: SELECT first_by, p.key, s.key, r.code FROM comparison t {_BY}
notice: SELECT fingerprint || ' ' || posted_on || ' ' || until, period_key, number FROM notice
matter: SELECT state, id FROM matter
tasks: SELECT state, code, number FROM declaration
opinion: SELECT verdict, code, number, rater_code FROM opinion
    JOIN declaration d ON d.id = declaration_id
ballot: SELECT nullif(t.state, 'open'), p.key, s.key, r.code FROM ballot t {_BY}
    WHERE keying = 1 AND rater_id IS NOT NULL
second: SELECT nullif(t.state, 'open'), p.key, s.key, r.code FROM ballot t {_BY} WHERE keying = 2
grade: SELECT group_concat(ifnull(nullif(grade, ''), '-'), ' '), period_key, code
    FROM (SELECT * FROM decision ORDER BY id) GROUP BY period_key, code
adjustment: SELECT {_WHO} || rule || ' x' || count || ' ' || evidence
    || iif(approved_at <> '', ' +', '') || {_END} FROM adjustment
veto: SELECT {_WHO} || ground || ' ' || document || ' ' || authority || {_END} FROM veto
exemption: SELECT {_WHO} || kind || ' ' || reason || {_END} FROM exemption
absence: SELECT {_WHO} || half_days || '/2 ' || reason || {_END} FROM absence
scheme: SELECT sha256(text), '' FROM in_force {_RULES}
    UNION ALL SELECT sha256(text), key FROM period {_RULES}
"""

def whereabouts(db: DB) -> dict[Key, str]:
    """Where each thing stands."""
    found: dict[Key, str] = {}
    for kind, statement in re.findall(r"^(\w+): (.*(?:\n    .*)*)", STANDS, re.MULTILINE):
        found |= {(kind, *map(str, names)): where for where, *names in db.execute(statement)}
    of = db.execute("SELECT key, 'participant WHERE period_id = ' || id FROM period").fetchall()
    for period, people in [("", "person"), *of]:
        found["roster", period] = "?"
        with suppress(ValueError):
            plain = json.dumps(roster(db, people), ensure_ascii=False, sort_keys=True)
            found["roster", period] = text_digest(plain)
    return {key: stands for key, stands in found.items() if stands}

def roster(db: DB, people: str) -> list[dict[str, Any]]:
    """The people of a roster, in its order."""
    found = []
    for row in db.execute(f"SELECT {', '.join(LINE)} FROM {people} ORDER BY position"):
        if None in row or row[3] not in ROLES:
            raise ValueError(row)
        supervisors = row[4].split(";") if row[4] else []
        found.append(dict(zip(LINE, row, strict=True)) | {"supervisors": supervisors})
    return found

# -- a result made again ---------------------------------------------------------------------------

def rules_of(text: str) -> dict[str, Any]:
    """A scheme as kaohe reads it: numbers as they are written, texts without spaces around them."""
    bare = re.sub("\r\n|[\u200b\ufeff]", lambda m: "\n" if m[0] == "\r\n" else "", text)
    plain = json.dumps(tomllib.loads(bare, parse_float=str), ensure_ascii=False)
    found: dict[str, Any] = json.loads(re.sub(r'"\s*((?:[^"\\]|\\.)*?)\s*"', r'"\1"', plain))
    return found

def exact(table: dict[str, Any], key: str, usual: int = 0) -> Fraction:
    """A number of a scheme's table."""
    text = unicodedata.normalize("NFKC", str(table.get(key, usual)))
    return Fraction(text.replace("。", "."))

def limited(value: Fraction, table: dict[str, Any], key: str) -> Fraction:
    """The value, or the table's limit of that key where that is lower."""
    return min(value, exact(table, key)) if key in table else value

class Period:
    """A closed period: its rules, people, and ratings that count."""

    def __init__(self, db: DB, period: int, key: str, rules: dict[str, Any]) -> None:
        self.scoring, self.tiers = rules["scoring"], rules["tiers"]
        self.places = [each["key"] for each in rules["indicators"]]
        self.people = roster(db, f"participant WHERE period_id = {period}")
        codes = dict(db.execute(f"SELECT id, code FROM participant WHERE period_id = {period}"))
        count = {id: tier for id, tier, state in db.execute("SELECT id, tier_no, state FROM ballot"
                 f" WHERE period_id = {period} AND keying = 1 AND state IN ('open', 'handed_in')")
                 if state == "handed_in" or self.tiers[tier].get("entry") != "double"}
        self.marks: dict[tuple[str, int], list[Row]] = {}
        for ratee, ballot, *marks in db.execute("SELECT * FROM rating"):
            if ballot in count and ratee in codes and None not in marks[: len(self.places)]:
                whole = marks[: len(self.places)]
                self.marks.setdefault((codes[ratee], count[ballot]), []).append(whole)
        stand = f"WHERE period_key = '{key}' AND withdrawn_at = ''"
        self.vetoed = [code for (code,) in db.execute(f"SELECT code FROM veto {stand}")]
        self.given: dict[Key, Fraction] = {}
        for code, of, times in db.execute("SELECT code, rule, sum(count) FROM adjustment"
                                           f" {stand} AND approved_at <> '' GROUP BY 1, 2"):
            for rule in [each for each in rules.get("adjustments", ()) if each["key"] == of]:
                points = limited(exact(rule, "points") * times, rule, "cap")
                self.given[code, rule["kind"]] = self.given.get((code, rule["kind"]), 0) + points

    def kept(self, code: str, tier: int, place: int | None = None) -> list[int]:
        """Somebody's totals in a tier, or marks of one indicator, in tenths, after trimming."""
        rows = self.marks.get((code, tier), ())
        totals = sorted(sum(row) if place is None else row[place] for row in rows)
        g = int(exact(self.tiers[tier], "trim"))
        return totals[g : len(totals) - g] if len(totals) > 2 * g else totals

    def score(self, code: str, tiers: Iterable[int], place: int | None = None) -> Fraction | None:
        """Somebody's score from some tiers, or that of one indicator alone."""
        over = under = Fraction(0)
        for tier in tiers:
            if kept := self.kept(code, tier, place):
                count = len(kept) if self.scoring["method"] == "participation" else 1
                under += (share := exact(self.tiers[tier], "weight") * count)
                over += share * sum(kept) / (10 * len(kept))
        return over / under if under else None

    def rounded(self, value: Fraction | None) -> int | None:
        """Half up, in units of the last decimal."""
        scale = 10 ** int(exact(self.scoring, "decimals", 2))
        return None if value is None else int((2 * value * scale + 1) // 2)

    def parted(self, group: list[str], keys: Sequence[str]) -> list[list[str]]:
        """People of equal totals parted by the tie-break keys, the best first."""
        if len(group) == 1 or not keys:
            return [group]
        every, place = range(len(self.tiers)), [*self.places, keys[0]].index(keys[0])
        alone = [n for n in every if self.tiers[n]["key"] == keys[0]]
        of = (alone, None) if alone else (every, place)
        values = {code: self.rounded(self.score(code, *of)) for code in group}
        known = sorted({v for v in values.values() if v is not None}, reverse=True)
        if None in values.values():
            return self.parted(group, keys[1:])
        parts = [[code for code in group if values[code] == value] for value in known]
        return [equal for part in parts for equal in self.parted(part, keys[1:])]

    def rows(self) -> dict[str, dict[str, Any]]:
        """What everybody's figures are, by code, in the words of a frozen result."""
        rated = {role for tier in self.tiers for role in tier["ratees"]}
        found, lists = dict[str, dict[str, Any]](), dict[tuple[str, int], list[str]]()
        for person in [each for each in self.people if each["role"] in rated]:
            code, role = person["code"], person["role"]
            row: dict[str, Any] = {"person": person, "rank": None, "vetoed": code in self.vetoed}
            row["score"] = total = self.score(code, range(len(self.tiers)))
            for kind in ("bonus", "deduction"):
                given = self.given.get((code, kind), Fraction(0))
                row[kind] = limited(given, self.scoring, f"{kind}_cap")
            if total is not None:
                total = limited(total + row["bonus"] - row["deduction"], self.scoring, "ceiling")
                total = max(total, Fraction(0))
            found[code] = row | {"total": total, "tied": False}
            if total is not None and role != "head" and not row["vetoed"]:
                one = "" if self.scoring.get("rank") == "together" else role
                lists.setdefault((one, -(self.rounded(total) or 0)), []).append(code)
        for (one, value), group in lists.items():
            rank = 1 + sum(len(g) for (o, v), g in lists.items() if o == one and v < value)
            for equal in self.parted(group, self.scoring.get("tie_break", ())):
                for code in equal:
                    found[code] |= {"rank": rank, "tied": len(equal) > 1}
                rank += len(equal)
        return found

    def differing(self, frozen: dict[str, Any]) -> Iterator[str]:
        """The figures of a frozen result that do not come out now."""
        now, then = self.rows(), {row["person"]["code"]: row for row in frozen["rows"]}
        keys = [tier["key"] for tier in self.tiers]
        if now.keys() != then.keys():
            yield f"other people: {sorted(now.keys() ^ then.keys())}"
        for code in now.keys() & then.keys():
            for tier in then[code]["tiers"]:
                kept = self.kept(code, keys.index(tier["tier"]))
                now[code] |= {tier["tier"]: (len(kept), sum(kept))}
                then[code] |= {tier["tier"]: (tier["kept"], tier["sum"])}
            for name, value in now[code].items():
                ratio = isinstance(value, Fraction)
                told = f"{value.numerator}/{value.denominator}" if ratio else value
                if then[code][name] != told:
                    yield f"{name} of {code}: frozen as {then[code][name]}, comes to {told}"

# -- the checks ------------------------------------------------------------------------------------

def chain(db: DB, record: Record) -> Iterator[Finding]:
    """Each entry's hash, and the head; meanwhile the record is followed."""
    before, number, broken = "", 0, 0
    columns = "id, at, actor, action, period, tier, subject, old, new, reason, seal, chain"
    for id, *entry, kept in db.execute(f"SELECT {columns} FROM record ORDER BY id"):
        number += 1
        form = json.dumps([before, number, *entry], ensure_ascii=False, separators=(",", ":"))
        if not broken and (id != number or kept != text_digest(form)):
            broken = number
        before = kept
        with suppress(ValueError, LookupError, TypeError):  # of a form that is not known here
            record.take(id, entry[2:-1])
            record.seals |= {n: (id, d) for n, d in json.loads(entry[-1] or "{}").items()}
    if broken:
        yield f"Entry {broken} of the record does not follow from the one before it.", (), ""
    elif db.execute("SELECT * FROM record_head").fetchall() != [(1, number, before)]:
        yield "The record does not end where its head says.", (), ""

def tables(db: DB, record: Record) -> Iterator[Finding]:
    """Every table that is sealed whole, and every closed tier."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    whole = [name for (name,) in db.execute(names).fetchall() if name not in UNSEALED]
    for name in ["shape", *whole]:
        (entry, then), now = record.seals.get(name, (0, "")), of_table(db, name)
        empty = name != "shape" and not db.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchall()
        if then != now and (then or not empty):
            yield f"{name}: not as entry {entry} of the record sealed it.", ("table", name), now
    closed = "SELECT period_id, number FROM tier_step WHERE state = 'closed'"
    for period, tier in db.execute(closed).fetchall():
        name, now = f"ballots {period} {tier}", of_ballots(db, period, tier)
        entry, then = record.seals.get(name, (0, ""))
        if then != now:
            yield f"{name}: not as entry {entry} of the record sealed them.", ("sealed", name), now

def ballots(db: DB, record: Record, secret: set[Key]) -> Iterator[Finding]:
    """Every ballot by its digest or its sum, what else has a sum, and strays."""
    kept = dict(db.execute("SELECT ballot_id, sum FROM ballot_sum"))
    sums, may_have = {0: sum_of({
        "ballot": db.execute("SELECT id, period_id, tier_no, rater_id, state, keying, keyed_by,"
                             " nonce FROM ballot"),
        "receipt": db.execute("SELECT code, period_id, tier_no FROM receipt")})}, {0}
    heads = "t.id, t.period_id, t.tier_no, p.key, s.key, r.code, t.state, keying"
    rows = db.execute(f"SELECT {heads} FROM ballot t {_BY}").fetchall()
    for id, period, tier, *where, state, keying in rows:
        named = record.hand_ins.get(tuple(where), (0, "")) if keying == 1 else (0, "")
        entry, then = max(record.seals.get(f"ballot {id}", (0, "")), named)
        if state == "open" or not entry:
            may_have.add(id)
            if id in kept or state == "open" or not where[2] or tuple(where[:2]) in secret:
                sums[id] = sum_of(on_ballots(db, period, str(id)))
        elif then != (found := of_ballots(db, period, tier, id)):
            told = f"ballot {id} ({' '.join(map(str, where))}): not as entry {entry} left it."
            yield told, ("said", str(id)), found
    for id in sums.keys() | kept.keys() - may_have:
        now = sums[id] if id in may_have else kept[id]
        if id not in may_have or kept.get(id, 0) != now:
            yield f"sum {id}: ballots were changed by another program.", ("sum", str(id)), str(now)
    for table in ("rating", "abstention", "part_mark"):
        of = "JOIN ballot b ON b.id = t.ballot_id JOIN participant p ON p.id = t.ratee_id"
        strays = db.execute(f"SELECT t.* FROM {table} t {of} WHERE p.period_id <> b.period_id"
                            " ORDER BY 1, 2").fetchall()
        if strays:
            told = f"{table}: a ballot says something of somebody who is not on it."
            yield told, ("stray", table), text_digest(str(strays))

def things(db: DB, record: Record, secret: set[Key]) -> Iterator[Finding]:
    """Where everything stands, and entries that cannot follow from those before."""
    for entry, action in record.odd.items():
        told = f"entry {entry} ({action}): it cannot follow from those before."
        yield told, ("entry", str(entry)), action
    there, kinds = whereabouts(db), {"roster", *re.findall(r"^(\w+):", STANDS, re.MULTILINE)}
    for key in sorted(key for key in there.keys() | record.stands.keys() if key[0] in kinds):
        should, stands = record.stands.get(key, ""), there.get(key, "")
        known = key[1:3] not in secret and (should or key[1:3] not in record.unknown)
        if should != stands and (known or key[0] not in ("ballot", "second")):
            yield f"{' '.join(key)}: has to be “{should}” and is “{stands}”.", key, stands

def results(db: DB, record: Record, schemes: dict[str, Any]) -> Iterator[Finding]:
    """Every frozen result's fingerprint; the last one of each closed period made again."""
    for period, key, state in db.execute("SELECT id, key, state FROM period").fetchall():
        frozen = db.execute("SELECT number, fingerprint, body FROM result WHERE period_id = ?"
                            " ORDER BY number", [period]).fetchall()
        if state == "closed" and not frozen:
            yield f"result of {key}: there is none.", ("frozen", key), ""
        for number, known_as, body in frozen:
            what, now = ("frozen", key, str(number)), text_digest(body)
            if now != known_as:
                yield f"result {number} of {key}: does not fit its fingerprint.", what, now
            elif number == frozen[-1][0] and state == "closed" and what not in record.acknowledged:
                for told in Period(db, period, key, schemes[key]).differing(json.loads(body)):
                    yield f"result {number} of {key}: {told}.", what, "another"

def check(db: DB) -> list[str]:
    """Everything that does not hold and that nobody has acknowledged, a sentence each."""
    db.text_factory = text_of
    db.create_function("sha256", 1, lambda text: text_digest(text_of(text.encode())))
    db.execute("BEGIN")
    if db.execute("PRAGMA application_id").fetchone() != (int.from_bytes(b"kaoh", "big"),):
        raise ValueError("it is no database of kaohe")
    if db.execute("SELECT version_num FROM alembic_version").fetchall() != [(SCHEMA,)]:
        raise ValueError(f"it is not of schema {SCHEMA}; have it opened by kaohe once")
    sound = db.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
    sound = sound and not db.execute("PRAGMA foreign_key_check").fetchall()
    said, found = [] if sound else ["the file is damaged."], list[Finding]()
    record, schemes, secret = Record(), dict[str, Any](), set[Key]()

    def read_schemes() -> Iterator[Finding]:
        for key, text in db.execute(f"SELECT key, text FROM period {_RULES}"):
            schemes[key] = plain = rules_of(text)
            secret.update((key, tier["key"]) for tier in plain["tiers"] if tier.get("secret"))
        yield from ()

    for part in (chain(db, record), read_schemes(), tables(db, record), ballots(db, record, secret),
                 things(db, record, secret), results(db, record, schemes)):
        try:
            found += part
        except CANNOT as error:
            said.append(f"a check could not be made: {error!r}")
    return said + [f[0] for f in found if not f[1] or record.acknowledged.get(f[1]) != f[2]]

def verified(path: Path, against: str = "") -> list[str]:
    """What does not hold in a file; it is opened for reading only.

    Raises one of ``CANNOT`` when it cannot be read.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as db:
        said, wanted = check(db), re.sub(r"[\s·-]", "", against).lower()
        if wanted and not re.fullmatch("[0-9a-f]{16,64}", wanted):
            raise ValueError(f"“{against}” is no hash: give its first 16 digits or more")
        number = db.execute("SELECT id FROM record WHERE chain LIKE ?", [f"{wanted}%"]).fetchone()
        if wanted and not number:
            said.append(f"no entry of the record has the hash {wanted}.")
        return said

def main() -> int:
    """Check the file that the command line names."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--against", default="", metavar="HASH", help="a hash that is on paper")
    given = arguments.parse_args()
    try:
        said = verified(given.file, given.against)
    except CANNOT as error:
        print(f"{given.file} cannot be read: {error}")
        return 2
    print("\n".join(said or ["holds"]))
    return int(bool(said))

if __name__ == "__main__":
    sys.exit(main())
