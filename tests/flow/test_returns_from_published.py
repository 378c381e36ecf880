"""script/returns-from-published, given published files that are not as they should be."""
import shutil
import unittest

import quarterday
from published import FILES


class FromPublished(quarterday.FlowTest):
    def setUp(self):
        super().setUp()
        self.data = self.directory / "data"
        shutil.copytree(quarterday.DATA, self.data)
        self.out = self.directory / "returns"

    def make(self):
        return quarterday.run(quarterday.SOURCE / "script/returns-from-published", "--data",
                              self.data, self.out)

    def change(self, name, old, new):
        path = self.data / "published" / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def assert_stopped(self, *words):
        done = self.make().expect(quarterday.DATA_AT_FAULT)
        for word in words:
            self.assertIn(word, done.err)

    def test_settings_that_do_not_add_up_stop_it(self):
        self.change("caseload_london_headline.csv", "All EHC plans,1607,", "All EHC plans,1608,")
        self.assert_stopped("Camden", "January 2025", "1607", "1608")

    def test_needs_that_do_not_add_up_to_their_setting_stop_it(self):
        rows = quarterday.read_csv(self.data / "published" / FILES["needs"].name)
        row = next(row for row in rows if row["la_name"] == "Camden" and
                   row["breakdown"] == "Special - independent")
        row["number_asd"] = str(int(row["number_asd"]) + 1)
        quarterday.write_csv(self.data / "published" / FILES["needs"].name, rows)
        self.assert_stopped("Camden", "special_independent by need")

    def test_an_unknown_label_stops_it(self):
        self.change(FILES["needs"].name, "E09000007,202,Camden,Type of placement,AP/PRU - academy",
                    "E09000007,202,Camden,Type of placement,AP/PRU - college")
        self.assert_stopped("Camden", "ap_pru_academy")

    def test_a_missing_row_stops_it(self):
        rows = quarterday.read_csv(self.data / "published" / FILES["requests"].name)
        rows = [row for row in rows if (row["la_name"], row["time_period"]) != ("Camden", "2021")]
        quarterday.write_csv(self.data / "published" / FILES["requests"].name, rows)
        self.assert_stopped("requests, Camden in 2021")

    def test_a_column_that_is_there_twice_stops_it(self):
        self.change(FILES["timeliness"].name, "plans_issued_den_ex", "PLANS_ISSUED_DEN")
        self.assert_stopped("two columns", "plans_issued_den")

    def test_a_cell_that_is_neither_figure_nor_x_stops_it(self):
        self.change(FILES["caseload"].name, "All EHC plans,1607,", "All EHC plans,\"1,607\",")
        self.assert_stopped("Camden", "1,607")

    def test_nothing_is_overwritten(self):
        self.make().expect()
        self.make().expect(quarterday.COMMAND_AT_FAULT)

    def test_x_is_never_zero(self):
        self.make().expect()
        row = quarterday.read_csv(self.out / "tower-hamlets" / "2022" / "timeliness.csv")[0]
        self.assertEqual({"x"}, {value for column, value in row.items()
                                 if column.startswith("plans_issued")})


if __name__ == "__main__":
    unittest.main()
