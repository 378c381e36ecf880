"""The same table in every format: what programs that know nothing of ours find in the files."""
import io
import json
import re
import unittest
import zipfile

import csvw_reader
import formats
import quarterday
import xlsx_linter

MADE = {}


def setUpModule():
    MADE["files"] = formats.make_files(unittest.addModuleCleanup)


def written(*words):
    return MADE["files"].path(*words)


CSVS = [(view, "csv") for view in formats.VIEWS] + [(view, "ees") for view in formats.TABLES]


class Csv(unittest.TestCase):
    """Tidy CSV and open data, by the metadata beside them."""

    def test_each_cell_is_of_the_type_that_the_metadata_gives(self):
        for view, how in CSVS:
            with self.subTest(view, how=how):
                columns, lines = csvw_reader.read(written(view, how, ".csv"))
                self.assertTrue(lines)
                self.assertNotIn("", [column["titles"][1] for column in columns])
                for column in columns:
                    self.assertEqual([column["name"]], column["titles"][:1])

    def test_every_column_is_described(self):
        for view, how in CSVS:
            for column in csvw_reader.metadata_of(written(view, how, ".csv"))["tableSchema"]["columns"]:
                with self.subTest(view, how=how, column=column["name"]):
                    self.assertNotEqual(column["titles"][0], column["titles"][1])

    def test_sqlite_takes_them_into_strict_tables(self):
        for view, how in CSVS:
            columns, lines = csvw_reader.read(written(view, how, ".csv"))
            with self.subTest(view, how=how):
                database = csvw_reader.to_sqlite(columns, lines)
                for place, column in enumerate(columns):
                    if csvw_reader.base_of(column) in csvw_reader.NUMBERS:
                        count, = database.execute('SELECT count("%s") FROM loaded' % column["name"]).fetchone()
                        self.assertEqual(sum(line[place] is not None for line in lines), count)
                database.close()

    def test_the_metadata_says_where_the_figures_come_from(self):
        metadata = csvw_reader.metadata_of(written(formats.VIEWS[0], "csv", ".csv"))
        self.assertRegex(metadata["dc:provenance"], r"number \d+ of the journal .* received \d{4}-")
        self.assertEqual("Timeliness of EHC plans, 2024-25 Q4", metadata["dc:title"])

    def test_the_metadata_has_the_notes_that_no_cell_has(self):
        metadata = csvw_reader.metadata_of(written(("table", "flows", formats.MARKET), "csv", ".csv"))
        missing, = (note["note"] for note in metadata["notes"] if note["about"] == "missing")
        self.assertIn("Hackney", missing)
        self.assertNotIn("Camden", missing)

    def test_names_of_providers_come_out_whole(self):
        for view in (("table", "providers", formats.MARKET), ("table", "where-to-look", formats.MARKET)):
            columns, lines = csvw_reader.read(written(view, "csv", ".csv"))
            place = [column["name"] for column in columns].index("provider_name")
            self.assertEqual(set(formats.NAMES), {line[place] for line in lines})

    def test_the_documents_own_recipe_reads_them(self):
        page = (quarterday.SOURCE / "docs" / "FORMATS.md").read_text(encoding="utf-8")
        view = ("table", "providers", formats.MARKET)
        path, found = written(view, "csv", ".csv"), {}
        recipe = re.search(r"```python\n(.*?)```", page, re.S).group(1).replace('"x.csv', '"%s' % path)
        exec(recipe, found)  # what stands in docs/FORMATS.md
        columns, lines = csvw_reader.read(path)
        self.assertEqual([dict(zip((column["name"] for column in columns), line)) for line in lines], found["rows"])


