"""Who has returned, and what places cost, worked out a second time."""
import fractions

import crawl
import crawl_indicator
from crawl import listed, of, rounded, sentence, signed, spelt
from crawl_account import Account

# The columns in which prices must be alike, and what stands behind a value.
ALIKE = ("primary_need", "phase", "residence", "weeks_a_year", "fee_basis", "price_includes", "vat")
FLOWS_SHOWN, MOST_SHOWN, NAMED = 10, 3, 5


# --- who has returned

def check_status(store, page, period):
    account, returns = Account(page, "page_status"), store.returns(period)
    states = {state: [one for one in returns if one["state"] == state] for state in ("Missing", "Queries open", "Returned")}
    counts = [len(states[state]) for state in states]
    came, (missing, queries, _) = len(returns) - counts[0], counts
    account.says(f"{came} of {len(returns)} boroughs have returned." + missing_words(states["Missing"]) +
                 ("" if not queries else f" {sentence(spelt(queries))} {'has' if queries == 1 else 'have'} something left to explain."))
    account.says(*[str(count) for count in counts], str(sum(one["revision"] > 1 for one in returns)), "0")
    about = [f"Map of the boroughs as tiles: returns for {period}", f"{counts[2]} returned, {queries} with queries open, {missing} missing. "
             "The table of returns says the same, borough by borough."]
    for size in "wn":
        account.drawing(f"map-{size}", about, has_axis=False)
    check_rows(account, states)
    check_arrivals(account, came)
    check_quarters(account, store, period)
    account.words(period, *store.times, crawl.ordinal(1), *account.page.classes["edition"])
    return account.end()


def missing_words(missing):
    if not missing:
        return ""
    names = str(len(missing)) if len(missing) > NAMED else listed(sorted(one["name"] for one in missing))
    return f" {names} {'is' if len(missing) == 1 else 'are'} missing."


PARTS = ("timeliness", "placements", "transport", "reviews", "disputes", "adulthood", "money", "caseload", "new plans", "travel")


def parts_words(parts):
    missing = [part for part in PARTS if part not in parts]
    if not missing:
        return f"all {spelt(len(PARTS))}"
    return f"all but {listed(missing)}" if len(missing) <= 2 else listed(parts)


def check_rows(account, states):
    """Names, times, revisions, parts and questions. No table has the calendar's day or the number in the journal: of
    those it is held that a revision is called one, and that who was received later has the greater number."""
    found = account.page.tables["cap-ret"][1:]
    rows, numbers = [], []
    for state, ones in states.items():
        if ones:
            head = next((line for line in found if len(line) == 1 and line[0].startswith(f"{state} {len(ones)} – ")), [f"{state} {len(ones)}"])
            rows.append(head)
        for one in sorted(ones, key=lambda one: one["name"]):
            line = next((line for line in found if line[0] == one["name"]), [""] * 7)
            came = state != "Missing"
            if came:
                numbers.append((one["received_at"], int(line[6].removesuffix(": papers") or 0)))
                if ("revised" in line[2]) != (one["revision"] > 1):
                    account.fault(one["name"], "of revision", one["revision"], "is said to be", repr(line[2]))
            rows.append([one["name"], one["received"] if came else "nothing", line[2], one["revision"] if came else "z",
                         parts_words(one["parts"]) if came else "z", one["queries"] if came else "z", line[6] if came else "z"])
    in_order = [number for _, number in sorted(numbers)]
    if in_order != sorted(set(in_order)):
        account.fault("the numbers of the journal are not in the order of what was received:", in_order)
    account.table("cap-ret", rows)


def check_arrivals(account, came):
    if not came:
        return
    for size in "wn":
        found = account.page.drawings[f"arrivals-{size}"]
        days = [text for text in found[2:] if not crawl_indicator.crawl_number(text) and text != "0"]
        if not any(text.startswith(f"{came} by ") for text in days):
            account.fault("the steps do not end with", came, "but", days)
        account.drawing(f"arrivals-{size}", [], optional=[*days, *found[:2]])
    account.words(*[text for _, text in account.page.units if text.startswith("The first came on ")])


