"""Reads a CSV by the W3C metadata that stands beside it (x.csv-metadata.json), and holds each cell to the type
that is said of its column. read() gives the columns and lines; a file that is not what its metadata says is an
AssertionError. to_sqlite() loads what was read into a table with these types."""
import csv
import decimal
import json
import pathlib
import re
import sqlite3

SQLITE_TYPES = {"string": "TEXT", "boolean": "INTEGER", "integer": "INTEGER", "decimal": "REAL"}
NUMBERS = {"integer": r"-?\d+", "decimal": r"-?\d+(\.\d+)?"}


def nulls_of(column):
    """What stands in a cell without a value."""
    return column["null"] if isinstance(column["null"], list) else [column["null"]]


def of_type(column, cell):
    """The value of a cell; None where it is blank."""
    datatype = column["datatype"]
    base, pattern = (datatype, None) if isinstance(datatype, str) else (datatype["base"], datatype["format"])
    if cell in nulls_of(column):
        return None
    if base == "boolean":
        yes, no = pattern.split("|")
        assert cell in (yes, no), (column["name"], cell)
        return cell == yes
    pattern = NUMBERS.get(base, pattern)
    assert pattern is None or re.fullmatch(pattern, cell), (column["name"], cell)
    return {"integer": int, "decimal": decimal.Decimal}.get(base, str)(cell)


def metadata_of(path):
    path = pathlib.Path(path)
    metadata = json.loads((path.parent / (path.name + "-metadata.json")).read_text(encoding="utf-8"))
    assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
    assert metadata["url"] == path.name, metadata["url"]
    return metadata


def read(path):
    """(columns, lines): a line is a tuple of values."""
    metadata = metadata_of(path)
    dialect, schema = metadata["dialect"], metadata["tableSchema"]
    columns = schema["columns"]
    with open(path, encoding=dialect["encoding"], newline="") as file:
        rows = list(csv.reader(file, delimiter=dialect["delimiter"], quotechar=dialect["quoteChar"],
                               doublequote=dialect["doubleQuote"], strict=True))
    assert len(rows[0]) == len(columns), rows[0]
    for heading, column in zip(rows[0], columns):
        assert heading in column["titles"] and heading == column["name"], heading
        assert column["dc:description"], heading
    assert {len(row) for row in rows} == {len(columns)}
    lines = [tuple(of_type(column, cell) for column, cell in zip(columns, row)) for row in rows[1:]]
    keys = [rows[0].index(name) for name in schema["primaryKey"]]
    assert keys and len({tuple(line[key] for key in keys) for line in lines}) == len(lines), "a key twice"
    return columns, lines


def base_of(column):
    datatype = column["datatype"]
    return datatype if isinstance(datatype, str) else datatype["base"]


def to_sqlite(columns, lines, name="loaded"):
    """A database in memory with one strict table: a value of another type is an error of SQLite's."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE %s (%s) STRICT" % (name, ", ".join(
        '"%s" %s' % (column["name"], SQLITE_TYPES[base_of(column)]) for column in columns)))
    database.executemany(
        "INSERT INTO %s VALUES (%s)" % (name, ", ".join("?" * len(columns))),
        [[float(cell) if isinstance(cell, decimal.Decimal) else cell for cell in line] for line in lines])
    return database
