"""What was understood of a return stands first: in check, in submit and in the receipt, beside what the
borough returned last."""
import quarterday

Q2, Q3 = "2025-26 Q2", "2025-26 Q3"


def parts(plans, cost, children=None):
    """Placements of that many plans, one of them at that cost, and transport of so many children."""
    rows = [quarterday.placement_row("total", plans),
            quarterday.placement_row("special_independent", 1, annual_cost=cost),
            quarterday.placement_row("mainstream_academy", plans - 1)]
    return {"placements": rows} if children is None else {
        "placements": rows,
        "transport": [quarterday.transport_row("5000.00", children=children)]}


class Understood(quarterday.FlowTest):
    def setUp(self):
        super().setUp()
        self.camden = self.region().borough("202")

    def write(self, period, as_at_date, *figures, name=None):
        return self.camden.write_return(period, name=name, as_at_date=as_at_date, **parts(*figures))

    def test_check_says_it_first_and_needs_no_outbox(self):
        folder = self.write(Q3, "2025-12-31", 1607, 63000)
        done = self.camden.check(folder)
        self.assertTrue(done.out.startswith(
            "return: Camden, 2025-26 Q3, as at 2025-12-31 (no return of last quarter at hand)\n"
            "timeliness: not in this return\n"
            "placements: 3 rows, 1,607 plans, £63,000\n"
            "transport: not in this return\n"), done.out)
        self.assertFalse(self.camden.outbox.exists())

    def test_what_stops_is_said_after_it(self):
        folder = self.write(Q3, "2025-12-31", 1607, "63k", 40)
        done = self.camden.check(folder)
        self.assertEqual(quarterday.DATA_AT_FAULT, done.status)
        self.assertIn("\nplacements: could not be read in full\ntransport: 1 row, 40 children, "
                      "£5,000\n", done.out)
        self.assertLess(done.out.index("transport: 1 row"), done.out.index("Stops the return"))

    def test_without_return_csv_the_parts_are_said_all_the_same(self):
        folder = self.write(Q3, "2025-12-31", 1607, 63000)
        (folder / "return.csv").write_text("new_la_code\n", encoding="utf-8")
        lines = ("return: it could not be read\n"
                 "timeliness: not in this return\n"
                 "placements: 3 rows, 1,607 plans, £63,000\n"
                 "transport: not in this return\n")
        # With an outbox beside it, too: it is not known what came before.
        for more in ((), ("--outbox", self.camden.outbox)):
            done = self.camden.check(folder, *more)
            self.assertTrue(done.out.startswith(lines), done.out)
            self.camden.submit(self.write(Q2, "2025-09-30", 1583, 61000)).expect()
        submitted = self.camden.submit(folder).expect(quarterday.DATA_AT_FAULT)
        self.assertTrue(submitted.out.startswith(lines), submitted.out)
        self.assertIn(quarterday.words("stop: nothing sent"), submitted.err)
        understood = self.camden.check(folder, "--json").json()["understood"]
        self.assertEqual((None, None, None), (
            understood["la_name"], understood["period"], understood["as_at_date"]))
        self.assertEqual(3, {each["part"]: each["rows"] for each in understood["parts"]}["placements"])

    def test_the_last_return_stands_beside_it_everywhere(self):
        self.camden.submit(self.write(Q2, "2025-09-30", 1583, 61000, 40)).expect()
        folder = self.write(Q3, "2025-12-31", 1607, 63000)
        lines = ("return: Camden, 2025-26 Q3, as at 2025-12-31 (last quarter 2025-09-30)\n"
                 "timeliness: not in this return\n"
                 "placements: 3 rows (last quarter 3, no change), 1,607 plans (last quarter 1,583,\n"
                 "  +24), £63,000 (last quarter £61,000, +£2,000)\n"
                 "transport: not in this return (last quarter 1 row)\n")
        done = self.camden.check(folder, "--outbox", self.camden.outbox)
        self.assertTrue(done.out.startswith(lines), done.out)

        submitted = self.camden.submit(folder).expect()
        self.assertTrue(submitted.err.startswith(lines), submitted.err)
        receipt = submitted.out
        words = " ".join(receipt.split())
        self.assertTrue(words.startswith("Receipt for Camden, 2025-26 Q3 " +
                                         " ".join(lines.split()) + " Arrived "), receipt)
        self.assertTrue(self.camden.receipts().expect().out.endswith(receipt))

    def test_a_receipt_says_what_it_said_whatever_comes_later(self):
        self.camden.submit(self.write(Q2, "2025-09-30", 1583, 61000)).expect()
        folder = self.write(Q3, "2025-12-31", 1607, 63000)
        receipt = self.camden.submit(folder).expect().out
        self.camden.submit(self.write(Q2, "2025-09-30", 1500, 61000, name="revised")).expect()
        (folder / "placements.csv").unlink()  # the folder is nobody's proof
        self.assertIn(receipt, self.camden.receipts().expect().out)
        self.assertIn("(last quarter 1,583,", " ".join(receipt.split()))

    def test_a_program_gets_the_figures(self):
        self.camden.submit(self.write(Q2, "2025-09-30", 1583, 61000)).expect()
        folder = self.write(Q3, "2025-12-31", 1607, 63000)
        checked = self.camden.check(folder, "--json", "--outbox", self.camden.outbox).json()
        submitted = self.camden.submit_json(folder)
        received = self.camden.held_receipts()[-1]
        for said in (checked, submitted, received):
            understood = said["understood"]
            self.assertEqual(("E09000007", "Camden", Q3, "2025-12-31", Q2, "2025-09-30"), tuple(
                understood[name] for name in ("new_la_code", "la_name", "period", "as_at_date",
                                              "earlier_period", "earlier_as_at_date")))
            placements = next(part for part in understood["parts"] if part["part"] == "placements")
            self.assertEqual((3, 3), (placements["rows"], placements["earlier_rows"]))
            self.assertEqual(
                [{"name": "plans", "unit": "plans", "value": 1607, "rows_absent": 0,
                  "earlier": 1583, "change": 24},
                 {"name": "annual_cost", "unit": "pence", "value": 6300000, "rows_absent": 0,
                  "earlier": 6100000, "change": 200000}], placements["figures"])

    def test_an_outbox_that_was_named_and_does_not_exist_is_the_commands_fault(self):
        folder = self.write(Q3, "2025-12-31", 1607, 63000)
        done = self.camden.check(folder, "--outbox", "nowhere")
        self.assertEqual(quarterday.COMMAND_AT_FAULT, done.status)
        self.assertIn(quarterday.words("outbox: no folder"), done.err)

    def test_settings_that_nobody_named_do_not_stop_a_check(self):
        folder = self.write(Q3, "2025-12-31", 1607, 63000)
        (self.camden.directory / "quarterday.ini").write_text("[collector]\nold = 1\n",
                                                              encoding="utf-8")
        done = self.camden.check(folder).expect()
        self.assertIn(quarterday.words("check: nothing is compared"), done.err)
        self.assertIn("1,607 plans, £63,000\n", done.out)
