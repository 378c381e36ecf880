"""The hardening that CMakeLists.txt asks for is in the programs that come out."""
import re
import subprocess
import unittest

import quarterday

PROGRAMS = ("qd-collector", "qd-aggregator", "qd-reporter")


def tool(*command):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, check=True,
                          text=True).stdout


def cache(name):
    """A variable of the build folder's CMakeCache.txt; "" when it is not there."""
    text = (quarterday.BUILD / "CMakeCache.txt").read_text(encoding="utf-8")
    found = re.search(r"^%s:\w+=(.*)$" % name, text, re.M)
    return found.group(1) if found else ""


class Hardening(unittest.TestCase):
    def each(self):
        for program in PROGRAMS:
            with self.subTest(program=program):
                yield quarterday.BIN / program

    def test_the_programs_may_lie_anywhere_in_memory(self):
        for program in self.each():
            self.assertRegex(tool("readelf", "--file-header", program), r"Type:\s+DYN ")
            self.assertRegex(tool("readelf", "--dynamic", program), r"FLAGS_1\).*\bPIE\b")

    def test_tables_of_addresses_are_bound_at_start_and_read_only_then(self):
        for program in self.each():
            self.assertRegex(tool("readelf", "--dynamic", program), r"BIND_NOW|FLAGS_1\).*\bNOW\b")
            self.assertIn("GNU_RELRO", tool("readelf", "--program-headers", program))

    def test_the_stack_is_not_executable(self):
        for program in self.each():
            headers = tool("readelf", "--wide", "--program-headers", program)
            flags = re.search(r"GNU_STACK\s+(?:0x\w+\s+){5}(\S+)", headers).group(1)
            self.assertNotIn("E", flags)

    def test_a_smashed_stack_is_noticed(self):
        for program in self.each():
            self.assertIn("__stack_chk_fail", tool("nm", "--dynamic", "--undefined-only", program))

    def test_calls_that_write_into_a_buffer_know_its_size(self):
        # Only an optimiser knows sizes; the sanitizers check more than _FORTIFY_SOURCE does.
        is_fortified = cache("CMAKE_BUILD_TYPE") != "Debug" and cache("QD_SANITIZE") != "ON"
        for program in self.each():
            symbols = tool("nm", "--dynamic", "--undefined-only", program)
            self.assertEqual(is_fortified, bool(re.search(r"__\w+_chk\b", symbols)),
                             symbols)

    def test_every_function_of_ours_begins_where_a_jump_may_land(self):
        # Debian's crt1.o lacks the note of control-flow enforcement, so the linker leaves it out of the
        # program; the landing places are looked at themselves.
        if "x86-64" not in tool("readelf", "--file-header", quarterday.BIN / PROGRAMS[0]):
            return  # there is no such instruction
        ours = set()
        for library in quarterday.BUILD.glob("lib*.a"):
            if library.name != "libschema.a":  # protoc-c's
                ours.update(re.findall(r" T (\w+)$", tool("nm", library), re.M))
        for program in self.each():
            code = tool("objdump", "--disassemble", "--no-show-raw-insn", program)
            begins = dict(re.findall(r"^\w+ <(\w+)>:\n\s*\w+:\s+(\w+)", code, re.M))
            checked = ours & set(begins)
            self.assertGreater(len(checked), 50)
            self.assertEqual([], sorted(name for name in checked if begins[name] != "endbr64"))


if __name__ == "__main__":
    unittest.main()
