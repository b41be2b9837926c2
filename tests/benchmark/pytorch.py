"""PyTorch, eager and by torch.compile, as a peer of the benchmark: a process that tests/benchmark/run starts.

Usage: pytorch.py [--eager] FOLDER THREADS; what it is told and what it answers is in process.hpp. --eager: without
torch.compile. Both get inputs and parameters from the folder and are checked against axnorm's results.
"""
import os
import sys
import time

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what libraries print is no answer
import torch  # noqa: E402
from torch.nn import functional as F  # noqa: E402

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden"))
from switch_norm import SwitchNorm2d  # noqa: E402

TYPES = {"f32": torch.float32, "bf16": torch.bfloat16, "bool": torch.bool}
# Norms that PyTorch has take parameters of float with halves; what is composed of operations has all of one type.
OWN = ("LN", "BN", "IN", "GN32", "LN+ReLU", "LN+GELU")


def switchable(t):
    """SwitchNorm2d with the case's parameters in place of its own."""
    module = SwitchNorm2d(t["weight"].numel()).to(t["x"].dtype)
    names = {"weight": t["weight"], "bias": t["bias"], "mean_weight": t["mean_weight"], "var_weight": t["var_weight"]}
    for name in names:
        delattr(module, name)

    def call(t):
        for name in names:
            setattr(module, name, t[name])
        return module(t["x"])

    return call


def batch(t, evaluates):
    """Batch norm, with running statistics that a training call updates as a module's are."""
    channels = t["weight"].numel()
    mean = t["running_mean"] if evaluates else torch.zeros(channels)
    var = t["running_var"] if evaluates else torch.ones(channels)
    return lambda t: F.batch_norm(t["x"], mean, var, t["weight"], t["bias"], not evaluates, 0.1, 1e-5)


def filter_response(t):
    x, (w, b, tau) = t["x"], (t[name].view(-1, 1, 1) for name in ("weight", "bias", "tau"))
    return torch.maximum(w * x * torch.rsqrt(x.square().mean((2, 3), keepdim=True) + 1e-6) + b, tau)


def adaptive(t):
    var, mean = torch.var_mean(t["style"], (2, 3), correction=0, keepdim=True)
    return F.instance_norm(t["x"]) * torch.sqrt(var + 1e-5) + mean


def residual(t):
    added = t["x"] + t["residual"]
    return F.gelu(F.layer_norm(added, added.shape[-1:], t["weight"], t["bias"])), added


def masked(t):
    x, mask = t["x"], t["mask"].unsqueeze(-1)
    count = mask.sum((1, 2), keepdim=True) * x.shape[-1]
    mean = torch.where(mask, x, 0).sum((1, 2), keepdim=True) / count
    var = torch.where(mask, (x - mean).square(), 0).sum((1, 2), keepdim=True) / count
    return torch.where(mask, (x - mean) * torch.rsqrt(var + 1e-5) * t["weight"] + t["bias"], 0)


def function(op, mode, t):
    """What computes the results from the tensors."""
    if op == "BN":
        return batch(t, mode == "eval")
    if op == "SN":
        return switchable(t)
    return {
        "LN": lambda t: F.layer_norm(t["x"], t["x"].shape[-1:], t["weight"], t["bias"]),
        "LN+ReLU": lambda t: F.relu(F.layer_norm(t["x"], t["x"].shape[-1:], t["weight"], t["bias"])),
        "LN+GELU": lambda t: F.gelu(F.layer_norm(t["x"], t["x"].shape[-1:], t["weight"], t["bias"])),
        "RMS": lambda t: F.rms_norm(t["x"], t["x"].shape[-1:], t["weight"], 1e-5),
        "IN": lambda t: F.instance_norm(t["x"]),
        "GN32": lambda t: F.group_norm(t["x"], 32, t["weight"], t["bias"]),
        "GN32+SiLU": lambda t: F.silu(F.group_norm(t["x"], 32, t["weight"], t["bias"])),
        "softmax": lambda t: torch.softmax(t["x"], -1),
        "FRN+TLU": filter_response,
        "AdaIN": adaptive,
        "residual+LN+GELU": residual,
        "masked LN": masked,
    }[op]


