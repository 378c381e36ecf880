"""Programs that die at the worst moment, and disks that fail under them. Whatever happens: what was
acknowledged is in the store (promise A), once (promise B), and the same command finishes the work.
"""
import itertools
import os
import random
import signal
import threading
import time
import unittest

import faults
import quarterday
from quarterday import DONE, ENVIRONMENT_AT_FAULT

PERIOD = "2024"
LONG = bool(os.environ.get("QD_LONG"))
KILLS = int(os.environ.get("QD_KILLS", "300" if LONG else "15"))
SEED = int(os.environ.get("QD_SEED", "20240901"))
CALLS_MAX = 200  # a fault that still strikes at this call strikes for ever

# The calls that put something on a disk.
WRITES = "pwrite,pwritev,write,meta,fdatasync,fsync"
SETTING_UP = "fallocate,ftruncate,"


class CrashTest(faults.FaultTest):
    def setUp(self):
        super().setUp()
        self.region_ = self.region(start=False)

    def fault(self, calls, at, action, **more):
        return faults.Fault(self.directory, calls, at, action, **more)

    def peer(self, borough):
        return faults.peer_of(self, borough)

    def whole(self, **revisions):
        """The store verifies, and holds exactly so many revisions of each borough ("b202"=3)."""
        self.region_.verify().expect(DONE)
        for name, count in revisions.items():
            self.assertEqual(count, faults.revisions(self.region_, PERIOD).get(name[1:], 0), name)

    def messages(self, peer, borough, count):
        """So many submissions of one borough, each with its own figures: {id: message}."""
        returned = peer.pack(borough.write_return(PERIOD))
        made = {}
        for _ in range(count):
            submission_id = faults.new_id()
            made[submission_id.hex()] = faults.submit(submission_id, returned)
        return made


class AggregatorKilledAt(CrashTest):
    """The aggregator ends at one exact call, in the middle of a batch of submissions."""

    COUNT = 20

    def strike(self, calls, action):
        """Sends a batch into the fault. Gives the borough, its messages and what was answered
        before the end."""
        fault = self.fault(calls, 1, action, armed=False)
        self.region_.start(env=fault.env)
        camden = self.region_.borough("202")
        peer = self.peer(camden)
        messages = self.messages(peer, camden, self.COUNT)
        self.assertEqual("welcome", peer.ask(faults.hello())[0]["kind"])
        fault.arm()
        for message in messages.values():
            peer.send(message)
        self.assertEqual(-signal.SIGKILL, self.region_.wait_exit())
        self.assertTrue(fault.struck())
        answered = peer.take(self.COUNT, 200)
        peer.close()  # with what it could not send: the next aggregator is to start with nothing
        return camden, messages, answered

    def send_again(self, camden, messages):
        """{id: receipt} from the aggregator started again."""
        peer = self.peer(camden)
        for message in messages.values():
            peer.send(message)
        receipts = peer.take(len(messages)).of("receipt")
        self.assertEqual(set(messages), {each["submission_id"] for each in receipts})
        return {each["submission_id"]: each for each in receipts}

    def test_promise_a_between_receive_and_commit_nothing_is_acknowledged(self):
        for calls in ("write,pwrite,pwritev", "fdatasync", "meta"):
            with self.subTest(before=calls):
                self.region_ = self.region("before-" + calls.split(",")[0], start=False)
                camden, messages, answered = self.strike(calls, "kill-before")
                self.assertEqual([], answered)
                self.region_.start()
                self.whole(b202=0)
                receipts = self.send_again(camden, messages)
                self.assertEqual(list(range(1, self.COUNT + 1)),
                                 sorted(each["revision"] for each in receipts.values()))
                self.whole(b202=self.COUNT)

    def test_promise_b_between_commit_and_receipt_the_same_receipt_comes_later(self):
        camden, messages, answered = self.strike("meta", "kill-after")
        self.assertEqual([], answered)
        self.region_.start()
        held = faults.revisions(self.region_, PERIOD)["202"]
        self.assertGreaterEqual(held, 1)  # the whole of the first batch, whatever its size was
        receipts = self.send_again(camden, messages)
        again = self.send_again(camden, messages)
        self.assertEqual({key: each["bytes"] for key, each in receipts.items()},
                         {key: each["bytes"] for key, each in again.items()})
        self.assertEqual(list(range(1, self.COUNT + 1)),
                         sorted(each["revision"] for each in receipts.values()))
        self.whole(b202=self.COUNT)

    def test_promise_b_a_collector_waits_through_the_end_and_is_served(self):
        """No hand touches the collector: it asks again by itself until it has its receipt."""
        for action, calls in (("kill-before", "fdatasync"), ("kill-after", "meta")):
            with self.subTest(action=action):
                self.region_ = self.region(action, start=False)
                fault = self.fault(calls, 1, action, armed=False)
                self.region_.start(env=fault.env)
                camden = self.region_.borough("202")
                fault.arm()
                collector = camden.spawn("submit", camden.write_return(PERIOD), "--json",
                                         timeout=quarterday.DEADLINE_S)
                self.assertEqual(-signal.SIGKILL, self.region_.wait_exit())
                self.region_.start()
                quarterday.end_process(collector).expect(DONE)
                self.whole(b202=1)


