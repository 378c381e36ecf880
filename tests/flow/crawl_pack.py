"""A borough's pack, worked out a second time: every line from the tables that it is of."""
import fractions

import crawl
import crawl_indicator
import quarterday
from crawl import (BEYOND, INNER, LONDON, OUTER, QUARTERS, SIDES, change_words, counted, exact, has_denominator,
                   listed, quarter_word, rounded, sentence, share, shown, valued)
from crawl_account import Account

KIND = {4: "calendar-years", 7: "financial-years", 10: "quarters"}  # by how long a period's name is
BRIEF_MAX, LEAD_LINES, ASKED_MAX, STANDS_OUT_MAX, MOVED_MAX = 5, 2, 3, 4, 5
MONTHS = {"Q1": "June", "Q2": "September", "Q3": "December", "Q4": "January"}


def stock_period(period):
    """The quarter of what there is on a day, that goes with a period."""
    if len(period) == 4:
        return f"{period}-{(int(period) + 1) % 100:02d} Q4"
    return f"{period} Q4" if len(period) == 7 else period


def month_of(period):
    """"January 2025" for "2024-25 Q4": DfE's day; the other quarters end with their month."""
    quarter = period[-2:]
    return f"{MONTHS[quarter]} {int(period[:4]) + (quarter == 'Q4')}"


def short(when):
    return when[:3] + when[when.index(" "):] if when[0].isalpha() else when


class PackLine:
    """One line of a pack: the figures behind it, and its own period and those before."""

    def __init__(self, store, line, period):
        self.line, self.is_stock = line, line.table == "placements"
        tried = [stock_period(period)] if self.is_stock else [period] + (
            [f"{period}-{(int(period) + 1) % 100:02d}"] if len(period) == 4 else [])
        # What was returned comes before what is made of quarters.
        self.period = next((one for made in (False, True) for one in tried if self.has(store, one, made)), None)
        if self.period is None:
            return
        table = store.table(line.table, KIND[len(self.period)], line.where)
        self.periods = [one for one in sorted({key[0] for key in table.rows}) if one <= self.period and
                        (not self.is_stock or one[-2:] == self.period[-2:])]
        self.made = crawl_indicator.Made(table, store.changes(line.table, self.period, line.where).get(line.measure, []),
                                         None, self.period, line.measure, self.periods)
        self.when = self.name(self.period)
        earlier = next(iter(self.made.changes.values()), None)
        self.earlier = self.name(earlier["since_period"]) if earlier else ""
        self.code_of = {row["area_name"]: code for code, row in self.made.rows.items()}

    def has(self, store, period, made):
        table = store.table(self.line.table, KIND[len(period)], self.line.where)
        rows = table.boroughs(period, self.line.measure) if table is not None else []
        return any(made or row["made_from"] == "return" for row in rows)

    def name(self, period):
        return month_of(period) if self.is_stock else period

    def row(self, code, period=None):
        return self.made.table.row(period or self.period, code, self.line.measure)

    def sum_of(self, codes):
        """A line of the CSV for some boroughs together: sums over sums of those that have both."""
        rows = [self.row(code) for code in codes]
        rows = [row for row in rows if row["value"]]
        london = self.made.london
        if not rows:
            return {**london, "value": "", "status": crawl_reason([self.row(code) for code in codes]), "low": "", "n": "0"}
        over = sum(fractions.Fraction(row["numerator"]) for row in rows)
        under = sum(fractions.Fraction(row["denominator"] or 0) for row in rows)
        figure = over if not has_denominator(london) else over / under * (100 if london["unit"] == "percent" else 1)
        decimals = len(london["value"].partition(".")[2]) if has_denominator(london) else 0
        return {**london, "value": rounded(figure, decimals).replace(",", ""), "numerator": str(over),
                "denominator": str(under) if has_denominator(london) else "", "low": ""}

    def place(self, code, with_rest=True):
        words = crawl.place(self.row(code), self.made.boroughs)
        return words if with_rest else words.split(";")[0].split(",")[0]

    def beside(self, code):
        return crawl.beside(self.row(code), self.made.london)

    def share(self, code):
        """"174 of 181"; of a count "1.6% of London’s"."""
        row = self.row(code)
        if row["value"] == "":
            return row["status"]
        if has_denominator(row):
            return share(row)
        if not self.made.london["value"] or code == LONDON or exact(self.made.london) == 0:
            return ""
        return f"{rounded(100 * exact(row) / exact(self.made.london), 1)}% of London’s"

    def moved(self, code):
        """"down 2.5 points on 2023, like for like in 32 boroughs"; "" where there is no change."""
        change = self.made.change(code)
        if change is None:
            return ""
        number = fractions.Fraction(change["change"])
        by = rounded(number, 1)
        words = "unchanged" if by == "0.0" else \
            f"{'down' if number < 0 else 'up'} {by}{crawl.UNITS[change['change_unit']]}"
        words += f" on {self.earlier}" + (", within chance" if change["verdict"] == "no different" else "")
        if not code.startswith("E09") and change["n"] != change["of"]:
            words += f", like for like in {change['n']} boroughs"
        return words

    def did(self, code):
        return self.line.did.replace("{value}", valued(self.row(code)))

    def spoken(self, code):
        return f"{self.row(code)['area_name']}: " + ", ".join(
            f"{self.name(period)} {shown(self.row(code, period))}" for period in self.periods)

    def ends(self):
        known = sorted(self.made.known, key=exact)
        return shown(known[0]), shown(known[-1])


