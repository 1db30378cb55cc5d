# fmt: off
"""Checks a database of kaohe without kaohe: ``python3 verify_alone.py FILE.db [--against HASH]``.

It needs Python 3.11 alone, shares no line with the program, only reads the file, and follows
docs/record-format.md. It prints ``holds`` or what does not; it ends with 0, 1 or 2 (unreadable)."""
import contextlib, hashlib, json, pathlib, re, sqlite3, sys, tomllib, unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any
SCHEMA, _HEADS = "0009", "id, period_id, tier_no, rater_id, keying, keyed_by, nonce"
ON_BALLOTS = {"rating": "", "abstention": "", "part_mark": ", indicator_no, part_no"}
LOOSE = *ON_BALLOTS, "ballot", "receipt", "ballot_sum", "record", "record_head", "alembic_version"
ROLES = {"staff": "一般人员", "middle": "中层干部", "leader": "分管领导", "head": "主要负责人",
         "guest": "外部评分人", "unit": "科室"}
LINE = ("code", "name", "section", "role", "supervisors", "identity", "clerk_note", "spelling")
_SHAPE = "FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
DB = sqlite3.Connection
Row = Sequence[Any]
Key = tuple[str, ...]
Found = Iterator[tuple[str, Key, str]]  # sentences, things (if acknowledgeable), how each is found
LASTING = ("entry", "frozen", "stray")  # kinds that hold as found, once they are acknowledged
HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f"
                     "\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
