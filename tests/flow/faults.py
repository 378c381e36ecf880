"""What the tests of bad input and failing machines stand on, beside quarterday.py: a peer that sends
what it is told to (tests/fault/hostile_peer.c), the wire's messages made by hand, a shim that kills or
fails a program at its Nth call (tests/fault/fault_shim.c), and a small disk.
"""
import errno
import hashlib
import json
import os
import pathlib
import random
import select
import socket
import subprocess
import tempfile
import time

import quarterday

PEER = quarterday.TEST_BIN / "hostile_peer"
SHIM = quarterday.TEST_BIN / "fault_shim.so"
SUBMISSION_ID_BYTES = 16
SCHEMA_VERSION = 2
PROTOCOL_VERSION = 3
MESSAGE_MAX_BYTES = 1024 * 1024

# ---- the wire, by hand: docs/PROTOCOL.md and proto/wire/wire.proto, not the project's own code ----------


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field_number(number, value):
    return varint(number << 3) + varint(value)


def field_bytes(number, value):
    return varint(number << 3 | 2) + varint(len(value)) + bytes(value)


def return_hash(return_bytes):
    return hashlib.sha256(return_bytes).digest()


def hello(protocol_version=PROTOCOL_VERSION, program=b"hostile"):
    return field_bytes(1, field_number(1, protocol_version) + field_bytes(2, program))


def submit(submission_id, return_bytes, schema_version=SCHEMA_VERSION, hashed=None, replaces=None):
    """`replaces`: the id of what it was compared with; b"": nothing; None: as before version 3 of the protocol."""
    return field_bytes(3, field_bytes(1, submission_id) + field_number(2, schema_version)
                       + field_bytes(3, return_hash(return_bytes) if hashed is None else hashed)
                       + field_bytes(4, return_bytes)
                       + (b"" if replaces is None else field_bytes(5, replaces)))


def withdrawal(authority, period, withdrawn_id, reason=b""):
    """The bytes of a Withdrawal; `period` are those of a Period."""
    return (field_number(1, int(authority)) + field_bytes(2, period) + field_bytes(3, withdrawn_id)
            + (field_bytes(4, reason) if reason else b""))


def withdraw(submission_id, withdrawal_bytes, hashed=None):
    return field_bytes(6, field_bytes(1, submission_id)
                       + field_bytes(2, hashed or return_hash(withdrawal_bytes))
                       + field_bytes(3, withdrawal_bytes))


def fetch(submission_id, offset=0):
    return field_bytes(7, field_bytes(1, submission_id) + field_number(2, offset))


def new_id():
    """As a collector makes one: the time in front, so that ids ascend."""
    return int(time.time() * 1000).to_bytes(6, "big") + os.urandom(SUBMISSION_ID_BYTES - 6)


# ---- the peer --------------------------------------------------------------------------------------


class Answers(list):
    """What came back: dicts with kind, submission_id, code, ... and bytes. `fence` is whether the
    aggregator still served the peer afterwards, `events` what the socket's monitor saw. A message that
    could not be sent, because the aggregator has just cut the connection, has no answers and no fence."""

    def __init__(self, reply):
        super().__init__(reply.get("answers", []))
        self.fence, self.events = reply.get("fence", False), reply.get("events", {})

    def of(self, kind):
        return [answer for answer in self if answer["kind"] == kind]

    def codes(self):
        return [answer["code"] for answer in self.of("refusal")]


