"""Broken CSV files: each thing that can be wrong with a return's folder, one at a time, and what
`qd-collector check` says about it. A case names the rule and the very place, as a spreadsheet shows
it: file, row, column letter. Nothing else may be found beside it, unless the case says so.
"""
import collections
import csv
import io
import re
import shutil
import tempfile
import unicodedata
import unittest

import quarterday
from quarterday import DATA_AT_FAULT, DONE, placement_row, timeliness_row, transport_row

PERIOD = "2024-25 Q4"
AS_AT_DATE = "2025-01-16"
FILES = ("return.csv", "timeliness.csv", "placements.csv", "transport.csv")

PRICED = {"urn": "100049", "provider_name": "Elm House School", "fee_basis": "annual",
          "weeks_a_year": "38", "annual_cost": "315000.00", "annual_cost_education": "215000.00",
          "annual_cost_social_care": "80000.00", "annual_cost_health": "20000.00",
          "sourcing": "spot", "price_includes": "therapy", "vat": "out", "matched_places": "4",
          "matched_cost_before": "240000.00", "matched_cost_now": "252000.00"}


# One of several that add up: so that a case which changes the whole is asked about one thing alone.
OPEN_SUMS = {"requests_by_other": "x", "cases_open_over_364_days": "x", "days_to_issue": "x",
             "days_to_issue_ex": "x"}


def good_folder():
    """{file name: bytes} of a return without a finding."""
    folder = tempfile.mkdtemp(prefix="quarterday-good-")
    try:
        path = quarterday.write_return(
            folder, "E09000007", PERIOD, as_at_date=AS_AT_DATE, timeliness=timeliness_row(**OPEN_SUMS),
            placements=[placement_row("total", 105), placement_row("special_independent", 5, **PRICED),
                        placement_row("mainstream_academy", 60),
                        placement_row("special_academy_free", 40)],
            transport=[transport_row(), transport_row(mode="taxi", children=30, routes=12, solo=4,
                                                      passenger_assistants=20),
                       *quarterday.lines_of_nothing()])
        return {file.name: file.read_bytes() for file in path.iterdir()}
    finally:
        shutil.rmtree(folder)


GOOD = good_folder()


class Folder(dict):
    """{file name: bytes}, with the edits that the cases are made of."""

    def rows(self, file):
        return list(csv.reader(io.StringIO(self[file].decode("utf-8"))))

    def write(self, file, rows):
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        self[file] = out.getvalue().encode("utf-8")

    def cell(self, file, row, heading, value):
        """Puts a value into the cell below a heading; the first row is 1."""
        rows = self.rows(file)
        rows[row - 1][rows[0].index(heading)] = value
        self.write(file, rows)

    def heading(self, file, old, new):
        rows = self.rows(file)
        rows[0][rows[0].index(old)] = new
        self.write(file, rows)

    def add(self, file, *values):
        rows = self.rows(file)
        rows.append(list(values) + [""] * (len(rows[0]) - len(values)))
        self.write(file, rows)

    def delete_column(self, file, heading):
        rows = self.rows(file)
        at = rows[0].index(heading)
        self.write(file, [row[:at] + row[at + 1:] for row in rows])

    def add_column(self, file, heading, value=""):
        self.write(file, [row + [heading if at == 0 else value]
                          for at, row in enumerate(self.rows(file))])

    def text(self, file, change):
        self[file] = change(self[file])

    def explain(self, *rules):
        """Each is a rule, or a rule with part, row and column."""
        places = [(rule, "", "", "") if isinstance(rule, str) else rule for rule in rules]
        self.write("explanations.csv", [["rule", "part", "row", "column", "explanation"]]
                   + [[*place, "as published by DfE"] for place in places])

    def timeliness(self, **figures):
        for heading, value in figures.items():
            self.cell("timeliness.csv", 2, heading, value)

    def placement(self, row, **cells):
        for heading, value in cells.items():
            self.cell("placements.csv", row, heading, value)

    def transport(self, row, **cells):
        for heading, value in cells.items():
            self.cell("transport.csv", row, heading, value)

    def part(self, file, *rows):
        """A file that the good folder does not have: rows of cells, with x in the others."""
        columns = list(quarterday.empty_row(file))
        self.write(file, [columns] + [[row.get(column, "x") for column in columns] for row in rows])


# A finding: rule, file, row, column letter (None: not about one row, or one column).
Place = collections.namedtuple("Place", "rule file row column")
Case = collections.namedtuple("Case", "name edit places value")
CASES = []


def case(name, *places, value=None):
    """Registers the function below it: it breaks a Folder so that exactly `places` are found; the
    first of them shows `value`."""
    def register(edit):
        CASES.append(Case(name, edit, [Place(*place) for place in places], value))
        return edit
    return register


def spelt(value):
    """A value as part of a method's name: 64.7% is 64_full_stop_7_percent_sign."""
    words = re.findall(r"[A-Za-z0-9]+|.", value[:20])
    return "_".join(word if word.isascii() and word.isalnum() else
                    unicodedata.name(word, "control").lower() for word in words) or "nothing"


def cell_case(rule, file, row, heading, letter, value):
    """A case of one bad cell."""
    name = re.sub(r"\W+", "_", "%s_%s" % (heading, spelt(value)))
    case(name, (rule, file, row, letter), value=value)(
        lambda folder: folder.cell(file, row, heading, value))


# ---- F: the file -----------------------------------------------------------------------------------

@case("no_return_csv", ("QD-F01", "return.csv", None, None))
def _(folder):
    del folder["return.csv"]


@case("no_figures", ("QD-F02", None, None, None))
def _(folder):
    for file in FILES[1:]:
        del folder[file]


