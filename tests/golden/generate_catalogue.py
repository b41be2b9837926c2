"""Writes tests/golden/catalogue: the norms of the catalogue as PyTorch computes them in float64, for axnorm's tests.

    python tests/golden/generate_catalogue.py      # needs torch==2.13.0 (CPU) and numpy; writes the same numbers always

The norms are those of catalogue_norms.py. For each: its operands, parameters and state, numbers that a float holds;
results "y0", "y1", ...; what arrives at them, "dy0", ...; gradients, "x.grad"; the initial value of a parameter or of
state, "weight.initial"; state after a step of training, "running_mean.after"; and what evaluation makes of the state,
"eval.y0", "eval.x.grad". vector_file.py describes the file.
"""
import pathlib
import zlib

import numpy as np
import torch

from catalogue_norms import NORMS, P, S, number
from vector_file import VectorFile

# M: a batch of two equal parts. B: a larger one. P, Q: the positions of a second image. I: heads. L: labels.
EXTENTS = dict(N=3, M=4, B=20, C=8, H=3, W=5, P=4, Q=2, T=7, K=2, S=3, D=6, I=2, L=5, Set=3, Out=4, In=3)
NAMES = dict(M="N", B="N", P="H", Q="W", I="Head", L="K")

file = VectorFile()


def numbers_of(what, random):
    """The axes of an argument, and its numbers."""
    kind, _, axes = what.rpartition(":") if isinstance(what, str) else ("", "", what)
    shape = [EXTENTS[a] for a in axes]
    z = random.standard_normal(shape)
    if isinstance(what, P):
        raise TypeError
    values = {"": 0.5 + z, "positive": 0.3 + np.abs(z), "mask": z > -0.5, "count": np.arange(4.0, 4 + z.size)}.get(kind)
    if kind == "mask":
        values.reshape(-1)[:: 5] = True  # some are kept of whatever the statistics are of
        values.reshape(-1)[2:: 7] = False
    if kind == "share":
        values = np.exp(z) / np.exp(z).sum(-1, keepdims=True)
    if kind == "label":
        return axes, random.integers(0, EXTENTS["L"], shape)
    return axes, values if kind == "mask" else values.astype(np.float32)


def variable_of(spec, random):
    z = random.standard_normal([EXTENTS[a] for a in spec.axes])
    if isinstance(spec, S) and spec.initial > 0:
        z = np.abs(z)
    return spec.axes, (spec.initial + 0.4 * z).astype(np.float32)


def store(case, tensor, values, axes):
    file.store(case, tensor, np.asarray(values), [(NAMES.get(a, a), EXTENTS[a]) for a in axes])


def golden(case, function, results, arguments):
    random = np.random.default_rng(zlib.crc32(case.encode()))
    axes, values = {}, {}
    for name, what in arguments.items():
        if what == number:
            axes[name], values[name] = "", np.float32(1.75)
        elif isinstance(what, P):
            axes[name], values[name] = variable_of(what, random)
            store(case, name + ".initial", np.float64(what.initial), "")
        else:
            axes[name], values[name] = numbers_of(what, random)
        store(case, name, values[name], axes[name])
    state = [name for name, what in arguments.items() if isinstance(what, S)]
    results = results or [next(iter(axes.values()))]
    arriving = [random.standard_normal([EXTENTS[a] for a in of]).astype(np.float32) for of in results]
    for k, dy in enumerate(arriving):
        store(case, f"dy{k}", dy, results[k])

    for training in [True, False] if state else [True]:
        given = {k: torch.tensor(v if v.dtype in (bool, np.int64) else v.astype(np.float64)) for k, v in values.items()}
        learned = [k for k, v in given.items() if v.is_floating_point() and k not in state and arguments[k] != number]
        for k in learned:
            given[k].requires_grad_()
        made = function(**given, training=training) if state else (function(**given), {})
        y, after = made
        y = y if isinstance(y, tuple) else (y,)
        total = sum((t * torch.tensor(dy, dtype=torch.float64)).sum() for t, dy in zip(y, arriving))
        gradients = torch.autograd.grad(total, [given[k] for k in learned], allow_unused=True)
        prefix = "" if training else "eval."
        for k, t in enumerate(y):
            store(case, f"{prefix}y{k}", t.detach().numpy(), results[k])
        for k, g in zip(learned, gradients):
            store(case, f"{prefix}{k}.grad", np.zeros(values[k].shape) if g is None else g.numpy(), axes[k])
        for k in state if training else []:
            store(case, k + ".after", after[k].detach().numpy(), axes[k])


torch.set_num_threads(1)
for case, (function, results, arguments) in NORMS.items():
    golden(case, function, results, arguments)
file.write(pathlib.Path(__file__).with_name("catalogue"))
