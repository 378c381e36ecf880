"""Figures and words, a second time: from the CSV that `qd-reporter table` writes, as fractions of its counts, rounded a
half upwards, with words of their own. What is here shares no code with the pages. crawl_indicator.py, crawl_pack.py,
crawl_pair.py and crawl_market.py hold whole pages to it; crawl_account.py finds what none of them accounts for.
"""
import csv
import fractions
import io

MINUS, NBSP = "\u2212", "\u00a0"
LONDON, INNER, OUTER = "E12000007", "E13000001", "E13000002"


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


# --- as pages write it ----------------------------------------------------------------------------
SIDES = {"A": 1, "B": 2, "C": 3, "D": 4, "highest": 1, "upper": 2, "lower": 3, "lowest": 4}
BEYOND = ("better", "worse", "higher", "lower")
QUARTERS = ("", "▲", "△", "▽", "▼")
BEST, NO_BEST = ("", "Top", "Second", "Third", "Bottom"), ("", "Highest", "Second", "Third", "Lowest")
SPELT = "no one two three four five six seven eight nine".split()
UNITS = {"percentage points": " points", "per cent": "%", "per 100": " per 100"}


def valued(row):
    """With its unit, as a page writes it."""
    if row["value"] == "":
        return shown(row)
    text = with_unit(row["unit"], shown(row).lstrip("-"))
    return MINUS + text if row["value"].startswith("-") and row["unit"] == "pounds" else \
        with_unit(row["unit"], shown(row))


def spelt(number):
    return SPELT[number] if number < len(SPELT) else str(number)


def sentence(text):
    return text[:1].upper() + text[1:]


def quarter_word(row):
    return (NO_BEST if row["direction"] == "none" else BEST)[SIDES[row["quartile"]]]


def has_denominator(row):
    return row["unit"] in ("percent", "per 100", "weeks", "ratio") or row["denominator"] != "" or \
        row["numerator"] != row["value"] and row["value"] != ""


def share(row):
    """"8,859 of 13,697", "£237,566,924 over 99,116"; "" of what has no denominator."""
    if not has_denominator(row):
        return ""
    return f"{counted(row, 'numerator')} {'of' if row['unit'] == 'percent' else 'over'} {counted(row, 'denominator')}"


def counted(row, which):
    """A numerator or a denominator; of money to the pound."""
    text = row[which]
    if text == "":
        return SIGNS[row["status"]]
    return ("£" if "." in text else "") + rounded(fractions.Fraction(text), 0)


def change_words(change):
    number = fractions.Fraction(change["change"])
    return signed(number, rounded(number, 1)) + ("%" if change["change_unit"] == "per cent" else "")


def signed(number, text):
    """With the number's sign; what is shown as a zero has none."""
    return ("" if not any(digit in text for digit in "123456789") else MINUS if number < 0 else "+") + text


def apart(unit, figure, other):
    """"2.5 points", "6.0%": how far two figures lie from each other."""
    if unit == "percent":
        return rounded(100 * (figure - other), 1) + " points"
    return "not in proportion" if other == 0 else rounded(100 * (figure / other - 1), 1) + "%"


def interval(row):
    return f"{rounded(fractions.Fraction(row['low']), 1)} to {rounded(fractions.Fraction(row['high']), 1)}"


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
    words = apart(unit, now, then)
    return "the same as" if words.startswith("0.0") else f"{words} {'less' if now < then else 'more'} than"


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


def newcombe(one, two):
    """The 95 % interval of the difference of two shares."""
    (a, m), (b, n) = [(int(row["numerator"]), int(row["denominator"])) for row in (one, two)]
    (l1, u1), (l2, u2) = wilson(a, m), wilson(b, n)
    p, q = a / m, b / n
    return p - q - ((p - l1) ** 2 + (u2 - q) ** 2) ** 0.5, p - q + ((u1 - p) ** 2 + (q - l2) ** 2) ** 0.5


def beyond(one, two):
    """Whether Newcombe's interval of the difference of two lines of the CSV leaves out 0; None: no shares."""
    if one["unit"] != "percent" or "" in (one["value"], two["value"]):
        return None
    low, high = newcombe(one, two)
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
    return f"{apart(row['unit'], figure, other)} {'below' if figure < other else 'above'} London"