@case("nothing_at_all", ("QD-F01", "return.csv", None, None), ("QD-F02", None, None, None))
def _(folder):
    folder.clear()


@case("misspelt_file_name", ("QD-F19", "timelines.csv", None, None))
def _(folder):
    folder["timelines.csv"] = folder.pop("timeliness.csv")


@case("misspelt_return_csv", ("QD-F19", "return.csv.txt", None, None))
def _(folder):
    folder["return.csv.txt"] = folder.pop("return.csv")


@case("a_folder_within", ("QD-F03", "last quarter", None, None))
def _(folder):
    folder["last quarter"] = None


@case("the_same_file_twice", ("QD-F03", "timeliness (1).csv", None, None))
def _(folder):
    folder["timeliness (1).csv"] = folder["timeliness.csv"]


@case("two_files_for_one_part", ("QD-F03", "Timeliness.CSV", None, None))
def _(folder):
    folder["Timeliness.CSV"] = folder["timeliness.csv"].replace(b"200", b"201", 1)


@case("a_workbook_beside_the_csv_file", ("QD-F03", "placements.xlsx", None, None))
def _(folder):
    folder["placements.xlsx"] = b"PK\x03\x04"


@case("empty_file", ("QD-F04", "transport.csv", None, None))
def _(folder):
    folder["transport.csv"] = b""


@case("empty_return_csv", ("QD-F04", "return.csv", None, None))
def _(folder):
    folder["return.csv"] = b""


@case("headings_only", ("QD-F05", "transport.csv", None, None))
def _(folder):
    folder.write("transport.csv", folder.rows("transport.csv")[:1])


