"""What a crawl compares pages with: the tables of a store as `qd-reporter` writes them as CSV, each asked for once."""
import csv
import functools
import html
import io
import pathlib
import re
import subprocess
import time
import typing

import crawl
import crawl_page
import quarterday

AREAS = "boroughs,london,nhs_areas"
AT_ONCE = 40  # pages of one run
KINDS = ("calendar-years", "financial-years", "quarters")
TEMPLATES = quarterday.SOURCE / "data/pages"


def address(words):
    return re.sub("[^a-z0-9]", "-", words.lower())


def lines_of(text):
    return list(csv.DictReader(io.StringIO(text or "")))


def written_time(stamp):
    """"27 November 2026, 02:28 UTC"."""
    return time.strftime("%-d %B %Y, %H:%M UTC", time.gmtime(stamp))


class Line(typing.NamedTuple):
    table: str
    measure: str
    where: str
    address: str = ""
    label: str = ""
    brief: str = ""
    did: str = ""  # "issued {value} of ..."
    key: int = 0


def packs():
    """The lines of the packs, as indicators.def and sentences.mustache have them."""
    source = (quarterday.SOURCE / "reporter/indicators/indicators.def").read_text(encoding="utf-8")
    sentences = (TEMPLATES / "sentences.mustache").read_text(encoding="utf-8")
    found = {}
    for row in re.findall(r"^PACK\((.*?)\)\n", source, re.DOTALL | re.MULTILINE):
        part, name = [word.strip() for word in row.split(",")[:2]]
        where, slug, label, brief = re.findall(r'"([^"]*)"', row)
        did = re.search(r"\{\{#did_%s\}\}\n(.*)\n" % re.escape(slug), sentences).group(1)
        found[part.lower(), name, where] = Line(part.lower(), name, where, slug, label, brief,
                                                did.replace("{{value}}", "{value}"), int(row[-1]))
    return found