class Case:
    """A case as the folder has it: tensors by name, in PyTorch's order of axes, and what the results have to be."""

    def __init__(self, folder):
        with open(os.path.join(folder, "case")) as file:
            first, *lines = file.read().splitlines()
        self.op, self.mode, shape, self.layout, self.dtype = first.split("\t")
        self.shape = [int(n) for n in shape.split("x")]
        self.tensors, self.right = {}, {}
        for line in lines:
            name, size, kind, role = line.split("\t")
            data = torch.from_file(os.path.join(folder, name), size=int(size), dtype=TYPES[kind]).clone()
            if role == "result":
                self.right[name] = data
            else:
                self.tensors[name] = self.shaped(name, data)
        if self.op not in OWN:
            for name, tensor in self.tensors.items():
                if tensor.dtype == torch.float32:
                    self.tensors[name] = tensor.to(TYPES[self.dtype])
        self.tensors = {name: self.order(tensor) for name, tensor in self.tensors.items()}

    def shaped(self, name, data):
        if name == "mask":
            return data.view(self.shape[:-1])
        return data.view(self.shape) if name in ("x", "dy", "style", "residual", "dadded") else data

    def order(self, tensor):
        """PyTorch names the axes in its order whatever the memory."""
        return tensor.permute(0, 3, 1, 2) if self.layout == "nhwc" and tensor.dim() == 4 else tensor

    def job(self, compiles):
        """What does the case once, and returns its results by name."""
        call = function(self.op, self.mode, self.tensors)
        if compiles:
            torch._dynamo.reset()
            call = torch.compile(call, dynamic=False)
        t = self.tensors
        if self.mode != "fwdbwd":
            def forward():
                with torch.no_grad():
                    return self.named(call(t))
            return forward

        upstream = [t[name] for name in ("dy", "dadded") if name in t]
        skipped = ("dy", "dadded", "mask", "running_mean", "running_var")
        leaves = {name: tensor.detach().requires_grad_() for name, tensor in t.items() if name not in skipped}
        given = {**t, **leaves}

        def both():
            results = call(given)
            torch.autograd.backward(results, upstream if isinstance(results, tuple) else upstream[0])
            grads = {"d" + name: leaf.grad for name, leaf in leaves.items()}
            for leaf in leaves.values():
                leaf.grad = None
            return {**self.named(results), **grads}
        return both

    @staticmethod
    def named(results):
        return dict(zip(("y", "added"), results if isinstance(results, tuple) else (results,)))

    def mistake(self, results):
        """What is wrong with the results: as expected.cpp says it."""
        for name, right in self.right.items():
            got = results.get(name)
            if got is None:
                return f"{name} is not there"
            if self.dtype != "f32" and right.numel() < 8:
                continue
            if got.dim() == 4 and self.layout == "nhwc":
                got = got.permute(0, 2, 3, 1)
            parameters = self.dtype != "f32" and right.dtype == torch.float32
            tolerance = 0.1 if parameters else 1e-3 if self.dtype == "f32" else 0.04
            got, right = got.detach().reshape(-1).float(), right.float()
            usual = right.square().mean().sqrt()
            off = ~((got - right).abs() <= tolerance * (usual + right.abs()))
            if got.isnan().any() or off.sum() > right.numel() // (20 if parameters else 1000):
                k = int(off.nonzero()[0])
                return f"{name} has {int(off.sum())} wrong elements, {got[k]:g} instead of {right[k]:g} at {k}"
        return ""


def main():
    eager_only = sys.argv[1] == "--eager"
    folder, threads = sys.argv[-2:]
    torch.set_num_threads(int(threads))
    torch.manual_seed(7)
    jobs = {}
    for line in sys.stdin:
        words = line.rstrip("\n").split("\t")
        if words[0] == "time":
            job, repeats = jobs[words[1]], int(words[2])
            start = time.perf_counter_ns()
            for _ in range(repeats):
                job()
            print(time.perf_counter_ns() - start, file=answers)
            continue
        jobs.clear()
        case = Case(folder)
        for name in ("PyTorch",) if eager_only else ("PyTorch", "torch.compile"):
            try:
                job = case.job(name == "torch.compile")
                mistake = case.mistake(job())
            except Exception as error:  # whatever a compiler may raise
                reason = str(error).strip().split("\n")[0]
                print(f"failed {name}: {type(error).__name__}: {reason}", file=answers)
                continue
            if mistake:
                print(f"refused {name}: {mistake}", file=answers)
            else:
                jobs[name] = job
                print(f"peer {name}", file=answers)
        print("end", file=answers)


if __name__ == "__main__":
    main()