for kind, signature in (("workbook", b"PK\x03\x04\x14\x00\x06\x00"),
                        ("old_workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("pdf", b"%PDF-1.7\n")):
    @case("a_" + kind, ("QD-F06", "timeliness.csv", None, None))
    def _(folder, signature=signature):
        folder["timeliness.csv"] = signature + b"\0" * 200


@case("utf_16_with_its_mark", ("QD-F07", "timeliness.csv", None, None))
def _(folder):
    folder.text("timeliness.csv", lambda bytes: bytes.decode().encode("utf-16"))


@case("utf_16_without_its_mark", ("QD-F07", "timeliness.csv", None, None))
def _(folder):
    folder.text("timeliness.csv", lambda bytes: bytes.decode().encode("utf-16-le"))


@case("nuls_at_the_end", ("QD-F22", "transport.csv", None, None))
def _(folder):
    folder.text("transport.csv", lambda bytes: bytes + b"\0" * 512)


@case("spaces_before_quotation_marks", ("QD-F23", "placements.csv", 3, "I"))
def _(folder):
    folder.text("placements.csv", lambda bytes: bytes.replace(b"Elm House School", b' "Elm House School"'))


@case("a_byte_order_mark_in_the_middle", ("QD-F24", "transport.csv", 3, "A"))
def _(folder):
    folder.text("transport.csv", lambda bytes: bytes.replace(b"line_2_1_4,taxi",
                                                             b"\xef\xbb\xbfline_2_1_4,taxi"))


@case("a_control_z_at_the_end", ("QD-F25", "transport.csv", None, None))
def _(folder):
    folder.text("transport.csv", lambda bytes: bytes + b"\x1a")


@case("cut_off_in_the_last_cell", ("QD-F26", "transport.csv", 6, "I"), value="0.0")
def _(folder):
    folder.text("transport.csv", lambda bytes: bytes.rstrip()[:-1])


@case("windows_1252", ("QD-F08", "placements.csv", 3, "I"))
def _(folder):
    folder.text("placements.csv", lambda bytes: bytes.replace(b"Elm House", b"\xc9lm House"))


@case("semicolons", ("QD-F09", "timeliness.csv", 1, "A"))
def _(folder):
    folder.text("timeliness.csv", lambda bytes: bytes.replace(b",", b";"))


@case("tabs", ("QD-F09", "timeliness.csv", 1, "A"))
def _(folder):
    folder.text("timeliness.csv", lambda bytes: bytes.replace(b",", b"\t"))


@case("stray_quotation_mark", ("QD-F10", "placements.csv", 3, "I"))
def _(folder):
    folder.text("placements.csv", lambda bytes: bytes.replace(b"Elm House", b'Elm "House'))


@case("unclosed_quotation_mark", ("QD-F10", "placements.csv", 3, "I"))
def _(folder):
    folder.text("placements.csv", lambda bytes: bytes.replace(b"Elm House", b'"Elm House'))


@case("unclosed_quotation_mark_in_a_long_file", ("QD-F10", "placements.csv", 3, "I"))
def _(folder):
    folder.text("placements.csv", lambda bytes: bytes.replace(b"Elm House", b'"Elm House')
                + b"special_academy_free,not_known,primary,day,in_borough,1,,,,,,,,,,\r\n" * 200)


@case("row_too_short", ("QD-C01", "transport.csv", 3, "I"))
def _(folder):
    rows = folder.rows("transport.csv")
    rows[2].pop()
    folder.write("transport.csv", rows)


@case("row_too_long", ("QD-F11", "transport.csv", 3, None))
def _(folder):
    rows = folder.rows("transport.csv")
    rows[2].append("1")
    folder.write("transport.csv", rows)


@case("comma_in_a_name", ("QD-F11", "placements.csv", 3, None))
def _(folder):
    folder.text("placements.csv", lambda bytes: bytes.replace(b"Elm House", b"Elm, House"))


@case("blank_row", ("QD-F12", "transport.csv", 3, None))
def _(folder):
    rows = folder.rows("transport.csv")
    rows.insert(2, [""] * len(rows[0]))
    folder.write("transport.csv", rows)


@case("file_too_large", ("QD-F13", "transport.csv", None, None))
def _(folder):
    folder["transport.csv"] += b"x" * (16 * 1024 * 1024)


@case("too_many_rows", ("QD-F14", "transport.csv", 20002, None))
def _(folder):
    row = folder.rows("transport.csv")[2]
    folder.write("transport.csv", folder.rows("transport.csv")[:1] + [row] * 20001)


@case("two_rows_in_return_csv", ("QD-F15", "return.csv", 3, None))
def _(folder):
    folder.add("return.csv", "E09000007", PERIOD, AS_AT_DATE)


@case("two_rows_in_timeliness_csv", ("QD-F15", "timeliness.csv", 3, None))
def _(folder):
    rows = folder.rows("timeliness.csv")
    folder.write("timeliness.csv", rows + [rows[1]])


@case("totals_row", ("QD-F16", "transport.csv", 7, "A"), value="Total")
def _(folder):
    folder.add("transport.csv", "Total", "", "", "", "30", "12", "4", "20", "2000")


@case("totals_row_with_its_name_further_right", ("QD-F16", "transport.csv", 7, "B"), value="Total")
def _(folder):
    folder.add("transport.csv", "", "Total", "", "", "30", "12", "4", "20", "2000")


@case("note_below", ("QD-F20", "transport.csv", 7, "A"), value="Source: finance")
def _(folder):
    folder.add("transport.csv", "Source: finance")


@case("figures_without_codes", ("QD-F21", "transport.csv", 7, None))
def _(folder):
    folder.add("transport.csv", "", "", "", "", "30", "12", "4", "20", "1000")


@case("headings_once_more", ("QD-F20", "transport.csv", 7, None))
def _(folder):
    rows = folder.rows("transport.csv")
    folder.write("transport.csv", rows + rows[:1])


@case("rows_in_quotation_marks", ("QD-F09", "transport.csv", 1, "A"))
def _(folder):
    folder.text("transport.csv", lambda bytes: b"".join(b'"%s"\r\n' % row for row in bytes.split()))


@case("a_folder_of_that_name", ("QD-F17", "transport.csv", None, None))
def _(folder):
    folder["transport.csv"] = None  # written as a folder: nobody, not even root, can read it


@case("carriage_returns_alone", ("QD-F18", "transport.csv", 1, None))
def _(folder):
    folder.text("transport.csv", lambda bytes: bytes.replace(b"\r\n", b"\r"))


# ---- H: headings -----------------------------------------------------------------------------------

@case("column_missing", ("QD-H01", "transport.csv", 1, None))
def _(folder):
    folder.delete_column("transport.csv", "routes")


@case("optional_column_missing", ("QD-H07", "placements.csv", 1, None))
def _(folder):
    folder.delete_column("placements.csv", "ukprn")


@case("column_unknown", ("QD-H02", "transport.csv", 1, "J"), value="remarks")
def _(folder):
    folder.add_column("transport.csv", "remarks", "none")


@case("heading_misspelt", ("QD-H02", "transport.csv", 1, "F"), value="roots")
def _(folder):
    folder.heading("transport.csv", "routes", "roots")


@case("heading_twice", ("QD-H03", "transport.csv", 1, "J"), value="routes")
def _(folder):
    folder.add_column("transport.csv", "routes", "12")


@case("heading_blank", ("QD-H04", "transport.csv", 1, "J"))
def _(folder):
    folder.add_column("transport.csv", "", "12")


@case("title_row_above", ("QD-H05", "transport.csv", 1, None))
def _(folder):
    title = ["SEN transport, Camden"] + [""] * 8
    folder.write("transport.csv", [title] + folder.rows("transport.csv"))


@case("short_title_row_above", ("QD-H05", "transport.csv", 1, None))
def _(folder):
    folder.text("transport.csv", lambda bytes: b"SEN transport\r\n" + bytes)


@case("on_its_side", ("QD-H08", "timeliness.csv", 1, "A"))
def _(folder):
    folder.write("timeliness.csv", zip(*folder.rows("timeliness.csv")))


@case("on_its_side_with_a_bad_cell", ("QD-C02", "timeliness.csv", 48, "B"),
      ("QD-H08", "timeliness.csv", 1, "A"), value="twenty")
def _(folder):
    folder.timeliness(requests_open="twenty")
    folder.write("timeliness.csv", zip(*folder.rows("timeliness.csv")))


@case("on_its_side_with_a_row_rule", ("QD-H08", "timeliness.csv", 1, "A"),
      ("QD-R08", "timeliness.csv", 49, "B"))
def _(folder):
    folder.timeliness(requests_open_over_6_weeks=quarterday.figure("requests_open", 1))
    folder.write("timeliness.csv", zip(*folder.rows("timeliness.csv")))


@case("a_figure_beside_why_there_is_none", ("QD-F27", "timeliness.csv", 3, "C"),
      ("QD-H08", "timeliness.csv", 2, "A"), value="0")
def _(folder):
    names, figures = folder.rows("timeliness.csv")[:2]
    rows = [[name, name, figure, ""] for name, figure in zip(names, figures)]
    rows[1][2:] = "0", "not_available"
    folder.write("timeliness.csv", [["measure", "label", "value", "why"], *rows])


# ---- C: one cell -----------------------------------------------------------------------------------

T, P, V, R = "timeliness.csv", "placements.csv", "transport.csv", "return.csv"
cell_case("QD-C01", T, 2, "requests_received", "A", "")
cell_case("QD-C01", R, 2, "period", "B", "")
cell_case("QD-C01", R, 2, "new_la_code", "A", "")
cell_case("QD-C01", P, 3, "phase", "C", "")
cell_case("QD-C01", P, 3, "plans", "F", "  ")
cell_case("QD-C01", V, 2, "gross_expenditure", "I", "")
for figure in ("twelve", "12 3", "0x12", "12-", "1e", "+"):
    cell_case("QD-C02", T, 2, "requests_open", "AV", figure)
cell_case("QD-C03", T, 2, "requests_received", "A", "1,234")
cell_case("QD-C03", V, 3, "gross_expenditure", "I", "1,000.00")
cell_case("QD-C04", T, 2, "plans_issued_within_20_weeks", "AL", "64.7%")
cell_case("QD-C05", V, 3, "gross_expenditure", "I", "1.11E+08")
cell_case("QD-C05", P, 3, "urn", "G", "1E+05")
for error in ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "Err:502", "Loading..."):
    cell_case("QD-C06", V, 3, "children", "E", error)
cell_case("QD-C07", T, 2, "requests_open", "AV", "-5")
cell_case("QD-C07", V, 3, "gross_expenditure", "I", "-0.01")
cell_case("QD-C08", T, 2, "requests_open", "AV", "20.5")
cell_case("QD-C08", V, 3, "gross_expenditure", "I", "1000.005")
cell_case("QD-C09", V, 3, "children", "E", "10000001")
cell_case("QD-C09", V, 3, "children", "E", "18446744073709551617")
cell_case("QD-C09", V, 3, "gross_expenditure", "I", "1000000001")
cell_case("QD-C10", V, 3, "gross_expenditure", "I", "£1000")
for symbol in ("-", "n/a", "N/A", "..", "*", ":", "c", "<5", "NULL", "None"):
    cell_case("QD-C11", T, 2, "requests_open", "AV", symbol)
cell_case("QD-C12", P, 3, "setting", "A", "special_indepndent")
cell_case("QD-C12", P, 3, "primary_need", "B", "autism")
cell_case("QD-C12", V, 3, "section_251_line", "A", "2.1.4")
cell_case("QD-C13", T, 2, "requests_open", "AV", "２０")
cell_case("QD-C13", P, 3, "primary_need", "B", "АSD")
cell_case("QD-C13", T, 2, "requests_open", "AV", "2\u00a00")
cell_case("QD-C14", R, 2, "as_at_date", "C", "01/02/2025")
cell_case("QD-C14", R, 2, "as_at_date", "C", "January")
cell_case("QD-C15", R, 2, "as_at_date", "C", "2025-02-30")
cell_case("QD-C16", R, 2, "period", "B", "Q4 2024")
cell_case("QD-C16", R, 2, "period", "B", "2024-26")
cell_case("QD-C16", R, 2, "period", "B", "2024-25 Q5")
cell_case("QD-C17", R, 2, "new_la_code", "A", "E09000099")
cell_case("QD-C17", R, 2, "new_la_code", "A", "314 / 318")
cell_case("QD-C18", R, 2, "note", "D", "long " * 401)
cell_case("QD-C19", R, 2, "note", "D", "a\x07b")
cell_case("QD-C19", T, 2, "requests_open", "AV", "2\x7f")
for formula in ("=A1", "=SUM(A1:A3)", "@SUM(A1)"):
    cell_case("QD-C20", T, 2, "requests_open", "AV", formula)
cell_case("QD-C20", P, 3, "phase", "C", "=B2")
cell_case("QD-C20", R, 2, "as_at_date", "C", "=TODAY()")
for date in ("05-Jan", "Jan-05", "12/01/2025", "12:00"):
    cell_case("QD-C21", T, 2, "requests_open", "AV", date)
cell_case("QD-C21", V, 3, "section_251_line", "A", "02/01/2004")
cell_case("QD-C22", P, 3, "provider_name", "I", "St Maryâ€™s")
cell_case("QD-C22", R, 2, "note", "D", "Caf\ufffd")
cell_case("QD-C23", R, 2, "period", "B", "2013-14")

# ---- I: whose, and for when ------------------------------------------------------------------------


@case("placements_without_their_date", ("QD-I02", R, 2, "C"))
def _(folder):
    folder.cell(R, 2, "as_at_date", "")


@case("as_at_date_outside_although_no_plans_were_counted", ("QD-I03", R, 2, "C"), value="2024-12-31")
def _(folder):
    del folder[P]
    folder.cell(R, 2, "as_at_date", "2024-12-31")


@case("a_period_that_has_not_ended", ("QD-I07", R, 2, "B"), value="2035-36 Q3")
def _(folder):
    folder.cell(R, 2, "period", "2035-36 Q3")
    folder.cell(R, 2, "as_at_date", "2035-12-31")


@case("an_as_at_date_to_come", ("QD-I08", R, 2, "C"), ("QD-I07", R, 2, "B"))
def _(folder):
    folder.cell(R, 2, "period", "2026-27 Q3")
    folder.cell(R, 2, "as_at_date", "2026-12-01")


@case("as_at_date_outside", ("QD-I03", R, 2, "C"), value="2024-12-31")
def _(folder):
    folder.cell(R, 2, "as_at_date", "2024-12-31")


@case("explanation_of_no_rule", ("QD-I04", "explanations.csv", 2, "A"), value="QD-R99")
def _(folder):
    folder.explain("QD-R99")


@case("explanation_not_asked", ("QD-I05", "explanations.csv", 2, "A"), value="QD-R05")
def _(folder):
    folder.explain("QD-R05")


@case("explanation_of_no_part", ("QD-I06", "explanations.csv", 2, "B"), value="timelines")
def _(folder):
    folder.explain(("QD-R05", "timelines", "", ""))


@case("explanation_of_no_column", ("QD-I06", "explanations.csv", 2, "D"), value="requests")
def _(folder):
    folder.explain(("QD-R05", "timeliness.csv", "", "requests"))


@case("explanation_that_is_a_sign", ("QD-I10", "explanations.csv", 2, "E"), value="n/a")
def _(folder):
    folder.write("explanations.csv", [["rule", "part", "row", "column", "explanation"],
                                      ["QD-F03", "", "", "", "n/a"]])


@case("two_explanations_of_the_same", ("QD-I11", "explanations.csv", 3, "E"), value="It is of last year.")
def _(folder):
    folder.write("explanations.csv", [["rule", "part", "row", "column", "explanation"],
                                      ["QD-F03", "", "", "", "It holds my notes."],
                                      ["QD-F03", "", "", "", "It is of last year."]])


# ---- R: one row ------------------------------------------------------------------------------------

@case("within_20_weeks_over_issued", ("QD-R01", T, 2, "AL"), ("QD-R04", T, 2, None))
def _(folder):
    folder.timeliness(plans_issued_within_20_weeks=quarterday.figure("plans_issued", 1))


@case("more_without_exceptions", ("QD-R02", T, 2, "AK"))
def _(folder):
    folder.timeliness(plans_issued_ex=quarterday.figure("plans_issued", 1))


@case("bands_do_not_add_up", ("QD-R03", T, 2, None))
def _(folder):
    folder.timeliness(plans_issued_within_20_weeks=quarterday.figure("plans_issued_within_20_weeks", -1))


@case("bands_exceed", ("QD-R04", T, 2, None))
def _(folder):
    folder.timeliness(plans_issued_over_52_weeks=quarterday.figure("plans_issued_over_52_weeks", 1))


@case("requests_do_not_add_up", ("QD-R05", T, 2, None))
def _(folder):
    folder.timeliness(requests_received="201")


@case("assessments_do_not_add_up", ("QD-R06", T, 2, None))
def _(folder):
    folder.timeliness(assessments="131")


@case("refusals_do_not_add_up", ("QD-R07", T, 2, None))
def _(folder):
    folder.timeliness(outcome_decision_over_time="1")


@case("overdue_over_open", ("QD-R08", T, 2, "AW"))
def _(folder):
    folder.timeliness(requests_open_over_6_weeks=quarterday.figure("requests_open", 1))


@case("issued_without_decisions", ("QD-R09", T, 2, None))
def _(folder):
    folder.timeliness(assess_issued=quarterday.figure("assess_issued", 300),
                      assessments=quarterday.figure("assessments", 300))


@case("shares_do_not_add_up", ("QD-R10", P, 3, "L"))
def _(folder):
    folder.placement(3, annual_cost_health="20001.00")


@case("share_without_cost", ("QD-R11", P, 3, None))
def _(folder):
    folder.placement(3, annual_cost="")


@case("price_without_provider", ("QD-R12", P, 3, None))
def _(folder):
    folder.placement(3, urn="")


@case("price_without_weeks", ("QD-R13", P, 3, None))
def _(folder):
    folder.placement(3, weeks_a_year="")


@case("weeks_out_of_range", ("QD-R14", P, 3, "K"), value="53")
def _(folder):
    folder.placement(3, weeks_a_year="53")


@case("not_a_urn", ("QD-R15", P, 3, "G"), value="99999")
def _(folder):
    folder.placement(3, urn="99999")


@case("not_a_ukprn", ("QD-R16", P, 3, "H"), value="20000001")
def _(folder):
    folder.placement(3, ukprn="20000001")


@case("total_broken_down", ("QD-R17", P, 2, None))
def _(folder):
    folder.placement(2, primary_need="asd")


@case("solo_over_children", ("QD-R18", V, 3, "G"))
def _(folder):
    folder.transport(3, solo="31")


@case("price_in_pence", ("QD-R19", P, 3, "L"))
def _(folder):
    folder.placement(3, annual_cost="31500000", annual_cost_education="21500000",
                     annual_cost_social_care="8000000", annual_cost_health="2000000")


@case("transport_in_thousands", ("QD-R21", V, 3, "I"), value="100")
def _(folder):
    folder.transport(3, gross_expenditure="100")


@case("more_after_mediation_than_appeals", ("QD-R20", T, 2, "K"), value="6")
def _(folder):
    folder.timeliness(tribunal_after_mediation_request="6")


@case("sources_do_not_add_up", ("QD-R30", T, 2, None))
def _(folder):
    folder.timeliness(requests_by_other=quarterday.figure("requests_by_other", 1))


@case("open_cases_do_not_add_up", ("QD-R31", T, 2, None))
def _(folder):
    folder.timeliness(cases_open_over_364_days=quarterday.figure("cases_open_over_364_days", 1))


@case("weeks_for_days", ("QD-R32", T, 2, "AT"))
def _(folder):
    folder.timeliness(days_to_issue=quarterday.figure("plans_issued") * 20)


@case("more_held_than_due", ("QD-R40", "reviews.csv", 2, "B"), value="11")
def _(folder):
    folder.part("reviews.csv", {"reviews_due": "10", "reviews_held": "11"})


@case("more_appeals_than_decisions", ("QD-R41", "disputes.csv", 2, "F"), value="38")
def _(folder):
    folder.part("disputes.csv", {"definition": "since_2025", "appeals_registered": "68",
                                 "appealable_decisions": "38"})


@case("a_surplus_and_a_deficit", ("QD-R42", "money.csv", 2, "D"), value="5000000")
def _(folder):
    folder.part("money.csv", {"high_needs_surplus": "1200000", "high_needs_deficit": "5000000"})


@case("a_forecast_in_thousands", ("QD-R43", "money.csv", 2, "B"), value="43900")
def _(folder):
    folder.part("money.csv", {"high_needs_budget": "42000000", "high_needs_forecast": "43900"})


@case("other_appeals_by_the_other_definition", ("QD-P20", "disputes.csv", 3, "C"), value="67")
def _(folder):
    folder.part("disputes.csv", {"definition": "until_2024", "appeals_registered": "68"},
                {"definition": "since_2025", "appeals_registered": "67"})


@case("other_plans_on_the_same_day", ("QD-P21", "caseload.csv", None, None))
def _(folder):
    folder.cell("return.csv", 2, "as_at_date", "2025-03-31")
    folder.part("caseload.csv", {"plans_maintained": "106"})


for rule, heading, letter, value in (("QD-R46", "setting_old_la_code", "Q", "88"),
                                     ("QD-R47", "setting_old_la_code", "Q", "886"),
                                     ("QD-R48", "company_number", "S", "1234567")):
    @case("market_" + heading + "_" + value, (rule, P, 4, letter), value=value)
    def _(folder, rule=rule, heading=heading, value=value):
        folder.placement(4, **{heading: value, "location": "in_borough" if rule == "QD-R47" else
                               "out_of_borough"})


@case("matched_places_that_cost_nothing", ("QD-R49", P, 3, None))
def _(folder):
    folder.placement(3, matched_cost_now="")


@case("more_matched_places_than_plans", ("QD-R40", P, 3, "V"), value="6")
def _(folder):
    folder.placement(3, matched_places="6", matched_cost_before="300000", matched_cost_now="310000")


@case("matched_places_that_cost_more_than_all", ("QD-R51", P, 3, "X"), value="316000")
def _(folder):
    folder.placement(3, matched_places="5", matched_cost_before="300000", matched_cost_now="316000")


@case("twice_the_price_of_last_year", ("QD-R50", P, 3, "X"), value="310000")
def _(folder):
    folder.placement(3, matched_places="5", matched_cost_before="150000", matched_cost_now="310000")


@case("prices_that_are_compared_with_nothing", ("QD-P25", P, None, None))
def _(folder):
    folder.placement(4, annual_cost="1200000", urn="100050", weeks_a_year="38",
                     price_includes="therapy", provider_name="Oak House School")


@case("more_spent_by_now_than_in_the_year", ("QD-R44", "travel.csv", 2, "D"), value="910000")
def _(folder):
    folder.part("travel.csv", {"group": "pre_16_send", "mode": "external_taxi",
                               "expenditure_to_date": "910000", "expenditure_forecast": "850000"})


@case("travel_in_thousands", ("QD-R45", "travel.csv", 2, "E"), value="910")
def _(folder):
    folder.part("travel.csv", {"group": "pre_16_send", "mode": "external_taxi", "users": "120",
                               "expenditure_forecast": "910"})


@case("new_plans_that_are_not_those_issued", ("QD-P22", "new_plans.csv", None, None))
def _(folder):
    folder.part("new_plans.csv", {"setting": "total", "new_plans": "9"},
                {"setting": "mainstream_academy", "new_plans": "9"})


@case("less_since_april_than_in_the_quarter", ("QD-P23", "travel.csv", None, None))
def _(folder):
    folder.part("travel.csv", {"group": "pre_16_send", "mode": "mileage",
                               "expenditure_to_date": "10"})


@case("a_setting_and_a_part_of_it", ("QD-P24", "placements.csv", None, None))
def _(folder):
    folder.placement(4, setting="special_academy")


# ---- P: a part, or several -------------------------------------------------------------------------

@case("row_twice", ("QD-P01", P, 6, None))
def _(folder):
    folder.add(P, "mainstream_academy", "not_known", "not_known", "not_known", "not_known", "0")


@case("no_total", ("QD-P02", P, None, None))
def _(folder):
    rows = folder.rows(P)
    folder.write(P, rows[:1] + rows[2:])


@case("settings_do_not_add_up", ("QD-P03", P, None, None))
def _(folder):
    folder.placement(2, plans="106")


@case("settings_exceed", ("QD-P04", P, None, None))
def _(folder):
    folder.placement(2, plans="104")


@case("plans_in_a_setting_that_is_x", ("QD-P12", P, None, None))
def _(folder):
    folder.placement(2, plans="106")
    folder.add(P, "special_non_maintained", *["not_known"] * 4, "x")


@case("a_line_left_out", ("QD-P13", V, None, None))
def _(folder):
    folder.write(V, folder.rows(V)[:-1])


@case("a_total_among_the_rows", ("QD-P14", V, 2, None))
def _(folder):
    folder.transport(2, children="50", routes="15", solo="5", passenger_assistants="26",
                     gross_expenditure="3000.00")
    folder.add(V, "line_2_1_4", "minibus_in_house", "not_known", "not_known", "20", "3", "1", "6",
               "2000.00")


@case("placements_in_a_year", ("QD-P06", P, None, None))
def _(folder):
    folder.cell(R, 2, "period", "2024-25")
    del folder[V]


@case("children_over_plans", ("QD-P07", V, None, None))
def _(folder):
    folder.transport(3, children="300", solo="0", gross_expenditure="100000.00")


@case("transport_of_all_plans_in_pence", ("QD-P08", V, None, None))
def _(folder):
    folder.transport(2, gross_expenditure="600000.00")


@case("a_urn_that_was_counted_up", ("QD-P09", P, 6, "G"), value="100050")
def _(folder):
    folder.add(P, "special_independent", "semh", *["not_known"] * 3, "0", "100050", "",
               "Elm House School")


@case("two_providers_under_one_urn", ("QD-P10", P, 6, "I"), value="Oak School")
def _(folder):
    folder.add(P, "special_independent", "semh", *["not_known"] * 3, "0", "100049", "", "Oak School")


@case("nothing_but_zeros", ("QD-P11", V, None, None))
def _(folder):
    for row in (2, 3):
        folder.transport(row, children="0", routes="0", solo="0", passenger_assistants="0",
                         gross_expenditure="0")


# What only a return that never was a folder can break, and what a file cannot show by itself.
NOT_FROM_A_FOLDER = {"QD-P05",  # a folder without a part is QD-F02 before that; see test_form.py
                     "QD-I09",  # the folder's own name; see test_rules.py
                     "QD-E01", "QD-E02", "QD-E03", "QD-E10", "QD-E11",  # earlier returns; see test_history.py
                     "QD-E04",  # the same; see test_explained.py
                     "QD-H06"}  # only where the form has grown; see test_growth.py


def rules_in_source():
    """{id: Rule} of proto/rules/rules.def."""
    source = (quarterday.SOURCE / "proto" / "rules" / "rules.def").read_text(encoding="utf-8")
    rules = re.findall(r'^RULE\(\w+, "(QD-\w+)", (\w+),\s*(\w+)', source, re.MULTILINE)
    return {rule[0]: Rule(*rule[1:]) for rule in rules}


Rule = collections.namedtuple("Rule", "what_it_does scope")
RULES = rules_in_source()
# What both ends judge by.
OF_BOTH_ENDS = {id for id, rule in RULES.items() if rule.scope in ("ROW", "PART", "RETURN")}


def stops(rule):
    return RULES[rule].what_it_does == "STOPS"


def write(folder, path):
    for name, contents in folder.items():
        if contents is None:
            (path / name).mkdir(parents=True)
        else:
            path.mkdir(exist_ok=True)
            (path / name).write_bytes(contents)
    path.mkdir(exist_ok=True)
    return path


def place_of(finding):
    return Place(finding["rule"], finding.get("file"), finding.get("row"), finding.get("column"))


def in_order(places):
    return sorted(places, key=lambda place: [str(part) for part in place])


class BadFiles(quarterday.FlowTest):
    """One method for each case is put in below."""

    def check_case(self, one):
        folder = Folder(GOOD)
        one.edit(folder)
        path = write(folder, self.directory / "folder")
        is_stopped = any(stops(place.rule) for place in one.places)
        status = DATA_AT_FAULT if is_stopped else DONE

        findings = quarterday.run("qd-collector", "check", path, "--json").expect(status).json()[
            "findings"]
        self.assertEqual(in_order(one.places), in_order(map(place_of, findings)), findings)
        first = next(each for each in findings if place_of(each) == one.places[0])
        if one.value is not None:
            self.assertEqual(one.value, first["value"])
        for finding in findings:
            self.assertTrue(finding["what"], finding)
            self.assertTrue(finding["fix"], finding)

        words = quarterday.run("qd-collector", "check", path).expect(status)
        for finding in findings:
            self.assertIn(finding["rule"], words.out)
            for part in (finding["file"], finding["what"].split()[0]):
                if part:
                    self.assertIn(part, words.out)
        for place in one.places:
            if place.row is not None:
                self.assertRegex(words.out, r"row %d\b" % place.row)
            if place.column is not None:
                self.assertRegex(words.out, r"column %s\b" % place.column)


for number, each_case in enumerate(CASES):
    def method(self, one=each_case):
        self.check_case(one)
    name = "test_%s_%s" % (each_case.places[0].rule.replace("-", "_"), each_case.name)
    assert not hasattr(BadFiles, name), name
    setattr(BadFiles, name, method)


class Folders(quarterday.FlowTest):
    def folder(self, edit=None, name="folder"):
        folder = Folder(GOOD)
        if edit is not None:
            edit(folder)
        return write(folder, self.directory / name)

    def check(self, path):
        return quarterday.run("qd-collector", "check", path, "--json")

    def test_every_rule_has_its_case(self):
        met = {place.rule for one in CASES for place in one.places}
        self.assertEqual(set(), set(RULES) - met - NOT_FROM_A_FOLDER)

    def test_a_folder_that_is_not_there(self):
        done = quarterday.run("qd-collector", "check", self.directory / "nowhere").expect(
            quarterday.COMMAND_AT_FAULT)
        self.assertIn("nowhere", done.err)

    def test_all_findings_come_in_one_pass(self):
        def break_everything(folder):
            folder.cell(R, 2, "as_at_date", "01/02/2025")
            folder.timeliness(requests_open="#REF!", plans_issued="1,000")
            folder.placement(3, primary_need="autism", plans="-1")
            folder.transport(2, children="n/a")
            folder.heading(V, "routes", "roots")
            folder["notes.txt"] = b"mind the gap"

        findings = self.check(self.folder(break_everything)).expect(DATA_AT_FAULT).json()["findings"]
        found = set(map(place_of, findings))
        for place in (("QD-C14", R, 2, "C"), ("QD-C06", T, 2, "AV"), ("QD-C03", T, 2, "AJ"),
                      ("QD-C12", P, 3, "B"), ("QD-C07", P, 3, "F"), ("QD-C11", V, 2, "E"),
                      ("QD-H02", V, 1, "F")):
            self.assertIn(Place(*place), found)
        self.assertNotIn("QD-H01", {place.rule for place in found})  # one mistake, one finding

    def test_every_bad_cell_of_many_rows_is_found(self):
        def break_rows(folder):
            folder.write(V, folder.rows(V)[:1] + [
                ["line_2_1_4", "taxi", "primary", "in_borough", "n/a", "x", "x", "x", "x"]] * 300)

        findings = self.check(self.folder(break_rows)).expect(DATA_AT_FAULT).json()["findings"]
        self.assertEqual(list(range(2, 302)),
                         sorted(each["row"] for each in findings if each["rule"] == "QD-C11"))

    def test_what_a_spreadsheet_may_do_is_no_fault(self):
        for name, edit in (
                ("byte order mark", lambda bytes: b"\xef\xbb\xbf" + bytes),
                ("line feeds alone", lambda bytes: bytes.replace(b"\r\n", b"\n")),
                ("mixed line ends", lambda bytes: bytes.replace(b"\r\n", b"\n", 1)),
                ("no line end at the end", lambda bytes: bytes.rstrip(b"\r\n")),
                ("headings in capitals", lambda bytes: bytes.replace(b"urn,ukprn", b"URN, UKPRN ")),
                ("codes in capitals", lambda bytes: bytes.replace(b"mainstream_", b"MAINSTREAM_")),
                ("quoted line end", lambda bytes: bytes.replace(b"Elm House School",
                                                                b'"Elm House\r\nSchool"')),
                ("doubled quotation mark", lambda bytes: bytes.replace(b"Elm House School",
                                                                       b'"Elm ""House"" School"')),
                ("spaces around", lambda bytes: bytes.replace(b",60,", b", 60 ,")),
                ("a column that looks blank", lambda bytes: bytes.replace(
                    b"\r\n", ",\u00a0\r\n".encode())),
                ("a row that looks blank", lambda bytes: bytes + ("\u00a0," * 15).encode() + b"\r\n"),
                ("a cell that looks blank", lambda bytes: bytes.replace(
                    b"60,,,,", "60,\u00a0,\u200b,,".encode()))):
            with self.subTest(name):
                folder = Folder(GOOD)
                folder.text(P, edit)
                self.assertNotEqual(GOOD[P], folder[P])
                path = write(folder, self.directory / name.replace(" ", "-"))
                self.assertEqual([], self.check(path).expect(DONE).json()["findings"])

    def test_what_could_not_be_read_of_a_price_is_found_once(self):
        """What stands in for it is judged by no rule: neither as a price in the total row, nor as a
        share without its cost."""
        for heading in ("annual_cost", "annual_cost_education", "annual_cost_health"):
            for name, edit, found in (
                    ("misspelt", lambda folder: folder.heading(P, heading, heading + "q"), "QD-H02"),
                    ("missing", lambda folder: folder.delete_column(P, heading), "QD-H01"),
                    ("in the total", lambda folder: folder.cell(P, 2, heading, "-5"), "QD-C07"),
                    ("in a row", lambda folder: folder.cell(P, 4, heading, "abc"), "QD-C02")):
                with self.subTest(heading=heading, name=name):
                    folder = Folder(GOOD)
                    edit(folder)
                    path = write(folder, self.directory / ("%s-%s" % (heading, name)))
                    findings = self.check(path).expect(DATA_AT_FAULT).json()["findings"]
                    self.assertEqual([found], [each["rule"] for each in findings])

    def test_a_row_after_a_quoted_line_end_has_the_spreadsheets_number(self):
        def edit(folder):
            folder.text(P, lambda bytes: bytes.replace(b"Elm House School", b'"Elm House\r\nSchool"'))
            folder.text(P, lambda bytes: bytes.replace(b",40,", b",forty,"))

        findings = self.check(self.folder(edit)).expect(DATA_AT_FAULT).json()["findings"]
        self.assertEqual([("QD-C02", P, 5, "F")], [tuple(place_of(each)) for each in findings])

    def test_a_file_name_in_capitals_is_no_fault(self):
        def edit(folder):
            folder["PLACEMENTS.CSV"] = folder.pop(P)

        self.assertEqual([], self.check(self.folder(edit)).expect(DONE).json()["findings"])

    def test_an_explanation_is_the_answer_to_what_asks(self):
        def edit(folder):
            folder.timeliness(requests_received="201")
            folder.explain("QD-R05")

        result = self.check(self.folder(edit)).expect(DONE).json()
        self.assertEqual(["QD-R05"], [each["rule"] for each in result["findings"]])
        self.assertTrue(result["findings"][0]["explained"])

    def test_an_explanation_for_one_place_answers_what_asks_there(self):
        def edit(folder):
            folder.placement(3, weeks_a_year="", annual_cost="100", annual_cost_education="x",
                             annual_cost_social_care="x", annual_cost_health="x", matched_places="",
                             matched_cost_before="", matched_cost_now="")

        asked = self.check(self.folder(edit)).expect(DONE).json()["findings"]
        self.assertEqual({"QD-R13", "QD-R19"}, {each["rule"] for each in asked})
        cheap, = [each for each in asked if each["rule"] == "QD-R19"]

        def explain(folder):
            edit(folder)
            folder.explain((cheap["rule"], cheap["file"], cheap["row_key"], cheap["heading"]))

        result = self.check(self.folder(explain, "explained")).expect(DONE).json()
        self.assertEqual({"QD-R13": False, "QD-R19": True},
                         {each["rule"]: each["explained"] for each in result["findings"]})
        self.assertEqual((1, 1), (result["asks"], result["explained"]))

    def test_a_broken_folder_is_not_submitted(self):
        region = self.region()
        camden = region.borough("202")
        broken = [one for one in CASES if stops(one.places[0].rule)]
        seen = set()
        for one in broken:
            scope = RULES[one.places[0].rule].scope
            if scope in seen:
                continue
            seen.add(scope)
            with self.subTest(one.name):
                path = self.folder(one.edit, one.name)
                done = camden.submit(path).expect(DATA_AT_FAULT)
                self.assertIn(one.places[0].rule, done.out + done.err)
        self.assertEqual({"FILE", "HEADING", "CELL", "ROW", "PART", "RETURN"}, seen)
        self.assertEqual([], camden.status("--json").expect(DONE).json())
        self.assertEqual([], camden.receipts("--json").expect(DONE).json())
        camden.submit_json(self.folder(name="good"))
        rows = region.report_csv("submissions", PERIOD)
        self.assertEqual("1", rows["E09000007", "revision"]["value"])


if __name__ == "__main__":
    unittest.main()
