"""The map of an indicator, worked out a second time: what each tile says, and where a quartile lies."""
import re

import quarterday
from crawl import QUARTERS, SIDES, exact, quarter_word, rounded, sentence, shown, spelt, valued

NARROW_ROOM = 6  # letters of a figure on a narrow tile


def places():
    """Column and row of each borough on the map, by its code."""
    source = (quarterday.SOURCE / "reporter/charts/tiles.def").read_text(encoding="utf-8")
    return {code: (int(column), int(row)) for code, column, row in
            re.findall(r'^TILE\("(E\d+)",.*?(\d+), (\d+)\)', source, re.MULTILINE)}


def where_lies(made, quarter):
    """"eight of the nine boroughs in the top quartile lie in the west of the map": three quarters of four at least."""
    tiles = places()
    there = [tiles[row["area_code"]] for row in made.boroughs if SIDES.get(row["quartile"]) == quarter]
    sides = [("in the west of the map", lambda column, row: column <= 4), ("in the east", lambda column, row: column > 4),
             ("north of the Thames", lambda column, row: row <= 4), ("south of the Thames", lambda column, row: row > 4)]
    counts = [(sum(lies(*place) for place in there), words) for words, lies in sides]
    most = max(count for count, _ in counts)
    if len(there) < 4 or 4 * most < 3 * len(there):
        return None
    words = next(words for count, words in counts if count == most)
    of = f"all {spelt(most)}" if most == len(there) else f"{spelt(most)} of the {spelt(len(there))}"
    name = quarter_word(next(row for row in made.boroughs if SIDES.get(row["quartile"]) == quarter)).lower()
    return f"{of} boroughs in the {name} quartile lie {words}"


def map_finding(made):
    found = [words for words in (where_lies(made, 1), where_lies(made, 4)) if words]
    return f"{sentence('; '.join(found))}." if found else "The quartiles at both ends lie on all sides of the map."


def check_map(account, made):
    if not made.known or not any(row["quartile"] in SIDES for row in made.boroughs):
        return
    about = [f"{account.label} in {account.when}, as a map of tiles",
             "Each borough has its figure and its quartile in words. All figures are in the table below."]
    wide, narrow = list(about), list(about)
    for row in made.boroughs:
        wide += [valued(row), f"{QUARTERS[SIDES[row['quartile']]]} {quarter_word(row)}" if row["quartile"] in SIDES else ""]
        plain = shown(row)
        if row["value"] and len(plain) > NARROW_ROOM:
            plain = rounded(abs(exact(row)) / 1000, 0).replace(",", "") + "k" if exact(row) >= 0 else plain
        narrow.append(plain)
    account.says(map_finding(made))
    account.drawing("map-w", wide, has_axis=False)
    account.drawing("map-n", narrow, has_axis=False)
