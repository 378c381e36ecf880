"""The page of an indicator, worked out a second time: its tables whole, every text of its drawings, its sentences."""
import crawl
import crawl_map
import crawl_store
from crawl import (BEYOND, LONDON, NBSP, QUARTERS, SIDES, UNITS, apart, change_words, counted, exact, has_denominator, interval,
                   listed, quarter_word, rounded, sentence, share, shown, spelt, valued)
from crawl_account import Account

MOVED_SHOWN = 3


class Made:
    """What one indicator's page is made of: the CSV's lines by area for its period, and those of its line of periods."""

    def __init__(self, table, changes, england, period, measure, periods):
        self.table, self.period, self.measure, self.periods = table, period, measure, periods
        self.codes = [code for code in table.names if table.row(period, code, measure)]
        self.rows = {code: table.row(period, code, measure) for code in self.codes}
        self.boroughs = [row for code, row in self.rows.items() if code.startswith("E09")]
        self.areas = [row for code, row in self.rows.items() if not code.startswith("E09")]
        self.london = self.rows.get(LONDON)
        self.changes = {row["area_code"]: row for row in changes}
        self.england = england
        self.known = [row for row in self.boroughs if row["value"]]
        self.ordered = sorted(self.known, key=lambda row: (int(row["rank"] or 0), row["area_name"]))
        self.is_share = any(row["unit"] == "percent" for row in self.boroughs)

    def change(self, code):
        """The change's line where there is a change, else None."""
        row = self.changes.get(code)
        return row if row is not None and row["change"] != "" else None


# --- the table of all figures

def beside(row, london):
    if row["value"] == "" or london["value"] == "":
        return "x"
    if row["low"] == "":
        return "z"
    other = float(exact(london)) * (100 if row["unit"] in ("percent", "per 100") else 1)
    return "above" if float(row["low"]) > other else "below" if float(row["high"]) < other else "no different"


def line_of(made, row, has_cases, has_change, found):
    none = crawl.SIGNS[row["status"]] if row["value"] == "" else "z"
    of = "" if row["area_code"].startswith("E09") or row["value"] == "" or row["n"] == row["of"] else f" [{row['n']}/{row['of']}]"
    cells = [found if found.startswith(row["area_name"]) else row["area_name"], row["rank"] or none,
             f"{row['rank_best']}–{row['rank_worst']}" if row["rank_best"].isdigit() else none, shown(row) + of]
    if has_cases:
        cells += [counted(row, "numerator"), counted(row, "denominator")]
    cells += [interval(row) if row["low"] else none,
              f"{QUARTERS[SIDES[row['quartile']]]} {quarter_word(row)}" if row["quartile"] in SIDES else none,
              beside(row, made.london)]
    if has_change:
        change = made.change(row["area_code"])
        if change is None:
            cells.append(found_change(made, row))
        else:
            of = "" if row["area_code"].startswith("E09") or change["n"] in ("", change["of"]) else f"[{change['n']}/{change['of']}] "
            cells.append(of + change_words(change) + ("*" if change["verdict"] in BEYOND else ""))
    return cells


def found_change(made, row):
    """Why there is no change."""
    change = made.changes.get(row["area_code"])
    if change is None:
        return "z"
    return crawl.SIGNS.get(change["change_status"], "z")  # z: another definition, too


def check_table(account, made):
    head = account.page.tables["cap-all"][0]
    order = made.ordered + [row for row in made.boroughs if not row["value"]]
    lines = {line[0]: line for line in account.page.tables["cap-all"][1:]}
    rows = order + [row for row in made.areas]
    found = [next((name for name in lines if name.startswith(row["area_name"])), "") for row in rows]
    account.table("cap-all", [line_of(made, row, "Count" in head, "Change" in head[-1], name)
                              for row, name in zip(rows, found)][:len(lines)])


# --- the periods

def figure_in(made, period, code):
    """Of the same slice as the page's own period."""
    return made.table.rows[period, code, made.measure].get(tuple(slice_of(made.rows[code])))


