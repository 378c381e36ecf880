"""Two boroughs, and the first page, worked out a second time."""
import fractions

import crawl
import crawl_indicator
import crawl_pack
from crawl import (LONDON, NBSP, apart, exact, has_denominator, listed, newcombe, rounded, sentence, share, shown,
                   signed, spelt, valued)
from crawl_account import Account
from crawl_pack import pack_lines, short


# --- two boroughs

def verdict(one, two):
    """"none", "not asked", "within" or "beyond"."""
    if "" in (one["value"], two["value"]):
        return "none"
    if one["unit"] != "percent":
        return "not asked"
    return "beyond" if crawl.beyond(one, two) else "within"


def difference(one, two):
    if "" in (one["value"], two["value"]):
        return "x"
    if one["unit"] == "percent":
        number = 100 * (exact(one) - exact(two))
        return signed(number, rounded(number, 1))
    number = exact(one) - exact(two)
    text = rounded(number, len(one["value"].partition(".")[2]))
    return signed(number, crawl.with_unit(one["unit"], text))


def has_best(row):
    return row["direction"] in ("high", "low")


def check_difference(account, one, two, names):
    kind = verdict(one, two)
    if kind == "none":
        account.says("Not compared")
        return
    figures = exact(one), exact(two)
    words = apart(one["unit"], max(figures), min(figures))
    if kind == "within":
        account.says("No different", f"{words} apart, within chance")
    else:
        higher = names[0] if figures[0] > figures[1] else names[1]
        account.says("The same" if figures[0] == figures[1] else f"{higher} {words} higher")


def table_row(line, one, two):
    kind = verdict(one, two)
    interval = "z"
    if kind in ("within", "beyond"):
        interval = " to ".join(signed(end, rounded(fractions.Fraction(100 * end), 1)) for end in newcombe(one, two))
    cells = [line.line.label + (", %" if line.made.london["unit"] == "percent" else ""), line.when]
    for row in (one, two):
        cells += [shown(row), row["rank"] or (crawl.SIGNS[row["status"]] if row["value"] == "" else "z")]
    return cells + [difference(one, two), interval, shown(line.made.london)]


def check_lead(account, lines, pairs, names):
    verdicts = [verdict(*pair) for pair in pairs]
    shares, beyond = sum(kind in ("within", "beyond") for kind in verdicts), verdicts.count("beyond")
    better = [0, 0]
    for kind, (one, two) in zip(verdicts, pairs):
        if kind == "beyond" and has_best(one):
            better[(exact(one) > exact(two)) != (one["direction"] == "high")] += 1
    rest = beyond - sum(better)
    words = f"They differ beyond chance in {beyond or 'none'} of {shares} shares."
    if beyond:
        counts = [spelt(count) if count else "none" for count in better]
        words += f" {names[0]} does better in {counts[0]} and {names[1]} in {counts[1]}"
        words += "" if not rest else f"; the other {'one has' if rest == 1 else spelt(rest) + ' have'} no better or worse"
        words += "."
    account.says(words, f"only where they differ beyond chance ({beyond})")
    asked = [(line, pair) for line, pair, kind in zip(lines, pairs, verdicts) if kind == "beyond"][:crawl_pack.ASKED_MAX]
    for line, (one, two) in asked:
        words = f"{line.line.label}: {names[0]} {valued(one)}, {names[1]} {valued(two)}. "
        first = (exact(one) > exact(two)) == (one["direction"] == "high")
        account.says(words + (f"What does {names[not first]} do that {names[first]} could?" if has_best(one) else
                              "What makes the difference, and is it meant?"))


