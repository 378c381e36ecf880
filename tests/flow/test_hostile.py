"""Peers that mean harm, or are broken. After each the aggregator must go on serving others, and its
store must hold what was acknowledged and nothing else.
"""
import contextlib
import os
import random
import re
import signal
import socket
import threading
import unittest

import faults
import quarterday
from quarterday import (DATA_AT_FAULT, DEADLINE_S, DONE, ENVIRONMENT_AT_FAULT, placement_row,
                        timeliness_row)

PERIOD = "2024"
LONG = bool(os.environ.get("QD_LONG"))
CONNECTIONS = 200
FLOOD = 400                             # submissions
LONGEST_REFUSAL_BYTES = 10 << 10        # ANSWER_FINDINGS_MAX_BYTES, and what is around them
TOGETHER_BYTES = 16 << 10               # INGEST_MESSAGE_BYTES: several answers in one message
PEERS_QUEUE = 4096                      # messages: ZSOCK_CLIENT_HIGH_WATER_MARK
AGGREGATORS_QUEUE = 256                 # messages: ZSOCK_SEND_HIGH_WATER_MARK
TURN_BYTES = 8 << 20                    # what a turn takes, and what waits for the next
NETWORKS_QUEUE_BYTES = 12 << 20         # what Linux keeps for a connection, both ways, and more


class HostileTest(faults.FaultTest):
    def setUp(self):
        super().setUp()
        self.region_ = self.region()
        self.camden = self.region_.borough("202")      # whose key the hostile peer holds
        self.hackney = self.region_.borough("204")     # who only wants to be served
        self.served = 0

    # --- what must hold after each ---

    def still_serves(self):
        """Another borough's collector is served, by the same process."""
        pid = self.region_.process.pid
        self.served += 1
        folder = self.hackney.write_return(PERIOD, name="served-%d" % self.served,
                                           note="number %d" % self.served)
        self.hackney.submit(folder).expect(DONE)
        self.assertTrue(self.region_.running(), self.region_.log_text())
        self.assertEqual(pid, self.region_.process.pid)

    def holds(self, camden_revisions, **others):
        """The store is whole and has so many revisions of Camden, and of Hackney what was served."""
        self.region_.verify().expect(DONE)
        wanted = {"202": camden_revisions, "204": self.served, **others}
        rows = self.region_.report_csv("submissions", PERIOD)
        for code, revisions in wanted.items():
            info = next(row for row in quarterday.boroughs() if row["old_la_code"] == code)
            row = rows[info["new_la_code"], "revision"]
            self.assertEqual(str(revisions) if revisions else "not returned",
                             row["value"] or row["status"], info["la_name"])
        self.assertEqual({code: revisions for code, revisions in wanted.items() if revisions},
                         faults.revisions(self.region_, PERIOD))

    def unharmed(self, camden_revisions=0):
        self.still_serves()
        self.holds(camden_revisions)

    # --- short words ---

    def peer(self, borough=None):
        return faults.peer_of(self, borough or self.camden)

    def camden_return(self, peer, **figures):
        """The bytes of a return of Camden without a finding."""
        folder = self.camden.write_return(PERIOD, name="return", timeliness=timeliness_row(**figures))
        return peer.pack(folder)

    def refused(self, answers, code, again=False):
        self.assertEqual([code], answers.codes(), answers)
        refusal = answers.of("refusal")[0]
        self.assertEqual(again, refusal["again"])
        self.assertRegex(refusal["text"], r"\w+ \w+ \w+")  # a sentence, not a code
        return refusal

    def stored(self, answers, revision):
        self.assertEqual(["receipt"], [answer["kind"] for answer in answers], answers)
        self.assertEqual(revision, answers[0]["revision"])
        return answers[0]