def check_years(account, made):
    heads = account.page.tables["cap-years"][0][1:]
    names = sorted(row["area_name"] for row in made.boroughs)
    code_of = {row["area_name"]: code for code, row in made.rows.items()}
    rows = []
    for name in names + ["Outer London", "Inner London", "London"]:
        if name not in code_of:
            continue
        cells = [name]
        for period in made.periods:
            row = figure_in(made, period, code_of[name])
            whole = row["n"] == row["of"] or row["value"] == "" or code_of[name].startswith("E09")
            cells.append(shown(row) + ("" if whole else f" [{row['n']}/{row['of']}]"))
        rows.append(cells)
    if len(heads) != len(made.periods):
        account.fault("cap-years has", heads, "and not", made.periods)
        return
    account.table("cap-years", [[own + " You" if line[0].endswith(" You") else own] + rest
                                for (own, *rest), line in zip(rows, account.page.tables["cap-years"][1:])])
    for line in rows if account.page.multiples else []:
        plain = [cell.split(" [")[0] for cell in line[1:]]
        spoken = ", ".join(f"{when} {value}" for when, value in zip(heads, plain))
        drawing = next((name for name, texts in account.page.drawings.items()
                        if name.startswith("year-") and texts[0] == line[0]), None)
        if drawing is None or account.page.drawings[drawing][1] != f"{line[0]}: {spoken}":
            account.fault("no drawing says", f"{line[0]}: {spoken}")
        else:
            account.words(scale_end(account, drawing), "0.0")  # both ends of the scale that all have
            account.drawing(drawing, [line[0], f"{line[0]}: {spoken}"], optional=[heads[0], heads[-1], scale_end(account, drawing)])
        account.says(plain[-1])
    check_london_line(account, made, heads)


def scale_end(account, drawing):
    """One label ends the scale that all graphs have: above every figure, or 100%."""
    last = account.page.drawings[drawing][-1]
    return last if crawl_number(last) is not None else ""


def crawl_number(text):
    try:
        return float(text.strip("£%").replace(",", ""))
    except ValueError:
        return None


def check_london_line(account, made, heads):
    """Where it began, turned (between figures of three periods in a row) and ended."""
    rows = [figure_in(made, period, LONDON) for period in made.periods]
    known = [place for place, row in enumerate(rows) if row is not None and row["value"]]
    if len(made.periods) < 2 or not known:
        return
    first, last = known[0], known[-1]
    words, turns = f"London stood at {valued(rows[first])} in {heads[first]}", ""
    for place in range(first + 1, last):
        if {place - 1, place, place + 1} <= set(known):
            before, here, after = [exact(rows[one]) for one in (place - 1, place, place + 1)]
            if (here > before) != (after > here):
                turns += f", {'rose' if here > before else 'fell'} to {valued(rows[place])} in {heads[place]}"
    end = f"{',' if turns else ''} and stood at {valued(rows[last])} in {heads[last]}" if last > first else ""
    account.says(f"{words}{turns}{end}.")


# --- drawings

def check_order(account, made):
    if not made.known:
        account.says(f"No borough has a figure for {account.when}.")
        return
    first, last = made.ordered[0], made.ordered[-1]
    about = [f"{account.label} in {account.when}, boroughs in order",
             f"Bars from {valued(first)} to {valued(last)}. All figures are in the table below."]
    lines = [f"London {shown(made.london)}"] if has_denominator(made.london) and made.london["value"] else []
    if made.england is not None and has_denominator(made.london):
        lines.append(f"England {shown(made.england)}")
    units = {"percent": ["%"], "pounds": ["£"], "per 100": ["per 100"], "weeks": ["weeks"]}
    heads = units.get(first["unit"], []) + (["95% interval"] if any(row["low"] for row in made.known) else [])
    wide, narrow = about + lines + heads, about + lines
    for row in made.ordered:
        wide += [row["rank"], row["area_name"], shown(row), interval(row) if row["low"] else ""]
        narrow += [f"{row['rank']} {row['area_name']}".strip(), shown(row)]
    account.drawing("order-w", wide)
    account.drawing("order-n", narrow)
    if not first["rank"]:
        account.says(f"{sentence(spelt(len(made.known)))} of {len(made.boroughs)} boroughs have a figure. It puts nobody in order.")
        return
    account.says(crawl.order_finding(made.boroughs).replace("£-", crawl.MINUS + "£"))


def check_chance(account, made):
    if "chance-w" not in account.page.drawings:
        return
    for size in "wn":
        account.drawing(f"chance-{size}", [f"{account.label} against the number of cases, {account.when}",
                                           f"London {shown(made.london)}"])
    shares = [row for row in made.known if row["limits"]]
    spread = next((row["spread"] for row in shares if row["spread"]), None)
    rest = [text for _, text in account.page.units if "φ" in text]
    for text in rest:  # φ is checked with R by unit tests; τ is in the CSV
        if spread is None or f"τ {float(spread):.3f}." not in text:
            account.fault("the CSV's τ is", spread, "and not", text)
        account.says(text)


# --- sentences