CANNOT = (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
# -- digests
def text_digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
def digest(*parts: Iterable[Row]) -> str:
    """The SHA-256 of rows, a line each as ascii() writes the tuple; a line's end ends a part."""
    sha = hashlib.sha256()
    for rows in parts:
        sha.update("".join([*(f"{tuple(row)!a}\n" for row in rows), "\n"]).encode("ascii"))
    return sha.hexdigest()
def of_table(db: DB, table: str) -> str:
    """The digest of a whole table, or of the shape of all."""
    if table == "shape": return digest(db.execute(f"SELECT type, name, tbl_name, sql {_SHAPE}"))
    info = db.execute(f"SELECT pk, name FROM pragma_table_info('{table}')").fetchall()
    columns = ", ".join(f'"{name}"' for name in sorted(name for _pk, name in info))
    order = ", ".join(f'"{name}"' for pk, name in sorted(info) if pk) or "rowid"
    return digest(db.execute(f'SELECT {columns} FROM "{table}" ORDER BY {order}'))
def on_ballots(db: DB, period: int, ballots: str) -> dict[str, list[Row]]:
    """The ratings, abstentions and part marks on some ballots, of the period's people."""
    of = (f"WHERE ratee_id IN (SELECT id FROM participant WHERE period_id = {period})"
          f" AND ballot_id IN ({ballots}) ORDER BY ratee_id, ballot_id")
    return {t: db.execute(f"SELECT * FROM {t} {of}{by}").fetchall() for t, by in ON_BALLOTS.items()}
def folded(ratings: list[Row]) -> Iterator[Row]:
    """Ratings, with the columns that the first fifty do not use as one text."""
    end = max([3, *(n for row in ratings[:50] for n, m in enumerate(row, 1) if m is not None)])
    for row in ratings:
        rest = ["" if mark is None else str(mark) for mark in row[end:]]
        yield (*row[:end], ",".join(rest) if any(rest) else "") if rest else row
def of_ballots(db: DB, period: int, tier: int, ballot: int | None = None) -> str:
    """The digest of a tier's ballots and receipts, or of one ballot, whatever its state."""
    where, heads = f"period_id = {period} AND tier_no = {tier}", "*"
    codes = [db.execute(f"SELECT code FROM receipt WHERE {where} ORDER BY code")]
    if ballot is not None: where, codes, heads = f"id = {ballot}", [], _HEADS
    on = on_ballots(db, period, f"SELECT id FROM ballot WHERE {where}")
    return digest(db.execute(f"SELECT {heads} FROM ballot WHERE {where} ORDER BY id"),
                  folded(on["rating"]), on["abstention"], on["part_mark"], *codes)
def sum_of(tables: Mapping[str, Iterable[Row]]) -> int:
    """The sum of what rows count: 62 bits of the content of each."""
    forms = (table + re.sub(r"(, None)+\)$", ")", ascii(tuple(row)))
             for table, rows in tables.items() for row in rows)
    numbers = (hashlib.blake2b(form.encode("ascii"), digest_size=8).digest() for form in forms)
    return sum(int.from_bytes(each, "big") for each in numbers) & ((1 << 62) - 1)
# -- what the entries leave: the key of a thing | an action, where the thing stands after it (=: as
# before) < where it must have stood before (without <: anywhere) | the same of another action
RULES = """
period period | open_period open < gone | close_period closed < open | reopen_period open < closed
period period | correct_result = < closed | call_off_period = < open, gone
period period | take_back_period gone < open; tier period tier | take_back_tier gone < open
scheme period | open_period {new0} | take_back_period gone; roster period | take_back_period gone
roster period | open_period {new1} | add_person {new0} < {old} | change_person {new0} < {old}
off period | call_off_period {reason} < gone | hold_period gone < {was}
result period who | close_period {new} < gone | correct_result {new} < gone
tier period tier | open_tier open < gone | close_tier closed < open | reopen_tier open < closed
recusal period tier left right | recuse {reason} < gone | lift_recusal gone
ballot period tier who | strike_out void < handed_in, keyed | hand_in handed_in < gone, keyed
ballot period tier who | key_second = < keyed | key_equal = < keyed | reinstate {new} < void
ballot period tier who | void void < handed_in, keyed; second period tier who | void gone
ballot period tier who | key_first keyed < gone | give_back gone < handed_in, keyed, void
second period tier who | hand_in gone | strike_out gone | give_back gone | settle gone < keyed
forms period tier | forms {new}; comparison period tier who | key_equal {old} | settle {first_by}
grade period who | decide_grade {before}{new} | take_back_grade {before}-
operator who | add_operator {new} active | change_duty {new} active < {old} active
operator who | retire_operator {old} retired < {old} active
tasks who next | task_declare declared < gone; tasks who newest | task_step {new0}
opinion right newest left | task_opinion {new0}; notice period who | post_notice {new} < gone
matter new0 | take_matter open < gone | close_matter closed < open | reopen_matter open < closed
scheme year | new {last2} < gone | change_scheme {last} < {old}
roster year | new {last} < gone | change_roster {new0} < {old}
* number | enter_* {said} < gone | approve_* {said} + < {said}
* number | withdraw_* {was} - < {said}, {said} +; second period tier who | key_second keyed < gone
"""
GOES = "ballot", "second", "forms", "comparison"
ENTRIES = "adjustment", "veto", "exemption", "absence", "figure"
OF_BALLOTS = r"import|hand_in|strike_out|void|give_back|key_\w+|settle|reinstate|\w+_ballots?"
class Record:
    """Follows the entries: where each thing has to stand, and what was sealed last."""
    def __init__(self) -> None:
        self.stands, self.acknowledged = dict[Key, str](), dict[Key, str]()
        self.seals, self.hand_ins = dict[str, tuple[int, str]](), dict[Key, tuple[int, str]]()
        self.unknown, self.secret, self.schemes = set[Key](), set[Key](), dict[str, Any]()
        self.odd, self._entry, self._rules = dict[int, str](), (0, ""), defaultdict[str, Any](list)
        for line in re.split("\n|; ", RULES.strip()):
            for kind in ENTRIES if "*" in line else ("",):
                key, *steps = line.replace("*", kind).split(" | ")
                for action, step in (each.split(" ", 1) for each in steps):
                    self._rules[action].append((key.split(" "), *re.split(" < |, ", step)))
    def take(self, entry: int, fields: Sequence[str]) -> None:
        """Follow one entry: its texts from ``action`` to ``reason``."""
        (action, period, tier, who, old, new, reason), self._entry = fields, (entry, fields[0])
        if action == "hand_in" and not new: return  # of a secret tier: nobody knows whose ballot
        if action == "hand_in": self.hand_ins[period, tier, who] = entry, new
        for each in tier.split(",") if re.fullmatch(OF_BALLOTS, action) else ():
            self._put(("tier", period, each), None, "open")
        if action.endswith("_tier"): self._put(("off", period), None, "gone")
        action = "key_equal" if (action, new) == ("key_second", "0") else action
        self._special(action, period, tier, who, old, new)
        parts, (left, _sign, right) = new.split(" "), who.partition(">")
        told, mine = new if action.startswith("enter_") else old, ("tasks", right or left)
        tasks = [int(k[2]) for k in (self.stands if "task_" in action else ()) if k[:2] == mine]
        words = dict[str, str](
            period=period, tier=tier, who=who, old=old, new=new, left=left, right=right,
            next=str(int(old) + 1) if action == "task_declare" else "", new1=parts[1 % len(parts)],
            said=f"{period or '-'} {who} {told}", last2=parts[-2 % len(parts)], last=parts[-1],
            number=told.split(" ")[0][1:], newest=str(max([0, *tasks])), reason=reason or "-",
            new0=parts[0], year="", first_by=re.sub(r"(?s)(.*):\d+ .*:\d+", r"\1", old))
        free = action in ("strike_out", "void", "give_back") and (period, tier) in self.unknown
        for (kind, *names), stands, *after in self._rules.get(action, ()):
            key = (kind, *(words[name] for name in names))
            words["was"] = self.stands.get(key, words["said"])
            words["before"] = f"{self.stands.get(key, '')} ".lstrip()
            may = [each.format_map(words) or "gone" for each in ([] if free else after)]
            self._put(key, None if stands == "=" else stands.format_map(words), *may)
    def _special(self, action: str, period: str, tier: str, who: str, old: str, new: str) -> None:
        """Follow what the table of rules cannot say."""
        match action:
            case "reopen_tier" | "call_off_period":  # one that is open meanwhile waits
                for key in [k for k in self.stands if k[:2] == ("tier", period)]:
                    if self.stands[key] == "open": self._put(key, "gone")
            case "take_back_tier":  # what its opening brought is gone; a ballot that was in is odd
                for key in [k for k in self.stands if k[0] in GOES and k[1:3] == (period, tier)]:
                    self._put(key, "gone", *["gone"][: key[0] in ("ballot", "second")])
            case "import":
                self.unknown |= {(period, each) for each in tier.split(",") if not old}
                of = [(each, r) for each, raters in json.loads(old or "{}").items() for r in raters]
                for at in of: self._put(("ballot", period, *at), "handed_in", "gone", "handed_in")
            case "move_ballot" | "exchange_ballots":  # what the one had is the other's, and back
                kinds, raters = ("ballot", "second", "comparison"), who.split(">")
                keys = [(kind, period, tier, each) for kind in kinds for each in raters]
                stood = [self.stands.get(key, "gone") for key in keys]
                for place, key in enumerate(keys): self._put(key, stood[place ^ 1])
            case "add_operator" if self.stands.get(("operator", who), "").endswith("active"):
                self.odd.setdefault(*self._entry)
            case "upgrade" if old < "0004":
                self.unknown |= {k[1:] for k in self.stands if k[0] == "tier"}
            case "acknowledge":
                for *thing, how in json.loads(new): self._put(tuple(thing), how)
                self.acknowledged |= {tuple(thing): how for *thing, how in json.loads(new)}
    def _put(self, key: Key, stands: str | None, *may: str) -> None:
        """Let a thing stand somewhere (None: where it is); odd if it stood where it may not."""
        was = self.stands.pop(key, "gone")
        if may and was not in may: self.odd.setdefault(*self._entry)
        if (now := was if stands is None else stands) not in ("", "gone"): self.stands[key] = now
# -- where things stand in the tables
_P, _RATER = "JOIN period p ON p.id = t.period_id", "JOIN participant r ON r.id = t.rater_id"
_OF = f"{_P} JOIN tier_step s ON s.period_id = t.period_id AND s.number = t.tier_no"
_BALLOTS = f"nullif(t.state, 'open'), p.key, s.key, r.code FROM ballot t {_OF} {_RATER}"
_WHO = "iif(period_key = '', '-', period_key) || ' ' || code || ' #' || id || ' ' || "
def _more(name: str) -> str:
    """A further line of an entry, where it has one."""
    return f" || iif({name} = '', '', char(10) || '{name} ' || {name})"
_SIZE, _TIMES = "".join(map(_more, ("level", "matter", "points"))), "' x' || count || ' '"
_PLUS, _END = " || iif(approved_at <> '', ' +', '')", " || iif(withdrawn_at <> '', ' -', ''), id"
_RULES, _TASKS = "JOIN scheme s ON s.id = scheme_id", "JOIN declaration d ON d.id = declaration_id"
STANDS = f"""
operator: SELECT duty || ' ' || state, name FROM operator; period: SELECT state, key FROM period
tier: SELECT nullif(t.state, 'waiting'), p.key, t.key FROM tier_step t {_P}
result: SELECT t.fingerprint, p.key, number FROM result t {_P}
recusal: SELECT iif(reason='','-',reason), period_key, tier_key, rater_code, ratee_code FROM recusal
forms: SELECT handed_out || '/' || returned, p.key, s.key FROM forms t {_OF}
comparison: SELECT first_by, p.key, s.key, r.code FROM comparison t {_OF} {_RATER}
notice: SELECT fingerprint || ' ' || posted_on || ' ' || until, period_key, number FROM notice
matter: SELECT state, id FROM matter; tasks: SELECT state, code, number FROM declaration
opinion: SELECT verdict, code, number, rater_code FROM opinion {_TASKS}
ballot: SELECT {_BALLOTS} WHERE keying = 1; second: SELECT {_BALLOTS} WHERE keying = 2
grade: SELECT iif(grade = '', '-', grade), period_key, code FROM decision ORDER BY id
adjustment: SELECT {_WHO}rule || {_TIMES} || evidence{_SIZE}{_PLUS}{_END} FROM adjustment
veto: SELECT {_WHO}ground || ' ' || document || ' ' || authority{_END} FROM veto
exemption: SELECT {_WHO}kind || ' ' || reason{_END} FROM exemption
absence: SELECT {_WHO}half_days || '/2 ' || reason{_more("kind")}{_END} FROM absence
figure: SELECT {_WHO}part || ' ' || figure || ' ' || evidence{_PLUS}{_END} FROM figure
scheme: SELECT text, '' FROM in_force {_RULES} UNION ALL SELECT text, key FROM period {_RULES}
"""
def roster(db: DB, people: str, period: int = 0) -> list[dict[str, Any]]:
    """The people of a roster, in its order."""
    rows = db.execute(f"SELECT {', '.join(LINE)} FROM {people} ORDER BY position").fetchall()
    if any(None in row or row[3] not in ROLES for row in rows): raise ValueError(people)
    groups = defaultdict[str, list[str]](list)
    of = f"SELECT code, group_key FROM roster_group WHERE period_id = {period} ORDER BY 1, 2"
    for code, key in db.execute(of): groups[code].append(key)
    return [dict(zip(LINE, row, strict=True)) | {"supervisors": row[4].split(";") if row[4] else []}
            | ({"groups": groups[row[0]]} if row[0] in groups else {}) for row in rows]
# -- a result made again
_RATINGS = """SELECT r.code, tier_no, state, t.* FROM rating t JOIN ballot b ON b.id = ballot_id
JOIN participant r ON r.id = ratee_id AND r.period_id = b.period_id
WHERE b.period_id = ? AND keying = 1 AND state IN ('open', 'handed_in')"""
def rules_of(text: str) -> dict[str, Any]:
    """A scheme as kaohe reads it: numbers as they are written, texts trimmed, roles by key."""
    def word(text: str) -> str:
        """A word as words for roles are compared."""
        return "".join(unicodedata.normalize("NFKC", text).casefold().split())
    loaded = tomllib.loads(bare(text), parse_float=str)
    plain = re.sub(r'"\s*((?:[^"\\]|\\.)*?)\s*"', r'"\1"', json.dumps(loaded, ensure_ascii=False))
    rules = dict[str, Any](json.loads(plain))
    own = {r: [w] if isinstance(w, str) else w for r, w in rules.get("roles", {}).items()}
    role = {word(w): r for r, usual in ROLES.items() for w in (r, usual, *own.get(r, ()))}
    groups = [{k: {word(w) for w in g.get(k, ())} for k in ("sections", "identity")}
              | {"key": g["key"], "role": {role[word(w)] for w in g.get("roles", ())}}
              for g in rules.get("groups", ())]
    one = role | {word(g[k]): g["key"] for g in rules.get("groups", ()) for k in ("key", "name")}
    tiers = [t | {"ratees": {one[word(w)] for w in t["ratees"]}} for t in rules["tiers"]]
    for tier in [each for each in tiers if isinstance(each["weight"], dict)]:
        tier["weight"] = {one[word(w)]: n for w, n in tier["weight"].items()}
    ballots = {"points": rules["scoring"].get("full", "100"), "source": "ballots"}
    parts = rules.get("components", [ballots])
    for part in parts:  # whole points are everybody's, a table gives them by class
        part["by"] = [(one[word(w)], exact(part["points"], w)) for w in part["points"]] \
            if isinstance(part["points"], dict) else [("", exact(part, "points"))]
        part["for"] = {one[word(w)] for w in part.get("for", ())}
    return rules | {"tiers": tiers, "groups": groups, "components": parts}
def classes(rules: dict[str, Any], person: dict[str, Any]) -> set[str]:
    """A person's role, and the keys of the groups whose criteria all hold."""
    def plain(text: str) -> str:
        """A text as sections and identities are compared."""
        return "".join(unicodedata.normalize("NFKC", text).casefold().split())
    if person["role"] == "unit": return {"unit"}
    of = {"role": person["role"], "sections": plain(person["section"]),
          "identity": plain(person["identity"])}
    named = {g["key"] for g in rules["groups"] if any(g[k] for k in of)
             and all(not g[k] or of[k] in g[k] for k in of)}
    return {person["role"], *named, *person.get("groups", ())}
def bare(text: str) -> str:
    """A text of a scheme without what is not compared: unseen characters, dots."""
    return re.sub("[\u200b-\u200d\ufeff·•‧∙⋅・]", "", text)
def exact(table: dict[str, Any], key: str, usual: int | Fraction = 0) -> Fraction:
    """A number of a scheme's table."""
    return Fraction(unicodedata.normalize("NFKC", str(table.get(key, usual))).replace("。", "."))
class Period:
    """A closed period: its rules, people, and ratings that count."""
    def __init__(self, db: DB, period: int, key: str, rules: dict[str, Any]) -> None:
        held = next((p.get("tiers") for p in rules["periods"] if p["key"] == key), None)
        self.tiers = [t for t in rules["tiers"] if held is None or t["key"] in held]
        off = {t["key"] for t in rules["tiers"]} - {t["key"] for t in self.tiers}
        keys = [each for each in rules["scoring"].get("tie_break", ()) if each not in off]
        self.scoring = rules["scoring"] | {"tie_break": keys}
        self.full, self.rated_in = exact(self.scoring, "full", 100), defaultdict[str, set[str]](set)
        self.places = [each["key"] for each in rules["indicators"]]
        self.people = roster(db, f"participant WHERE period_id = {period}", period)
        self.classes = {each["code"]: classes(rules, each) for each in self.people}
        self.marks: dict[tuple[str, int], list[Row]] = defaultdict(list)
        self.given = defaultdict[Key, Fraction](Fraction)
        for code, tier, state, *marks in db.execute(_RATINGS, [period]):
            if state == "open" and self.tiers[tier].get("entry") == "double": continue
            if None not in (r := marks[2 : len(self.places) + 2]): self.marks[code, tier].append(r)
        self.parts, self.factors = rules["components"], rules.get("factors", [])
        both = (*self.parts, *self.factors)
        self.of_section = {each["key"] for each in both if each.get("of") == "section"}
        stand = f"WHERE period_key = '{key}' AND withdrawn_at = ''"
        self.vetoed = [code for (code,) in db.execute(f"SELECT code FROM veto {stand}")]
        of_rules = {r["key"]: r for r in rules.get("adjustments", ())}
        sizes = defaultdict[Key, dict[Any, Fraction]](dict)  # by person and rule, then by matter
        columns = "code, rule, count, level, matter, points, id"
        counting = f"FROM adjustment {stand} AND approved_at <> ''"
        rows = db.execute(f"SELECT {columns} {counting}")
        for code, of, n, level, matter, points, id in rows:
            if (r := of_rules.get(of)) is None: continue
            each = exact(r["levels"], bare(level)) if "levels" in r else exact(r, "points")
            if points: each = exact({"points": points.strip("分 points")}, "points")
            found, at = sizes[code, of], matter if matter and r.get("highest") is True else id
            found[at] = max(n * each, found.get(at, each))
        worth = defaultdict[str, dict[str, Fraction]](dict)  # by person, then by rule
        for (code, of), found in sizes.items():
            points = sum(found.values(), Fraction(0))
            worth[code][of] = min(points, exact(of_rules[of], "cap", points))
        for kind in rules.get("absences", ()):
            away = f"SELECT code, sum(half_days) FROM absence {stand} AND kind = ? GROUP BY 1"
            steps = [(exact(kind, "free"), exact(kind, "points"))]
            steps += [(exact(s, "from"), exact(s, "points")) for s in kind.get("then", ())]
            for code, half in db.execute(away, [kind["key"]]):
                days, ends = Fraction(half, 2), [start for start, _each in steps[1:]]
                for (start, each), end in zip(steps, [*ends, max(days, steps[0][0])], strict=True):
                    cost = each * max(Fraction(0), min(days, end) - start)
                    worth[code][kind["key"]] = worth[code].get(kind["key"], Fraction(0)) + cost
        for code, parts in worth.items():
            for cap in sorted(rules.get("caps", ()), key=lambda cap: len(cap["rules"])):
                if keys := [key for key in cap["rules"] if key in parts]:
                    together = sum((parts.pop(key) for key in keys), Fraction(0))
                    parts[keys[0]] = min(together, exact(cap, "most"))
            for of, points in parts.items():  # what is within a component counts there alone
                r = of_rules.get(of, {"kind": "deduction"})
                self.given[code, r["kind"], *filter(None, [r.get("within")])] += points
        figures = f"SELECT part, code, figure FROM figure {stand} AND approved_at <> ''"
        self.figures = {(part, code): Fraction(f) for part, code, f in db.execute(figures)}
    def kept(self, code: str, tier: int, place: int | None = None) -> list[int]:
        """Somebody's totals in a tier, or marks of one indicator, in tenths, after trimming."""
        rows, rule = self.marks.get((code, tier), ()), self.tiers[tier]
        if len(rows) < exact(rule, "min_ratings"): return []
        cut = int(exact(rule, "trim"))
        totals = sorted(sum(row) if place is None else row[place] for row in rows)
        least = exact(rule, "trim_from", 2 * cut + 1)
        return totals[cut : len(totals) - cut] if len(totals) >= least else totals
    def weight(self, code: str, tier: int) -> Fraction:
        """What a tier weighs for somebody."""
        if not isinstance(table := self.tiers[tier]["weight"], dict):
            return exact(self.tiers[tier], "weight")
        return next((exact(table, one) for one in table if one in self.classes[code]), Fraction(0))
    def score(self, code: str, tiers: Iterable[int], place: int | None = None) -> Fraction | None:
        """Somebody's score from some tiers, or that of one indicator alone."""
        over = under = Fraction(0)
        for tier, kept in ((tier, self.kept(code, tier, place)) for tier in tiers):
            count = len(kept) if self.scoring["method"] == "participation" else bool(kept)
            under += (share := self.weight(code, tier) * count)
            over += share * sum(kept) / (10 * len(kept) or 1)
        return over / under if under else None
    def most(self, person: dict[str, Any], part: dict[str, Any]) -> Fraction:
        """What a component is worth to somebody; 0 where it does not apply."""
        of, tiers = {*self.classes[person["code"]], ""}, self.rated_in[person["code"]]
        keys = part.get("tiers", tiers) if part["source"] == "ballots" else tiers
        named = {*part["for"], *(one for one, _points in part["by"])}
        is_apart = person["role"] == "unit" and part["source"] != "ballots" and "unit" not in named
        is_alone = part["source"] == "unit" and not self.unit_of(person)
        if not tiers.intersection(keys) or (part["for"] and not part["for"] & of) \
                or is_apart or is_alone:
            return Fraction(0)
        return next((points for one, points in part["by"] if one in of), Fraction(0))
    def figure(self, person: dict[str, Any], part: dict[str, Any]) -> Fraction | None:
        """What the office entered for somebody or the section."""
        whose = f"§{person['section']}" if part["key"] in self.of_section else person["code"]
        return self.figures.get((part["key"], whose))
    def points(self, person: dict[str, Any], part: dict[str, Any]) -> Fraction | None:
        """Somebody's points of a component; None where it is missing."""
        most, code, by = self.most(person, part), person["code"], part.get("convert", {})
        if part["source"] == "ballots":
            keys = part.get("tiers", [tier["key"] for tier in self.tiers])
            of = [n for n, tier in enumerate(self.tiers) if tier["key"] in keys]
            worth = self.score(code, of)
            worth = None if worth is None else worth * most / self.full
        elif part["source"] == "unit":
            unit = self.unit_of(person)
            worth = self.total(unit[0]) if unit else None
            worth = None if worth is None else worth * most / self.full
        else: worth = most if part["source"] == "full" else self.figure(person, part)
        if worth is None: return Fraction(0) if part.get("if_missing") else None
        if by.get("by") == "rank": worth = exact(by, "first") - exact(by, "step") * (worth - 1)
        if by.get("by") == "percent": worth = most * worth / 100
        if by.get("by") == "ratio_to_best":
            best = max(f for (key, _), f in self.figures.items() if key == part["key"])
            worth = most * worth / (best or Fraction(1))
        worth = max(Fraction(0), min(worth, most))
        plus, minus = (self.given[code, k, part.get("key", "")] for k in ("bonus", "deduction"))
        return max(Fraction(0), min(worth + plus - minus, most))
    def composed(self, person: dict[str, Any]) -> Fraction | None:
        """Somebody's score: the components that count share the whole; then the factors."""
        counted = [(most, self.points(person, part)) for part in self.parts
                   if (most := self.most(person, part))]
        worth = sum((most for most, points in counted if points is not None), Fraction(0))
        score: Fraction = sum((points or Fraction(0) for _m, points in counted), Fraction(0))
        for factor in self.factors if person["role"] != "unit" else ():
            f = self.figure(person, factor)
            score *= Fraction(1) if f is None else f
        return score * self.full / worth if worth else None
    def unit_of(self, person: dict[str, Any]) -> list[dict[str, Any]]:
        """The line of somebody's section, where that is rated itself."""
        return [each for each in self.people if each["role"] == "unit" != person["role"]
                and each["section"] == person["section"]]
    def added(self, code: str, kind: str) -> Fraction:
        """All that is added to somebody's score, or taken off."""
        return min(g := self.given[code, kind], exact(self.scoring, f"{kind}_cap", g))
    def total(self, person: dict[str, Any]) -> Fraction | None:
        """Somebody's total, from 0 up to the ceiling."""
        if (total := self.composed(person)) is None: return None
        total += self.added(person["code"], "bonus") - self.added(person["code"], "deduction")
        return max(Fraction(0), min(total, exact(self.scoring, "ceiling", total)))
    def rounded(self, value: Fraction) -> int:
        """Half up, in units of the last decimal."""
        return int((2 * value * 10 ** int(exact(self.scoring, "decimals", 2)) + 1) // 2)
    def parted(self, group: list[str], keys: Sequence[str]) -> list[list[str]]:
        """People of equal totals parted by the tie-break keys, the best first."""
        if len(group) == 1 or not keys: return [group]
        tiers = [n for n, tier in enumerate(self.tiers) if tier["key"] == keys[0]]
        part = next((each for each in self.parts if each.get("key") == keys[0]), None)
        if tiers or not part:
            of = (tiers, None) if tiers else (range(len(self.tiers)), self.places.index(keys[0]))
            scores = {code: self.score(code, *of) for code in group}
        else: scores = {p["code"]: self.points(p, part) for p in self.people if p["code"] in group}
        if None in scores.values(): return self.parted(group, keys[1:])
        values = {code: self.rounded(score or Fraction(0)) for code, score in scores.items()}
        parts = [[code for code in group if values[code] == value]
                 for value in sorted({*values.values()}, reverse=True)]
        return [equal for part in parts for equal in self.parted(part, keys[1:])]
    def rows(self) -> dict[str, dict[str, Any]]:
        """What everybody's figures are, by code, in the words of a frozen result."""
        rated = {one for tier in self.tiers for one in tier["ratees"]}
        found, lists = dict[str, dict[str, Any]](), defaultdict[tuple[str, int], list[str]](list)
        for person in [each for each in self.people if self.classes[each["code"]] & rated
                       and each["role"] != "guest"]:
            code, total, role = person["code"], self.total(person), person["role"]
            row = dict[str, Any](person=person, rank=None, vetoed=code in self.vetoed)
            row |= {kind: self.added(code, kind) for kind in ("bonus", "deduction")}
            row["score"] = self.composed(person)
            if total is not None and role != "head" and not row["vetoed"]:
                one = "" if self.scoring.get("rank") == "together" and role != "unit" else role
                lists[one, -self.rounded(total)].append(code)
            found[code] = row | {"total": total, "tied": False}
        for (one, value), group in lists.items():
            rank = 1 + sum(len(g) for (o, v), g in lists.items() if o == one and v < value)
            for equal in self.parted(group, self.scoring.get("tie_break", ())):
                for code in equal: found[code] |= {"rank": rank, "tied": len(equal) > 1}
                rank += len(equal)
        return found
    def differing(self, frozen: dict[str, Any]) -> Iterator[str]:
        """The figures of a frozen result that do not come out now."""
        then = {row["person"]["code"]: row for row in frozen["rows"]}
        for code, row in then.items(): self.rated_in[code] = {each["tier"] for each in row["tiers"]}
        now = self.rows()
        places = {tier["key"]: n for n, tier in enumerate(self.tiers)}
        if now.keys() != then.keys(): yield f"other people: {sorted(now.keys() ^ then.keys())}"
        for code in now.keys() & then.keys():
            for tier in then[code]["tiers"]:
                kept, k = self.kept(code, places[tier["tier"]]), f"ratings in {tier['tier']}"
                then[code][k], now[code][k] = [tier["kept"], tier["sum"]], [len(kept), sum(kept)]
            for name, value in now[code].items():
                if isinstance(value, Fraction): value = f"{value.numerator}/{value.denominator}"
                if value != (was := then[code][name]):
                    yield f"{name} of {code}: frozen as {was}, comes to {value}"
# -- the checks
def chain(db: DB, record: Record) -> Found:
    """Each entry's hash, and the head; meanwhile the record is followed."""
    number, before, broken = 0, "", 0
    for number, (id, *entry, kept) in enumerate(db.execute("SELECT * FROM record ORDER BY id"), 1):
        form = json.dumps([before, number, *entry], ensure_ascii=False, separators=(",", ":"))
        if (id, text_digest(form)) != (number, kept): broken = broken or number
        before = kept
        with contextlib.suppress(ValueError, LookupError, TypeError):  # of an unknown form
            record.seals |= {n: (id, d) for n, d in json.loads(entry[-1] or "{}").items()}
            record.take(id, [HARMFUL.sub("\ufffd", text) for text in entry[2:-1]])
    if broken or db.execute("SELECT * FROM record_head").fetchall() != [(1, number, before)]:
        yield f"entry {broken or number + 1} does not follow from those before, or is gone.", (), ""
def tables(db: DB, record: Record) -> Found:
    """Every table that is sealed whole, and every closed tier."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    whole = db.execute(f"{names} AND name NOT IN {LOOSE}").fetchall()
    found = [("table", name, of_table(db, name)) for (name,) in [("shape",), *whole]]
    closed = db.execute("SELECT period_id, number FROM tier_step WHERE state = 'closed'").fetchall()
    found += [("sealed", f"ballots {p} {tier}", of_ballots(db, p, tier)) for p, tier in closed]
    for kind, name, now in found:
        entry, then = record.seals.get(name, (0, ""))
        if then != now and (then or now != digest([])):  # one that was never written is empty
            yield f"{name}: not as entry {entry} of the record sealed it.", (kind, name), now
def ballots(db: DB, record: Record) -> Found:
    """Every ballot by its digest or its sum, what else has a sum, and strays."""
    for key, text in db.execute(f"SELECT key, text FROM period {_RULES}"):
        record.schemes[key] = plain = rules_of(text)
        record.secret |= {(key, tier["key"]) for tier in plain["tiers"] if tier.get("secret")}
    kept, may_have = dict(db.execute("SELECT ballot_id, sum FROM ballot_sum")), {0}
    sums = {0: sum_of({t: db.execute(f"SELECT * FROM {t}") for t in ("ballot", "receipt")})}
    rows = [*db.execute(f"SELECT p.key, s.key, r.code, t.* FROM ballot t {_OF} LEFT {_RATER}")]
    for *where, id, period, tier, _rater, state, keying, _by, _nonce in rows:
        named = record.hand_ins.get(tuple(where), (0, "")) if keying == 1 else (0, "")
        entry, then = max(record.seals.get(f"ballot {id}", (0, "")), named)
        secret = not where[2] or tuple(where[:2]) in record.secret
        if state == "open" or secret or not entry: may_have.add(id)
        if state == "open" or secret or (not entry and id in kept):
            sums[id] = sum_of(on_ballots(db, period, str(id)))
        elif entry and then != (found := of_ballots(db, period, tier, id)):
            yield f"ballot {id} {where}: not as entry {entry} left it.", ("said", str(id)), found
    record.secret |= {row[:2] for row in rows if not row[2]}
    wrong = [(id, now) for id, now in sums.items() if kept.get(id) != (now or None)]
    for id, now in wrong + [(id, "") for id in kept.keys() - may_have]:
        yield f"sum {id}: ballots were changed by another program.", ("sum", str(id)), str(now)
    of = "JOIN ballot b ON b.id = ballot_id JOIN participant p ON p.id = ratee_id"
    off = f"t {of} WHERE p.period_id <> b.period_id ORDER BY 1, 2"
    for table in ON_BALLOTS:
        if strays := db.execute(f"SELECT t.* FROM {table} {off}").fetchall():
            yield f"{table}: rates a stranger.", ("stray", table), text_digest(str(strays))
def things(db: DB, record: Record) -> Found:
    """Where everything stands, and entries that cannot follow from those before."""
    for entry, action in record.odd.items():
        yield f"entry {entry}: it cannot follow from those before.", ("entry", str(entry)), action
    there, kinds = dict[Key, str | None](), {"roster", *re.findall(r"(\w+): ", STANDS)}
    for kind, statement in (each.split(": ", 1) for each in re.split("\n|; ", STANDS.strip())):
        for where, *names in db.execute(statement):
            key, where = (kind, *map(str, names)), text_digest(where) if kind == "scheme" else where
            there[key] = f"{there[key]} {where}" if kind == "grade" and there.get(key) else where
    of = db.execute("SELECT key, 'participant WHERE period_id = ' || id, id FROM period").fetchall()
    for period, people, id in [("", "person", 0), *of]:
        there["roster", period] = "?"
        with contextlib.suppress(ValueError):
            plain = json.dumps(roster(db, people, id), ensure_ascii=False, sort_keys=True)
            there["roster", period] = text_digest(plain)
    for key in sorted(key for key in there.keys() | record.stands.keys() if key[0] in kinds):
        should, stands = record.stands.get(key, ""), there.get(key) or ""
        known = key[1:3] not in record.secret and (should or key[1:3] not in record.unknown)
        if should != stands and (known or key[0] not in ("ballot", "second")):
            yield f"{' '.join(key)}: has to be “{should}” and is “{stands}”.", key, stands
def results(db: DB, record: Record) -> Found:
    """Every frozen result's fingerprint; the last one of each closed period made again."""
    for id, key, state in db.execute("SELECT id, key, state FROM period").fetchall():
        of = f"FROM result WHERE period_id = {id} ORDER BY number"
        frozen = db.execute(f"SELECT number, fingerprint, body {of}").fetchall()
        if state == "closed" and not frozen: yield f"result of {key}: none.", ("frozen", key), ""
        for number, known_as, body in frozen:
            what, now = ("frozen", key, str(number)), text_digest(body)
            if now != known_as:
                yield f"result {number} of {key}: does not fit its fingerprint.", what, now
            elif number == frozen[-1][0] and state == "closed" and what not in record.acknowledged:
                for told in Period(db, id, key, record.schemes[key]).differing(json.loads(body)):
                    yield f"result {number} of {key}: {told}.", what, "another"
def verified(path: pathlib.Path, against: str = "") -> list[str]:
    """What failed the check and nobody has acknowledged; raises one of ``CANNOT`` if unreadable."""
    wanted, uri = re.sub(r"--against|[\s·=-]", "", against), f"{path.absolute().as_uri()}?mode=ro"
    if not re.fullmatch("([0-9a-fA-F]{16,64})?", wanted): raise ValueError("no 16 digits of a hash")
    with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as db:
        db.execute("BEGIN")
        known = "SELECT application_id, version_num FROM pragma_application_id, alembic_version"
        if db.execute(known).fetchall() != [(int.from_bytes(b"kaoh", "big"), SCHEMA)]:
            raise ValueError(f"it is not kaohe's of schema {SCHEMA}; have it opened by kaohe once")
        sound = [[*db.execute(f"PRAGMA {p}")] for p in ("integrity_check(1)", "foreign_key_check")]
        said, record = [] if sound == [[("ok",)], []] else ["the file is damaged."], Record()
        for part, exactly in ((chain, 1), (tables, 1), (ballots, 1), (things, 0), (results, 0)):
            db.text_factory = ((lambda data: data.decode(errors="surrogateescape")) if exactly
                               else (lambda data: HARMFUL.sub("\ufffd", data.decode())))
            try:
                said += [HARMFUL.sub("\ufffd", told) for told, what, how in part(db, record)
                         if (*what, "")[0] not in LASTING or record.acknowledged.get(what) != how]
            except CANNOT as error: said.append(f"a check could not be made: {error!r}")
        there = db.execute("SELECT 1 FROM record WHERE chain LIKE ?", [f"{wanted}%"]).fetchone()
        return said + ([f"no entry has the hash {wanted}."] if wanted and not there else [])
if __name__ == "__main__":
    try: said, code = verified(pathlib.Path(sys.argv[1]), "".join(sys.argv[2:])), 1
    except CANNOT as error: said, code = [f"cannot be read: {error}\n\n{__doc__}"], 2
    sys.exit(print("\n".join(said or ["holds"])) or (code if said else 0))