class WhoMayComeIn(HostileTest):
    def test_promise_d_a_borough_cannot_submit_for_another(self):
        peer = self.peer()
        folder = self.camden.write_return(PERIOD, name="other", borough="E09000012")
        for_hackney = peer.pack(folder)
        refusal = self.refused(peer.ask(faults.submit(faults.new_id(), for_hackney)),
                               "NOT_YOUR_BOROUGH")
        self.assertIn("Hackney", refusal["text"])
        self.assertIn("Camden", refusal["text"])
        self.unharmed()

    def test_promise_d_the_collector_says_whose_key_it_is(self):
        folder = self.camden.write_return(PERIOD, name="other", borough="E09000012")
        done = self.camden.submit(folder).expect(DATA_AT_FAULT)
        self.assertIn("Hackney", done.out + done.err)
        self.assertIn("Camden", done.out + done.err)
        self.unharmed()

    def test_an_unknown_key_is_not_served(self):
        peer = faults.started(self, self.region_, "--server-key", self.region_.server_key,
                              "--random-key")
        answers = peer.ask(faults.hello())
        self.assertEqual([], answers)
        self.assertFalse(answers.fence)
        self.assertGreaterEqual(answers.events["refused"], 1)
        self.assertEqual(0, answers.events["let_in"])
        self.unharmed()

    def test_an_unknown_key_is_told_so(self):
        stranger = self.region_.borough("202", let_in=False, name="stranger")
        done = stranger.submit(stranger.write_return(PERIOD)).expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(stranger.public_key, done.err)  # what the operator must be given
        self.assertNotIn("server key", done.err.lower())
        self.unharmed()

    def test_three_ways_not_to_get_in_have_three_messages(self):
        folder = self.camden.write_return(PERIOD)
        stranger = self.region_.borough("202", let_in=False, name="stranger")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            nobody = "tcp://127.0.0.1:%d" % free.getsockname()[1]
            messages = {
                "not let in": stranger.submit(folder, timeout=10),
                "wrong server key": self.camden.submit(folder, server_key=stranger.public_key,
                                                       timeout=10),
                "unreachable": self.camden.submit(folder, aggregator=nobody, timeout=3),
            }
        for name, done in messages.items():
            with self.subTest(name):
                done.expect(ENVIRONMENT_AT_FAULT)
        self.assertEqual(3, len({re.sub(r"[0-9a-f]{64}|tcp://\S+", "", done.err)
                                 for done in messages.values()}), messages)
        self.camden.submit(folder).expect(DONE)  # nothing of it was lost, or sent twice
        self.unharmed(camden_revisions=1)

    def test_no_key_file(self):
        folder = self.camden.write_return(PERIOD)
        done = self.camden.submit(folder, key=self.directory / "no.key").expect(
            quarterday.COMMAND_AT_FAULT)
        self.assertIn("no.key", done.err)
        self.unharmed()

    def test_a_peer_without_curve_is_not_served(self):
        for mechanism in ("--null", "--plain"):
            with self.subTest(mechanism):
                peer = faults.started(self, self.region_, mechanism)
                answers = peer.ask(faults.hello())
                self.assertEqual([], answers)
                self.assertFalse(answers.fence)
                self.assertEqual(0, answers.events["let_in"])
        self.unharmed()

    def test_promise_d_a_revoked_key_on_a_live_connection(self):
        peer = self.peer()
        camden_return = self.camden_return(peer)
        first = faults.new_id()
        receipt = self.stored(peer.ask(faults.submit(first, camden_return)), 1)
        self.region_.revoke(self.camden.public_key).expect(DONE)

        # Refused with words or cut off: but never stored, from the very next message on.
        peer.send(faults.submit(faults.new_id(), camden_return))
        for answer in peer.take(1, 3000):
            self.assertEqual("NOT_LET_IN", answer["code"])
            self.assertTrue(answer["again"])
        self.unharmed(camden_revisions=1)

        # Let in again, it gets what it was given before.
        self.region_.allow("202", self.camden.public_key).expect(DONE)
        back = self.peer()
        self.assertEqual(receipt["bytes"],
                         back.ask(faults.submit(first, camden_return))[0]["bytes"])
        self.holds(camden_revisions=1)

    def test_a_revoked_collector_is_told_and_keeps_its_return(self):
        self.camden.submit(self.camden.write_return(PERIOD)).expect(DONE)
        self.region_.revoke("202").expect(DONE)
        second = self.camden.write_return(PERIOD, name="second", note="second")
        done = self.camden.submit(second).expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(self.camden.public_key, done.err)
        self.region_.allow("202", self.camden.public_key).expect(DONE)
        self.camden.submit().expect(DONE)  # without a folder: finishes what is pending
        self.unharmed(camden_revisions=2)