class AggregatorKilledAnywhere(CrashTest):
    def test_promise_a_and_promise_b_kill_9_at_random_moments(self):
        """Collectors submit one revision after the other, and a peer sends in bursts, while the
        aggregator is killed again and again."""
        chance = random.Random(SEED)
        self.region_.start()
        boroughs = [self.region_.borough("202"), self.region_.borough("203")]
        bursting = self.region_.borough("204")
        enough, hopeless = threading.Event(), threading.Event()
        failures, receipts, burst_receipts = [], {each.code: [] for each in boroughs}, {}

        def submit_on(borough):
            try:
                for number in itertools.count(1):
                    if enough.is_set():
                        return
                    folder = borough.write_return(PERIOD, name="r%d" % number,
                                                  note="number %d" % number)
                    while not hopeless.is_set():
                        done = borough.submit(folder, "--json", timeout=20)
                        if done.status == DONE:
                            break
                        done.expect(ENVIRONMENT_AT_FAULT)  # again, with the same command
                    receipts[borough.code].append(done.json())
            except Exception as error:  # pylint: disable=broad-except
                failures.append(error)

        def burst_on(borough):
            """Sends submissions in bursts, and each until it has a receipt."""
            peer = faults.Peer(self.region_, "--server-key", self.region_.server_key, "--key",
                               borough.key)
            try:
                returned = peer.pack(borough.write_return(PERIOD))
                while not enough.is_set():
                    waiting = {}
                    for _ in range(30):
                        submission_id = faults.new_id()
                        waiting[submission_id.hex()] = faults.submit(submission_id, returned)
                    while waiting and not hopeless.is_set():
                        for message in waiting.values():
                            peer.send(message)
                        answers = peer.take(len(waiting), 1000)
                        self.assertEqual([], answers.of("refusal"))
                        for receipt in answers.of("receipt"):
                            key = receipt["submission_id"]
                            self.assertEqual(receipt["bytes"],
                                             burst_receipts.setdefault(key, receipt["bytes"]))
                            waiting.pop(key, None)
            except Exception as error:  # pylint: disable=broad-except
                failures.append(error)
            finally:
                peer.close()

        threads = [threading.Thread(target=submit_on, args=(each,)) for each in boroughs]
        threads.append(threading.Thread(target=burst_on, args=(bursting,)))
        for thread in threads:
            thread.start()
        try:
            for _ in range(KILLS):
                time.sleep(chance.uniform(0, 0.4))  # the moment is what is drawn
                self.region_.kill9()
                self.region_.start()
        except BaseException:
            hopeless.set()
            raise
        finally:
            enough.set()
            for thread in threads:
                thread.join()
        self.assertEqual([], failures)
        for borough in boroughs:
            held = receipts[borough.code]
            self.assertEqual(list(range(1, len(held) + 1)),
                             [faults.revision_of(each) for each in held])
        self.assertGreater(len(burst_receipts), 0)
        self.whole(b204=len(burst_receipts),
                   **{"b" + each.code: len(receipts[each.code]) for each in boroughs})

        # Each receipt that a collector holds is the very one that is stored.
        for borough in boroughs:
            kept = borough.receipts("--json").expect(DONE).json()
            self.assertEqual(len(receipts[borough.code]), len(kept))
        peer = self.peer(bursting)
        returned = peer.pack(bursting.write_return(PERIOD))
        for key, receipt in list(burst_receipts.items())[:200]:
            answer = peer.ask(faults.submit(bytes.fromhex(key), returned))[0]
            self.assertEqual(receipt, answer["bytes"])


