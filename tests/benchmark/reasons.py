"""Why cases are below the bars of classes.py: what was measured of each reason, and which cases it is said of. Used by
table, which lists every case that is below a bar, each under one reason.
"""
from results import ROWS, TRANSCENDENTAL

REASONS = {
    "twice": ("The data are read twice",
              "No cache of a core holds a batch, or a sample of 600 KB, until its mean is known: the sweep that writes "
              "reads it again, which the ideal does not. Three passes for two leave .67 forward, seven for five .71 with "
              "backward. The sweep of statistics reads 41 GB/s (25.7 MB in 620 µs; three accumulating operations a pack "
              "or none, and prefetches, change it by less than a tenth), and writing with its read takes what copying "
              "takes."),
    "turns": ("Sums and results take turns",
              "One core that sums a tile and then writes it reads while it does not write, and writes while it does not "
              "read; the loops that only copy do both at once. To sum one tile while the one before is written was built "
              "and gave 0 to 6 % for cold planes of 56×56 and lost up to half for smaller ones ([speed.md](speed.md))."),
    "columns": ("A result for each column",
                "With channels last each lane has its own sums: a block of columns is walked down at most 128 rows, then "
                "its moments are merged into doubles (a third of the time of 1×112×112×64 forward was pivots, merges and "
                "copies for threads), and group norm adds up channels between the sweeps. In "
                "cache the sweep of statistics takes 56 µs for 3.2 MB, that of planes 33."),
    "short": ("Rows of a few registers",
              "Rows of 49, 64 or 196 floats are three to twelve registers. What begins and ends a row takes about 10 "
              "cycles, and a loop over the rows of 1×112×112×64 without anything else to do, 20 % more than copying."),
    "ends": ("The ends of rows in cache",
             "A row of layer norm costs 41 ns and a share of 75 ns of scalars that rows together pay once: 51 ns at 256 "
             "floats with eight rows together, 117 with one alone (`LN fwd 4096x256`, by the number of rows together). "
             "Pivot and sums of lanes are 9 ns of it; the sweeps read and write the first cache, where copying is all "
             "the ideal does."),
    "sums": ("Sums to add to",
             "Backward, each position also adds to the gradients of weight and bias: two loads and two stores in the "
             "first cache, as many as the sweep itself has; rows side by side share them where they can."),
    "functions": ("Functions that take longer than memory",
                  "A sigmoid takes .25 ns an element and erf .50 (`GN32+SiLU` less `GN32`, `LN+GELU` less `LN`), "
                  "where reading and writing one take .15. They are a library's or within 2 ulp, and are not made "
                  "quicker at the cost of digits."),
    "halves": ("Arithmetic does not halve",
               "bfloat16 moves half the bytes, but is computed in floats: loads and stores are an operation longer "
               "each, and bring half a line. Forward of 1×64×112×112, in cache, takes 84 µs, of floats 106; "
               "evaluation 51 and 73; copying takes half of what it takes for floats."),
    "link": ("Two cores share one link",
             "One core has most of what memory gives; the second one adds little, and on the machine of the figures "
             "other work takes part of it: the same case differs by a third from process to process."),
    "fork": ("Threads for little work",
             "A region of two threads takes 3 µs to begin and end, and copies of sums are merged by one; what is below "
             "32768 positions is not shared."),
    "call": ("The call",
             "150 ns of a layer norm of 1×768 are its kernel, 110 are checks of names, extents and overlaps and the "
             "look-up of what the last call found out."),
    "peer": ("The peer does less there",
             "The peer's loop keeps less (no double sums, no fallback for large means), or has a code path for just "
             "this shape."),
    "switchable": ("A ratio to a peer's time",
                   "PyTorch composes switchable norm of operations; its time beside axnorm's depends on how quickly "
                   "it gets new memory. Axnorm's own time is within a sixth of batch norm's."),
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