def check_quarters(account, store, period):
    """The newest year up to the period of which four quarters and the year are there."""
    for year in range(int(period[:4]), int(period[:4]) - 3, -1):
        rows = store.quality("timeliness", str(year), "plans_issued_count")
        for column, words in (("dfe_numerator", "DfE published"), ("returned_numerator", "they returned")):
            both = [row for row in rows if row["quarters_numerator"] and row[column]]
            if not both:
                continue
            lines = []
            for row in both:
                four, whole = int(row["quarters_numerator"]), int(row[column])
                less = four - whole
                if less:
                    lines.append([row["area_name"], f"{four:,}", f"{whole:,}", signed(less, f"{abs(less):,}"),
                                  signed(less, rounded(of(100 * less, whole), 1)) + "%" if whole else "0/0"])
            if lines:
                account.says(f"{len(lines)} of {len(both)} boroughs’ quarters do not add up to what {words} for {year}.")
                account.table("cap-four", lines)
            else:
                account.says(f"The four quarters of all {len(both)} boroughs that have them add up to what {words} for {year}.")
            account.words(str(year))
            return


# --- what places cost

def pounds(number):
    return f"£{rounded(fractions.Fraction(number), 0)}"


def check_placements(store, page, period):
    account = Account(page, "page_placements")
    providers = store.panel("providers", period)
    chosen = check_choices(account, page, providers)
    check_prices(account, page, chosen)
    check_bought(account, page)
    check_flows(account, page, store.panel("flows", period), store.returns(period))
    account.words(period, *store.times, *[f"{row['weeks_a_year']} {row['provider_name']}" for row in providers],
                  *[text for _, text in page.units if "weeks" in text and text.startswith("Residential")])
    account.words(*[text for element, text in page.units if element == "dd"])
    account.words(*[text for _, text in page.units if "places have a price and lack" in text])
    return account.end()


def check_choices(account, page, providers):
    """What is shown is what most places can be compared of; in brackets how many if only that choice changes."""
    compared = [row for row in providers if int(row["boroughs"]) > 1]
    sums = {}
    for row in compared:
        key = tuple(row[column] for column in ALIKE)
        sums[key] = sums.get(key, 0) + int(row["places"])
    most = max(sums.values(), default=0)
    shown = {row[0]: row for row in page.tables["cap-spread"][1:-1]}
    key = next((key for key, places in sums.items() if places == most and
                {row["provider_name"] for row in compared if tuple(row[c] for c in ALIKE) == key} == {name.removesuffix(" two boroughs") for name in shown}), None)
    if key is None:
        account.fault("no set of places that are alike has", most, "places and the providers", sorted(shown))
        return []
    for place in range(len(ALIKE)):
        near = {}
        for row in providers:
            near.setdefault(row[ALIKE[place]], 0)
        for other, places in sums.items():
            if all(other[i] == key[i] for i in range(len(ALIKE)) if i != place):
                near[other[place]] += places
        account.texts |= {text for element, text in page.units if element == "li" and
                          any(text.endswith(f"({count})") for count in near.values())}
    return [row for row in compared if tuple(row[column] for column in ALIKE) == key]


def drawn(page, drawing, name, behind=""):
    """A name as it is drawn: a long one ends with three dots."""
    short = [text for text in page.drawings[drawing] if text.endswith("…" + behind)]
    return next((text for text in short if name.startswith(text.removesuffix("…" + behind))), name + behind)