class WhoIsShutOut(HostileTest):
    """What happens to the list must not let anybody in, nor hold the aggregator up."""

    def log_since(self, text=""):
        return self.region_.log_text()[len(text):]

    def wait_for_event(self, event, since=""):
        return quarterday.wait_until(
            lambda: re.search(r"event=%s\b.*" % event, self.log_since(since)), event).group()

    def ask_until(self, peer, message, what):
        """Sends it until it is answered so: new descriptors, and new seconds, come by themselves."""
        return quarterday.wait_until(
            lambda: next((each for each in peer.ask(message)
                          if what in (each["kind"], each.get("code"))), None), what)

    def replace_list(self, make):
        kept = self.region_.allow_file.with_suffix(".kept")
        self.region_.allow_file.rename(kept)
        make(self.region_.allow_file)
        return kept

    def is_shut_and_opened_again(self, make):
        peer = self.peer()
        message = faults.submit(faults.new_id(), self.camden_return(peer))
        # Let in before the list goes: nobody new is, once it is shut.
        self.assertTrue(peer.ask(b"\0").fence)
        before = self.log_since()
        kept = self.replace_list(make)
        self.wait_for_event("list_unreadable", before)
        self.wait_for_event("list_shut", before)
        refusal = self.ask_until(peer, message, "NOT_LET_IN")
        self.assertTrue(refusal["again"])
        self.assertRegex(refusal["text"], quarterday.words("refusal: cannot read its list"))
        done = self.hackney.submit(self.hackney.write_return(PERIOD), timeout=5)
        done.expect(ENVIRONMENT_AT_FAULT)
        self.assertNotIn("event=stranger", self.log_since(before))  # they are on the list

        kept.rename(self.region_.allow_file)
        self.wait_for_event("list_good", before)
        self.hackney.submit().expect(DONE)
        self.served += 1
        back = self.peer()
        self.stored(back.ask(message), 1)
        self.unharmed(camden_revisions=1)

    def test_promise_d_a_pipe_in_the_place_of_the_list_shuts_everybody_out(self):
        self.is_shut_and_opened_again(os.mkfifo)
        # And whoever starts with one, or edits it, does not wait for ever.
        self.region_.stop()
        kept = self.replace_list(os.mkfifo)
        self.region_.spawn()
        self.assertEqual(quarterday.COMMAND_AT_FAULT, self.region_.wait_exit())
        self.region_.revoke("202").expect(quarterday.COMMAND_AT_FAULT)
        self.region_.allow("202", "ab" * 32).expect(quarterday.COMMAND_AT_FAULT)
        kept.rename(self.region_.allow_file)
        self.region_.start()

    def test_promise_d_a_list_that_others_can_change_shuts_everybody_out(self):
        def open_to_all(path):
            path.write_text("# anybody's\n", encoding="utf-8")
            path.chmod(0o666)
        self.is_shut_and_opened_again(open_to_all)

    def test_sigterm_ends_it_while_the_list_cannot_be_read(self):
        before = self.log_since()
        kept = self.replace_list(os.mkfifo)
        self.wait_for_event("list_unreadable", before)
        self.assertEqual(DONE, self.region_.stop())
        kept.rename(self.region_.allow_file)

    def test_promise_d_strangers_who_take_every_descriptor_do_not_keep_a_revoked_key_in(self):
        limit = 80
        kept = 16  # aggregator/access/descriptors.h
        self.region_.stop()
        self.region_.start(limit=limit)
        peer = self.peer()
        camden_return = self.camden_return(peer)
        self.stored(peer.ask(faults.submit(faults.new_id(), camden_return)), 1)
        host, port = self.region_.endpoint.removeprefix("tcp://").split(":")
        idle = []
        self.addCleanup(lambda: [each.close() for each in idle])
        for _ in range(limit + 10):
            idle.append(socket.create_connection((host, int(port)), timeout=DEADLINE_S))
        descriptors = "/proc/%d/fd" % self.region_.process.pid
        quarterday.wait_until(lambda: len(os.listdir(descriptors)) >= limit - kept - 1, "all descriptors")
        self.region_.revoke("202").expect(DONE)
        # Never stored again: neither on the live connection, nor later, nor over a new one.
        for answer in peer.ask(faults.submit(faults.new_id(), camden_return)):
            self.assertEqual("NOT_LET_IN", answer["code"])
        for each in idle:
            each.close()
        self.wait_for_event("key_removed")
        new = self.peer()
        self.assertEqual([], new.ask(faults.submit(faults.new_id(), camden_return)))
        self.unharmed(camden_revisions=1)


