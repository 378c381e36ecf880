"""A borough's folder as spreadsheets save it again: it is taken as it was, or one finding a file stops it."""
import csv
import io
import unittest

import quarterday
from quarterday import DATA_AT_FAULT, DONE

EXCEL_BLOCK_ROWS = 16


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def written(rows, **manner):
    text = io.StringIO()
    csv.writer(text, **{"lineterminator": "\r\n", **manner}).writerows(rows)
    return text.getvalue()


def without_trailing_blanks(rows):
    """Excel looks at 16 rows at a time, and leaves out the last columns that are blank in all of them."""
    for start in range(0, len(rows), EXCEL_BLOCK_ROWS):
        block = rows[start:start + EXCEL_BLOCK_ROWS]
        width = max((column + 1 for row in block for column, cell in enumerate(row) if cell), default=0)
        for row in block:
            yield row[:width]


def quoted_texts(rows):
    return [[cell if cell.replace(".", "").isdigit() or not cell else '"%s"' % cell.replace('"', '""')
             for cell in row] for row in rows]


def as_lines(rows, separator=",", end="\n"):
    return "".join(separator.join(row) + end for row in rows)


# What each saves: bytes of the rows.
TAKEN = {
    "Excel, CSV UTF-8": lambda rows: ("\ufeff" + written(without_trailing_blanks(rows))).encode(),
    "Excel for the web": lambda rows: written(rows).rstrip("\r\n").encode(),
    "LibreOffice, all texts in quotation marks": lambda rows: as_lines(quoted_texts(rows)).encode(),
    "every cell in quotation marks": lambda rows: written(rows, quoting=csv.QUOTE_ALL).encode(),
    "Google Sheets": lambda rows: written(rows, lineterminator="\n").rstrip("\n").encode(),
    "columns that were cleared": lambda rows: written([row + ["", ""] for row in rows]).encode(),
    "rows that were cleared": lambda rows: written(rows + [[""] * len(rows[0])] * 5).encode(),
    "rows that were cut": lambda rows: (written(rows) + "\r\n" * 3).encode(),
    "cells with spaces around": lambda rows: written(
        [[" %s " % cell if cell else "" for cell in row] for row in rows]).encode(),
}

WITHOUT_A_LAST_LINE_END = {"Excel for the web", "Google Sheets"}

STOPPED = {
    "Excel where the comma is for decimals": (
        "QD-F09", lambda rows: ("\ufeff" + written(rows, delimiter=";")).encode()),
    "Excel, text with tabs": ("QD-F09", lambda rows: written(rows, delimiter="\t").encode()),
    "Excel, Unicode text": (
        "QD-F07", lambda rows: ("\ufeff" + written(rows, delimiter="\t")).encode("utf-16-le")),
    "commas in UTF-16": ("QD-F07", lambda rows: ("\ufeff" + written(rows)).encode("utf-16-le")),
    "commas in UTF-16, the other way round": (
        "QD-F07", lambda rows: ("\ufeff" + written(rows)).encode("utf-16-be")),
    "UTF-16 without its mark": ("QD-F07", lambda rows: written(rows).encode("utf-16-le")),
    "an old Macintosh": ("QD-F18", lambda rows: written(rows, lineterminator="\r").encode()),
    "bars between the cells": ("QD-F09", lambda rows: written(rows, delimiter="|").encode()),
}


class SavedAs(quarterday.FlowTest):
    """Camden in January 2025, as DfE published it, and a quarter of all parts."""

    def setUp(self):
        super().setUp()
        published = self.directory / "published"
        quarterday.run(quarterday.SOURCE / "script/returns-from-published", published).expect(DONE)
        self.folders = {
            "published": published / "camden" / "2024-25-q4",
            "all parts": quarterday.simulate(self.directory / "all", "E09000007", "2024-25 Q4",
                                             "--placements", "100")}
        self.saved = 0

    def save(self, folder, manner):
        self.saved += 1
        saved = self.directory / ("saved-%d" % self.saved)
        saved.mkdir()
        for file in folder.glob("*.csv"):
            (saved / file.name).write_bytes(manner(rows_of(file)))
        return saved

    def found(self, folder, status):
        done = quarterday.run("qd-collector", "check", folder, "--json").expect(status)
        return [(each["rule"], each["file"], each["row"], each["column"], each["value"])
                for each in done.json()["findings"]]

    def test_what_is_saved_in_another_manner_is_taken_as_it_was(self):
        for name, folder in self.folders.items():
            before = self.found(folder, DONE)
            for how, manner in TAKEN.items():
                with self.subTest(how, folder=name):
                    found = self.found(self.save(folder, manner), DONE)
                    if how in WITHOUT_A_LAST_LINE_END:  # like one that was cut off: an officer is told
                        found = [each for each in found if each[0] != "QD-F26"]
                    self.assertEqual(before, found)

    def test_what_is_no_csv_file_in_utf_8_is_stopped_by_one_finding_a_file(self):
        for name, folder in self.folders.items():
            files = sorted(each.name for each in folder.glob("*.csv"))
            for how, (rule, manner) in STOPPED.items():
                with self.subTest(how, folder=name):
                    found = self.found(self.save(folder, manner), DATA_AT_FAULT)
                    self.assertEqual([(rule, file) for file in files],
                                     sorted(each[:2] for each in found))


if __name__ == "__main__":
    unittest.main()
