"""A return waits in the outbox, and something else comes to the region meanwhile: nothing is replaced that was not
compared with it, and nothing that waits is lost."""
import signal

import faults
import quarterday
from quarterday import COMMAND_AT_FAULT, DONE, ENVIRONMENT_AT_FAULT
from replacing import PERIOD, Gate, ReplacingTest, placements

OTHER_PERIOD = "2023"
TRANSPORT = "  transport.csv: all of it (3 rows)\n"


class Waiting(ReplacingTest):
    """Ours has timeliness and 110 plans, and waits. Another officer's has 105, and transport."""

    def setUp(self):
        super().setUp()
        self.other = self.region_.borough("202", name="other")
        self.stranger = self.region_.borough("202", name="stranger", let_in=False)
        self.ours = self.whole("ours", placements=placements(total=110))
        self.theirs = self.whole("theirs", self.other, transport=quarterday.lines_of_nothing())

    def wait(self, *folders):
        """Submits with a key that is not let in, which is told at once."""
        for folder in folders:
            self.camden.submit(folder, key=self.stranger.key).expect(ENVIRONMENT_AT_FAULT)

    def meanwhile(self, *folders):
        self.wait(self.ours, *folders)
        self.other.submit(self.theirs).expect(DONE)

    def has(self, plans, transport=True, timeliness=True, revision=2):
        self.assertEqual(revision, self.revision())
        self.assertEqual(str(plans), self.cell("plans_count", "placements"))
        for table, there in (("transport", transport), ("timeliness", timeliness)):
            status = self.region_.report(table, PERIOD).status
            self.assertEqual(there, status == DONE, table)

    def states(self):
        return faults.states(self.camden)

    # --- another is quicker by a moment ---

    def overtaken(self, folder, *options):
        """Submits the folder; between Welcome and Submit theirs is quicker."""
        gate = Gate(self.region_)
        self.addCleanup(gate.close)
        process = self.camden.spawn("submit", folder, *options, aggregator=gate.endpoint)
        self.assertTrue(gate.holds.wait(quarterday.DEADLINE_S))
        self.other.submit(self.theirs).expect(DONE)
        gate.opened.set()
        return quarterday.end_process(process)

    def long(self, name, total=110, **parts):
        """A return that no gate lets through unseen."""
        rows = [quarterday.placement_row(plans=1, urn=100000 + i, annual_cost="63000", fee_basis="annual",
                                         weeks_a_year="38", sourcing="spot",
                                         annual_cost_education="63000", annual_cost_social_care="0",
                                         annual_cost_health="0") for i in range(1, 101)]
        return self.whole(name, placements=[*placements(total=total), *rows][1:] + [
            quarterday.placement_row("total", total + 100)], **parts)

    def test_promise_c_what_is_overtaken_on_its_way_is_compared_once_more(self):
        said = self.overtaken(self.long("long"))
        said.expect(COMMAND_AT_FAULT)
        self.assertIn(quarterday.words("waiting: not stored") % PERIOD, said.err)
        self.assertIn(quarterday.words("replace: not all of revision 2 from elsewhere"), said.err)
        self.assertIn(TRANSPORT, said.err)
        self.has(105)
        self.assertEqual(["acknowledged", "pending"], self.states())
        self.camden.submit("--keep-other-parts").expect(DONE)
        self.has(210, revision=3)

    def test_promise_c_what_is_overtaken_takes_over_what_came_in_between(self):
        done = self.overtaken(self.long("long"), "--keep-other-parts", "--json").expect(DONE)
        self.assertEqual(("acknowledged", 3), (done.json()["state"], done.json()["revision"]))
        self.assertIn(quarterday.words("replace: transport is kept"), done.err)
        self.has(210, revision=3)
        self.assertIn(quarterday.words("submit: nothing is pending"), self.camden.submit().expect(DONE).err)

    def test_what_is_overtaken_and_lacks_nothing_goes_by_itself(self):
        self.overtaken(self.long("long", transport=quarterday.lines_of_nothing())).expect(DONE)
        self.has(210, revision=3)

    # --- without a folder ---

    def test_promise_c_what_waits_does_not_replace_what_came_meanwhile(self):
        self.meanwhile(self.camden.write_return(OTHER_PERIOD))
        said = self.camden.submit().expect(COMMAND_AT_FAULT).err
        self.assertIn(quarterday.words("waiting: not all of revision 2 from elsewhere") % PERIOD, said)
        self.assertIn(TRANSPORT, said)
        self.assertIn("--keep-other-parts", said)
        self.assertIn(quarterday.words("waiting: not sent, and stays") % PERIOD, said)
        self.has(105)
        # What is not in question went.
        self.assertEqual(["acknowledged", "pending", "acknowledged"], self.states())
        self.assertEqual([], self.camden.submit("--json").expect(COMMAND_AT_FAULT).json())
        # A folder of another period goes as well, and says what waits.
        done = self.camden.submit(self.camden.write_return("2022")).expect(DONE)
        self.assertIn(quarterday.words("waiting: not sent") % PERIOD, done.err)
        self.has(105)
        # At a terminal it is asked.
        status, shown = self.at_terminal("", arguments=())
        self.assertEqual(COMMAND_AT_FAULT, status, shown)
        self.assertIn(TRANSPORT, shown)
        self.has(105)
        status, shown = self.at_terminal("keep", arguments=())
        self.assertEqual(DONE, status, shown)
        self.has(110, revision=3)

    def test_what_waits_takes_over_what_came_meanwhile(self):
        self.meanwhile()
        done = self.camden.submit("--keep-other-parts").expect(DONE)
        self.assertIn(quarterday.words("replace: transport is kept"), done.err)
        self.has(110, revision=3)
        self.assertEqual(["acknowledged", "refused", "acknowledged"], self.states())
        self.assertIn(quarterday.words("waiting: its place was taken"), self.camden.status().expect().out)
        self.assertIn(quarterday.words("submit: nothing is pending"), self.camden.submit().expect(DONE).err)

    def test_what_waits_replaces_what_came_meanwhile_on_purpose(self):
        self.meanwhile()
        self.camden.submit("--replace").expect(DONE)
        self.has(110, transport=False, revision=3)
        self.assertEqual(["acknowledged"] * 2, self.states())

    def test_what_waits_and_lacks_nothing_goes_by_itself(self):
        self.wait(self.ours)
        self.other.submit(self.whole("same", self.other, note="checked")).expect(DONE)
        self.camden.submit().expect(DONE)
        self.has(110, transport=False, revision=3)

    # --- with a folder ---

    def test_the_folder_that_waits_is_compared_with_what_came_meanwhile(self):
        self.meanwhile()
        said = self.camden.submit(self.ours).expect(COMMAND_AT_FAULT).err
        self.assertIn(quarterday.words("replace: this return has not all of revision 2") % PERIOD, said)
        self.assertIn(TRANSPORT, said)
        self.has(105)
        self.assertIn(TRANSPORT, self.camden.submit(self.ours, "--dry-run").expect(COMMAND_AT_FAULT).err)
        self.assertEqual(["acknowledged", "pending"], self.states())
        self.camden.submit(self.ours, "--replace").expect(DONE)
        self.has(110, transport=False, revision=3)
        self.assertEqual(["acknowledged"] * 2, self.states())

    def test_promise_c_another_folder_keeps_what_waits_and_what_came_meanwhile(self):
        self.meanwhile()
        folder = self.without(placements=placements(total=115))
        said = self.camden.submit(folder).expect(COMMAND_AT_FAULT).err
        self.assertIn(quarterday.words("waiting: not all of revision 2"), said)
        self.assertIn(quarterday.words("stop: nothing sent"), said)
        shown = self.camden.submit(folder, "--json").expect(COMMAND_AT_FAULT).json()
        self.assertEqual({"parts": ["transport"], "figures": []}, shown)
        self.camden.submit(folder, "--dry-run", "--keep-other-parts").expect(DONE)
        self.has(105)
        self.assertEqual(["acknowledged", "pending"], self.states())
        self.camden.submit(folder, "--keep-other-parts").expect(DONE)
        self.has(115, revision=4)

    def test_without_what_came_meanwhile_a_folder_is_compared_with_what_waits(self):
        self.wait(self.ours)
        folder = self.without(placements=placements(total=115))
        said = self.camden.submit(folder).expect(COMMAND_AT_FAULT).err
        self.assertIn(quarterday.words("replace: not all of what is on its way"), said)
        self.camden.submit(folder, "--keep-other-parts").expect(DONE)
        self.has(115, transport=False, revision=3)

    # --- withdrawals ---

    def test_what_waits_is_withdrawn_and_what_came_meanwhile_stays(self):
        self.meanwhile()
        done = self.camden.collect("withdraw", PERIOD).expect(DONE)
        self.assertIn(quarterday.words("withdraw: it waited"), done.err)
        self.has(105)
        self.assertEqual(["acknowledged", "refused"], self.states())
        self.assertIn(quarterday.words("submit: nothing is pending"), self.camden.submit().expect(DONE).err)
        self.camden.collect("withdraw", PERIOD).expect(DONE)
        self.region_.report("timeliness", PERIOD).expect(quarterday.DATA_AT_FAULT)

    def test_what_waits_does_not_come_in_the_place_of_a_withdrawn_one_by_itself(self):
        self.wait(self.ours)
        self.other.collect("withdraw", PERIOD).expect(DONE)
        said = self.camden.submit().expect(COMMAND_AT_FAULT).err
        self.assertIn(quarterday.words("waiting: before a withdrawal"), said)
        self.region_.report("timeliness", PERIOD).expect(quarterday.DATA_AT_FAULT)
        # Its folder named, or on purpose.
        self.camden.submit(self.ours).expect(DONE)
        self.has(110, transport=False)

    # --- what had arrived ---

    def lose_receipt(self):
        """Ours arrives, and the collector dies before it has the receipt."""
        for number in range(1, 100):
            fault = faults.Fault(self.directory, "pwrite,pwritev,write,meta,fdatasync,fsync,send", number,
                                 "kill-after", file=str(self.camden.outbox))
            died = self.camden.submit(self.ours, env=fault.env)
            self.assertEqual(-signal.SIGKILL, died.status)
            if self.revision() == 2:
                return
        raise AssertionError("it never arrives")

    def test_promise_b_what_had_arrived_gets_its_receipt_and_replaces_nothing(self):
        self.lose_receipt()
        self.assertEqual(["acknowledged", "pending"], self.states())
        self.other.submit(self.theirs).expect(DONE)
        receipt, = self.camden.submit("--json").expect(DONE).json()
        self.assertEqual(2, receipt["revision"])
        self.has(105, revision=3)

    def test_what_had_arrived_and_was_replaced_is_compared_when_its_folder_is_named(self):
        self.lose_receipt()
        self.other.submit(self.theirs).expect(DONE)
        said = self.camden.submit(self.ours).expect(COMMAND_AT_FAULT).err
        self.assertIn(quarterday.words("replace: not all of revision 3"), said)
        self.has(105, revision=3)
        self.camden.submit(self.ours, "--replace").expect(DONE)
        self.has(110, transport=False, revision=4)

    def test_promise_b_a_decision_that_was_cut_off_is_finished_by_the_next_run(self):
        """Whatever was chosen, killed at any moment: the next run asks again, or sends it once."""
        self.meanwhile()
        for number in range(1, 100):
            fault = faults.Fault(self.directory, "pwrite,pwritev,write,meta,fdatasync,fsync,send", number,
                                 "kill-after", file=str(self.camden.outbox))
            self.camden.submit("--keep-other-parts", env=fault.env)
            if not fault.struck():
                break
        self.camden.submit("--keep-other-parts").expect(DONE)
        self.has(110, revision=3)
        self.assertEqual(["acknowledged", "refused", "acknowledged"], self.states())
        self.region_.verify().expect(DONE)


if __name__ == "__main__":
    quarterday.unittest.main()
