"""What DfE's screener (eesyscreener 0.3.0) looks for in a file of open data and its metadata, as far as files
like ours can have it; written from its documentation. screen() gives the names of the checks that fail."""
import csv
import io
import re

import quarterday

META_COLUMNS = ["col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp",
                "filter_hint", "filter_grouping_column"]
OBSERVATIONAL = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name",
                 "region_code", "region_name", "new_la_code", "old_la_code", "la_name"]
REQUIRED = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"]
LEVELS = {"National": [], "Regional": ["region_code", "region_name"],
          "Local authority": ["new_la_code", "old_la_code", "la_name"]}
FOUR_DIGITS, SIX_DIGITS = {"Calendar year", "Reporting year"}, {
    "Academic year", "Financial year", "Tax year",
    *("Financial year Q%d" % quarter for quarter in (1, 2, 3, 4))}
UNITS = {"", "£", "£m", "%", "pp", "numberstring"}
SYMBOLS = {"z", "x", "c", "low", "u", "k"}
SMUSHED = ("male", "female", "asian", "white", "black", "irish", "english", "arab")
REGIONS = {("E12000007", "London"), ("E13000001", "Inner London"), ("E13000002", "Outer London")}
ITEMS_MAX = 25000


def las():
    with open(quarterday.DATA / "reference" / "ees_las.csv", encoding="utf-8-sig", newline="") as file:
        return {(row["old_la_code"], row["new_la_code"], row["la_name"])
                for row in csv.DictReader(file)}


def read(text):
    rows = list(csv.reader(io.StringIO(text)))
    return rows[0], [dict(zip(rows[0], row)) for row in rows[1:]], rows


def screen(name, data, meta_name, meta):
    """The checks that fail: names of files, and their texts."""
    failed = []

    def check(what, holds):
        if not holds:
            failed.append(what)

    check("name of characters that are allowed", re.fullmatch(r"[a-z0-9_-]+\.csv", name))
    check("names that match", meta_name == name[:-len(".csv")] + ".meta.csv")
    columns, rows, cells = read(data)
    meta_columns, meta_rows, meta_cells = read(meta)
    check("metadata columns", meta_columns == META_COLUMNS)
    check("data columns", set(REQUIRED) <= set(columns))
    check("lines of one length", {len(row) for row in cells} == {len(columns)} and
          {len(row) for row in meta_cells} == {len(meta_columns)})
    if failed:
        return failed
    filters = [row for row in meta_rows if row["col_type"] == "Filter"]
    indicators = [row for row in meta_rows if row["col_type"] == "Indicator"]
    screen_meta(check, columns, meta_rows, filters, indicators)
    if not failed:
        screen_time(check, rows)
        screen_places(check, columns, rows)
        screen_filters(check, rows, [row["col_name"] for row in filters])
        screen_figures(check, rows, [row["col_name"] for row in indicators])
    return failed


def screen_meta(check, columns, meta_rows, filters, indicators):
    names = [row["col_name"] for row in meta_rows]
    labels = [row["label"] for row in meta_rows]
    check("types of columns", len(filters) + len(indicators) == len(meta_rows))
    check("an indicator", indicators)
    check("no place or time in the metadata", not set(names) & set(OBSERVATIONAL))
    check("no more metadata than data", len(names) <= len(columns))
    check("every column has metadata", set(columns) - set(OBSERVATIONAL) == set(names))
    check("a name once", len(names) == len(set(names)) and len(columns) == len(set(columns)))
    check("no blank name", all(names))
    check("snake_case", all(re.fullmatch(r"[a-z][a-z0-9_]*", each) for each in columns))
    check("names of 50 characters at most", all(len(each) <= 50 for each in names))
    check("a label once", len(labels) == len(set(labels)))
    check("no blank label", all(labels))
    check("labels of 100 characters at most", all(len(each) <= 100 for each in labels))
    check("no filter in the name of an indicator",
          not any(word in row["col_name"] for row in indicators for word in SMUSHED))
    check("units", all(row["indicator_unit"] in UNITS for row in indicators))
    check("decimals", all(re.fullmatch(r"\d+", row["indicator_dp"]) for row in indicators))
    check("nothing of an indicator on a filter", not any(
        row[each] for row in filters
        for each in ("indicator_grouping", "indicator_unit", "indicator_dp")))
    check("nothing of a filter on an indicator", not any(
        row[each] for row in indicators for each in ("filter_hint", "filter_grouping_column")))


def screen_time(check, rows):
    identifiers = {row["time_identifier"] for row in rows}
    check("time identifiers", identifiers <= FOUR_DIGITS | SIX_DIGITS)
    check("time identifiers that go together", len({re.sub(" Q[1-4]$", " Q", each)
                                                    for each in identifiers}) == 1)
    check("digits of the period", all(
        re.fullmatch(r"\d{4}" if row["time_identifier"] in FOUR_DIGITS else r"\d{6}", row["time_period"])
        for row in rows))
    check("years that follow", all(
        len(row["time_period"]) == 4 or
        (int(row["time_period"][:4]) + 1) % 100 == int(row["time_period"][4:]) for row in rows))


def screen_places(check, columns, rows):
    check("levels", {row["geographic_level"] for row in rows} <= set(LEVELS))
    check("columns of a level", all(
        each in columns and row[each] for row in rows
        for each in LEVELS.get(row["geographic_level"], ())))
    check("the country", all((row["country_code"], row["country_name"]) == ("E92000001", "England")
                             for row in rows))
    check("regions", all((row["region_code"], row["region_name"]) in REGIONS for row in rows))
    known = las()
    check("local authorities", all(
        (row["old_la_code"], row["new_la_code"], row["la_name"]) in known
        for row in rows if row["geographic_level"] == "Local authority"))
    check("nothing of a lower level", not any(
        row["new_la_code"] or row["old_la_code"] or row["la_name"]
        for row in rows if row["geographic_level"] == "Regional"))


def screen_filters(check, rows, filters):
    for name in filters:
        items = {row[name] for row in rows}
        check("two items of a filter", len(items) > 1)
        check("not too many items of a filter", len(items) <= ITEMS_MAX)
        check("Total in a filter", "Total" in items)
        check("no blank in a filter", all(items))
        check("no spaces around an item", all(each == each.strip() for each in items))
        check("items of 120 characters at most", all(len(each) <= 120 for each in items))
    lines = [tuple(row[each] for each in OBSERVATIONAL + filters) for row in rows]
    check("a line once", len(lines) == len(set(lines)))
    check("no Total in time or place", not any(
        row[each] in ("Total", "All") for row in rows for each in OBSERVATIONAL))


def screen_figures(check, rows, indicators):
    figures = {row[each] for row in rows for each in indicators}
    check("no blank figure", "" not in figures)
    check("figures and symbols", all(
        re.fullmatch(r"-?\d+(\.\d+)?", each) or each in SYMBOLS for each in figures))
