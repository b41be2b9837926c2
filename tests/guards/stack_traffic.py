#!/usr/bin/env python3
"""stack_traffic.py [--known FILE] OBJECT...: no innermost loop of a kernel keeps packs on the stack.

Kernels are the functions of class templates named ..._kernel; their innermost loops are those of the machine code that
contain no other loop, and count if they do arithmetic on packs or call a function. Such a loop may neither write a
vector register to the stack nor read packs from there: an accumulator there costs a store and a load for each addition.
An array that is indexed at run time is found by the registers that hold its address. Nor may it call what was not
inlined, which is given packs in memory. Integers and single numbers that are spilled are only counted.

FILE lists exceptions, one a line: the object's name (v3 for v3.o), how many such instructions, the kernel as this
program names it, and behind # the reason.
"""
import argparse
import os
import re
import subprocess
import sys

sys.setrecursionlimit(10000)

MEMORY = re.compile(r"\((%\w+)?(?:,(%\w+)(?:,\d)?)?\)")
VECTOR = re.compile(r"%[xyz]mm\d+")
SCALAR = re.compile(r"s[sd]$|^vmov[dq]$|^vcvtt?s[sdi]2")
ARITHMETIC = re.compile(r"^v?(add|sub|mul|div|max|min|fn?m(add|sub)(132|213|231))p[sd]$")
# Names of integer registers, by those of all their parts.
WIDE = {f"r{i}{end}": f"r{i}" for i in range(8, 16) for end in ("", "d", "w", "b")}
WIDE |= {name: "r" + two for two in ("ax", "bx", "cx", "dx") for name in ("r" + two, "e" + two, two, two[0] + "l")}
WIDE |= {name: "r" + two for two in ("si", "di", "bp", "sp") for name in ("r" + two, "e" + two, two, two + "l")}
CLOBBERED = {"rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11"}  # by calls
# Methods that run once for a block, between its loops.
BETWEEN_RUNS = {"find_pivots", "set_pivots", "finish"}
NO_WRITE = re.compile(r"^(cmp|test|push|j|call|ret|nop|prefetch|vucomis|vcomis)")


class Instruction:
    def __init__(self, address, text):
        self.address = address
        self.text = re.sub(r"^(notrack|bnd) +", "", text)
        words = self.text.split(None, 1)
        self.name = words[0]
        operands = words[1].split("#")[0].strip() if len(words) > 1 else ""
        self.target = None
        if self.name.startswith("j") and (to := re.match(r"([0-9a-f]+) <", operands)):
            self.target = int(to[1], 16)
        self.operands = re.split(r",(?![^(]*\))", operands) if operands else []
        self.memory = [r[1:] for m in MEMORY.finditer(operands) for r in m.groups() if r]
        self.vector = VECTOR.search(operands) is not None

    def written(self):
        """The integer register that this writes, if any."""
        if not self.operands or NO_WRITE.match(self.name):
            return None
        last = self.operands[-1]
        return WIDE.get(last[1:]) if last.startswith("%") else None


def functions(path):
    """Name and instructions of each function of a kernel in an object."""
    listing = subprocess.run(["objdump", "-d", "--no-show-raw-insn", path], check=True, capture_output=True, text=True)
    name, code = None, []
    for line in listing.stdout.splitlines():
        if head := re.match(r"[0-9a-f]+ <(.*)>:$", line):
            if name and code:
                yield name, code
            name, code = (head[1] if re.search(r"\d[a-z_]+_kernelI", head[1]) else None), []
        elif name and (one := re.match(r" *([0-9a-f]+):\t(.*)", line)):
            code.append(Instruction(int(one[1], 16), one[2].strip()))
    if name and code:
        yield name, code


def blocks_of(code):
    """Basic blocks, as ranges of instructions, and the blocks that follow each."""
    place = {x.address: i for i, x in enumerate(code)}
    leaders = {0}
    for i, x in enumerate(code):
        if x.name.startswith("j") or x.name == "ret":
            leaders.add(i + 1)
            if x.target in place:
                leaders.add(place[x.target])
    starts = sorted(k for k in leaders if k < len(code))
    block_at = {start: b for b, start in enumerate(starts)}
    blocks = [range(a, b) for a, b in zip(starts, starts[1:] + [len(code)])]
    follow = []
    for block in blocks:
        last, to = code[block[-1]], []
        if last.target in place:
            to.append(block_at[place[last.target]])
        if not (last.name.startswith("jmp") or last.name in ("ret", "ud2", "hlt")) and block.stop in block_at:
            to.append(block_at[block.stop])
        follow.append(to)
    return blocks, follow


def cycles(nodes, follow):
    """Strongly connected sets of more than one block, or of one that follows itself (Tarjan)."""
    number, low, stack, found = {}, {}, [], []

    def visit(v):
        number[v] = low[v] = len(number)
        stack.append(v)
        for w in follow[v]:
            if w not in nodes:
                continue
            if w not in number:
                visit(w)
                low[v] = min(low[v], low[w])
            elif w in stack:
                low[v] = min(low[v], number[w])
        if low[v] == number[v]:
            members = set(stack[stack.index(v):])
            del stack[stack.index(v):]
            if len(members) > 1 or v in follow[v]:
                found.append(members)

    for v in sorted(nodes):
        if v not in number:
            visit(v)
    return found


def innermost(nodes, follow):
    """Loops that have no loop inside them: what is left of one without its first block has no cycle."""
    result = []
    for loop in cycles(nodes, follow):
        outside = {w for v in range(len(follow)) if v not in loop for w in follow[v]}
        first = min(loop & outside or loop)
        result += innermost(loop - {first}, follow) or [shortest(loop, first, follow)]
    return result