class AggregatorsDiskFails(CrashTest):
    """The Nth write or flush fails, for N = 1, 2, 3 ... until none does."""

    def until_nothing_fails(self, try_one):
        for number in range(1, CALLS_MAX):
            with self.subTest(number=number):
                if not try_one(number):
                    return number - 1
        raise AssertionError("there is no end of it")

    def test_promise_a_a_failing_write_in_a_commit_is_never_acknowledged(self):
        """A collector waits meanwhile; an aggregator that ended is started again, the disk healthy."""
        self.region_.start()
        camden = self.region_.borough("202")
        self.region_.stop()
        stored = itertools.count(1)
        for action, forever in (("EIO", False), ("ENOSPC", False), ("EIO", True)):
            def try_one(number, action=action, forever=forever):
                fault = self.fault(WRITES, number, action, armed=False, forever=forever)
                self.region_.start(env=fault.env)
                revision = next(stored)
                folder = camden.write_return(PERIOD, name="r%d" % revision,
                                             note="number %d" % revision)
                fault.arm()
                collector = camden.spawn("submit", folder, "--json",
                                         timeout=quarterday.DEADLINE_S)
                quarterday.wait_until(lambda: collector.poll() is not None
                                      or not self.region_.running(), "a receipt, or the end")
                if not self.region_.running():
                    self.assertEqual(ENVIRONMENT_AT_FAULT, self.region_.wait_exit())
                    self.region_.start()
                receipt = quarterday.end_process(collector).expect(DONE).json()
                self.assertEqual(revision, faults.revision_of(receipt))
                self.region_.restart()
                self.whole(b202=revision)
                self.region_.stop()
                return fault.struck()
            self.assertGreaterEqual(self.until_nothing_fails(try_one), 3, action)
        self.assertRegex(self.region_.log_text(), r"(?i)disk|commit|input/output")

    def test_a_store_that_could_not_be_made_can_be_made_later(self):
        """Every call of its making fails in turn; the next finds nothing in its way."""
        numbers = itertools.count(1)
        for action in ("EIO", "ENOSPC"):
            def try_one(number, action=action):
                region = self.region("%s-%d" % (action, next(numbers)), start=False)
                fault = self.fault(SETTING_UP + WRITES, number, action,
                                   file=str(region.store))
                first = region.init(env=fault.env)
                if first.status != DONE:
                    first.expect(ENVIRONMENT_AT_FAULT)
                    self.assertIn(str(region.store), first.err)
                    region.init().expect(DONE)
                region.start()
                camden = region.borough("202")
                camden.submit(camden.write_return(PERIOD)).expect(DONE)
                region.verify().expect(DONE)
                region.stop()
                return fault.struck()
            self.assertGreaterEqual(self.until_nothing_fails(try_one), 3, action)


