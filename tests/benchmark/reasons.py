"""Why cases are below the bars of classes.py: what was measured of each reason, and which cases it is said of. Used by
table, which lists every case that is below a bar, each under one reason.
"""
import math

from results import ROWS, TRANSCENDENTAL

REASONS = {
    "twice": ("The data are read twice",
              "No cache of a core holds a batch, or a sample of 600 KB, until its mean is known: the sweep that "
              "writes reads it again, which the ideal does not. Three passes for two leave .67 forward, seven for "
              "five .71 with backward. The sweep of statistics reads 41 GB/s (25.7 MB in 620 µs); behind a sweep "
              "that writes, to fetch further ahead by hand gained 6 % at most."),
    "turns": ("Sums and results take turns",
              "One core that sums a tile and then writes it reads while it does not write, and writes while it "
              "does not read; the loops that only copy do both at once. To sum one tile while the one before is "
              "written was built and gave 0 to 6 % for cold planes of 56×56, and took up to twice as long for "
              "smaller ones ([speed.md](speed.md))."),
    "columns": ("A result for each column",
                "With channels last each lane has its own sums: a block of columns is walked down at most 128 "
                "rows, then its moments are merged into doubles; pivots, merges and copies for threads are a fifth "
                "of the time of 1×112×112×64 forward. In cache the sweep of statistics (forward less evaluation) "
                "takes 63 µs for 3.2 MB, that of planes 33. Group norm also adds up channels between the sweeps."),
    "short": ("Rows of a few registers",
              "Rows of 49, 64 or 196 floats are three to twelve registers. What begins and ends a row takes about 10 "
              "cycles, and a loop over the rows of 1×112×112×64 without anything else to do, 20 % more than copying."),
    "ends": ("The ends of rows in cache",
             "A row of layer norm costs 41 ns and a share of 75 ns of scalars that rows together pay once: 51 ns at 256 "
             "floats with eight rows together, 117 with one alone (`LN fwd 4096x256`, by the number of rows together). "
             "Pivot and sums of lanes are 9 ns of it; the sweeps read and write the first cache, where copying is all "
             "the ideal does."),
    "sums": ("Sums to add to",
             "Backward, each position also adds to the gradients of weight and bias: two loads and two stores in "
             "the first cache. Rows side by side share them where they can."),
    "functions": ("Functions that take longer than memory",
                  "A sigmoid takes .25 ns an element and erf .47 (`GN32+SiLU` less `GN32`, `LN+GELU` less `LN`), "
                  "where all of layer norm takes .17. They are within 2 ulp, and are not made quicker at the cost "
                  "of digits."),
    "halves": ("Arithmetic does not halve",
               "bfloat16 moves half the bytes, but is computed in floats: loads and stores are an operation longer "
               "each, and bring half a line. Forward of 1×64×112×112, in cache, takes 84 µs, of floats 106; "
               "evaluation 51 and 73; copying takes half of what it takes for floats."),
    "around": ("Results around the cache",
               "Data and results of 17 to 21 MB are written around the cache, since a step of training has twice "
               "as much; the forward alone, which is measured here, would stay in the caches of two cores, as the "
               "ideal does. With plain stores and two threads `GN32` takes 160 instead of 183 µs (8×256×32×32) and "
               "200 instead of 258 (2×320×64×64); with one thread and backward in turn they take 775 instead of "
               "387."),
    "link": ("Two cores share one link",
             "Both cores read and write the same memory, which is shared with other work; what of a sweep does not "
             "overlap on one core does not on two."),
    "fork": ("Threads for little work",
             "Two threads begin to gain at 12 thousand positions, about 3 µs of a layer norm, and share a call "
             "from 32768 on. Copies of sums are merged by one of them."),
    "call": ("The call",
             "150 ns of a layer norm of 1×768 are its kernel, 110 are checks of names, extents and overlaps and the "
             "look-up of what the last call found out."),
    "peer": ("What plain loops leave out",
             "Loops that researchers write are compiled with -ffast-math and add up in float. With two threads, the cases "
             "that lower their mean are listed above."),
    "switchable": ("A ratio to a peer's time",
                   "Only the ratio is missed: switchable norm takes 1.77 ms forward where batch norm takes 2.16, "
                   "and 5.2 both ways where that takes 4.8."),
}


def in_order(r):
    """Whether statistics and results are sweeps over the whole tensor."""
    return r.op in ("BN", "SN", "masked LN") or r.layout == "nhwc"


def reason(c, r):
    """The key of the reason why result r of class c is below its bar."""
    if "SN beside PyTorch" in c.title:
        return "switchable"
    if r is None:
        return "peer"
    if r.threads > 1 and r.mode == "fwd" and not r.in_caches and math.prod(r.extents) * 4 < 12 << 20:
        return "around" if r.dtype == "f32" else "link"
    if r.small:
        return "call"
    if "bytes moved" in c.title:
        return "twice"
    if "time / axnorm's" in c.title:
        if r.op in TRANSCENDENTAL:
            return "functions"
        if r.threads > 1:
            return "fork" if r.in_caches else "link"
        return "short" if r.mode == "eval" or r.layout == "nhwc" else "peer"
    if r.dtype == "bf16":
        return "halves"
    if r.op in TRANSCENDENTAL:
        return "functions"
    if r.threads > 1:
        return "twice" if in_order(r) else "link"
    if r.in_caches:
        if r.layout == "nhwc":
            return "short" if r.mode == "eval" else "columns"
        if r.op in ROWS:
            return "sums" if r.mode == "fwdbwd" else "ends"
        return "short"
    if r.layout == "nhwc":
        return "columns"
    if in_order(r):
        return "twice"
    return "sums" if r.op in ROWS and r.mode == "fwdbwd" else "turns"