# For each check of the linter what is changed in a good workbook: a part of it, and in that a pattern.
SHEET, STYLES, STRINGS = "xl/worksheets/sheet4.xml", "xl/styles.xml", "xl/sharedStrings.xml"
NOTES, WORKBOOK, TABLE, CORE = "xl/worksheets/sheet3.xml", "xl/workbook.xml", "xl/tables/table3.xml", "docProps/core.xml"
BAD = {
    "cover contents and notes come first": (WORKBOOK, 'name="Cover"', 'name="Front"'),
    "names of sheets differ and fit": (WORKBOOK, 'name="Notes"', 'name="contents"'),
    "no sheet is empty": ("xl/worksheets/sheet1.xml", "(?s)<row .*</row>", ""),
    "nothing is hidden": (SHEET, '<row r="9"', '<row r="9" hidden="1"'),
    "a title stands in A1": (SHEET, 'r="A1"', 'r="B1"'),
    "one table a sheet": (SHEET, "<tablePart ", "<part "),
    "tables have names that differ and say something": (TABLE, 'displayName="[^"]*"', 'displayName="Table3"'),
    "tables begin in column A": (TABLE, ' ref="A', ' ref="B'),
    "nothing stands beside or below a table": (TABLE, r' ref="A(\d+):(\w)\w*"', r' ref="A\1:\g<2>9"'),
    "headings differ and are those of the table": (TABLE, 'name="Area code"', 'name="Area"'),
    "exactly one row of headings": (TABLE, "<table ", '<table headerRowCount="0" '),
    "no merged cells": (SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
    "no blank rows or columns in a table": (SHEET, r'(?s)<row r="9".*?</row>', '<row r="9"></row>'),
    "blank cells are explained": (STRINGS, "a blank cell", "a blank"),
    "signs are explained": (NOTES, r'(<c r="A4"[^>]*><v>)\d+', r"\g<1>0"),
    "headings are explained": (NOTES, r'(<c r="A20"[^>]*><v>)\d+', r"\g<1>0"),
    "no filters": (TABLE, "<tableColumns", '<autoFilter ref="A1:B2"/><tableColumns'),
    "no frozen or split panes": (SHEET, '(<sheetView [^>]*)/>', r'\1><pane ySplit="1" state="frozen"/></sheetView>'),
    "no headers or footers": (SHEET, "</worksheet>",
                              "<headerFooter><oddHeader>Page</oddHeader></headerFooter></worksheet>"),
    "no pictures boxes comments or macros": (SHEET, "<tableParts", '<drawing/><tableParts'),
    "no links to other files": ("xl/_rels/workbook.xml.rels", "<Relationship ",
                                '<Relationship Id="other" Target="http://example.org" TargetMode="External"/>'
                                "<Relationship "),
    "no formulas": (SHEET, "<v>", "<f>1+1</f><v>"),
    "no fills": (TABLE, 'showRowStripes="0"', 'showRowStripes="1"'),
    "colour carries nothing": (STYLES, 'rgb="FF0000FF"', 'rgb="FFFF0000"'),
    "one font that is large enough": (STYLES, '<sz val="12"/>', '<sz val="9"/>'),
    "no superscript": (STYLES, "<font>", '<font><vertAlign val="superscript"/>'),
    "texts in tables wrap": (STYLES, 'wrapText="1"', 'wrapText="0"'),
    "a column of numbers has numbers and signs alone": (STRINGS, r">\[nr\]<", ">none<"),
    "columns are as wide as they must be": (SHEET, 'width="[^"]*"', 'width="3"'),
    "rows are as high as their texts": (NOTES, ' ht="32"', ' ht="16"'),
    "links lead to sheets and say where": (SHEET, "'Contents'!A1", "'Nowhere'!A1"),
    "the contents list every sheet": (WORKBOOK, 'name="Table 1"', 'name="Table 0"'),
    "headings are printed on each page": (WORKBOOK, "_xlnm.Print_Titles", "_xlnm.Print_Area"),
    "the cursor is in A1 of the first sheet": (WORKBOOK, "<workbookView ", '<workbookView activeTab="2" '),
    "the document says what it is": (CORE, "<dc:title>.*</dc:title>", ""),
    "nothing in the file tells the clock": (CORE, "T00:00:00Z", "T12:34:56Z"),
    "it is a workbook": (WORKBOOK, "</workbook>", ""),
}


class Workbook(unittest.TestCase):
    """XLSX: the checklist of the Analysis Function, on the finished bytes."""

    def changed(self, path, member, pattern, new):
        """A workbook with a part of it changed, in memory."""
        made = io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as archive:
            for info in old.infolist():
                text = old.read(info)
                if info.filename == member:
                    before, text = text, re.sub(pattern, new, text.decode()).encode()
                    self.assertFalse(before == text, (member, pattern))
                archive.writestr(info, text)
        return made

    def test_the_linter_has_nothing_to_say(self):
        for view in formats.VIEWS:
            with self.subTest(view):
                self.assertEqual({}, xlsx_linter.lint(written(view, "xlsx", ".xlsx")))

    def test_the_linter_finds_a_bad_example_of_each_item(self):
        path = written(("table", "timeliness", "2024"), "xlsx", ".xlsx", "--measure", "plans_issued_count")
        self.assertEqual({}, xlsx_linter.lint(path))
        self.assertEqual({*xlsx_linter.CHECKS, "it is a workbook"}, {*BAD})
        for name, change in BAD.items():
            with self.subTest(name):
                self.assertIn(name, xlsx_linter.lint(self.changed(path, *change)))

    def test_names_of_providers_are_texts_and_come_out_whole(self):
        tables, _ = xlsx_linter.read(written(("table", "providers", formats.MARKET), "xlsx", ".xlsx"))
        (_, headings, rows), = tables.values()
        place = headings.index("Provider")
        self.assertEqual(set(formats.NAMES), {row[place] for row in rows})

    def test_it_needs_a_file_of_its_own(self):
        for words in ((), ("--out", MADE["files"].out / "table.csv")):
            done = quarterday.run("qd-reporter", "table", "timeliness", "--period", "2024", "--store",
                                  MADE["files"].store, "--format", "xlsx", *words)
            self.assertIn(".xlsx", done.expect(quarterday.COMMAND_AT_FAULT).err)

    def test_the_same_figures_are_the_same_bytes_elsewhere(self):
        view = ("table", "timeliness", "2024-25 Q3,2024-25 Q4")
        path = written(view, "xlsx", ".xlsx")
        folder = MADE["files"].out / "another folder"
        folder.mkdir()
        for zone, locale in (("Pacific/Kiritimati", "de_DE.UTF-8"), ("America/Los_Angeles", "C")):
            formats.write(MADE["files"].store, view, "xlsx", folder / "another.xlsx",
                          env={"TZ": zone, "LC_ALL": locale, "TMPDIR": str(folder)})
            self.assertEqual(path.read_bytes(), (folder / "another.xlsx").read_bytes())


def loaded(view):
    return MADE["files"].json(view)


# What is done to a document so that it is wrong: the member's path, and what stands there then.
WRONG_TABLES = {
    "another schema": (("schema",), "urn:quarterday:schema:table:0"),
    "a figure that is a text": (("cells", 0, "numerator"), "12"),
    "a value beside a status": (("cells", 0, "status"), "not available"),
    "a status that does not exist": (("cells", 1, "status"), "lost"),
    "a word for a period": (("periods", 0), "Q4 2024"),
    "a mark twice": (("cells", 0, "marks"), ["few", "few"]),
    "a member that does not exist": (("title2",), "x"),
    "no coverage": (("cells", 0, "of"), 0),
    "a code that is no text": (("cells", 0, "setting"), 3),
}
WRONG_SHEETS = {
    "another schema": (("schema",), "urn:quarterday:schema:sheets:1"),
    "a figure that is a text": (("rows", 0, "value"), "12"),
    "a count with a part": (("rows", 0, "against_n"), 1.5),
    "a column of no type": (("columns", 0, "type"), "string"),
    "a word for a time": (("as_at", "received_at"), "yesterday"),
    "a note without words": (("notes",), [{"about": "x"}]),
    "a member that does not exist": (("title2",), "x"),
}


class Json(unittest.TestCase):
    """JSON, by the schema that it names."""

    def test_every_document_holds_to_its_schema(self):
        documents = [loaded(view) for view in formats.VIEWS]
        self.assertEqual({"urn:quarterday:schema:table:1", "urn:quarterday:schema:sheet:1"},
                         {document["schema"] for document in documents})
        for view, faults in zip(formats.VIEWS, quarterday.faults_by_schema(documents)):
            with self.subTest(view):
                self.assertEqual([], faults[:5])

    def test_wrong_documents_do_not(self):
        table, sheet = loaded(("table", "placements", "2024-25 Q4")), loaded(("compare", "timeliness", "2024"))
        table["cells"] = [cell for cell in table["cells"] if cell["value"] is not None][:2]
        sheet["rows"] = sheet["rows"][:2]
        cases = [(name, change, document) for document, wrong in ((table, WRONG_TABLES), (sheet, WRONG_SHEETS))
                 for name, change in wrong.items()]
        changed = [json.loads(json.dumps(document)) for _, _, document in cases]
        for (_, ((*path, last), value), _), document in zip(cases, changed):
            for step in path:
                document = document[step]
            document[last] = value
        for (name, _, document), faults in zip([*cases, ("table", 0, 0), ("sheet", 0, 0)],
                                               quarterday.faults_by_schema([*changed, table, sheet])):
            with self.subTest(name):
                (self.assertEqual if document == 0 else self.assertNotEqual)([], faults)
        members = [(member, {**document, member: 7}) for document in (table, sheet) for member in document]
        for (member, _), faults in zip(members, quarterday.faults_by_schema([document for _, document in members])):
            self.assertNotEqual([], faults, member)

    def test_a_row_has_the_columns_that_are_described(self):
        types = {"text": str, "period": str, "yes or no": str, "integer": int, "decimal": (int, float)}
        for view in formats.VIEWS:
            document = loaded(view)
            if "rows" not in document:
                continue
            for row in document["rows"]:
                self.assertEqual([column["name"] for column in document["columns"]], list(row), view)
                for column in document["columns"]:
                    if row[column["name"]] is not None:
                        self.assertIsInstance(row[column["name"]], types[column["type"]], (view, column))

    def test_names_of_providers_come_out_whole(self):
        rows = loaded(("table", "providers", formats.MARKET))["rows"]
        self.assertEqual(set(formats.NAMES), {row["provider_name"] for row in rows})

    def test_the_schema_of_sheets_is_that_of_the_columns(self):
        made = quarterday.run(quarterday.SOURCE / "script" / "schemas", "--print").expect(quarterday.DONE).out
        self.assertEqual((quarterday.DATA / "schemas" / "sheet-1.json").read_text(encoding="utf-8"), made)


if __name__ == "__main__":
    unittest.main()