def lead(account, made):
    london, did = made.london, account.did
    if london["value"] == "":
        return f"For {account.when} London has no figure: {london['status']}."
    value = valued(london)
    text = f"In {account.when} " + (f"London’s boroughs {did.replace('{value}', value)}" if did else f"London’s figure was {value}")
    text += (": " + share(london) if has_denominator(london) and share(london) else "") + "."
    change = made.change(LONDON)
    if change is not None:
        number = crawl.fractions.Fraction(change["change"])
        by = rounded(number, 1)
        unit = UNITS[change["change_unit"]]
        words = "the same as" if by == "0.0" else f"{by}{unit} {'less' if number < 0 else 'more'} than"
        text += f" Among the {change['n']} boroughs that have both periods that is {words} in {account.earlier}."
    return text


def movers(made, down, most=MOVED_SHOWN, stars=True):
    moved = [(crawl.fractions.Fraction(change["change"]), row["area_name"], change)
             for row in made.boroughs for change in [made.change(row["area_code"])] if change is not None]
    moved = sorted((line for line in moved if (line[0] < 0 if down else line[0] > 0)),
                   key=lambda line: (-line[0], line[1]), reverse=down)[:most]
    return listed([f"{name}{NBSP}{change_words(change)}{'*' if stars and change['verdict'] in BEYOND else ''}"
                   for _, name, change in moved]) if moved else ""


def check_sentences(account, made):
    account.says(lead(account, made))
    missing = [f"{row['area_name']} ({row['status']})" for row in made.boroughs if row["value"] == ""]
    if missing:
        account.says(f"Without a figure, and in no sum: {listed(missing)}.")
    if made.england is not None and made.london["value"] and has_denominator(made.london):
        london, england = exact(made.london), exact(made.england)
        account.says(f"London is {apart(made.london['unit'], london, england)} {'below' if london < england else 'above'} "
                     f"England, which has {valued(made.england)}.")
    if account.page.multiples:
        for words, down in ((f"Furthest up since {account.earlier}: ", False), ("Furthest down: ", True)):
            expected = movers(made, down)
            if expected:
                account.says(f"{words}{expected}.".replace(NBSP, " "))
    limits = [row for row in made.known if row["limits"]]
    if limits and "chance-w" in account.page.drawings:
        account.words(str(len(made.known)))


def check(page, made, label, did, words):
    """The faults of a page: `label` and `did` as the packs have them ("", where it is in none), other `words` known."""
    account = Account(page, "page_indicator")
    heads = page.tables["cap-years"][0][1:]
    account.when = page.title.rpartition(", ")[2]
    account.label = label or page.title.rpartition(", ")[0]
    account.did = did
    account.earlier = page.tables["cap-all"][0][-1].removeprefix("Change on ") if "Change" in page.tables["cap-all"][0][-1] else ""
    account.words(account.when, account.label, *heads, made.measure, made.period, str(int(made.period[:4]) + 1), *words)
    if not account.earlier:  # the page's own line has no period a year before
        made.changes = {}
    account.words(f"{made.london['n']} of {made.london['of']}" if made.london else "")
    check_table(account, made)
    check_years(account, made)
    check_order(account, made)
    crawl_map.check_map(account, made)
    check_chance(account, made)
    check_sentences(account, made)
    return account.end()


# --- all of a period

def line_of_periods(table, is_stock, period):
    """The periods of a page's line, up to its own: of what is counted on a day those that end on the same day."""
    return [other for other in sorted({key[0] for key in table.rows})
            if other <= period and (not is_stock or " Q" not in period or other[-2:] == period[-2:])]


def slice_of(row):
    return [row.get(name, "total") for name in ("setting", "need", "line", "mode", "definition")]


def made_of(store, name, kind, period, measure, where=""):
    table = store.table(name, kind, where)
    return Made(table, [row for row in store.changes(name, period, where).get(measure, [])
                        if slice_of(row) == slice_of(table.row(period, row["area_code"], measure))],
                store.england(name, period).get(measure) if not where else None, period, measure,
                line_of_periods(table, ", stock," in store.catalogue(measure), period))


def check_all(store, name, kind, period):
    """Every indicator of a table for which somebody has a figure: how many pages, and their faults."""
    table = store.table(name, kind)
    measures = [measure for measure in table.measures() if any(row["value"] for row in table.boroughs(period, measure))]
    wanted = {f"/{crawl_store.address(period)}/{crawl_store.address(name)}/{crawl_store.address(measure)}": measure for measure in measures}
    periods = sorted({key[0] for key in table.rows})
    faults = []
    for one, page in store.pages(list(wanted)):
        measure = wanted[one]
        line = store.packs.get((name, measure, ""))
        made = made_of(store, name, kind, period, measure)
        found = check(page, made, line.label if line else "", line.did if line else "", [*periods, *store.times, store.catalogue(measure), *said(page)])
        faults += [f"{one}: {fault}" for fault in found]
    return len(wanted), faults


def said(page):
    """What boroughs say of their figures: their own words."""
    return [text for element, text in page.units if element == "span" and text.startswith("QD-")] + page.classes["said"]
