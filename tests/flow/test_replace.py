"""A part never leaves in silence: a return is compared with the one that it replaces, be it another officer's,
and what would go is kept, let go on purpose, or not sent."""
import faults
import quarterday
from quarterday import COMMAND_AT_FAULT, DATA_AT_FAULT, DONE, ENVIRONMENT_AT_FAULT
from replacing import AS_AT, NOT_SENT, PERIOD, ReplacingTest, placements


class Replacing(ReplacingTest):
    # --- parts ---

    def test_a_part_that_would_go_is_listed_and_nothing_is_sent(self):
        said = self.not_sent(self.camden.submit(self.without()))
        self.assertIn(quarterday.words("replace: not all of revision 1"), said)
        self.assertIn("  timeliness.csv: all of it (1 row)\n", said)
        self.assertIn("--keep-other-parts", said)
        self.assertIn("--replace", said)
        self.assertEqual(1, len(self.camden.held()))  # not even written down
        shown = self.camden.submit(self.without(), "--json").expect(COMMAND_AT_FAULT).json()
        self.assertEqual({"parts": ["timeliness"], "figures": []}, shown)

    def test_a_part_is_kept_so_that_what_is_sent_is_whole(self):
        issued = self.cell("plans_issued_count")
        done = self.camden.submit(self.without(placements=placements(total=110)),
                                  "--keep-other-parts").expect(DONE)
        self.assertIn(quarterday.words("replace: timeliness is kept"), done.err)
        self.assertEqual(2, self.revision())
        self.assertEqual(issued, self.cell("plans_issued_count"))
        self.assertEqual("110", self.cell("plans_count", "placements"))
        # The very same once more is the return that is there.
        same = self.camden.submit(self.whole("same", placements=placements(total=110)), "--json")
        self.assertEqual((2, True), (same.expect(DONE).json()["revision"],
                                     same.json()["already_held"]))

    def test_a_part_is_let_go_on_purpose(self):
        self.camden.submit(self.without(), "--replace").expect(DONE)
        self.assertEqual(2, self.revision())
        self.assertEqual("105", self.cell("plans_count", "placements"))
        self.region_.report("timeliness", PERIOD).expect(DATA_AT_FAULT)

    def test_what_explains_a_part_is_kept_with_it(self):
        figures = {"plans_issued_within_20_weeks": quarterday.figure("plans_issued_within_20_weeks", -3)}
        explained = [quarterday.explanation_row("QD-R03", "Three plans have no date of request.")]
        self.first = self.camden.submit_json(self.whole(
            "explained", timeliness=quarterday.timeliness_row(**figures), explanations=explained))
        self.camden.submit(self.without(), "--keep-other-parts").expect(DONE)
        held, = self.region_.status("--json").expect().json()["periods"]
        self.assertEqual((3, self.first["queries"]), (held["boroughs"][0]["revision"],
                                                      held["boroughs"][0]["queries"]))

    def test_of_words_for_all_and_for_the_part_those_for_the_part_are_kept(self):
        figures = {"plans_issued_within_20_weeks": quarterday.figure("plans_issued_within_20_weeks", -3)}
        explained = [quarterday.explanation_row("QD-R03", "Meant for every part."),
                     quarterday.explanation_row("QD-R03", "Three plans have no date.", part="timeliness")]
        self.first = self.camden.submit_json(self.whole(
            "explained", timeliness=quarterday.timeliness_row(**figures), explanations=explained))
        self.camden.submit(self.without(), "--keep-other-parts").expect(DONE)
        table = self.region_.report("timeliness", PERIOD, "--format", "json").expect().out
        self.assertIn("Three plans have no date.", table)

    def test_a_part_that_is_kept_is_judged_with_the_rest(self):
        """What was right beside the old parts may be wrong beside the new ones."""
        kept = self.camden.submit(self.without(), "--keep-other-parts", "--json").expect(DONE).json()
        self.assertEqual(self.first["return_hash"], kept["return_hash"])
        self.assertEqual(1, kept["revision"])

    # --- figures ---

    def test_a_figure_that_would_go_is_listed_and_nothing_is_sent(self):
        issued = quarterday.figure("plans_issued")
        folder = self.whole("x", timeliness=quarterday.timeliness_row(requests_rya="x"))
        before = quarterday.figure("requests_rya")
        said = self.not_sent(self.camden.submit(folder))
        self.assertIn("  timeliness.csv: requests_rya %d, now not_available\n" % before, said)
        self.camden.submit(folder, "--keep-other-parts", "--replace").expect(DONE)
        self.assertEqual("", self.cell("requests_rya_count"))
        self.assertEqual(str(issued), self.cell("plans_issued_count"))

    def test_a_figure_is_kept_and_none_that_is_given_is_touched(self):
        received = quarterday.figure("requests_received", 1)
        folder = self.whole("x", timeliness=quarterday.timeliness_row(
            requests_rya="x", requests_received=received))
        done = self.camden.submit(folder, "--keep-other-parts").expect(DONE)
        self.assertIn(quarterday.words("replace: 1 figure is kept"), done.err)
        self.assertEqual(2, self.revision())
        self.assertEqual(str(quarterday.figure("requests_rya")), self.cell("requests_rya_count"))
        self.assertEqual(str(received), self.cell("requests_received_count"))

    def test_a_figure_that_is_kept_is_judged_with_the_rest(self):
        """What was no more than its whole may be more than that now."""
        folder = self.whole("x", timeliness=quarterday.timeliness_row(
            plans_issued=2, plans_issued_within_20_weeks="x", plans_issued_20_to_52_weeks="x",
            plans_issued_over_52_weeks="x", plans_issued_ex="x"))
        result = self.camden.submit(folder, "--keep-other-parts")
        said = self.not_sent(result, DATA_AT_FAULT)
        self.assertIn(quarterday.words("replace: with what is kept"), said)

    def test_an_amount_of_money_is_kept_while_its_row_counts_the_same(self):
        priced = {"urn": "100049", "fee_basis": "annual", "weeks_a_year": "38", "annual_cost": "315000",
                  "annual_cost_education": "315000", "annual_cost_social_care": "0",
                  "annual_cost_health": "0", "sourcing": "spot"}

        def folder(name, plans=5, **row):
            return self.whole(name, placements=[
                quarterday.placement_row("total", 100 + plans), quarterday.placement_row("mainstream_academy", 100),
                quarterday.placement_row(plans=plans, **{**priced, **row})])
        self.first = self.camden.submit(folder("priced"), "--replace", "--json").expect(DONE).json()
        blank = {"annual_cost": "x", "annual_cost_education": "x", "annual_cost_social_care": "x",
                 "annual_cost_health": "x"}
        said = self.not_sent(self.camden.submit(folder("more", plans=6, **blank), "--keep-other-parts"))
        self.assertIn(quarterday.words("replace: 4 cannot be kept"), said)
        self.assertIn(quarterday.words("replace: why money cannot be kept"), said)
        same = self.camden.submit(folder("same", **blank), "--keep-other-parts", "--json").expect(DONE).json()
        self.assertEqual(self.first["return_hash"], same["return_hash"])

    def test_what_explains_several_figures_is_kept_once(self):
        def folder(name, explanations=None, **blank):
            priced = {"plans": 5, "fee_basis": "annual", "weeks_a_year": "38", "annual_cost": "315000",
                      "annual_cost_education": "315000", "annual_cost_social_care": "0",
                      "annual_cost_health": "0", "sourcing": "spot", **blank}
            return self.whole(name, explanations=explanations, placements=[
                quarterday.placement_row("total", 110), quarterday.placement_row("mainstream_academy", 100),
                *(quarterday.placement_row(urn=urn, **priced) for urn in ("100049", "100050"))])
        of_all = quarterday.explanation_row("QD-R03", "Meant for every part.", column="annual_cost")
        of_part = quarterday.explanation_row("QD-R03", "The fees are agreed.", "placements", "", "annual_cost")
        self.camden.submit(folder("two", [of_all, of_part]), "--replace").expect(DONE)
        blank = dict.fromkeys(("annual_cost", "annual_cost_education", "annual_cost_social_care",
                               "annual_cost_health"), "x")
        self.camden.submit(folder("blank", **blank), "--keep-other-parts").expect(DONE)
        same = self.camden.submit(folder("one", [of_part]), "--json").expect(DONE).json()
        self.assertTrue(same["already_held"])

    def test_what_is_asked_about_what_is_kept_is_listed(self):
        figures = {"plans_issued_within_20_weeks": quarterday.figure("plans_issued_within_20_weeks", -3)}
        self.first = self.camden.submit_json(self.whole(
            "asked", timeliness=quarterday.timeliness_row(**figures)))
        done = self.camden.submit(self.without(), "--keep-other-parts").expect(DONE)
        kept = done.err[done.err.index("timeliness is kept as it was"):]
        self.assertIn(quarterday.words("replace: found in what is kept"), kept)
        self.assertIn("[QD-R03]", kept)
        self.assertNotIn("[QD-R03]", done.err[:done.err.index("timeliness is kept as it was")])

    def test_a_row_that_would_go_is_listed_with_its_figures(self):
        folder = self.whole("row", placements=[
            quarterday.placement_row("total", 105), quarterday.placement_row("mainstream_academy", 105)])
        said = self.not_sent(self.camden.submit(folder))
        self.assertRegex(said, r"placements.csv, row\s+special_independent/[a-z_/]+: plans 5\n")
        both = self.without("both", placements=[
            quarterday.placement_row("total", 105), quarterday.placement_row("mainstream_academy", 105)])
        said = self.not_sent(self.camden.submit(both, "--keep-other-parts"))
        self.assertIn(quarterday.words("replace: 1 cannot be kept"), said)
        self.camden.submit(both, "--keep-other-parts", "--replace").expect(DONE)
        self.assertEqual(str(quarterday.figure("plans_issued")), self.cell("plans_issued_count"))

    def test_what_changes_and_what_is_more_is_sent_without_a_question(self):
        more = placements(quarterday.placement_row("ap_pru_academy", 7), total=106)
        more[0]["plans"] = 113
        done = self.camden.submit(self.whole("more", placements=more)).expect(DONE)
        self.assertNotIn(quarterday.words("replace: not all"), done.err)

    # --- another officer's ---

    def test_promise_d_another_officers_return_is_fetched_and_compared(self):
        other = self.region_.borough("202", name="other")
        said = self.not_sent(other.submit(self.without(borough=other)))
        self.assertIn(quarterday.words("replace: revision 1 from elsewhere"), said)
        other.submit(self.without(borough=other, placements=placements(total=110)),
                     "--keep-other-parts").expect(DONE)
        self.assertEqual(str(quarterday.figure("plans_issued")), self.cell("plans_issued_count"))
        # And the first officer's folder, which now lacks nothing, is compared with that.
        self.camden.submit(self.without(), "--keep-other-parts").expect(DONE)
        self.assertEqual(3, self.revision())

    def test_a_long_return_is_fetched_in_pieces(self):
        rows = [quarterday.placement_row(plans=1, urn=100000 + i, annual_cost="63000", fee_basis="annual",
                                         weeks_a_year="38", sourcing="spot",
                                         annual_cost_education="63000", annual_cost_social_care="0",
                                         annual_cost_health="0") for i in range(1, 1001)]
        self.first = self.camden.submit_json(self.whole("long", placements=[
            quarterday.placement_row("total", 1105), *placements()[1:], *rows]))
        other = self.region_.borough("202", name="other")
        folder = self.whole("short", other, timeliness=None, placements=None,
                            transport=[quarterday.transport_row()])
        said = self.not_sent(other.submit(folder))
        self.assertIn(quarterday.words("replace: all of placements"), said)
        other.submit(folder, "--keep-other-parts").expect(DONE)
        self.assertEqual("1105", self.cell("plans_count", "placements"))

    def test_promise_d_only_the_boroughs_own_return_is_fetched(self):
        ours = bytes.fromhex(self.first["submission_id"])
        peer = faults.peer_of(self, self.camden)
        piece, = peer.ask(faults.fetch(ours))
        self.assertEqual(("fetched", 0), (piece["kind"], piece["offset"]))
        whole = bytes.fromhex(piece["piece"])
        while len(whole) < piece["size"]:
            more, = peer.ask(faults.fetch(ours, len(whole)))
            self.assertLessEqual(len(more["piece"]), 2 * 8 * 1024)
            whole += bytes.fromhex(more["piece"])
        self.assertEqual(self.first["return_hash"], faults.return_hash(whole).hex())
        self.assertEqual(["NOT_HELD"], peer.ask(faults.fetch(ours, len(whole))).codes())
        self.assertEqual(["NOT_HELD"], peer.ask(faults.fetch(ours, 0xFFFFFFFF)).codes())
        self.assertEqual(["NOT_HELD"], peer.ask(faults.fetch(faults.new_id())).codes())
        stranger = faults.peer_of(self, self.region_.borough("302"))
        self.assertEqual(["NOT_HELD"], stranger.ask(faults.fetch(ours)).codes())
        self.assertEqual(["MALFORMED"], peer.ask(faults.fetch(ours[:-1])).codes())

    def test_what_cannot_be_fetched_is_not_compared_and_that_is_said(self):
        other = self.region_.borough("202", name="other")
        self.region_.stop()
        quarterday.run("qd-aggregator", "redact", "Camden", PERIOD, "1", "--reason", "a name", "--store",
                       self.region_.store).expect(DONE)
        self.region_.start()
        folder = self.without(borough=other)
        said = self.not_sent(other.submit(folder, "--keep-other-parts"), ENVIRONMENT_AT_FAULT)
        self.assertIn(quarterday.words("refusal: removed by the operator"), said)
        done = other.submit(folder).expect(DONE)
        self.assertIn(quarterday.words("replace: not compared"), done.err)
        self.assertEqual(2, self.revision())

    # --- nobody there ---

    def test_without_an_aggregator_the_last_that_was_sent_from_here_is_compared(self):
        self.region_.stop()
        said = self.camden.submit(self.without(), timeout=1).expect(COMMAND_AT_FAULT).err
        self.assertIn(quarterday.words("replace: revision 1 from here"), said)
        refused = self.camden.submit(self.without(), "--keep-other-parts", timeout=1)
        refused.expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(quarterday.words("replace: nothing to keep"), refused.err)
        self.assertEqual(1, len(self.camden.held()))
        # What lacks nothing, or is let go, waits in the outbox as ever.
        self.camden.submit(self.without(), "--replace", timeout=1).expect(ENVIRONMENT_AT_FAULT)
        self.assertEqual(["acknowledged", "pending"], faults.states(self.camden))
        new = self.region_.borough("202", name="new")
        waits = new.submit(self.without(borough=new), timeout=1).expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(quarterday.words("replace: not compared"), waits.err)
        self.region_.start()
        self.camden.submit().expect(DONE)
        self.assertEqual(2, self.revision())

    # --- what is asked for ---

    def test_a_dry_run_sends_nothing(self):
        done = self.camden.submit(self.whole("more", note="other"), "--dry-run").expect(DONE)
        self.assertIn(quarterday.words("submit: dry run"), done.err)
        listed = self.camden.submit(self.without(), "--dry-run").expect(COMMAND_AT_FAULT)
        self.assertIn(quarterday.words("replace: all of timeliness"), listed.err)
        for option in ("--replace", "--keep-other-parts"):
            self.camden.submit(self.without(), "--dry-run", option).expect(DONE)
        self.assertEqual(1, self.revision())
        self.assertEqual(1, len(self.camden.held()))
        self.camden.submit(None, "--dry-run").expect(COMMAND_AT_FAULT)

    def test_a_period_that_was_withdrawn_has_nothing_to_keep(self):
        self.camden.collect("withdraw", PERIOD).expect(DONE)
        self.camden.submit(self.without(), "--keep-other-parts").expect(DONE)
        self.region_.report("timeliness", PERIOD).expect(DATA_AT_FAULT)

    # --- at a terminal ---

    def test_at_a_terminal_it_is_asked_what_to_keep(self):
        for answer in ("", "what?"):
            status, shown = self.at_terminal(answer, "")
            self.assertEqual(COMMAND_AT_FAULT, status, shown)
            self.assertIn(quarterday.words("replace: all of timeliness"), shown)
            self.assertIn(NOT_SENT, shown)
        self.assertEqual(1, self.revision())
        status, shown = self.at_terminal("keep", folder=self.without(placements=placements(total=110)))
        self.assertEqual(DONE, status, shown)
        self.assertIn(quarterday.words("replace: timeliness is kept"), shown)
        self.assertEqual(str(quarterday.figure("plans_issued")), self.cell("plans_issued_count"))
        status, shown = self.at_terminal("replace")
        self.assertEqual(DONE, status, shown)
        self.region_.report("timeliness", PERIOD).expect(DATA_AT_FAULT)

    def test_at_a_terminal_figures_are_asked_about_after_parts_are_kept(self):
        folder = self.without(placements=[quarterday.placement_row("total", 105),
                                          quarterday.placement_row("mainstream_academy", 105)])
        status, shown = self.at_terminal("keep", "", folder=folder)
        self.assertEqual(COMMAND_AT_FAULT, status, shown)
        status, shown = self.at_terminal("keep", "replace", folder=folder)
        self.assertEqual(DONE, status, shown)
        self.assertEqual(str(quarterday.figure("plans_issued")), self.cell("plans_issued_count"))

    def test_at_a_terminal_figures_are_kept_or_let_go(self):
        folder = self.whole("x", timeliness=quarterday.timeliness_row(requests_rya="x"),
                            placements=placements(total=110))
        status, shown = self.at_terminal("", folder=folder)
        self.assertEqual(COMMAND_AT_FAULT, status, shown)
        status, shown = self.at_terminal("keep", folder=folder)
        self.assertEqual(DONE, status, shown)
        self.assertEqual(str(quarterday.figure("requests_rya")), self.cell("requests_rya_count"))
        status, shown = self.at_terminal("replace", folder=folder)
        self.assertEqual(DONE, status, shown)
        self.assertEqual("", self.cell("requests_rya_count"))


if __name__ == "__main__":
    quarterday.unittest.main()