def shortest(loop, first, follow):
    """Of the ways round a loop back to its first block those that no other is a part of: a compiler lets a loop and the
    one around it begin at the same block."""
    ways = []
    for tail in loop:
        if first not in follow[tail]:
            continue
        way, waiting = {first, tail}, [tail]
        while waiting:
            block = waiting.pop()
            for v in loop - way:
                if block != first and block in follow[v]:
                    way.add(v)
                    waiting.append(v)
        ways.append(way)
    return set().union(*(way for way in ways if not any(other < way for other in ways)))


def stack_registers(code, blocks, follow):
    """For each instruction the registers that may hold an address on the stack before it."""
    always = {"rsp"}
    if any(x.text.split() == ["mov", "%rsp,%rbp"] for x in code):
        always.add("rbp")
    at, entry, waiting = {}, {0: set()}, [0]
    while waiting:
        b = waiting.pop()
        held = set(entry[b])
        for i in blocks[b]:
            x = code[i]
            at[i] = held | always
            if x.name.startswith("call"):
                held -= CLOBBERED
            elif (to := x.written()) and to not in always:
                source = x.operands[0]
                address = x.name.startswith("lea") and set(x.memory) & at[i]
                copied = x.name.startswith(("mov", "cmov")) and source[1:] in at[i] and source.startswith("%")
                moved = re.match(r"^(add|sub|and|inc|dec)", x.name) and to in held
                if address or copied or moved or (x.name.startswith("cmov") and to in held):
                    held.add(to)
                else:
                    held.discard(to)
        for w in follow[b]:
            if w not in entry or not held <= entry[w]:
                entry[w] = entry.get(w, set()) | held
                waiting.append(w)
    return at


def of_tiles(name):
    """A kernel of all that tiles do has its formula in its name."""
    words, rest = [], name.partition("compiledI")[2]
    while m := re.search(r"(\d+)(?=[A-Za-z])", rest):
        start = m.end()
        rest, word = rest[start + int(m[1]):], rest[start:start + int(m[1])]
        if word == "boost" or word.startswith("given_"):
            break
        words.append(word)
    half = " bfloat16" if "8bfloat16" in name else ""
    return f"tile_kernel({' '.join(words)}{half})"


def readable(name):
    """A kernel's name in few words, for people and exceptions; not all that it computes."""
    counts = re.search(r"11kernel_codeI((?:Li\d+E){6})", name)
    kind = re.search(r"\d([a-z_]+_kernel)I", name)
    if kind and kind[1] == "tile_kernel":
        return of_tiles(name)
    if not counts or not kind:
        return name
    n = re.findall(r"\d+", counts[1])
    method = next((m for m in re.finditer(r"E(\d+)([a-z_]+)((?:I(?:L[a-z]n?\d+E)+E)?)", name[counts.end():])
                   if int(m[1]) == len(m[2])), None)
    called = method[2] if method else "?"
    if method and method[3]:
        called += "<" + ", ".join(re.findall(r"L[a-z]n?(\d+)E", method[3])) + ">"
    what = f"{n[0]} leaves, {n[1]} scalars, {n[2]} operations, {n[4]} results, {n[5]} reductions"
    return f"{kind[1]}({what})::{called}"


def method_of(name):
    return readable(name).rpartition("::")[2].partition("<")[0]


def stem(path):
    return os.path.splitext(os.path.basename(path))[0]


def look_at(code):
    """A kernel's innermost loops: how many, what they do with packs on the stack, how often they use it otherwise."""
    blocks, follow = blocks_of(code)
    held = stack_registers(code, blocks, follow)
    loops, packs, others = 0, [], 0
    for loop in innermost(set(range(len(blocks))), follow):
        inside = [i for b in sorted(loop) for i in blocks[b]]
        calls = [code[i] for i in inside if code[i].name.startswith("call")]
        if not calls and not any(ARITHMETIC.match(code[i].name) for i in inside):
            continue
        loops += 1
        packs += calls
        for i in inside:
            x = code[i]
            if x.name.startswith("lea") or not set(x.memory) & held.get(i, set()):
                continue
            if x.vector and not SCALAR.search(x.name):
                packs.append(x)
            else:
                others += 1
    return loops, packs, others


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--known", help="file of exceptions")
    parser.add_argument("objects", nargs="+")
    options = parser.parse_args()
    known, worst = {}, {}
    if options.known:
        for line in open(options.known, encoding="utf-8"):
            if line.strip() and not line.startswith("#"):
                where, count, kernel = line.split("#")[0].strip().split(" ", 2)
                known[where, kernel] = int(count)

    kernels, loops, others, wrong = 0, 0, 0, False
    for path in options.objects:
        where = stem(path)
        for name, code in functions(path):
            if method_of(name) in BETWEEN_RUNS:
                continue
            found, packs, spilled = look_at(code)
            kernels, loops, others = kernels + 1, loops + found, others + spilled
            kernel = where, readable(name)
            if packs:
                worst[kernel] = max(worst.get(kernel, 0), len(packs))
            if len(packs) > known.get(kernel, 0):
                wrong = True
                print(f"{where} {len(packs)} {kernel[1]}\n  {name}")
                print(*(f"{x.address:8x}  {x.text}" for x in packs), sep="\n")
    for kernel, count in known.items():
        if kernel[0] in map(stem, options.objects) and worst.get(kernel, 0) < count:
            wrong = True
            print(f"{options.known}: {' '.join(kernel)} has {worst.get(kernel, 0)} now, not {count}")
    if loops == 0:
        wrong = True
        print("no innermost loop of any kernel was found")
    print(f"{loops} innermost loops of {kernels} kernels; {sum(worst.values())} uses of packs on the stack, "
          f"{others} of integers and single numbers")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
