"""Rules of earlier periods: a return is set beside those of the borough that this outbox has receipts for.
They run at the collector, and what they ask is counted by the aggregator."""
import re
import unittest

import quarterday
from quarterday import (explanation_row, lines_of_nothing, placement_row, timeliness_row,
                        transport_row)

AS_AT = {"2025-26 Q1": "2025-05-15", "2025-26 Q2": "2025-07-03", "2025-26 Q3": "2025-10-02"}
Q1, Q2, Q3 = AS_AT


class History(quarterday.FlowTest):
    def setUp(self):
        super().setUp()
        self.region_ = self.region()
        self.camden = self.region_.borough("202")

    def written(self, period, issued=100, plans=1000, spent=400000, **parts):
        """A quarter in which figures go up and down a little."""
        return self.camden.write_return(
            period, as_at_date=AS_AT[period],
            timeliness=self.flows(issued) if issued is not None else None,
            placements=[placement_row("total", plans),
                        placement_row("mainstream_academy", plans)],
            transport=[transport_row("%d.00" % spent, children="200"), *lines_of_nothing()],
            **parts)

    def flows(self, issued):
        row = {column: "x" for column in timeliness_row()}
        return {**row, "plans_issued": str(issued)}

    def submitted(self, *arguments, **parts):
        """The ids of the rules that asked, and the open queries in the receipt."""
        done = self.camden.submit(self.written(*arguments, **parts), "--json").expect()
        return re.findall(r"\[(QD-E\d\d)\]", done.err), done.json()["queries"]

    def before(self):
        self.assertEqual(([], 0), self.submitted(Q1, 100, 1000, 400000))
        self.assertEqual(([], 0), self.submitted(Q2, 110, 1020, 410000))

    def test_a_quarter_like_those_before_is_not_asked_about(self):
        self.before()
        self.assertEqual(([], 0), self.submitted(Q3, 105, 1050, 390000))

    def test_a_figure_far_from_the_last_quarters_is_asked_about_until_it_is_explained(self):
        self.before()
        self.assertEqual((["QD-E01"], 1), self.submitted(Q3, 400, 1050, 390000))
        words = [explanation_row("QD-E01", "the backlog of two years was worked off", part="timeliness",
                                 column="plans_issued")]
        self.assertEqual((["QD-E01"], 0), self.submitted(Q3, 400, 1050, 390000, explanations=words))

    def test_spending_in_thousands_is_asked_about_by_each_rule_that_sees_it(self):
        self.before()
        asked, queries = self.submitted(Q3, 105, 1050, 390)
        self.assertEqual(["QD-E01"], asked)
        self.assertEqual(3, queries)  # QD-R21 and QD-P08 ask, too

    def test_more_plans_than_the_last_ones_and_those_issued_since(self):
        self.before()
        self.assertEqual((["QD-E02"], 1), self.submitted(Q3, 105, 1182, 390000))
        self.assertEqual(([], 0), self.submitted(Q3, 105, 1181, 390000))

    def test_a_folder_that_was_copied_is_asked_about_part_by_part(self):
        self.before()
        self.assertEqual((["QD-E03"] * 3, 3), self.submitted(Q3, 110, 1020, 410000))
        self.assertEqual((["QD-E03"], 1), self.submitted(Q3, 110, 1021, 410001))

    def test_check_asks_as_submit_does_where_it_is_told_of_the_outbox(self):
        self.before()
        folder = self.written(Q3, 400, 1600, 420000)
        elsewhere = self.directory / "elsewhere"
        elsewhere.mkdir()
        for named, asked in ((("--outbox", self.camden.outbox), ["QD-E01", "QD-E01", "QD-E02"]), ((), [])):
            done = quarterday.run("qd-collector", "check", folder, "--json", *named, cwd=elsewhere)
            self.assertEqual(asked, sorted(each["rule"] for each in done.expect().json()["findings"]))

    def test_submitted_again_it_is_the_same_return(self):
        self.before()
        first = self.camden.submit_json(self.written(Q3, 400))
        again = self.camden.submit_json(self.written(Q3, 400))
        self.assertTrue(again["already_held"])
        self.assertEqual(first["submission_id"], again["submission_id"])

    def test_only_what_has_a_receipt_counts(self):
        self.region_.stop()
        for period, issued in ((Q1, 100), (Q2, 110)):
            self.camden.submit(self.written(period, issued), timeout="1").expect(
                quarterday.ENVIRONMENT_AT_FAULT)
        done = self.camden.submit(self.written(Q3, 400), timeout="1")
        self.assertNotIn("QD-E0", done.err)

    def test_what_was_withdrawn_does_not_count(self):
        self.before()
        self.camden.collect("withdraw", Q2).expect()
        self.assertEqual(([], 0), self.submitted(Q3, 110, 1020, 410000))

    def test_returns_of_another_borough_do_not_count(self):
        self.before()
        barnet = self.region_.borough("302")
        folder = self.written(Q3, 400)
        quarterday.write_csv(folder / "return.csv", [
            {**quarterday.read_csv(folder / "return.csv")[0], "new_la_code": barnet.ons_code}])
        done = barnet.submit(folder, outbox=self.camden.outbox)
        self.assertNotIn("QD-E0", done.err)


if __name__ == "__main__":
    unittest.main()
