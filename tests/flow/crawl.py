"""Pages held to the tables: every figure on a page of an indicator or in a pack, in its drawings' text and in its
sentences, is worked out a second time from the CSV that `qd-reporter table` writes.

What is compared here shares no code with the pages: values are fractions of the CSV's counts, rounded a half upwards,
and sentences are made again from templates of their own.
"""
import collections
import csv
import fractions
import html.parser
import io

MINUS, NBSP = "\u2212", "\u00a0"
LONDON, INNER, OUTER = "E12000007", "E13000001", "E13000002"
VOID = {"meta", "link", "input", "br", "rect", "line", "circle", "polyline", "polygon", "path"}


# --- a page ---------------------------------------------------------------------------------------
class Page(html.parser.HTMLParser):
    """A page's tables (by the id of their caption: rows of cells), drawings (by id: texts) and texts by class."""

    def __init__(self, text):
        super().__init__()
        self.stack, self.tables, self.drawings = [], {}, collections.defaultdict(list)
        self.classes = collections.defaultdict(list)
        self.table = self.row = self.cell = self.caption = self.svg = None
        self.text_parts, self.links, self.title = [], [], ""
        self.feed(text)
        self.close()
        assert not self.stack, f"not closed: {self.stack}"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag in VOID:
            return
        self.stack.append((tag, attributes, []))
        if tag == "caption":
            self.caption = attributes["id"]
            self.tables[self.caption] = []
        if tag == "tr":
            self.row = []
        if tag in ("td", "th"):
            self.cell = []
        if tag == "title" and self.inside("svg"):
            self.svg = attributes["id"].removesuffix("-t")

    def handle_startendtag(self, tag, attributes):
        pass

    def inside(self, tag):
        return any(name == tag for name, _, _ in self.stack)

    def handle_endtag(self, tag):
        name, attributes, parts = self.stack.pop()
        assert name == tag, f"{tag} ends {name}"
        text = " ".join("".join(parts).split())
        if tag == "tr" and self.caption is not None:
            self.tables[self.caption].append(self.row)
        if tag in ("td", "th") and self.row is not None:
            self.row.append(" ".join("".join(self.cell).split()))
        if tag == "text" and self.svg is not None:
            self.drawings[self.svg].append(text)
        for word in (attributes.get("class") or "").split():
            self.classes[word].append(text)
        if self.stack:
            self.stack[-1][2].append(" " + text + " " if tag in ("small", "h3", "p", "li") else "".join(parts))
        if tag == "h1":
            self.title = text

    def handle_data(self, data):
        if self.stack:
            self.stack[-1][2].append(data)
        if self.cell is not None and not self.inside("svg"):
            self.cell.append(data)


# --- figures --------------------------------------------------------------------------------------
def exact(row):
    """The figure of a line of the CSV, numerator over denominator; None where there is none."""
    if row["value"] == "":
        return None
    if row["denominator"] == "":
        return fractions.Fraction(row["numerator"])
    return fractions.Fraction(row["numerator"]) / fractions.Fraction(row["denominator"])


def rounded(number, decimals):
    """Half upwards (away from zero, as a difference has no best side), with its thousands apart."""
    scaled = abs(number) * 10 ** decimals
    whole = int(scaled + fractions.Fraction(1, 2))
    text = f"{whole:0{decimals + 1}d}"
    digits = text[:-decimals] + "." + text[-decimals:] if decimals else text
    head, dot, tail = digits.partition(".")
    return f"{int(head):,}{dot}{tail}"


def with_unit(unit, text):
    return {"percent": f"{text}%", "pounds": f"£{text}", "weeks": f"{text} weeks",
            "per 100": f"{text} per 100"}.get(unit, text)


SIGNS = {"not returned": "nr", "not available": "x", "not collected": "nc", "not yet known": "nyk",
         "not applicable": "z", "nothing to divide by": "0/0"}


