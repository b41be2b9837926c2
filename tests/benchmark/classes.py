"""Usage: tests/benchmark/classes.py JSON...

The classes of the benchmark's cases beside the bars that are set for them, from one or several files that
`tests/benchmark/run --json` wrote (of several, medians): the least of each class, and the cases below its bar. Run by
tests/benchmark/run.
"""
import signal
import sys

from results import ROWS, TRANSCENDENTAL, geometric_mean, load, peer_names

# Ideal / time of floats, at least: forward, both ways.
BARS = {
    "rows up to 4 KB": (.88, .67),
    "longer rows": (.65, .50),
    "channels, groups and slices of images": (.65, .55),
    "channels last, switchable norm": (.60, .55),
    "in cache: whole packs": (.55, .52),
    "in cache: 14×14, 7×7, channels last": (.52, .52),
}
OWN_BARS = {
    ("LN", "4096x256", "fwdbwd"): .72,
    ("BN", "1x64x112x112", "fwdbwd"): .65,
    ("SN", "32x64x56x56", "fwdbwd"): 0,  # only to be reported
    ("SN", "8x256x32x32", "fwdbwd"): 0,
}


class Class:
    """Cases that have a bar in common: (result, number, bar) of each. At least the bar, or with `most` at most. The
    result is None where the number is one of all cases."""

    def __init__(self, title, numbers, most=False):
        self.title, self.numbers, self.most = title, numbers, most
        self.bars = sorted({bar for _, _, bar in numbers})

    @property
    def below(self):
        """What does not meet its bar, the worst first."""
        bad = [n for n in self.numbers if (n[1] > n[2] if self.most else n[1] < n[2])]
        return sorted(bad, key=lambda n: n[1] / n[2], reverse=self.most)

    def print(self):
        bad = self.below
        worst = (max if self.most else min)(n[1] for n in self.numbers)
        sign, word = ("<=", "most") if self.most else (">=", "least")
        print(f"{self.title:<64s} bar {sign} {' '.join(f'{b:g}' for b in self.bars):<8s} {word} {worst:.2f}, "
              f"{len(self.numbers) - len(bad)} of {len(self.numbers)} meet it")
        for result, number, bar in bad:
            print(f"    {result.name if result else 'all'}: {number:.2f}"
                  + (f", bar {bar:g}" if len(self.bars) > 1 else ""))


def fractions(say, results):
    """What of the memory's speed is reached."""
    floats = [r for r in results if r.dtype == "f32"]
    directions = (("fwd", "forward"), ("fwdbwd", "both ways"))
    for group, bars in BARS.items():
        for (mode, words), bar in zip(directions, bars):
            say(f"{group}, {words}", [(r, r.ideal, OWN_BARS.get((r.op, r.shape, r.mode), bar)) for r in floats
                                      if r.group == group and r.mode == mode and r.threads == 1])
    for (mode, words), bar in zip(directions, (.85, .60)):
        say(f"out of cache, 2 threads, {words}",
            [(r, r.ideal, bar) for r in floats if r.threads == 2 and r.mode == mode and not r.small
             and not r.in_caches and r.op not in TRANSCENDENTAL])
    say("evaluation", [(r, r.ideal, .90) for r in floats if r.mode == "eval" and r.threads == 1 and not r.small])
    say("softmax, forward", [(r, r.ideal, .33) for r in floats
                             if r.op == "softmax" and r.mode == "fwd" and r.threads == 1])
    say("residual+LN+GELU, forward", [(r, r.ideal, .60) for r in floats
                                      if r.op == "residual+LN+GELU" and r.mode == "fwd" and r.threads == 1])
    say("out of cache, forward: bytes moved / least",
        [(r, r.moved / r.least, 1.05) for r in floats if r.moved and r.threads == 1 and not r.in_caches
         and r.group != "channels last, switchable norm"], most=True)


def ratios(say, results):
    """Times beside other times of axnorm's."""
    times = {(r.case, r.mode, r.dtype, r.threads): r.ours for r in results}
    for mode, words in (("fwd", "forward"), ("fwdbwd", "both ways")):
        halves = []
        for r in results:
            of_floats = times.get((r.case, r.mode, "f32", 1))
            if r.dtype == "bf16" and r.threads == 1 and r.mode == mode and of_floats and not r.in_caches:
                bar = .80 if mode == "fwdbwd" else .95 if r.op in ROWS else .65
                halves.append((r, r.ours / of_floats, bar))
        say(f"bf16, out of cache, {words}: time / that of f32", halves, most=True)
    say("bf16, in cache, forward", [(r, r.ideal, .40) for r in results if r.dtype == "bf16" and r.threads == 1
                                    and r.mode == "fwd" and r.in_caches and not r.small])
    for op, of, bar in (("LN+ReLU", ("LN", "4096x1024", "nl"), 1.15), ("LN+GELU", ("LN", "4096x1024", "nl"), 3),
                        ("GN32+SiLU", ("GN32", "8x256x32x32", "nchw"), 2.6)):
        norm = times.get((of, "fwd", "f32", 1))
        say(f"{op}, forward: time / that of {of[0]}", [(r, r.ours / norm, bar) for r in results if norm and r.op == op
            and r.shape == of[1] and r.mode == "fwd" and r.dtype == "f32" and r.threads == 1], most=True)
    say("a call of 1x768: ns", [(r, r.ours, 190) for r in results if r.shape == "1x768" and r.mode == "fwd"
                                and r.dtype == "f32" and r.threads == 1], most=True)


def peers(say, results):
    """Peers' times divided by axnorm's."""
    for name in peer_names(results):
        for threads in sorted({r.threads for r in results}):
            there = [r for r in results if name in r.peers and r.threads == threads]
            if not there:
                continue
            title = f"{name}, {threads} thread{'s' if threads > 1 else ''}"
            say(f"{title}: its time / axnorm's", [(r, r.peers[name], .97 if name == "naive" else 1) for r in there])
            mean = geometric_mean(r.peers[name] for r in there)
            wanted = 1.5 if name == "naive" else (1.6 if threads == 1 else 1.2) if name.startswith("oneDNN") else 1
            say(f"{title}: geometric mean of {len(there)} cases", [(None, mean, wanted)])
    say("SN beside PyTorch: its time / axnorm's", [(r, r.peers["PyTorch"], 25) for r in results
        if r.op == "SN" and r.shape == "32x64x56x56" and r.dtype == "f32" and "PyTorch" in r.peers])


def classes(results):
    """All classes that have cases among the results."""
    found = []

    def say(title, numbers, most=False):
        if numbers:
            found.append(Class(title, numbers, most))

    fractions(say, results)
    ratios(say, results)
    peers(say, results)
    return found


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__.strip())
        return
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    found = classes(load(sys.argv[1:]))
    print("\nClasses (ideal / time unless something else is said; one thread and f32 likewise)")
    for c in found:
        c.print()
    every = sum(len(c.numbers) for c in found)
    print(f"{every - sum(len(c.below) for c in found)} of {every} meet their bars")


if __name__ == "__main__":
    main()
