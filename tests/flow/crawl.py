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
import re

MINUS, NBSP = "\u2212", "\u00a0"
LONDON, INNER, OUTER = "E12000007", "E13000001", "E13000002"
MULTIPLES = re.compile(r'<ul class="multiples[^"]*">.*?</ul>', re.DOTALL)
VOID = {"meta", "link", "input", "br", "rect", "line", "circle", "polyline", "polygon", "path"}


# --- a page ---------------------------------------------------------------------------------------
class Page(html.parser.HTMLParser):
    """A page's tables (by the id of their caption: rows of cells), drawings (by id: texts) and texts by class."""

    def __init__(self, text):
        super().__init__()
        self.stack, self.tables, self.drawings = [], {}, collections.defaultdict(list)
        self.classes = collections.defaultdict(list)
        self.table = self.row = self.cell = self.caption = self.svg = None
        self.links, self.title = [], ""
        # The small multiples are most of a page: of them only the figures are taken.
        self.multiples = re.findall(r"<li[^>]*><p><span>[^<]*</span> <span>([^<]*)</span></p>", text)
        self.feed(MULTIPLES.sub("", text))
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


def of(number, whole):
    return fractions.Fraction(number, whole)


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
            slices = tuple(row.get(name, "total") for name in ("setting", "need", "line", "mode", "definition"))
            self.rows.setdefault(key, {})[slices] = row
            self.names[row["area_code"]] = row["area_name"]

    def row(self, period, code, measure):
        """Of what is never added up, as appeals by two definitions, the last that most boroughs have."""
        found = self.rows.get((period, code, measure))
        if found is None:
            return None
        london = self.rows.get((period, LONDON, measure), {})
        most = max((int(row["n"] or 0) for row in london.values()), default=0)
        return [row for slices, row in found.items() if int(london.get(slices, row)["n"] or 0) == most or not london][-1]

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


# --- a line of a pack in words --------------------------------------------------------------------
def place(row, rows):
    """"5th of 33; chance allows 3rd to 10th", told from the nearer end where neither is better."""
    if not row["rank"]:
        return ""
    rank, ranked = int(row["rank"]), int(row["ranked"])
    ranks = [int(other["rank"]) for other in rows if other["rank"]]
    lowest = row["direction"] == "none" and 2 * rank > ranked + 1
    end = "" if row["direction"] != "none" else " lowest" if lowest else " highest"
    first = 1 + sum(other > rank for other in ranks) if lowest else rank
    others = ranks.count(rank) - 1
    words = f"{ordinal(first)}{end} of {ranked}"
    if others:
        words += f", with {others} other{'' if others == 1 else 's'}"
    if row["rank_best"].isdigit():
        best, worst = int(row["rank_best"]), int(row["rank_worst"])
        if lowest:
            best, worst = ranked + 1 - worst, ranked + 1 - best
        words += f"; chance allows {ordinal(best)} to {ordinal(worst)}"
    return words


def beside(row, london):
    """"31.5 points above London", "no different from London: within chance", "7.8% below London"."""
    if row["denominator"] == "" or not row["value"] or not london["value"]:
        return ""
    figure, other = exact(row), exact(london)
    if row["low"]:
        in_unit = float(other) * (100 if row["unit"] in ("percent", "per 100") else 1)
        if float(row["low"]) <= in_unit <= float(row["high"]):
            return "no different from London: within chance"
    if row["unit"] == "percent":
        apart = rounded(100 * (figure - other), 1) + " points"
    else:
        apart = rounded(100 * (figure / other - 1), 1) + "%"
    return f"{apart} {'below' if figure < other else 'above'} London"


def line_says(row, rows, london):
    first, second = place(row, rows), beside(row, london)
    second = second[:1].upper() + second[1:]
    return f"{first}{'. ' if first else ''}{second}{'.' if second else ''}"


# --- whole pages ----------------------------------------------------------------------------------
# The lines of the packs, as indicators.def has them: table and measure.
PACK = (("timeliness", "plans_issued_within_20_weeks_percent"),
        ("timeliness", "plans_issued_within_20_weeks_ex_percent"),
        ("timeliness", "plans_issued_over_52_weeks_percent"),
        ("timeliness", "request_outcome_six_weeks_percent"),
        ("timeliness", "requests_decision_not_made_percent"),
        ("timeliness", "requests_decided_not_to_assess_percent"),
        ("timeliness", "outcome_decision_within_time_percent"),
        ("placements", "plans_count"), ("placements", "mainstream_percent"), ("placements", "special_percent"),
        ("placements", "inmss_percent"), ("placements", "fe_percent"),
        ("transport", "gross_expenditure_per_plan"))


def same(expected, found, *where):
    if expected != found:
        raise AssertionError(f"{where}: {found!r}, and the table has {expected!r}")


def held(truth, *where):
    if not truth:
        raise AssertionError(str(where))


def minus(text):
    return text.replace("£-", MINUS + "£")


def check_indicator(page, table, period, measure):
    """Every figure of an indicator's page: its table, its drawings in both sizes, its first finding."""
    rows = table.boroughs(period, measure)
    body = {line[0].replace(" You", ""): line for line in page.tables["cap-all"][1:]}
    areas = [table.row(period, code, measure) for code in (LONDON, INNER, OUTER)]
    for row in rows + [area for area in areas if area]:
        line = next(cells for head, cells in body.items() if head.startswith(row["area_name"]))
        same(shown(row), line[3].split(" [")[0], measure, row["area_name"])
        if row["rank"]:
            same(row["rank"], line[1], measure, row["area_name"], "rank")
        if row["value"] and row["denominator"] and row["unit"] == "percent":
            same([rounded(fractions.Fraction(row[name]), 0) for name in ("numerator", "denominator")],
                 [cell.lstrip("£") for cell in line[4:6]], measure, row["area_name"])
    if page.multiples:
        same(sorted(shown(row) for row in rows + [area for area in areas if area]), sorted(page.multiples), measure,
             "small multiples")
    known = [row for row in rows if row["value"]]
    for drawing in ("order-w", "order-n"):
        for row in known:
            held(shown(row) in page.drawings[drawing], measure, drawing, row["area_name"], shown(row))
    for row in known if rows and rows[0]["ranked_from"] else []:
        held(minus(with_unit(row["unit"], shown(row))) in page.drawings["map-w"], measure, "map-w", row["area_name"])
    if any(row["rank"] for row in rows):
        same(minus(order_finding(rows)), page.classes["finding"][0], measure)


def check_pack(page, tables, code, periods):
    """Every line of a pack: the borough's figure, London's and the rank."""
    lines = page.tables["cap-pack"][1:]
    says = iter(page.classes["say"])
    held(len(lines) <= 14, "a pack has at most 14 lines", len(lines))
    same([periods[table][1] for table, _ in PACK if table in periods], [line[1] for line in lines], code)
    for line, (name, measure) in zip(lines, [pair for pair in PACK if pair[0] in periods]):
        period = periods[name][0]
        row, london = [tables[name].row(period, area, measure) for area in (code, LONDON)]
        if name == "transport":  # the pack's is of one line of spending; the table's of all
            continue
        if row["value"]:
            expected, found = line_says(row, tables[name].boroughs(period, measure), london).rstrip(), next(says)
            held(found.startswith(expected), code, measure, "says", found, expected)
        same([shown(row), shown(london)], [line[2], line[5]], code, measure)
        held(line[8] in (row["rank"], "z", SIGNS.get(row["status"])), code, measure, "rank", line[8])
