"""Every number in every format is the table's. The tidy CSV has all of them with all of their digits; text, JSON,
workbook and open data are held to it, cell by cell."""
import collections
import csv
import decimal
import re
import time
import unittest

import csvw_reader
import ees_screener
import formats
import xlsx_linter

MADE = {}
SIGNS = {"not returned": "nr", "not available": "x", "not collected": "nc", "not yet known": "nyk",
         "not applicable": "z", "nothing to divide by": "0/0", "confidential": "c", "rounds to 0": "low"}
# What stands above a table of a workbook, and not in it.
ABOVE = {"table", "measure", "label", "unit", "ranked_from", "direction"}
TABLES = formats.TABLES
SHEETS = [view for view in formats.VIEWS if view not in TABLES]


def setUpModule():
    MADE["files"] = formats.make_files(unittest.addModuleCleanup)


def of_csv(cell):
    """A cell as JSON has it: a blank is null, yes and no are true and false."""
    return {"": None, "yes": True, "no": False}.get(cell, cell)


def by_measure(rows):
    measures = collections.defaultdict(list)
    for row in rows:
        measures[row["measure"]].append(row)
    return measures


class SameFigures(unittest.TestCase):
    maxDiff = 2000

    def titles(self, view):
        """{a column's heading for people: its name}."""
        columns = csvw_reader.metadata_of(MADE["files"].path(view, "csv", ".csv"))["tableSchema"]["columns"]
        return {column["titles"][1]: column["name"] for column in columns}

    # --- JSON

    def same_as_json(self, row, cell, where):
        for name, expected in row.items():
            if name not in cell:
                continue
            found = cell[name]
            if isinstance(found, (int, decimal.Decimal)) and not isinstance(found, bool):
                self.assertEqual(decimal.Decimal(expected), found, (where, name))
            elif isinstance(found, list):
                if name == "marks":
                    self.assertEqual(expected, " ".join(found), (where, name))
                else:
                    self.assertTrue(all(note["words"] in expected for note in found), (where, name))
            elif name == "simulated":
                self.assertIs(of_csv(expected), found, (where, name))
            else:
                self.assertEqual(expected or None, found, (where, name))

    def test_json_of_tables(self):
        for view in TABLES:
            rows, document = MADE["files"].csv(view), MADE["files"].json(view, parse_float=decimal.Decimal)
            areas = {area["area_code"]: area for area in document["areas"]}
            measures = {measure["measure"]: measure for measure in document["measures"]}
            with self.subTest(view):
                self.assertEqual(len(rows), len(document["cells"]))
                for row, cell in zip(rows, document["cells"]):
                    whole = {**areas[cell["area_code"]], **measures[cell["measure"]], **cell,
                             "numerator": cell["numerator"], "denominator": cell["denominator"],
                             "note": cell["note"], "table": document["table"]}
                    self.assertEqual(set(), set(row) - set(whole))
                    self.same_as_json(row, whole, (row["area_code"], row["measure"]))

    def test_json_of_sheets(self):
        for view in SHEETS:
            rows, document = MADE["files"].csv(view), MADE["files"].json(view, parse_float=decimal.Decimal)
            with self.subTest(view):
                self.assertEqual(len(rows), len(document["rows"]))
                for number, (row, cells) in enumerate(zip(rows, document["rows"])):
                    self.assertEqual(list(row), list(cells))
                    self.same_as_json(row, cells, number)

    # --- workbooks

    def same_as_workbook(self, rows, headings, cells, titles, where):
        """What a workbook leaves out is blank in all rows, or stands above the table."""
        names = [titles[heading] for heading in headings]
        self.assertEqual(len(rows), len(cells), where)
        for name in set(rows[0]) - set(names) - ABOVE:
            self.assertEqual({""}, {row[name] for row in rows}, (where, name))
        for row, line in zip(rows, cells):
            for name, found in zip(names, line):
                if isinstance(found, float):
                    self.assertEqual(float(row[name]), found, (where, name))
                elif name == "value" and row["unit"] == "time" and row["value"]:
                    self.assertEqual(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(row[name]))), found, where)
                elif re.fullmatch(r"\[.*\]", found):
                    self.assertEqual("", row[name], (where, name))
                    if name == "value":
                        self.assertEqual("[%s]" % SIGNS[row["status"]], found, where)
                elif name in self.dimensions(rows[0]):
                    self.assertEqual(row[name] == "total", found == "Total", (where, name))
                else:
                    self.assertEqual(row[name], found, (where, name))

    @staticmethod
    def dimensions(row):
        columns = list(row)
        return columns[columns.index("unit") + 1:columns.index("value")] if "unit" in row and "value" in row else []

    def same_at_a_glance(self, rows, title, headings, cells):
        """A line has the values of all areas, in the order of the tidy CSV."""
        self.assertTrue(title.startswith("At a glance: "))
        rows = [row for row in rows if row["unit"] != "time"]
        areas = list(dict.fromkeys(row["area_name"] for row in rows))
        self.assertEqual(areas, headings[-len(areas):])
        self.assertEqual(len(rows), len(cells) * len(areas))
        for row, found in zip(rows, (cell for line in cells for cell in line[-len(areas):])):
            self.assertEqual(float(row["value"]) if row["value"] else "[%s]" % SIGNS[row["status"]], found, row)
        for row, line in zip(rows[::len(areas)], cells):
            self.assertEqual([row["period"], row["label"], row["unit"]], line[:3])

    def test_workbooks_of_tables(self):
        for view in TABLES:
            measures, titles = by_measure(MADE["files"].csv(view)), self.titles(view)
            tables, _ = xlsx_linter.read(MADE["files"].path(view, "xlsx", ".xlsx"))
            with self.subTest(view):
                if len(measures) > 1:
                    self.same_at_a_glance(MADE["files"].csv(view), *tables.pop("Table 1"))
                self.assertEqual(len(measures), len(tables))
                for (measure, rows), (title, headings, cells) in zip(measures.items(), tables.values()):
                    self.assertIn(rows[0]["label"], title)
                    self.same_as_workbook(rows, headings, cells, titles, measure)

    def test_workbooks_of_sheets(self):
        for view in SHEETS:
            rows, titles = MADE["files"].csv(view), self.titles(view)
            tables, _ = xlsx_linter.read(MADE["files"].path(view, "xlsx", ".xlsx"))
            with self.subTest(view):
                (_, headings, cells), = tables.values()
                names = [titles[heading] for heading in headings]
                self.assertEqual(len(rows), len(cells))
                for name in set(rows[0]) - set(names):
                    self.assertEqual({""}, {row[name] for row in rows}, name)
                for row, line in zip(rows, cells):
                    for name, found in zip(names, line):
                        self.assertEqual(float(row[name]) if isinstance(found, float) else row[name], found, name)

    # --- text

    def test_text_of_tables(self):
        for view in TABLES:
            if view[1] == "submissions":  # has times in words
                continue
            rows = MADE["files"].csv(view)
            names = ",".join(by_measure(rows))
            amounts = {measure["measure"] for measure in MADE["files"].json(view)["measures"]
                       if measure["kind"] == "money"}
            text = formats.write(MADE["files"].store, view, "text", None, "--measure", names).out
            words = collections.defaultdict(collections.Counter)
            for line in text.splitlines():
                for area in {row["area_name"] for row in rows}:
                    if line.startswith(area + " "):
                        words[area].update(word.rstrip("*abcdefghijklmnopqrstuvwxyz")
                                           for word in line[len(area):].split())
            with self.subTest(view):
                self.assertEqual({row["area_name"] for row in rows}, set(words))
                for area in words:
                    expected = collections.Counter(
                        self.as_text(row["value"], row["measure"] in amounts) for row in rows
                        if row["area_name"] == area and row["value"])
                    self.assertEqual(area != "City of London", bool(expected))  # it returned nothing
                    self.assertEqual({}, dict(expected - words[area]), area)

    @staticmethod
    def as_text(value, is_amount):
        """With its thousands apart; an amount to the pound."""
        number = decimal.Decimal(value)
        if is_amount:
            number = number.quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP)
        return "{:,}".format(number)

    # --- open data

    def test_open_data(self):
        symbols = {**SIGNS, "not returned": "x", "not collected": "x", "not yet known": "x",
                   "nothing to divide by": "z"}
        for view in TABLES:
            rows = [row for row in MADE["files"].csv(view) if row["geographic_level"] in ("Local authority", "Regional")]
            with open(MADE["files"].path(view, "ees", ".csv"), encoding="utf-8", newline="") as file:
                lines = list(csv.DictReader(file))
            periods = list(dict.fromkeys(row["period"] for row in rows))
            times = list(dict.fromkeys((line["time_period"], line["time_identifier"]) for line in lines))
            figures = collections.defaultdict(list)
            for line in lines:
                place = line["new_la_code"] or line["region_code"]
                period = periods[times.index((line["time_period"], line["time_identifier"]))]
                for measure in by_measure(rows):
                    if measure in line:
                        figures[period, place, measure].append(line[measure])
            expected = collections.defaultdict(list)
            for row in rows:
                whole = not row["value"] or row["n"] == row["of"]
                if any(measure == row["measure"] for _, _, measure in figures):
                    expected[row["period"], row["area_code"], row["measure"]].append(
                        (row["value"] or symbols[row["status"]]) if whole else "x")
            with self.subTest(view):
                self.assertTrue(figures)
                self.assertEqual(dict(expected), dict(figures))
                self.assertEqual({}, self.screened(MADE["files"].path(view, "ees", ".csv")))
                with open(MADE["files"].path(view, "ees", ".csv").with_suffix(".meta.csv"), encoding="utf-8",
                          newline="") as file:  # of made-up figures they are longer
                    self.assertEqual([], [row["label"] for row in csv.DictReader(file)
                                          if len("SIMULATED: " + row["label"]) > ees_screener.LABEL_MAX])

    @staticmethod
    def screened(path):
        """What DfE's screener has to say."""
        meta = path.with_name(path.stem + ".meta.csv")
        return ees_screener.screen(path.name, path.read_text(encoding="utf-8"), meta.name,
                                   meta.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
