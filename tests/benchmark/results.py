"""The benchmark's results, from files that `run --json` wrote, and the classes of cases that they fall into. Used by
classes.py and table.
"""
import json
import math
import statistics

MIB = 1 << 20
ROWS = ("LN", "RMS", "LN+ReLU")
TRANSCENDENTAL = ("softmax", "GN32+SiLU", "LN+GELU", "residual+LN+GELU")
GROUPS = (  # in the order of the tables
    "rows up to 4 KB", "longer rows", "channels, groups and slices of images", "channels last, switchable norm",
    "with exp, erf or a sigmoid", "in cache: whole packs", "in cache: 14×14, 7×7, channels last", "small calls")
PEERS = ("naive", "Eigen", "oneDNN", "PyTorch", "torch.compile")  # in the order of the tables


class Result:
    """A case with a number of threads: medians over the files that have it."""

    def __init__(self, objects):
        first = objects[0]
        self.op, self.shape, self.dtype, self.layout, self.mode, self.threads = (
            first[k] for k in ("op", "shape", "dtype", "layout", "mode", "threads"))
        self.extents = [int(n) for n in self.shape.split("x")]
        self.sweeps, self.moved, self.least = (first.get(k) for k in ("sweeps", "bytes_moved", "bytes_min"))
        self.ours = statistics.median(o["ours_ns"] for o in objects)
        # What ran beside each other is compared: the machine may have changed from file to file.
        self.ideal = statistics.median(o["ideal_ns"] / o["ours_ns"] for o in objects)
        plans = [o["plan_ns"] / o["ours_ns"] for o in objects if o["plan_ns"] is not None]
        self.plan = statistics.median(plans) if plans else None
        names = {name: None for o in objects for name in o["peers"]}
        self.peers = {name: statistics.median(o["peers"][name] / o["ours_ns"] for o in objects if name in o["peers"])
                      for name in names}

    @property
    def case(self):
        return self.op, self.shape, self.layout

    @property
    def name(self):
        return f"{self.op} {self.mode} {self.shape} {self.layout} {self.dtype}"

    @property
    def small(self):
        """Only the call counts."""
        return math.prod(self.extents) <= 8192

    @property
    def in_caches(self):
        """Of floats less than 8 MiB: on the machine that the bars are from, what a call needs stays in its caches."""
        return math.prod(self.extents) * 4 < 8 * MIB

    @property
    def group(self):
        """The class of the case, for any type, direction and number of threads."""
        if self.small:
            return "small calls"
        if self.op in TRANSCENDENTAL:
            return "with exp, erf or a sigmoid"
        if self.in_caches:
            odd = self.extents[-1] in (7, 14) or self.layout == "nhwc"
            return "in cache: 14×14, 7×7, channels last" if odd else "in cache: whole packs"
        if self.op in ROWS:
            return "rows up to 4 KB" if self.extents[-1] <= 1024 else "longer rows"
        if self.layout == "nhwc" or self.op == "SN":
            return "channels last, switchable norm"
        return "channels, groups and slices of images"


def load(files):
    """The results of all files, in the order of the first."""
    found = {}
    for file in files:
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                o = json.loads(line)
                key = tuple(o[k] for k in ("op", "mode", "shape", "layout", "dtype", "threads"))
                found.setdefault(key, []).append(o)
    return [Result(objects) for objects in found.values()]


def geometric_mean(numbers):
    numbers = list(numbers)
    return math.exp(sum(map(math.log, numbers)) / len(numbers))


def peer_names(results):
    """The peers that ran, in the tables' order."""
    names = {name: None for r in results for name in r.peers}
    return sorted(names, key=lambda name: (next((k for k, p in enumerate(PEERS) if name.startswith(p)), 9), name))