class BrokenMessages(HostileTest):
    def message(self, peer, **figures):
        returned = self.camden_return(peer, **figures)
        return faults.new_id(), returned

    def test_every_prefix_of_a_submission_is_refused(self):
        peer = self.peer()
        submission_id, returned = self.message(peer)
        whole = faults.submit(submission_id, returned)
        for length in range(0, len(whole)):
            with self.subTest(length=length):
                answers = peer.ask(whole[:length])
                self.assertTrue(answers.fence)
                self.assertEqual([], answers.of("receipt") + answers.of("welcome"))
                self.assertLessEqual(set(answers.codes()), {"MALFORMED", "HASH_MISMATCH"})
        self.unharmed()
        self.stored(peer.ask(whole), 1)
        self.holds(camden_revisions=1)

    def test_a_prefix_of_a_return_under_its_own_hash_is_refused(self):
        peer = self.peer()
        returned = self.camden_return(peer)
        for length in range(0, len(returned)):
            with self.subTest(length=length):
                answers = peer.ask(faults.submit(faults.new_id(), returned[:length]))
                self.assertTrue(answers.fence)
                self.assertEqual(1, len(answers))
                self.assertIn(answers[0].get("code"), {"MALFORMED", "RULES_BROKEN"})
        self.unharmed()

    def test_a_flipped_bit_in_the_return_is_a_hash_mismatch(self):
        peer = self.peer()
        submission_id, returned = self.message(peer)
        whole = faults.submit(submission_id, returned)
        start = whole.index(returned)
        for bit in range(0, 8 * len(returned), 1 if LONG else 3):
            with self.subTest(bit=bit):
                answers = peer.ask(faults.submit(submission_id, flipped(returned, bit),
                                                 hashed=faults.return_hash(returned)))
                refusal = self.refused(answers, "HASH_MISMATCH")
                self.assertEqual(submission_id.hex(), refusal["submission_id"])
        self.assertEqual(flipped(whole, 8 * start)[start], flipped(returned, 0)[0])
        self.unharmed()

    def test_a_flipped_bit_around_the_return_is_refused(self):
        peer = self.peer()
        submission_id, returned = self.message(peer)
        whole = faults.submit(submission_id, returned)
        # Another id is another submission, and nobody can tell: CURVE is what holds it on its way.
        in_id = range(whole.index(submission_id), whole.index(submission_id) + len(submission_id))
        for bit in range(0, 8 * whole.index(returned)):
            if bit // 8 in in_id:
                continue
            with self.subTest(bit=bit):
                answers = peer.ask(flipped(whole, bit))
                self.assertTrue(answers.fence)
                self.assertEqual([], answers.of("receipt") + answers.of("welcome"))
                self.assertLessEqual(set(answers.codes()),
                                     {"MALFORMED", "HASH_MISMATCH", "UNKNOWN_VERSION"})
        self.unharmed()

    def test_a_flipped_bit_under_its_own_hash_is_judged(self):
        """The return's decoder and the rules meet every flip: stored only where it makes another
        return that nobody can find fault with."""
        peer = self.peer()
        returned = self.camden_return(peer)
        revisions = 0
        for bit in range(0, 8 * len(returned), 1 if LONG else 3):
            with self.subTest(bit=bit):
                answers = peer.ask(faults.submit(faults.new_id(), flipped(returned, bit)))
                self.assertTrue(answers.fence)
                self.assertEqual(1, len(answers))
                if answers[0]["kind"] == "receipt":
                    if answers[0]["revision"] == revisions + 1:
                        revisions += 1
                else:
                    self.assertIn(answers[0]["code"], {"MALFORMED", "RULES_BROKEN",
                                                       "UNKNOWN_VERSION", "NOT_YOUR_BOROUGH"})
        self.still_serves()
        self.holds(revisions)

    def test_garbage_is_refused(self):
        peer = self.peer()
        chance = random.Random(20240901)
        for round_ in range(2000 if LONG else 200):
            with self.subTest(round=round_):
                answers = peer.ask(chance.randbytes(chance.choice((1, 2, 7, 40, 400, 4000))))
                self.assertTrue(answers.fence)
                self.assertLessEqual(set(answers.codes()), {"MALFORMED", "UNKNOWN_VERSION"})
                self.assertEqual([], answers.of("receipt") + answers.of("welcome"))
        self.unharmed()

    def test_an_empty_message_is_refused(self):
        answers = self.peer().ask(b"")
        self.assertTrue(answers.fence)
        self.assertLessEqual(set(answers.codes()), {"MALFORMED"})
        self.assertEqual([], answers.of("receipt") + answers.of("welcome"))
        self.unharmed()

    def test_a_multipart_message_is_not_taken(self):
        peer = self.peer()
        submission_id, returned = self.message(peer)
        whole = faults.submit(submission_id, returned)
        for frames in ([whole, whole], [b"", whole], [whole, b""], [whole] * 50):
            with self.subTest(frames=len(frames)):
                answers = peer.ask(*frames)
                self.assertTrue(answers.fence)
                self.assertEqual([], answers.of("receipt"))
        self.unharmed()

    def test_what_only_an_aggregator_says_is_refused(self):
        peer = self.peer()
        receipt = bytes.fromhex(self.peer(self.hackney).ask(faults.hello())[0]["bytes"])
        answers = peer.ask(receipt)  # a Welcome
        self.assertTrue(answers.fence)
        self.assertEqual(["MALFORMED"], answers.codes())
        self.unharmed()

    def test_an_unknown_schema_version_is_refused(self):
        peer = self.peer()
        submission_id, returned = self.message(peer)
        newer_return = b"\x08\x7f" + returned[2:]  # field 1, schema_version, comes first
        self.assertEqual(b"\x08\x02", returned[:2])
        for name, message in (
                ("envelope", faults.submit(submission_id, returned, schema_version=127)),
                ("zero", faults.submit(submission_id, returned, schema_version=0)),
                ("return", faults.submit(submission_id, newer_return)),
                ("both", faults.submit(submission_id, newer_return, schema_version=127))):
            with self.subTest(name):
                refusal = self.refused(peer.ask(message), "UNKNOWN_VERSION")
                self.assertEqual(submission_id.hex(), refusal["submission_id"])
        self.unharmed()

    def test_an_unknown_protocol_version_is_refused(self):
        peer = self.peer()
        for version in (0, 4, 0xFFFFFFFF):
            with self.subTest(version=version):
                self.refused(peer.ask(faults.hello(protocol_version=version)), "UNKNOWN_VERSION")
        for version in (1, 2, 3):  # an older collector is welcome, and is answered as such
            welcome, = peer.ask(faults.hello(protocol_version=version))
            self.assertEqual(("welcome", version), (welcome["kind"], welcome["protocol_version"]))
        self.unharmed()