class CollectorKilledAt(CrashTest):
    """The collector ends at each of its writes and sends in turn. Started again with the same
    command it finishes: stored once, and the receipt that it holds is the one that is stored."""

    def check_each(self, calls, file, action):
        self.region_ = self.region(action)
        camden = self.region_.borough("202")
        steps = 0
        said = set()
        for number in range(1, CALLS_MAX):
            fault = self.fault(calls, number, action, file=file)
            folder = camden.write_return(PERIOD, name="r%d" % number, note="number %d" % number)
            camden.outbox = camden.directory / ("outbox-%d" % number)
            first = camden.submit(folder, env=fault.env)
            if fault.struck():
                steps += 1
                if action.startswith("kill"):
                    self.assertEqual(-signal.SIGKILL, first.status)
                elif first.status != DONE:  # not each failure matters
                    first.expect(ENVIRONMENT_AT_FAULT)
                    self.assertIn(str(camden.outbox), first.err)
                    said.add(self.says_whether_it_was_sent(first.err, number))
            if "Receipt" in first.out:  # what was shown was written down before
                self.assertEqual(["acknowledged"], faults.states(camden))
            receipt = camden.submit(folder, "--json").expect(DONE).json()
            self.assertEqual(number, faults.revision_of(receipt))
            self.assertEqual(number, faults.revisions(self.region_, PERIOD)["202"])
            if not fault.struck():
                first.expect(DONE)
                self.assertIn(receipt["link"], first.out)
                self.assertTrue(receipt["already_held"])
                break
        else:
            raise AssertionError("there is no end of it")
        self.whole(b202=number)
        self.assertEqual(set() if action.startswith("kill") else {"nothing was sent", "is stored"},
                         said)
        return steps

    def says_whether_it_was_sent(self, words, number):
        """The officer reads whether the return was sent, and it is true of revision `number`."""
        stored = faults.revisions(self.region_, PERIOD).get("202", 0)
        self.assertIn("again", words)  # what to do next
        if "nothing was sent" in words:
            self.assertEqual(number - 1, stored, words)
            return "nothing was sent"
        self.assertIn(quarterday.words("stop: receipt unwritten") % PERIOD, words)
        self.assertEqual(number, stored, words)
        return "is stored"

    def test_an_answer_that_is_lost_is_told_as_such(self):
        fault = self.fault("meta", 1, "kill-after", armed=False)
        self.region_.start(env=fault.env)
        camden = self.region_.borough("202")
        folder = camden.write_return(PERIOD)
        fault.arm()
        done = camden.submit(folder, timeout=2).expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(quarterday.words("stop: no answer"), done.err)
        self.assertIn(quarterday.words("outbox: 1 return is kept in")
                      % camden.outbox, done.err)
        self.assertEqual(-signal.SIGKILL, self.region_.wait_exit())
        self.region_.start()
        self.assertEqual(1, faults.revision_of(camden.submit_json(folder)))
        self.whole(b202=1)

    def test_promise_b_killed_before_each_write(self):
        self.assertGreaterEqual(self.check_each(SETTING_UP + WRITES, "outbox", "kill-before"), 5)

    def test_promise_b_killed_after_each_write(self):
        self.assertGreaterEqual(self.check_each(SETTING_UP + WRITES, "outbox", "kill-after"), 5)

    def test_promise_b_killed_before_each_send(self):
        self.assertGreaterEqual(self.check_each("send", "socket:", "kill-before"), 2)

    def test_promise_b_killed_after_each_send(self):
        self.assertGreaterEqual(self.check_each("send", "socket:", "kill-after"), 2)

    def test_promise_b_each_write_fails(self):
        for action in ("EIO", "ENOSPC"):
            with self.subTest(action):
                self.assertGreaterEqual(self.check_each(SETTING_UP + WRITES, "outbox", action), 5)

    def test_promise_b_killed_while_a_replaced_folder_is_submitted_again(self):
        """A colleague has replaced the return; at most one new submission is made of it."""
        self.region_.start()
        camden = self.region_.borough("202")
        colleague = self.region_.borough("202", name="colleague")
        revisions = itertools.count(1)
        for calls, file, action in ((WRITES, "outbox", "kill-before"),
                                    (WRITES, "outbox", "kill-after"),
                                    ("send", "socket:", "kill-after")):
            struck = 0
            for number in range(1, CALLS_MAX):
                name = "%s-%s-%d" % (file.strip(":"), action, number)
                folder = camden.write_return(PERIOD, name=name, note=name)
                camden.outbox = camden.directory / ("outbox-" + name)
                first = camden.submit_json(folder)
                colleague.submit(colleague.write_return(PERIOD, note=name + " replaced"))
                self.assertEqual([next(revisions), next(revisions)],
                                 [faults.revision_of(first),
                                  faults.revisions(self.region_, PERIOD)["202"]])

                fault = self.fault(calls, number, action, file=file)
                ended = camden.submit(folder, env=fault.env)
                new = camden.submit_json(folder)
                self.assertEqual(next(revisions), faults.revision_of(new))
                self.assertEqual([first["return_hash"]] * 2,
                                 [each["return_hash"] for each in camden.held_receipts()])
                self.assertEqual(first["link"], camden.held_receipts()[0]["link"])
                if not fault.struck():
                    ended.expect(DONE)
                    break
                self.assertEqual(-signal.SIGKILL, ended.status)
                struck += 1
            self.assertGreaterEqual(struck, 3, (calls, action))
        self.whole()

    def test_promise_b_killed_at_random_moments(self):
        chance = random.Random(SEED)
        self.region_.start()
        camden = self.region_.borough("202")
        for revision in range(1, KILLS + 1):
            folder = camden.write_return(PERIOD, name="r%d" % revision, note="number %d" % revision)
            collector = camden.spawn("submit", folder)
            time.sleep(chance.uniform(0, 0.15))  # the moment is what is drawn
            collector.kill()
            quarterday.end_process(collector)
            receipt = camden.submit(folder, "--json").expect(DONE).json()
            self.assertEqual(revision, faults.revision_of(receipt))
        self.whole(b202=KILLS)
        kept = camden.receipts("--json").expect(DONE).json()
        self.assertEqual(list(range(1, KILLS + 1)), sorted(map(faults.revision_of, kept)))


