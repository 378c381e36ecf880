"""peer.py EDITION FOLDER: reads the CSV files of an edition and writes each as JSON and as a workbook: what is left
to do for whoever has all figures already, without a note, a definition or a hash."""
import csv
import json
import pathlib
import sys

import openpyxl


def number(text):
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def main():
    edition, folder = (pathlib.Path(word) for word in sys.argv[1:])
    folder.mkdir()
    for path in sorted((edition / "csv").glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with open(folder / (path.stem + ".json"), "w", encoding="utf-8") as file:
            json.dump(rows, file, ensure_ascii=False)
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet(path.stem[:31])
        sheet.append(list(rows[0]) if rows else [])
        for row in rows:
            sheet.append([number(cell) for cell in row.values()])
        book.save(folder / (path.stem + ".xlsx"))


if __name__ == "__main__":
    main()