class Store:
    def __init__(self, path):
        self.path = str(path)
        self.packs = packs()
        self.neighbours = self.read_neighbours()

    def report(self, *words):
        done = subprocess.run([quarterday.BIN / "qd-reporter", *words, "--store", self.path], capture_output=True,
                              encoding="utf-8", check=False)
        return done.stdout if done.returncode == 0 else None

    def pages(self, addresses, audience="panel"):
        for first in range(0, len(addresses), AT_ONCE):
            some = addresses[first:first + AT_ONCE]
            bodies = (self.report("page", *some, "--audience", audience) or "").split("<!DOCTYPE html>")[1:]
            if len(bodies) != len(some):
                raise AssertionError(f"{len(bodies)} of {len(some)} pages: {some[len(bodies)]}")
            for one, body in zip(some, bodies):
                yield one, crawl_page.Page(body)

    @functools.cached_property
    def times(self):
        """When returns were received, as pages write it."""
        rows = [row for kind in KINDS
                for row in lines_of(self.report("table", "submissions", "--all-periods", kind, "--measure", "received_at",
                                                "--format", "csv"))]
        stamps = {int(row["value"]) for row in rows if row["value"]}
        return {written_time(stamp) for stamp in stamps}

    @functools.lru_cache
    def returns(self, period):
        """The latest return of each borough for a period: whether it is there, its revision, when it was received."""
        rows = lines_of(self.report("table", "submissions", "--period", period, "--format", "csv"))
        cells = {(row["area_name"], row["measure"]): row for row in rows}
        found = []
        for area in quarterday.boroughs():
            name = area["la_name"]
            value = {measure: row["value"] for (one, measure), row in cells.items() if one == name}
            came, queries = value.get("returned_count") == "1", int(value.get("queries_count") or 0)
            found.append({
                "name": name, "state": "Missing" if not came else "Queries open" if queries else "Returned",
                "revision": int(value.get("revision") or 0), "queries": queries,
                "received": written_time(int(value["received_at"])) if came else "",
                "received_at": int(value["received_at"]) if came else 0,
                "parts": [measure.removesuffix("_rows_count").replace("_", " ") for measure, rows in value.items()
                          if measure.endswith("_rows_count") and rows not in ("", "0") and not measure.startswith("explan")]})
        return found

    @functools.cached_property
    def newest_quarter(self):
        table = lines_of(self.report("table", "submissions", "--all-periods", "quarters", "--measure", "returned_count", "--format", "csv"))
        return max((row["period"] for row in table if row["value"] == "1"), default="")

    @functools.lru_cache
    def catalogue(self, measure):
        """What the catalogue of indicators says of what is counted."""
        return subprocess.run([quarterday.BIN / "qd-reporter", "indicators", measure], capture_output=True,
                              encoding="utf-8", check=False).stdout

    @functools.lru_cache
    def table(self, name, kind, where=""):
        text = self.report("table", name, "--all-periods", kind, "--areas", AREAS, "--format", "csv",
                           *(["--where", where] if where else []))
        return None if text is None else crawl.Table(text)

    @functools.lru_cache
    def panel(self, name, period):
        return lines_of(self.report("table", name, "--period", period, "--format", "csv"))

    @functools.lru_cache
    def quality(self, name, period, measure):
        return lines_of(self.report("quality", name, "--period", period, "--measure", measure, "--areas", "boroughs",
                                    "--format", "csv"))

    @functools.lru_cache
    def by_setting(self, period):
        return lines_of(self.report("table", "placements", "--period", period, "--by", "setting", "--measure",
                                    "plans_percent,plans_count", "--format", "csv"))

    @functools.lru_cache
    def changes(self, name, period, where=""):
        rows = lines_of(self.report("change", name, "--period", period, "--areas", AREAS, "--format", "csv",
                                    *(["--where", where] if where else [])))
        found = {}
        for row in rows:
            if row["since"] == "last year" or row["since"] == "the same quarter last year":
                found.setdefault(row["measure"], []).append(row)
        return found

    @functools.lru_cache
    def england(self, name, period):
        """What DfE published for England, by measure."""
        rows = lines_of(self.report("compare", name, "--period", period, "--areas", "london", "--format", "csv"))
        return {row["measure"]: {"unit": row["unit"], **{key.removeprefix("against_"): cell for key, cell in row.items()
                                                         if key.startswith("against_")}}
                for row in rows if row["against"] == "dfe_england" and row["against_period"] == period and row["against_value"]}

    def read_neighbours(self):
        """The statistical neighbours of each borough that are in London, by name."""
        path = next((quarterday.SOURCE / "data/reference").glob("statistical_neighbours*.csv"))
        here = {area["la_name"] for area in quarterday.boroughs()}
        found = {}
        for row in lines_of(pathlib.Path(path).read_text(encoding="utf-8")):
            near = found.setdefault(row["la_name"], [])
            if row["sn_la_name"] in here:
                near.append(row["sn_la_name"])
        return found


# --- everything of a store

def same_as_tables(store, text):
    """The faults of a pack's CSV: each line must be the table's."""
    faults = []
    lines = {(line.table, line.measure): line for line in store.packs.values()}
    for row in lines_of(text):
        line = lines[row["table"], row["measure"]]
        kind = {4: 0, 7: 1}.get(len(row["period"]), 2)
        own = store.table(line.table, KINDS[kind], line.where).row(row["period"], row["area_code"], line.measure)
        if own is None or any(own[name] != row[name] for name in ("value", "status", "numerator", "denominator", "rank", "simulated")):
            faults.append(f"the CSV has {row}")
    return faults


def strange_in_json(document, body):
    """The texts of a page's JSON whose numbers are not on the page."""
    shown = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split()).replace(" ", "")
    found = []

    def look(value, key=""):
        if isinstance(value, dict):
            for name, one in value.items():
                look(one, name)
        elif isinstance(value, list):
            for one in value:
                look(one, key)
        elif isinstance(value, str) and re.search(r"\d", value) and not value.startswith(("/", "#")) and \
                key not in ("sentence", "id", "code", "hash", "name"):
            if "".join(value.split()) not in shown and html.escape(value) not in body:
                found.append(f"{key}: {value}")
    look(document)
    return found