class TooMuch(HostileTest):
    def peak_memory_kib(self):
        with open("/proc/%d/status" % self.region_.process.pid, encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1))

    def keeps_what_is_freed(self):
        """AddressSanitizer does, some hundred megabytes of it: memory says nothing there."""
        with open("/proc/%d/maps" % self.region_.process.pid, encoding="ascii") as maps:
            return "libasan" in maps.read()

    def test_a_message_of_100_mb_is_cut_off_unread(self):
        peer = self.peer()
        self.assertEqual("welcome", peer.ask(faults.hello())[0]["kind"])
        self.still_serves()
        before = self.peak_memory_kib()
        answers = peer.ask_size(100 * 1000 * 1000)
        self.assertEqual([], answers)
        self.assertTrue(answers.fence)  # connected again, and served
        self.assertGreaterEqual(answers.events["disconnected"], 1)
        self.assertLess(self.peak_memory_kib() - before, 50 * 1000)
        self.unharmed()

    def test_sizes_about_the_limit(self):
        peer = self.peer()
        for size in (faults.MESSAGE_MAX_BYTES - 1, faults.MESSAGE_MAX_BYTES,
                     faults.MESSAGE_MAX_BYTES + 1, 2 * faults.MESSAGE_MAX_BYTES):
            with self.subTest(size=size):
                answers = peer.ask_size(size)
                self.assertTrue(answers.fence)
                self.assertLessEqual(set(answers.codes()), {"MALFORMED", "TOO_LARGE"})
        self.unharmed()

    def test_a_return_that_asks_for_more_memory_than_it_has_bytes(self):
        peer = self.peer()
        returned = self.camden_return(peer)
        for name, tail in (("placements", b"\x22\x00"), ("transport", b"\x2a\x00"),
                           ("explanations", b"\x32\x00")):
            with self.subTest(name):
                bomb = returned + tail * ((990 * 1000 - len(returned)) // 2)
                answers = peer.ask(faults.submit(faults.new_id(), bomb))
                self.assertTrue(answers.fence)
                self.assertEqual(1, len(answers))
                self.assertIn(answers[0].get("code"), {"TOO_LARGE", "MALFORMED"})
        self.unharmed()

    def test_a_return_over_the_limit_of_bytes(self):
        peer = self.peer()
        refusal = self.refused(peer.ask(faults.submit(faults.new_id(), b"\x0a" * 1000001)),
                               "TOO_LARGE")
        self.assertIn("1", refusal["text"])
        self.unharmed()

    def test_connections_that_never_shake_hands_are_cut_off(self):
        host, port = self.region_.endpoint.removeprefix("tcp://").split(":")
        silent = []
        self.addCleanup(lambda: [each.close() for each in silent])
        for number in range(CONNECTIONS):
            silent.append(socket.create_connection((host, int(port)), timeout=DEADLINE_S))
            if number % 4 == 1:
                silent[-1].sendall(b"\xff\0\0\0\0\0\0\0\1\x7f\3")  # begins as ZeroMQ does
            elif number % 4 == 2:
                silent[-1].sendall(b"GET / HTTP/1.1\r\n\r\n")
        self.still_serves()  # while they are all there
        for each in silent:
            with each, contextlib.suppress(ConnectionResetError):
                while each.recv(4096):
                    pass  # until the aggregator ends it: a time-out fails the test
        self.unharmed()

    def fill_queues(self, peer, message):
        """Sends until neither the peer's own queue, nor the network's, nor the aggregator's takes another
        answer, and stops the aggregator, which has counted those that were lost."""
        refusal = self.refused(peer.ask(message), "RULES_BROKEN")
        answer = len(bytes.fromhex(refusal["bytes"]))
        self.assertLess(answer, LONGEST_REFUSAL_BYTES)
        before = self.peak_memory_kib()
        answers = ((PEERS_QUEUE + AGGREGATORS_QUEUE) * (TOGETHER_BYTES // answer)
                   + NETWORKS_QUEUE_BYTES // answer)
        waiting = PEERS_QUEUE + NETWORKS_QUEUE_BYTES // len(message)
        for _ in range(answers + waiting):
            peer.send(message)
        self.unharmed()
        grown = (self.peak_memory_kib() - before) * 1024
        checked = not self.keeps_what_is_freed()
        self.assertEqual(DONE, self.region_.stop())
        lost = re.findall(r"event=minute .*\bunsent=(\d+)", self.region_.log_text())
        self.assertGreater(sum(map(int, lost)), 0, "the queues were never full")
        if checked:
            self.assertLess(grown, AGGREGATORS_QUEUE * TOGETHER_BYTES + TURN_BYTES)

    def test_a_peer_that_never_reads_holds_up_nobody(self):
        peer = self.peer()
        folder = self.camden.write_return(
            "2024-25 Q4", name="long", as_at_date="2025-01-16",
            placements=[placement_row("total", 5)] + [placement_row(plans=5)] * 60)
        self.fill_queues(peer, faults.submit(faults.new_id(), peer.pack(folder)))

    def test_what_waits_for_a_peer_that_never_reads_is_bounded_in_bytes(self):
        """It asks for the longest refusals that there are."""
        peer = self.peer()
        folder = self.camden.write_return(PERIOD, name="long", timeliness=timeliness_row())
        quarterday.write_csv(folder / "explanations.csv",
                             [quarterday.explanation_row("%02d" % number + "r" * 398, "because")
                              for number in range(50)])
        self.fill_queues(peer, faults.submit(faults.new_id(), peer.pack(folder)))

    def test_who_floods_leaves_others_their_turn(self):
        """What Hackney sends behind two floods of Camden's is taken long before they are."""
        floods, other = [self.peer(), self.peer()], self.peer(self.hackney)
        camdens = self.camden_return(floods[0])
        hackneys = other.pack(self.hackney.write_return(PERIOD))
        for peer in (*floods, other):
            peer.ask(faults.hello())
        self.region_.process.send_signal(signal.SIGSTOP)
        for peer in floods:
            for _ in range(FLOOD):
                peer.send(faults.submit(faults.new_id(), camdens))
        other.send(faults.submit(faults.new_id(), hackneys))
        self.region_.process.send_signal(signal.SIGCONT)
        receipt, = other.take().of("receipt")
        for peer in floods:
            self.assertEqual(FLOOD, len(peer.take(FLOOD).of("receipt")))
        self.assertLess(receipt["sequence"], FLOOD, "of %d" % (2 * FLOOD + 1))
        self.served = 1
        self.unharmed(2 * FLOOD)

    def test_a_burst_is_answered_in_full(self):
        peer = self.peer()
        for _ in range(2000):
            peer.send(faults.hello())
        self.assertEqual(2000, len(peer.take(2000).of("welcome")))
        self.unharmed()


class OnceAndWhole(HostileTest):
    def test_promise_b_sent_twice_in_one_burst_it_is_stored_once(self):
        peer = self.peer()
        message = faults.submit(faults.new_id(), self.camden_return(peer))
        for _ in range(10):
            peer.send(message)
        answers = peer.take(10)
        self.assertEqual(10, len(answers.of("receipt")))
        self.assertEqual(1, len({answer["bytes"] for answer in answers}))
        self.unharmed(camden_revisions=1)

    def test_promise_b_the_same_receipt_over_two_connections_at_once(self):
        peers = [self.peer(), self.peer()]
        message = faults.submit(faults.new_id(), self.camden_return(peers[0]))
        for peer in peers:
            peer.send(message)
        receipts = {peer.take(1)[0]["bytes"] for peer in peers}
        self.assertEqual(1, len(receipts))
        self.unharmed(camden_revisions=1)

    def test_promise_b_the_same_receipt_from_a_restarted_aggregator(self):
        peer = self.peer()
        message = faults.submit(faults.new_id(), self.camden_return(peer))
        receipt = peer.ask(message)[0]["bytes"]
        self.region_.restart()
        self.assertEqual(receipt, self.peer().ask(message)[0]["bytes"])
        self.unharmed(camden_revisions=1)

    def test_promise_b_the_same_id_with_another_return_is_refused(self):
        peer = self.peer()
        submission_id = faults.new_id()
        first = self.camden_return(peer)
        second = self.camden_return(peer, other_tribunal=8)
        receipt = self.stored(peer.ask(faults.submit(submission_id, first)), 1)
        refusal = self.refused(peer.ask(faults.submit(submission_id, second)), "ID_TAKEN")
        self.assertEqual(submission_id.hex(), refusal["submission_id"])
        self.assertEqual(receipt["bytes"],
                         peer.ask(faults.submit(submission_id, first))[0]["bytes"])
        self.unharmed(camden_revisions=1)

    def test_promise_b_the_same_id_with_another_return_in_one_burst(self):
        peer = self.peer()
        submission_id = faults.new_id()
        peer.send(faults.submit(submission_id, self.camden_return(peer)))
        peer.send(faults.submit(submission_id, self.camden_return(peer, other_tribunal=8)))
        self.assertEqual(["receipt", "refusal"], sorted(each["kind"] for each in peer.take(2)))
        self.unharmed(camden_revisions=1)

    def test_promise_b_an_id_is_taken_within_its_borough_only(self):
        camden, hackney = self.peer(), self.peer(self.hackney)
        submission_id = faults.new_id()
        theirs = hackney.pack(self.hackney.write_return(PERIOD, name="theirs"))
        self.stored(camden.ask(faults.submit(submission_id, self.camden_return(camden))), 1)
        self.stored(hackney.ask(faults.submit(submission_id, theirs)), 1)
        self.served += 1
        self.holds(camden_revisions=1)

    def test_promise_c_a_later_return_replaces_the_earlier_as_a_whole(self):
        peer = self.peer()
        with_placements = peer.pack(self.camden.write_return(
            "2024-25 Q4", as_at_date="2025-01-16", timeliness=timeliness_row(),
            placements=[placement_row("total", 5), placement_row(plans=5)]))
        without = peer.pack(self.camden.write_return("2024-25 Q4", name="without"))
        self.stored(peer.ask(faults.submit(faults.new_id(), with_placements)), 1)
        self.stored(peer.ask(faults.submit(faults.new_id(), without)), 2)
        rows = self.region_.report_csv("submissions", "2024-25 Q4")
        self.assertEqual("0", rows["E09000007", "placements_rows_count"]["value"])
        self.assertEqual("1", rows["E09000007", "timeliness_rows_count"]["value"])
        self.region_.verify().expect(DONE)

    def test_promise_a_many_at_once_lose_and_double_nothing(self):
        """Three boroughs' peers at once, each with many submissions on their way, each sent twice."""
        boroughs = [self.camden, self.region_.borough("203"), self.region_.borough("205")]
        count = 60
        outcomes = {}

        def send_all(borough):
            peer = faults.Peer(self.region_, "--server-key", self.region_.server_key, "--key",
                               borough.key)
            try:
                returned = peer.pack(borough.write_return(PERIOD))
                messages = [faults.submit(faults.new_id(), returned) for _ in range(count)]
                for message in messages + messages:
                    peer.send(message)
                outcomes[borough.code] = peer.take(2 * count)
            finally:
                peer.close()

        threads = [threading.Thread(target=send_all, args=(borough,)) for borough in boroughs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for borough in boroughs:
            receipts = outcomes[borough.code].of("receipt")
            self.assertEqual(2 * count, len(receipts))
            self.assertEqual(count, len({each["bytes"] for each in receipts}))
            self.assertEqual(list(range(1, count + 1)),
                             sorted({each["revision"] for each in receipts}))
        self.still_serves()
        self.holds(count, **{"203": count, "205": count})


def flipped(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


if __name__ == "__main__":
    unittest.main()