class Peer:
    """A running hostile_peer. `how` is its options after the address: see the functions below."""

    def __init__(self, region, *how):
        command = [PEER, "--aggregator", region.endpoint, *how]
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def command(self, *words, seconds=2 * quarterday.DEADLINE_S):
        line = " ".join(word.hex() or "-" if isinstance(word, bytes) else str(word)
                        for word in words)
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            raise AssertionError("the peer says nothing")
        reply = self.process.stdout.readline()
        if not reply:
            raise AssertionError("the peer ended with %s" % self.process.wait())
        return json.loads(reply)

    def pack(self, folder):
        """The bytes of the return in a folder, whatever is wrong with it."""
        reply = self.command("pack", folder)
        if "return" not in reply:
            raise AssertionError("%s: %s" % (folder, reply))
        return bytes.fromhex(reply["return"])

    def send(self, *frames):
        """A message of these frames; its answer is fetched with take."""
        if not self.command("send", *frames)["sent"]:
            raise AssertionError("the message could not be sent")

    def take(self, count=1, milliseconds=quarterday.DEADLINE_S * 1000):
        """So many answers, or those that came in time."""
        return Answers(self.command("take", count, milliseconds))

    def ask(self, *frames):
        """Sends a message and waits until the aggregator is done with it: the answers to it."""
        return Answers(self.command("ask", *frames))

    def ask_size(self, size):
        """The same with a message of `size` bytes."""
        return Answers(self.command("ask-size", size))

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                status = self.process.wait(timeout=quarterday.DEADLINE_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                status = self.process.wait()
            assert status == 0, "hostile_peer ended with %d" % status
        self.process.stdout.close()


def peer_of(test, borough):
    """A peer with the borough's own key."""
    return started(test, borough.region, "--server-key", borough.region.server_key, "--key",
                   borough.key)


def started(test, region, *how):
    peer = Peer(region, *how)
    test.addCleanup(peer.close)
    return peer


# ---- a region that is restarted under load ---------------------------------------------------------

PORTS = range(20000, 32000)  # below those that Linux gives to whoever connects


def port_to_come_back_to():
    """A free port that is still free after the aggregator was killed: one that the system gave could
    meanwhile be given to a collector that tries to connect."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
            else:
                return port


class FaultTest(quarterday.FlowTest):
    """A FlowTest whose regions come back to the same port, however they ended."""

    def region(self, name="region", start=True, **options):
        made = super().region(name, start=False, **options)
        made.listen = "tcp://127.0.0.1:%d" % port_to_come_back_to()
        return made.start() if start else made


# ---- the shim --------------------------------------------------------------------------------------


class Fault:
    """A fault to come: `fault.env` is for the program's environment. With `armed` False nothing
    counts before arm() is called."""

    def __init__(self, directory, calls, at, action, file="data.mdb", armed=True, forever=False):
        self.log = pathlib.Path(tempfile.mktemp(prefix="fault-", suffix=".log", dir=directory))
        self.switch = self.log.with_suffix(".armed")
        self.env = {"LD_PRELOAD": str(SHIM), "QD_FAULT_FILE": file, "QD_FAULT_CALLS": calls,
                    "QD_FAULT_AT": str(at), "QD_FAULT_ACTION": action,
                    "QD_FAULT_LOG": str(self.log),
                    "ASAN_OPTIONS": ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"),
                                                           "verify_asan_link_order=0"]))}
        if not armed:
            self.env["QD_FAULT_ARM"] = str(self.switch)
        if forever:
            self.env["QD_FAULT_FOREVER"] = "1"

    def arm(self):
        self.switch.touch()

    def disarm(self):
        self.switch.unlink()

    def struck(self):
        """Whether it has happened."""
        return self.log.exists()


# ---- a small disk ----------------------------------------------------------------------------------

SMALL_DISK_MIB = 8


def mount_small_disk(path, mib=SMALL_DISK_MIB):
    """Mounts a tmpfs: None, or why it could not be done."""
    path.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm" % mib, "quarterday", str(path)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return None if done.returncode == 0 else done.stdout.decode(errors="replace").strip()


def unmount(path):
    subprocess.run(["umount", "--lazy", str(path)], check=True)


def fill_disk(path):
    """Writes a file until there is no byte left."""
    with open(path, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    return path

# ---- what is held ----------------------------------------------------------------------------------


def revisions(region, period):
    """{old_la_code: newest revision} that the store holds for a period."""
    held, = region.status("--period", period, "--json").expect().json()["periods"]
    return {str(row["old_la_code"]): row["revision"] for row in held["boroughs"]}


def revision_of(receipt):
    """Of a submission as the collector prints it with --json, which must have its receipt."""
    assert receipt["state"] == "acknowledged", receipt
    return receipt["revision"]


def states(borough):
    """The states of everything in a borough's outbox, oldest first."""
    return [each["state"] for each in borough.status("--json").expect().json()]