def shown(row):
    """As a page writes it without a unit."""
    if row["value"] == "":
        return SIGNS[row["status"]]
    head, dot, tail = row["value"].lstrip("-").partition(".")
    return ("-" if row["value"].startswith("-") else "") + f"{int(head):,}{dot}{tail}"


def ordinal(number):
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def listed(names):
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


class Table:
    """The CSV of a table: rows by (period, area code, measure)."""

    def __init__(self, text):
        self.rows = {}
        self.names = {}
        for row in csv.DictReader(io.StringIO(text)):
            key = row["period"], row["area_code"], row["measure"]
            slices = tuple(row.get(name, "total") for name in ("setting", "need", "line", "mode"))
            self.rows.setdefault(key, {})[slices] = row
            self.names[row["area_code"]] = row["area_name"]

    def row(self, period, code, measure):
        found = self.rows.get((period, code, measure))
        return None if found is None else next(iter(found.values()))

    def measures(self):
        return sorted({measure for _, _, measure in self.rows})

    def boroughs(self, period, measure):
        return [self.row(period, code, measure) for code in self.names
                if code.startswith("E09") and self.row(period, code, measure)]


# --- sentences, a second time ---------------------------------------------------------------------
def change(table, period, earlier, measure, codes):
    """Like for like: over those that have both; the sums then and now, and of how many."""
    now = then = fractions.Fraction(0)
    over_now = over_then = fractions.Fraction(0)
    count = 0
    for code in codes:
        new, old = table.row(period, code, measure), table.row(earlier, code, measure)
        if new is None or old is None or exact(new) is None or exact(old) is None:
            continue
        now += fractions.Fraction(new["numerator"])
        then += fractions.Fraction(old["numerator"])
        over_now += fractions.Fraction(new["denominator"] or 0)
        over_then += fractions.Fraction(old["denominator"] or 0)
        count += 1
    if over_now and over_then:
        return now / over_now, then / over_then, count
    return now, then, count


def moved(unit, now, then):
    """"2.5 points less than", "6.0% more than", "the same as"."""
    if unit == "percent":
        difference, text = 100 * (now - then), " points"
    else:
        difference, text = 100 * (now / then - 1), "%"
    words = rounded(difference, 1)
    if words == "0.0":
        return "the same as"
    return f"{words}{text} {'less' if difference < 0 else 'more'} than"


def order_finding(rows):
    """"From 100.0% in Barnet and Wandsworth to 7.0% in Redbridge.\""""
    ranked = sorted((row for row in rows if row["rank"]), key=lambda row: (int(row["rank"]), row["area_name"]))

    def end(place):
        names = sorted(row["area_name"] for row in ranked
                       if (row["rank"], row["value"]) == (ranked[place]["rank"], ranked[place]["value"]))
        if place == -1:
            names.reverse()
        return with_unit(ranked[place]["unit"], shown(ranked[place])), \
            f"{len(names)} boroughs" if len(names) > 4 else listed(names)

    first, last = end(0), end(-1)
    return f"From {first[0]} in {first[1]} to {last[0]} in {last[1]}."


# --- two shares: Wilson and Newcombe, a second time -----------------------------------------------
def wilson(count, of, z=1.959963984540054):
    centre, spread = 2 * count + z * z, z * (z * z + 4 * count * (1 - count / of)) ** 0.5
    return (centre - spread) / (2 * (of + z * z)), (centre + spread) / (2 * (of + z * z))


def beyond(one, two):
    """Whether Newcombe's interval of the difference of two lines of the CSV leaves out 0; None: no shares."""
    if one["unit"] != "percent" or "" in (one["value"], two["value"]):
        return None
    (a, m), (b, n) = [(int(row["numerator"]), int(row["denominator"])) for row in (one, two)]
    (l1, u1), (l2, u2) = wilson(a, m), wilson(b, n)
    p, q = a / m, b / n
    low = p - q - ((p - l1) ** 2 + (u2 - q) ** 2) ** 0.5
    high = p - q + ((u1 - p) ** 2 + (q - l2) ** 2) ** 0.5
    return low > 0 or high < 0
