"""The same table in every format: what programs that know nothing of ours find in the files."""
import pathlib
import shutil
import tempfile
import unittest

import csvw_reader
import formats

MADE = {}


def setUpModule():
    directory = pathlib.Path(tempfile.mkdtemp(prefix="quarterday-formats-"))
    unittest.addModuleCleanup(shutil.rmtree, directory)
    MADE["store"] = formats.make_store(directory)
    MADE["out"] = directory / "out"
    MADE["out"].mkdir()


def written(view, how, ending, *arguments):
    """The path of a view in a format. It is written once."""
    words = (*view, how, *arguments)
    path = MADE["out"] / ("-".join(words).replace(" ", "_").replace(",", "_").replace("/", "_") + ending)
    if not path.exists():
        formats.write(MADE["store"], view, how, path, *arguments)
    return path


class Csv(unittest.TestCase):
    """Tidy CSV, by the metadata beside it."""

    def test_each_cell_is_of_the_type_that_the_metadata_gives(self):
        for view in formats.VIEWS:
            with self.subTest(view):
                columns, lines = csvw_reader.read(written(view, "csv", ".csv"))
                self.assertTrue(lines)
                self.assertNotIn("", [column["titles"][1] for column in columns])
                for column in columns:
                    self.assertEqual([column["name"]], column["titles"][:1])

    def test_every_column_is_described(self):
        for view in formats.VIEWS:
            for column in csvw_reader.metadata_of(written(view, "csv", ".csv"))["tableSchema"]["columns"]:
                with self.subTest(view, column=column["name"]):
                    self.assertNotEqual(column["titles"][0], column["titles"][1])

    def test_sqlite_takes_them_into_strict_tables(self):
        for view in formats.VIEWS:
            columns, lines = csvw_reader.read(written(view, "csv", ".csv"))
            with self.subTest(view):
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

    def test_names_of_providers_come_out_whole(self):
        for view in (("table", "providers", formats.MARKET), ("table", "where-to-look", formats.MARKET)):
            columns, lines = csvw_reader.read(written(view, "csv", ".csv"))
            place = [column["name"] for column in columns].index("provider_name")
            self.assertEqual(set(formats.NAMES), {line[place] for line in lines})


if __name__ == "__main__":
    unittest.main()