def crawl_reason(rows):
    """Of several that have none the most frequent reason, then the first in the order of the signs."""
    order = ["not returned", "not available", "not collected", "not yet known", "not applicable", "nothing to divide by"]
    reasons = [row["status"] for row in rows]
    return max(order, key=lambda reason: (reasons.count(reason), -order.index(reason)))


def pack_lines(store, period):
    lines = [PackLine(store, line, period) for line in store.packs.values()]
    return [line for line in lines if line.period is not None]


def covers(lines):
    return listed(list(dict.fromkeys(line.when for line in lines)))


def label_unit(line, row):
    return line.line.label + {"percent": ", %", "pounds": ", £"}.get(row["unit"], "")


# --- a borough's pack

def check_strip(account, line, code, name, title, behind, second=None):
    if len(line.made.known) < 2:
        return
    lowest, highest = line.ends()
    texts = [title, f"From {lowest} to {highest}.{behind}", lowest, highest]
    optional = [f"London {shown(line.made.london)}"]
    for own in (code, second):
        if own is not None and line.row(own)["value"]:
            optional.append(valued(line.row(own)))
    account.drawing(name, texts, has_axis=False, optional=optional)


def check_spark(account, line, code, name, title):
    known = [period for period in line.periods if line.row(code, period)["value"]]
    if len(known) < 2:
        return
    whens = [line.name(period) for period in line.periods]
    last = shown(line.row(code, line.periods[-1]))
    account.drawing(name, [title, line.spoken(code)], has_axis=False, optional=[
        f"{short(line.name(known[0]))}: {shown(line.row(code, known[0]))}", last, *map(short, whens), *whens,
        *["x"] * len(whens)])


def brief(line, code):
    row = line.row(code)
    figures = [(exact(line.row(code, period)), line.row(code, period), period) for period in line.periods
               if line.row(code, period)["value"]]
    low, high = min(figures, key=lambda one: one[0])[1], max(figures, key=lambda one: one[0])[1]
    words = valued(row) + (f" ({line.share(code)})" if line.share(code) else "")
    words += "".join(f", {part}" for part in (line.place(code, False), line.beside(code)) if part)
    since = "" if low["value"] == high["value"] else \
        f" Since {line.name(figures[0][2])} between {valued(low)} and {valued(high)}."
    return f"{line.line.brief}. {words}.{since}"


def check_brief(account, lines, code):
    said = []
    for beyond in (True, False):
        for line in lines:
            row = line.row(code)
            if row["value"] and len(said) < BRIEF_MAX and is_beyond(line, row) == beyond:
                said.append(brief(line, code))
    account.says(*said)


def is_beyond(line, row):
    london = line.made.london
    if row["low"] == "" or london["value"] == "":
        return False
    other = float(exact(london)) * (100 if row["unit"] in ("percent", "per 100") else 1)
    return not float(row["low"]) <= other <= float(row["high"])


def check_line(account, line, code, area, near):
    row, london = line.row(code), line.made.london
    if row["value"] == "":
        account.says(f"Without a figure: {line.line.label}: {row['status']}.")
        return
    first, second = line.place(code), sentence(line.beside(code))
    account.says(" ".join(f"{part}." for part in (first, second) if part))
    account.says(valued(row), line.share(code))
    if has_denominator(london):
        others = [f"{line.row(area)['area_name']} {valued(line.row(area))}"] if area else []
        others += [f"neighbours {valued(line.sum_of(near))}"] if near and line.sum_of(near)["value"] else []
        account.says(" · ".join(others))
    else:
        account.says(sentence(line.moved(code)))
    name = row["area_name"]
    check_strip(account, line, code, f"strip-{line.line.address}", f"{line.line.label}: {name} among the boroughs",
                " All figures are in the table of the pack.")
    check_spark(account, line, code, f"spark-{line.line.address}", line.line.label)


def figures_row(line, code, area, near):
    row = line.row(code)
    none = crawl.SIGNS[row["status"]] if row["value"] == "" else "z"
    change = line.made.change(code)
    return [label_unit(line, line.made.london), line.when, shown(row), counted(row, "numerator"),
            counted(row, "denominator") if has_denominator(line.made.london) else "z", shown(line.made.london),
            shown(line.row(area)) if area else none, shown(line.sum_of(near)) if near else "z", row["rank"] or none,
            f"{row['rank_best']}–{row['rank_worst']}" if row["rank_best"].isdigit() else none,
            f"{QUARTERS[SIDES[row['quartile']]]} {quarter_word(row)}" if row["quartile"] in SIDES else none,
            change_words(change) + ("*" if change["verdict"] in BEYOND else "") if change else
            crawl_indicator.found_change(line.made, row) if line.earlier else "x"]