def check_pair(store, page, codes, names, period):
    account, lines = Account(page, "page_compare"), pack_lines(store, period)
    pairs = [tuple(line.row(code) for code in codes) for line in lines]
    check_lead(account, lines, pairs, names)
    years = {}
    for line, (one, two) in zip(lines, pairs):
        check_difference(account, one, two, names)
        account.says(*[valued(row) for row in (one, two)], *[line.share(code) for code in codes])
        crawl_pack.check_strip(account, line, codes[0], f"pair-{line.line.address}",
                               f"{line.line.label}: {names[0]} and {names[1]} among the boroughs", "", codes[1])
        for code, row in zip(codes, (one, two)):
            years.setdefault(line.line.table, []).append(
                [line.line.label, row["area_name"]] + [shown(line.row(code, one_period)) for one_period in line.periods])
        name = f"years-{line.line.address}"
        if name in page.drawings:
            whens = [line.name(one_period) for one_period in line.periods]
            account.drawing(name, [line.line.label, "; ".join(line.spoken(code) for code in codes)],
                            optional=[*map(short, whens), page.drawings[name][-1], *["x"] * 2 * len(whens)])
    for table, rows in years.items():
        account.table(f"cap-years-{table}", rows)
    account.table("cap-cmp", [table_row(line, *pair) for line, pair in zip(lines, pairs)])
    check_best(account, store, lines[0], codes[1], names)
    check_finding(account, lines, codes, names)
    account.words(*[line.line.label + line.line.brief + line.when for line in lines], *store.times, period,
                  *[line.name(one) + short(line.name(one)) for line in lines for one in line.periods],
                  *crawl_indicator.said(page))
    return account.end()


def check_finding(account, lines, codes, names):
    for line in lines:
        change = next(iter(line.made.changes.values()), None)
        rows = [(line.row(code, change["since_period"]), line.row(code)) for code in codes] if change else []
        if rows and all(row and row["value"] for pair in rows for row in pair):
            (then, now), (two_then, two_now) = rows
            account.says(f"{line.line.label}: {names[0]} {valued(then)} in {line.earlier} and {valued(now)} in {line.when}; "
                         f"{names[1]} {valued(two_then)} and {valued(two_now)}.")
            return


def check_best(account, store, line, code, names):
    if not has_best(line.made.london):
        return
    near, second = store.neighbours.get(names[1], []), line.row(code)
    better = []
    for row in line.made.ordered:
        if verdict(row, second) == "beyond" and (exact(row) > exact(second)) == (row["direction"] == "high"):
            better.append([row["area_name"], shown(row), share(row), "yes" if row["area_name"] in near else "no"])
    if better:
        account.table("cap-best", [row for kind in ("yes", "no") for row in better if row[-1] == kind])


# --- the first page

def home_sentence(line):
    moved = line.moved(LONDON)
    return f"In {line.when} London’s boroughs {line.did(LONDON)}{', ' + moved if moved else ''}."


def check_glance(account, line, mine):
    london = line.made.london
    account.says(f"{line.line.label}, {line.when}", valued(london))
    account.says("; ".join(part for part in (share(london) if has_denominator(london) else "",
                                             f"{london['n']} of {london['of']} boroughs") if part))
    account.says(sentence(line.moved(LONDON)))
    crawl_pack.check_spark(account, line, LONDON, f"glance-{line.line.address}", line.line.label)
    if mine:
        row = line.row(mine)
        beside = line.beside(mine) if has_denominator(row) else line.share(mine)
        stands = beside if london["direction"] == "none" else line.place(mine, False)
        account.says(f"{row['area_name']} {valued(row)}{': ' + stands if stands else ''}"
                     f"{'' if row['value'] else ' (no figure)'}")


def check_stands_out(account, lines, mine):
    shown_lines = 0
    for line in lines:
        out = {side: [row for row in line.made.ordered if row["stands_out"] == side] for side in ("high", "low")}
        if not any(out.values()) or shown_lines == crawl_pack.STANDS_OUT_MAX:
            continue
        shown_lines += 1
        no_best = line.made.london["direction"] == "none"
        for side, word in (("high", "Highest" if no_best else "Above"), ("low", "Lowest" if no_best else "Below")):
            names = [f"{row['area_name']} {shown(row)}" for row in out[side]]
            account.says(f"{word} {listed(names) if names else 'nobody'}")
        for size in "wn":
            crawl_pack.check_strip(account, line, mine, f"out-{line.line.address}-{size}",
                                   f"{line.line.label}, {line.when}: boroughs on one line",
                                   " The table is on the indicator's page.")
    first = lines[0]
    if not any(first.made.change(code) for code in first.made.codes):
        return
    for word, down in (("Up", False), ("Down", True)):
        moved = crawl_indicator.movers(first.made, down, crawl_pack.MOVED_MAX, False).replace(NBSP, " ")
        account.says(f"{word} {moved or 'nobody'}" if first.earlier else "")