def check_prices(account, page, chosen):
    chosen = sorted(chosen, key=lambda row: -fractions.Fraction(row["paid_above_median"]))
    about = ["Annual price of a place by provider and borough",
             f"{len(chosen)} providers, a dot for each price, a tick at the median of places. The table below has all of them."]
    rows, wide, narrow = [], list(about), list(about)
    for row in chosen:
        low, median, high = [fractions.Fraction(row[column]) for column in ("lowest_price", "median_price", "highest_price")]
        uplift = row["uplift_percent"]
        name = row["provider_name"] + (" two boroughs" if int(row["boroughs"]) < 3 else "")
        rows.append([name, row["places"], row["boroughs"], pounds(low), pounds(median), pounds(high), pounds(high - low),
                     f"{rounded(100 * (high - low) / low, 0)}%",
                     "x" if uplift == "" else signed(float(uplift), rounded(fractions.Fraction(uplift), 1)) + "%",
                     pounds(row["paid_above_median"]), pounds(row["paid_above_lowest"])])
        wide += [drawn(page, "prices-w", row["provider_name"]), f"{row['places']} places", pounds(median), pounds(high - low)]
        narrow += [drawn(page, "prices-n", row["provider_name"], f", {row['places']} places"), f"median {pounds(median)}"]
    saving, lowest = [sum(fractions.Fraction(row[column]) for row in chosen) for column in ("paid_above_median", "paid_above_lowest")]
    places = sum(int(row["places"]) for row in chosen)
    account.table("cap-spread", rows + [[f"All {len(chosen)}", places] + ["z"] * 7 + [pounds(saving), pounds(lowest)]])
    account.drawing("prices-w", wide)
    account.drawing("prices-n", narrow)
    account.texts |= {text for _, text in page.units if text.endswith(f"; {places} places")}
    account.texts |= {text for element, text in page.units if element == "small" and "A price leads to the papers" in text}
    many = "" if len(chosen) == 1 else "s"
    lead = page.classes["lead"][0]
    if not (lead.startswith(f"At {len(chosen)} provider{many} ") and lead.endswith(f"London would pay {pounds(saving)} a year less.")):
        account.fault("the lead says", lead)
    account.says(lead)
    spreads = [(fractions.Fraction(row["highest_price"]) / fractions.Fraction(row["lowest_price"]), row["provider_name"]) for row in chosen]
    most = max(spread for spread, _ in spreads)
    account.says(*[f"At {name} the dearest place costs {rounded(100 * (most - 1), 0)}% more than the cheapest: the widest spread of the "
                   f"{len(chosen)}." for spread, name in spreads if spread == most][:1])
    if len(chosen) > MOST_SHOWN and saving > 0:
        theirs = sum(fractions.Fraction(row["paid_above_median"]) for row in chosen[:MOST_SHOWN])
        account.says(f"{listed([row['provider_name'] for row in chosen[:MOST_SHOWN]])} hold {rounded(100 * theirs / saving, 0)}% "
                     "of the saving at the median.")


def check_bought(account, page):
    """Who pays what: each provider's prices make its line above."""
    spread = {row[0].removesuffix(" two boroughs"): row for row in page.tables["cap-spread"][1:-1]}
    bought = page.tables["cap-bought"][1:]
    for name, row in spread.items():
        lines = [line for line in bought if line[0] == name]
        prices = [int(line[3].lstrip("£").replace(",", "")) for line in lines]
        if [str(sum(int(line[2]) for line in lines)), str(len({line[1] for line in lines})), pounds(min(prices)), pounds(max(prices))] != \
                [row[1], row[2], row[3], row[5]]:
            account.fault("the prices of", name, "do not make", row)
    account.tables.add("cap-bought")


def check_flows(account, page, flows, returns):
    """Children placed in other London boroughs: out, in and net."""
    here = {row["area_code"]: row["area_name"] for row in flows}
    out, into = dict.fromkeys(here, 0), dict.fromkeys(here, 0)
    pairs = []
    for row in flows:
        if row["other_code"].startswith("E09") and row["other_code"] != row["area_code"]:
            count = int(row["placed_out"] or 0)
            out[row["area_code"]] += count
            if row["other_code"] in into:
                into[row["other_code"]] += count
            pairs.append((count, row["area_code"], row["area_name"], row["other_name"]))
    rows = {name: [name, f"{out[code]:,}", f"{into[code]:,}", signed(into[code] - out[code], f"{abs(into[code] - out[code]):,}")]
            for code, name in here.items()}
    found = [line[0] for line in page.tables["cap-flow"][1:]]
    net = {name: into[code] - out[code] for code, name in here.items()}
    order = [net.get(name) for name in found]
    if order != sorted(order) or set(found) != {one["name"] for one in returns if "placements" in one["parts"]}:
        account.fault("the order of flows is", found)
    account.table("cap-flow", [rows[name] for name in found])
    account.drawing("flows-w", [cell for name in found for cell in rows[name][1:]])
    account.drawing("flows-n", [rows[name][3] for name in found], optional=[cell for name in found for cell in rows[name][1:3]])
    account.says(f"{found[0]}: {rows[found[0]][3]} net; {found[-1]}: {rows[found[-1]][3]}.")
    ten = sorted((count for count, code, *_ in pairs if out[code]), reverse=True)[:FLOWS_SHOWN]
    lines = page.tables["cap-ten"][1:]
    known = {(name, other): (f"{count:,}", f"{rounded(of(100 * count, out[code]), 0)}%")
             for count, code, name, other in pairs if out[code]}
    if [line[2] for line in lines] != [f"{count:,}" for count in ten]:
        account.fault("the largest flows are", [line[2] for line in lines])
    account.table("cap-ten", [[line[0], line[1], *known.get((line[0], line[1]), ("", ""))] for line in lines])