def check_trends(account, lines, code):
    for line in lines:
        known = [period for period in line.periods if line.row(code, period)["value"]]
        if len(known) < 2:
            continue
        name = f"trend-{line.line.address}"
        whens = [line.name(period) for period in line.periods]
        account.says(shown(line.row(code, line.periods[-1])))
        account.drawing(name, [line.line.label, line.spoken(code)],
                        optional=[*map(short, whens), account.page.drawings[name][-1], *["x"] * len(whens)])


def check_borough(store, page, code, name, period):
    account, lines = Account(page, "page_borough"), pack_lines(store, period)
    near = [area["new_la_code"] for area in quarterday.boroughs() if area["la_name"] in store.neighbours.get(name, [])]
    halves = [half for half in (INNER, OUTER) if f" {crawl_name(half)}" in " " + " ".join(page.tables["cap-pack"][0])]
    area = halves[0] if halves else None
    account.says(*[" ".join(f"In {line.when} {name} {line.did(code)}." for line in
                            [line for line in lines if line.line.key == 2 and line.row(code)["value"]][:LEAD_LINES])])
    account.says(covers(lines))
    check_brief(account, lines, code)
    for line in lines:
        check_line(account, line, code, area, near)
    account.table("cap-pack", [figures_row(line, code, area, near) for line in lines])
    heads = [line for line in lines if line.line.key > 0]
    rows = [(name, lambda line: line.row(code))] + [(line_name(near_code), lambda line, one=near_code: line.row(one)) for near_code in near]
    rows += [("The neighbours together", lambda line: line.sum_of(near))]
    rows += [(line_name(one), lambda line, one=one: line.row(one)) for one in ([area] if area else []) + [LONDON]]
    if near:
        account.table("cap-near", [[head] + [shown(take(line)) for line in heads] for head, take in rows])
    check_trends(account, lines, code)
    check_settings(account, store, lines, code, name)
    account.words(*[line.line.label + line.line.brief + line.when for line in lines], *store.times, str(len(near)),
                  *[str(len(store.table(line.line.table, KIND[len(line.period)], line.line.where).names)) for line in lines],
                  *crawl_indicator.said(page), *[cell for table in ("cap-rec", "cap-rec2") for row in page.tables.get(table, [])
                                                for cell in row], str(max(0, len(page.tables.get("cap-rec2", [])) - 1)))
    account.words(*[text for element, text in page.units if element == "dd" and text.endswith(" boroughs")])
    account.words(*[text for element, text in page.units if text.startswith("Journal when") or text.endswith("in London")])
    return account.end()


SETTINGS = (("Mainstream", "Mainstream schools", "mainstream_total"), ("Special", "State-funded", "special_state"),
            ("Special", "Independent", "special_independent"), ("Special", "Non-maintained", "special_non_maintained"),
            ("Other", "Alternative provision", "ap_pru_total"), ("Other", "Further education", "fe_total"),
            ("Other", "Educated elsewhere", "ed_elsewhere"), ("Other", "Early years, non-maintained", "nm_early_years"),
            ("Other", "Not recorded", "placement_unknown"))


def check_settings(account, store, lines, code, name):
    placements = next((line for line in lines if line.is_stock), None)
    if placements is None:
        return
    by = {(row["area_code"], row["measure"], row["setting"]): row for row in store.by_setting(placements.period)}
    rows, narrow, wide = [], [], [f"Where the plans of {name} are, {placements.when}",
                      "A bar for each kind of setting, per cent of all plans, with a tick for London. The table is below."]
    for group, label, setting in SETTINGS:
        cells = [by[one, measure, setting] for one in (code, LONDON) for measure in ("plans_count", "plans_percent")]
        rows.append([f"{group}: {label}"] + [shown(row) for row in cells])
        wide += [shown(cells[1]), shown(cells[3])]
        narrow.append(f"{shown(cells[1])} London {shown(cells[3])}")
    row = by[LONDON, "plans_percent", SETTINGS[0][2]]
    total = [shown(placements.row(code)),
             rounded(fractions.Fraction(row["denominator"]), 0) + ("" if row["n"] == row["of"] else f" [{row['n']}/{row['of']}]")]
    account.table("cap-set", rows + [["All plans", total[0], "100.0", total[1], "100.0"]])
    for size in "wn":
        account.drawing(f"settings-{size}", wide if size == "w" else wide[:2] + narrow)
    known = [(exact(by[code, "plans_percent", setting]), -place, group, label, setting)
             for place, (group, label, setting) in enumerate(SETTINGS) if by[code, "plans_percent", setting]["value"]]
    if known:
        _, _, group, label, setting = max(known)
        special = "special schools, " if group == "Special" else ""
        account.says(f"Most are in {special}{label[:1].lower() + label[1:]}: {shown(by[code, 'plans_percent', setting])}%, "
                     f"in London {shown(by[LONDON, 'plans_percent', setting])}%.")


def crawl_name(code):
    return {INNER: "Inner London", OUTER: "Outer London", LONDON: "London"}[code]


def line_name(code):
    return next((area["la_name"] for area in quarterday.boroughs() if area["new_la_code"] == code), None) or crawl_name(code)