def check_ask(account, lines):
    """A count that fell by a fifth of itself, and twice as far as any other."""
    for line in lines:
        if has_denominator(line.made.london):
            continue
        moved = sorted((fractions.Fraction(change["change"]), row["area_name"], change, row) for row in line.made.boroughs
                       for change in [line.made.change(row["area_code"])] if change)
        if len(moved) < 2:
            continue
        (most, name, change, row), (following, *_) = moved[:2]
        if most > -20 or most > 2 * min(following, 0):
            continue
        before, now = [sum(fractions.Fraction(one[2][column]) for one in moved)
                       for column in ("since_numerator", "numerator")]
        sums = [(before, now), (before - fractions.Fraction(change["since_numerator"]), now - fractions.Fraction(change["numerator"]))]
        by = [signed(part, rounded(part, 1)) + "%" for old, new in sums for part in [100 * (new / old - 1)]]
        up = -(-(-following * 10) // 1) / fractions.Fraction(10)
        rest = "" if following >= 0 else f" by more than {rounded(up, 1)}%"
        account.says(f"{name} had {shown({**row, 'value': change['since_value']})} in {line.earlier} and {shown(row)} in {line.when}: "
                     f"down {rounded(most, 1)}%. No other borough’s number fell{rest}. London’s change of {by[0]} contains this; "
                     f"without {name} it is {by[1]}.")


def check_returned(account, store):
    returns = store.returns(store.newest_quarter)
    counts = {state: sum(one["state"] == state for one in returns) for state in ("Missing", "Queries open", "Returned")}
    came = counts["Queries open"] + counts["Returned"]
    account.says(f"{came} of {len(returns)} boroughs have returned; {counts['Returned']} have nothing left to explain.")
    account.words(store.newest_quarter, f"the other {counts['Returned']}")
    account.drawing("returned-w", [f"{counts['Returned']} returned, {counts['Queries open']} with queries open, "
                                   f"{counts['Missing']} missing. The table of returns says the same, borough by borough.",
                                   f"Map of the boroughs as tiles: returns for {store.newest_quarter}"], has_axis=False)
    account.drawing("returned-n", [f"Map of the boroughs as tiles: returns for {store.newest_quarter}"], has_axis=False, optional=[
        text for text in account.page.drawings["returned-w"][:2]])


def check_latest(account, store):
    """The newest entries of the journal: each is of a return that there is, and they are in the journal's order."""
    found = account.page.tables["cap-latest"][1:]
    numbers = [int(line[4].replace(",", "")) for line in found]
    rows = []
    for line in found:
        returned = next((one for one in store.returns(line[1].split(":")[0]) if one["name"] == line[0]), None)
        again = "returned" if returned is None or returned["revision"] == 1 else f"returned again, revision {returned['revision']}"
        rows.append([line[0], line[1], again, "" if returned is None else returned["received"], line[4]])
    if numbers != sorted(numbers, reverse=True):
        account.fault("the journal's order is not", numbers)
    account.table("cap-latest", rows)


def check_home(store, page, period, mine=None):
    account, lines = Account(page, "page_home"), pack_lines(store, period)
    keys = [line for line in lines if line.line.key == 2]
    account.says(" ".join(home_sentence(line) for line in keys[:crawl_pack.LEAD_LINES] if line.made.london["value"]))
    account.says(crawl_pack.covers(lines))
    for line in keys:
        check_glance(account, line, mine)
    check_stands_out(account, lines, mine)
    check_ask(account, lines)
    if store.newest_quarter:
        check_returned(account, store)
    check_latest(account, store)
    account.words(*[f"{line.line.label} {line.when} {line.earlier}" for line in lines], period, *store.times)
    return account.end()