class Ends(CrashTest):
    def test_sigterm_ends_it_cleanly_with_submissions_on_their_way(self):
        self.region_.start()
        camden = self.region_.borough("202")
        peer = self.peer(camden)
        messages = self.messages(peer, camden, 100)
        for message in messages.values():
            peer.send(message)
        self.assertEqual(DONE, self.region_.stop())
        receipts = {each["submission_id"]: each["bytes"]
                    for each in peer.take(len(messages), 300).of("receipt")}
        self.region_.start()
        again = self.peer(camden)
        for message in messages.values():
            again.send(message)
        later = {each["submission_id"]: each["bytes"]
                 for each in again.take(len(messages)).of("receipt")}
        self.assertEqual(set(messages), set(later))
        self.assertEqual(receipts, {key: later[key] for key in receipts})
        self.whole(b202=len(messages))

    def test_a_second_aggregator_on_the_same_store_is_turned_away(self):
        self.region_.start()
        second = quarterday.Region(self.directory / "second")
        second.store = self.region_.store
        second.spawn()
        self.assertEqual(ENVIRONMENT_AT_FAULT, second.wait_exit())
        self.assertIn(str(self.region_.store), second.log_text())
        camden = self.region_.borough("202")
        camden.submit(camden.write_return(PERIOD)).expect(DONE)
        self.whole(b202=1)

    def test_a_changed_byte_in_the_store_is_found(self):
        self.region_.start()
        camden = self.region_.borough("202")
        note = "a note that can be found again in the file"
        camden.submit(camden.write_return(PERIOD, note=note)).expect(DONE)
        self.region_.stop()
        data = self.region_.store / "data.mdb"
        with open(data, "r+b") as file:
            at = file.read().index(note.encode())
            file.seek(at)
            file.write(b"A")
        done = self.region_.verify().expect(ENVIRONMENT_AT_FAULT)
        self.assertRegex(done.err, quarterday.words("store: which return"))
        self.region_.spawn()
        self.assertEqual(ENVIRONMENT_AT_FAULT, self.region_.wait_exit())


if __name__ == "__main__":
    unittest.main()
