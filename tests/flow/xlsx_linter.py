"""Holds the finished bytes of a workbook to the checklist of the government's Analysis Function for accessible
spreadsheets (https://analysisfunction.civilservice.gov.uk/policy-store/making-spreadsheets-accessible), and to
what our own workbooks promise (reporter/workbook/book.h). lint() gives the names of the checks that fail, each
with what fails it; read() the tables. It knows nothing of the program but the names of the sheets in front.
"""
import posixpath
import re
import xml.etree.ElementTree as ElementTree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FRONT = ["Cover", "Contents", "Notes"]
FONT, POINTS_MIN = "Arial", 12
COLOURS = {None, "FF0000FF"}       # black by default; the blue of links, 8.6 to 1 on white
WIDTH_MIN, WIDTH_MAX = 8, 80       # characters
LINE_POINTS, POINTS_MAX = 14, 400  # the height of a row
SIGN = re.compile(r"\[[^\]]+\]")


def decode(text):
    """A text of a cell, as Excel reads it: _x0007_ is a control character."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match.group(1), 16)), text)


def place(reference):
    """(row, column) of "C12", from 1."""
    letters, digits = re.fullmatch("([A-Z]+)([0-9]+)", reference.replace("$", "")).groups()
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(digits), column


class Sheet:
    """A worksheet: `cells` is {(row, column): (value, style)}; texts are str, numbers float."""

    def __init__(self, name, state, root, tables, strings):
        self.name, self.state, self.root, self.tables = name, state, root, tables
        self.cells, self.formulas = {}, 0
        for cell in root.iter(MAIN + "c"):
            self.formulas += cell.find(MAIN + "f") is not None
            value, text = cell.find(MAIN + "v"), ""
            if value is not None:
                text = strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
            self.cells[place(cell.get("r"))] = (text, int(cell.get("s", "0")))

    def text(self, row, column):
        return self.cells.get((row, column), ("", 0))[0]

    def has(self, tag):
        return next(self.root.iter(MAIN + tag), None) is not None

    def range(self):
        """(first row, last row, columns) of its table."""
        first, last = self.tables[0].get("ref").split(":")
        return place(first)[0], place(last)[0], place(last)[1]

    def headings(self):
        first, _, columns = self.range()
        return [self.text(first, column) for column in range(1, columns + 1)]

    def rows(self):
        first, last, columns = self.range()
        return [[self.text(row, column) for column in range(1, columns + 1)]
                for row in range(first + 1, last + 1)]


class Workbook:
    def __init__(self, file):
        with zipfile.ZipFile(file) as archive:
            self.infos = archive.infolist()
            self.parts = {info.filename: archive.read(info) for info in self.infos}
        self.trees = {name: ElementTree.fromstring(part) for name, part in self.parts.items()
                      if name.endswith((".xml", ".rels"))}
        self.root = self.trees["xl/workbook.xml"]
        strings = [decode("".join(text.text or "" for text in item.iter(MAIN + "t")))
                   for item in self.trees["xl/sharedStrings.xml"].iter(MAIN + "si")]
        self.sheets = [self.sheet(element, strings) for element in self.root.iter(MAIN + "sheet")]
        self.styles = self.trees["xl/styles.xml"]
        self.fonts = list(self.styles.find(MAIN + "fonts"))
        self.formats = list(self.styles.find(MAIN + "cellXfs"))

    def related(self, name):
        folder, file = posixpath.split(name)
        rels = self.trees.get("%s/_rels/%s.rels" % (folder, file))
        return {} if rels is None else {
            each.get("Id"): posixpath.normpath(posixpath.join(folder, each.get("Target"))) for each in rels
            if each.get("TargetMode") != "External"}

    def sheet(self, element, strings):
        name = self.related("xl/workbook.xml")[element.get(RELATION + "id")]
        root, related = self.trees[name], self.related(name)
        tables = [self.trees[related[part.get(RELATION + "id")]] for part in root.iter(MAIN + "tablePart")]
        return Sheet(element.get("name"), element.get("state"), root, tables, strings)

    def tabled(self):
        return [sheet for sheet in self.sheets if len(sheet.tables) == 1]

    def data(self):
        """The sheets of figures."""
        return [sheet for sheet in self.tabled() if sheet.name not in FRONT]

    def notes(self):
        return [row for sheet in self.tabled() if sheet.name == "Notes" for row in sheet.rows()]

    def font(self, style):
        font = self.fonts[int(self.formats[style].get("fontId"))]
        value = {each.tag[len(MAIN):]: each for each in font}
        return (value["name"].get("val"), float(value["sz"].get("val")), "b" in value,
                value["color"].get("rgb") if "color" in value else None)

    def wraps(self, style):
        alignment = self.formats[style].find(MAIN + "alignment")
        return alignment is not None and alignment.get("wrapText") == "1"

    def properties(self):
        found = {each.tag.rpartition("}")[2]: each.text for each in self.trees["docProps/core.xml"]}
        custom = self.trees.get("docProps/custom.xml")
        found.update({each.get("name"): "".join(each.itertext()) for each in (custom if custom is not None else ())})
        return found


# --- the checks: a function each, which gives what fails it. The name is the check's, with spaces.
CHECKS = {}


def check(function):
    CHECKS[function.__name__.replace("_", " ")] = function
    return function


@check
def cover_contents_and_notes_come_first(book):
    names = [sheet.name for sheet in book.sheets]
    return [] if names[:3] == FRONT and len(names) > 3 else names[:4]


@check
def names_of_sheets_differ_and_fit(book):
    names = [sheet.name.lower() for sheet in book.sheets]
    return [name for name in names if names.count(name) > 1 or not 0 < len(name) <= 31]


@check
def no_sheet_is_empty(book):
    return [sheet.name for sheet in book.sheets if not any(value != "" for value, _ in sheet.cells.values())]


@check
def nothing_is_hidden(book):
    return [sheet.name for sheet in book.sheets if sheet.state is not None or any(
        each.get("hidden") in ("1", "true") for tag in ("row", "col") for each in sheet.root.iter(MAIN + tag))]


@check
def a_title_stands_in_A1(book):
    wrong = []
    for sheet in book.sheets:
        value, style = sheet.cells.get((1, 1), ("", 0))
        _, points, bold, _ = book.font(style)
        below = sheet.cells.get((2, 1), ("", 0))
        if not isinstance(value, str) or not value.strip() or not bold or points <= book.font(below[1])[1]:
            wrong.append(sheet.name)
    return wrong


@check
def one_table_a_sheet(book):
    return [sheet.name for sheet in book.sheets if len(sheet.tables) != (sheet.name != "Cover")]


@check
def tables_have_names_that_differ_and_say_something(book):
    names = [sheet.tables[0].get("displayName") for sheet in book.tabled()]
    return [name for name in names if names.count(name) > 1 or
            re.fullmatch(r"(?i)table\d*|[a-z]{1,3}\d+", name)]


@check
def tables_begin_in_column_A(book):
    return [sheet.name for sheet in book.tabled() if place(sheet.tables[0].get("ref").split(":")[0])[1] != 1]


@check
def nothing_stands_beside_or_below_a_table(book):
    wrong = []
    for sheet in book.tabled():
        first, last, columns = sheet.range()
        wrong += [(sheet.name, key) for key, (value, _) in sheet.cells.items() if value != "" and (
            key[0] > last or (key[0] >= first and key[1] > columns) or (key[0] < first and key[1] > 1))]
    return wrong


@check
def headings_differ_and_are_those_of_the_table(book):
    wrong = []
    for sheet in book.tabled():
        names = [column.get("name") for column in sheet.tables[0].iter(MAIN + "tableColumn")]
        lower = [str(name).lower() for name in names]
        if names != sheet.headings() or "" in names or len(set(lower)) != len(lower):
            wrong.append(sheet.name)
    return wrong


@check
def exactly_one_row_of_headings(book):
    return [sheet.name for sheet in book.tabled()
            if sheet.tables[0].get("headerRowCount", "1") != "1" or sheet.tables[0].get("totalsRowCount")]


@check
def no_merged_cells(book):
    return [sheet.name for sheet in book.sheets if sheet.has("mergeCell")]


@check
def no_blank_rows_or_columns_in_a_table(book):
    wrong = []
    for sheet in book.tabled():
        rows = sheet.rows()
        lines = rows + [list(column) for column in zip(*rows)]
        wrong += [sheet.name for line in lines if all(value == "" for value in line)]
    return wrong


@check
def blank_cells_are_explained(book):
    blank = any("" in row for sheet in book.data() for row in sheet.rows())
    return ["Notes"] if blank and not any(row[0] == "a blank cell" for row in book.notes()) else []


@check
def signs_are_explained(book):
    known = {row[0] for row in book.notes()}
    return sorted({value for sheet in book.data() for row in sheet.rows() for value in row
                   if isinstance(value, str) and SIGN.fullmatch(value)} - known)


@check
def headings_are_explained(book):
    known = {row[0] for row in book.notes()}
    return [(sheet.name, heading) for sheet in book.data() for heading in sheet.headings()
            if heading not in known]


@check
def no_filters(book):
    return [sheet.name for sheet in book.sheets if sheet.has("autoFilter") or
            any(table.find(MAIN + "autoFilter") is not None for table in sheet.tables)]


@check
def no_frozen_or_split_panes(book):
    return [sheet.name for sheet in book.sheets if sheet.has("pane")]


@check
def no_headers_or_footers(book):
    return [sheet.name for sheet in book.sheets if any(
        (each.text or "").strip() for tag in ("oddHeader", "oddFooter", "evenHeader", "evenFooter")
        for each in sheet.root.iter(MAIN + tag))]


@check
def no_pictures_boxes_comments_or_macros(book):
    parts = [name for name in book.parts if re.search(r"drawing|media|vbaProject|comments|embeddings|chart", name)]
    return parts + [sheet.name for sheet in book.sheets if sheet.has("drawing") or sheet.has("legacyDrawing")]


@check
def no_links_to_other_files(book):
    return [name for name in book.parts if "externalLink" in name] + [
        each.get("Target") for tree in book.trees.values() for each in tree.iter()
        if each.get("TargetMode") == "External"]


@check
def no_formulas(book):
    return [sheet.name for sheet in book.sheets if sheet.formulas]


@check
def no_fills(book):
    used = {int(book.formats[style].get("fillId", "0")) for sheet in book.sheets
            for _, style in sheet.cells.values()}
    styled = [sheet.name for sheet in book.tabled() for info in sheet.tables[0].iter(MAIN + "tableStyleInfo")
              if info.get("name") or info.get("showRowStripes") == "1"]
    return sorted(used - {0}) + styled + [sheet.name for sheet in book.sheets
                                          if sheet.has("conditionalFormatting") or sheet.has("tabColor")]


@check
def colour_carries_nothing(book):
    return sorted({str(book.font(style)[3]) for sheet in book.sheets for _, style in sheet.cells.values()
                   if book.font(style)[3] not in COLOURS})


@check
def one_font_that_is_large_enough(book):
    return sorted({book.font(style)[:2] for sheet in book.sheets for value, style in sheet.cells.values()
                   if value != "" and (book.font(style)[0] != FONT or book.font(style)[1] < POINTS_MIN)})


@check
def no_superscript(book):
    return ["styles"] if next(book.styles.iter(MAIN + "vertAlign"), None) is not None or \
        next(book.trees["xl/sharedStrings.xml"].iter(MAIN + "vertAlign"), None) is not None else []


@check
def texts_in_tables_wrap(book):
    wrong = []
    for sheet in book.data():
        first, last, _ = sheet.range()
        wrong += [(sheet.name, key) for key, (value, style) in sheet.cells.items()
                  if first <= key[0] <= last and isinstance(value, str) and len(value) > WIDTH_MIN and
                  not SIGN.fullmatch(value) and not book.wraps(style)]
    return wrong


@check
def a_column_of_numbers_has_numbers_and_signs_alone(book):
    wrong = []
    for sheet in book.data():
        for heading, column in zip(sheet.headings(), zip(*sheet.rows())):
            if any(isinstance(value, float) for value in column) and any(
                    isinstance(value, str) and value and not SIGN.fullmatch(value) for value in column):
                wrong.append((sheet.name, heading))
    return wrong


@check
def columns_are_as_wide_as_they_must_be(book):
    wrong = []
    for sheet in book.tabled():
        widths = {}
        for column in sheet.root.iter(MAIN + "col"):
            for number in range(int(column.get("min")), int(column.get("max")) + 1):
                widths[number] = float(column.get("width"))
        for number, heading in enumerate(sheet.headings(), 1):
            longest = max(len(word) for word in heading.split())
            if not max(WIDTH_MIN, longest) <= widths.get(number, 0) <= WIDTH_MAX:
                wrong.append((sheet.name, heading))
    return wrong


@check
def rows_are_as_high_as_their_texts(book):
    wrong = []
    for sheet in book.tabled():
        widths = {int(column.get("min")): float(column.get("width")) for column in sheet.root.iter(MAIN + "col")}
        heights = {int(row.get("r")): float(row.get("ht", "15")) for row in sheet.root.iter(MAIN + "row")}
        for (row, column), (value, style) in sheet.cells.items():
            if isinstance(value, str) and book.wraps(style):
                lines = sum(max(1, -(-len(line) // int(widths.get(column, 9)))) for line in value.split("\n"))
                if heights[row] < min(LINE_POINTS * lines, POINTS_MAX):
                    wrong.append((sheet.name, row, column))
    return wrong


@check
def links_lead_to_sheets_and_say_where(book):
    names, wrong = {sheet.name for sheet in book.sheets}, []
    for sheet in book.sheets:
        for link in sheet.root.iter(MAIN + "hyperlink"):
            target = re.fullmatch(r"'?([^'!]+)'?![A-Z]+\d+", link.get("location") or "")
            text = str(sheet.text(*place(link.get("ref"))))
            if target is None or target.group(1) not in names or \
                    re.search(r"(?i)click|here$|https?:|internal:", text) or not text:
                wrong.append((sheet.name, text))
    return wrong


@check
def the_contents_list_every_sheet(book):
    sheet = next((each for each in book.tabled() if each.name == "Contents"), None)
    listed = [row[0] for row in sheet.rows()] if sheet else []
    links = [re.sub(r"'?!A1$|^'", "", each.get("location") or "")
             for each in sheet.root.iter(MAIN + "hyperlink")] if sheet else []
    names = [each.name for each in book.sheets if each.name not in ("Cover", "Contents")]
    return sorted({*names} ^ {*listed}) + sorted({*names} ^ {*links})


@check
def headings_are_printed_on_each_page(book):
    names = {each.get("localSheetId"): each.text for each in book.root.iter(MAIN + "definedName")
             if each.get("name") == "_xlnm.Print_Titles"}
    wrong = []
    for index, sheet in enumerate(book.sheets):
        if len(sheet.tables) == 1 and not re.search(r"\$%d:\$%d$" % ((sheet.range()[0],) * 2),
                                                    names.get(str(index), "")):
            wrong.append(sheet.name)
    return wrong


@check
def the_cursor_is_in_A1_of_the_first_sheet(book):
    active = [view.get("activeTab", "0") for view in book.root.iter(MAIN + "workbookView")]
    cells = [each.get("activeCell", "A1") for sheet in book.sheets
             for each in sheet.root.iter(MAIN + "selection")]
    return [each for each in active if each != "0"] + [each for each in cells if each != "A1"]


@check
def the_document_says_what_it_is(book):
    found = book.properties()
    return [name for name in ("title", "subject", "creator", "created", "Language") if not found.get(name)]


@check
def nothing_in_the_file_tells_the_clock(book):
    return [info.filename for info in book.infos if info.date_time[:3] != (1980, 1, 1)] + [
        each for each in [book.properties().get("created", "")] if not each.endswith("T00:00:00Z")]


# --- for tests

def lint(file):
    """{check: what fails it}, of the checks that fail. A file that is no workbook is a check of its own."""
    try:
        book = Workbook(file)
    except (zipfile.BadZipFile, KeyError, IndexError, ElementTree.ParseError) as error:
        return {"it is a workbook": [repr(error)]}
    return {name: wrong for name, function in CHECKS.items() for wrong in [function(book)] if wrong}


def read(file):
    """{sheet: (title, headings, rows)} of the tables of figures, and {word: meaning} of the notes."""
    book = Workbook(file)
    return ({sheet.name: (sheet.text(1, 1), sheet.headings(), sheet.rows()) for sheet in book.data()},
            {row[0]: row[1] for row in book.notes()})
