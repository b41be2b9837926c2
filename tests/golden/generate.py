"""Writes tests/golden/vectors: norms and functions with their gradients as PyTorch computes them, for axnorm's tests.

    python tests/golden/generate.py        # needs torch==2.13.0 (CPU) and numpy; writes the same numbers every time

For each case: the inputs, numbers that a float holds; the result and the gradients that autograd computes in float64,
called exact here; and how far PyTorch's own float32 layers and their gradients are from those.

vector_file.py describes the file. The upstream gradient is "dy", the result "y", the gradient of a tensor its name with
".grad".
"""
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from vector_file import VectorFile

EXTENTS = dict(N=3, C=9, H=5, W=7, L=11, Set=3)
EPS = 1e-5
DATA = dict(normal=lambda z: z, far=lambda z: 1e4 + z, flat=lambda z: 1 + 1e-4 * z)

file = VectorFile()


def differentiate(function, inputs, dy, dtype, layout=torch.contiguous_format):
    """The result and the gradients of a function of tensors, computed in dtype from images in that layout."""
    def tensor(values):
        t = torch.tensor(values if values.dtype == bool else values.astype(dtype))
        return t.contiguous(memory_format=layout) if t.dim() == 4 else t
    given = {k: tensor(v) for k, v in inputs.items()}
    for t in given.values():
        t.requires_grad_(t.is_floating_point())
    y = function(**given)
    y.backward(tensor(dy))
    results = {"y": y.detach()} | {k + ".grad": t.grad for k, t in given.items() if t.requires_grad}
    return {k: t.numpy() for k, t in results.items()}


def golden(case, function, inputs, axes, dy):
    """`inputs` and `dy`: float32 or bool arrays; `axes`: of each input and of y, lists of (name, extent)."""
    exact = differentiate(function, inputs, dy, np.float64)
    layout = torch.channels_last if "channels_last" in case else torch.contiguous_format
    plain = differentiate(function, inputs, dy, np.float32, layout)
    for name, values in inputs.items():
        file.store(case, name, values, axes[name])
    file.store(case, "dy", dy, axes["y"])
    for name, values in exact.items():
        error = np.abs(plain[name].astype(np.float64) - values).max()
        file.store(case, name, values, axes[name.removesuffix(".grad")], error)


# Norms.


def switchable_norm(x, weight, bias, mean_weight, var_weight):
    """arXiv 1806.10779, equations 3 to 5, all variances biased."""
    sets = [(2, 3), (1, 2, 3), (0, 2, 3)]  # instance, layer and batch norm
    p, q = mean_weight.softmax(0), var_weight.softmax(0)
    mean = sum(p[k] * x.mean(s, keepdim=True) for k, s in enumerate(sets))
    var = sum(q[k] * x.var(s, unbiased=False, keepdim=True) for k, s in enumerate(sets))
    return channels(weight) * (x - mean) / torch.sqrt(var + EPS) + channels(bias)


def adaptive_instance_norm(x, style):
    """arXiv 1703.06868; the positions of the style are one axis."""
    def root(t, over):
        return torch.sqrt(t.var(over, unbiased=False, keepdim=True) + EPS)
    mean, deviation = style.mean(2, keepdim=True)[..., None], root(style, 2)[..., None]
    return (x - x.mean((2, 3), keepdim=True)) / root(x, (2, 3)) * deviation + mean


def masked_layer_norm(x, weight, bias, mask):
    """Statistics of what the mask keeps; the rest of the result is 0."""
    m = mask[:, None].to(x.dtype)
    count = x.shape[1] * m.sum((1, 2, 3), keepdim=True)
    mean = (m * x).sum((1, 2, 3), keepdim=True) / count
    var = (m * (x - mean) ** 2).sum((1, 2, 3), keepdim=True) / count
    y = (x - mean) / torch.sqrt(var + EPS) * channels(weight) + channels(bias)
    return torch.where(mask[:, None], y, torch.zeros_like(y))


def slope(x, weight, bias):
    """The gradient of a score of batch norm, with a graph of its own: its gradients are second derivatives."""
    score = torch.tanh(batch_norm(x, weight, bias)).square().sum()
    return torch.autograd.grad(score, x, create_graph=True)[0]


def channels(t):
    return t[:, None, None]


def layer_norm(x, weight, bias):
    return F.layer_norm(x, weight.shape, weight, bias, EPS)


def batch_norm(x, weight, bias):
    return F.batch_norm(x, None, None, weight, bias, True, 0.1, EPS)


AFFINE = dict(weight="C", bias="C")
NORMS = {  # functions, and the axes of what they take besides x; "channels_last": PyTorch's float sums in another order
    "layer_norm_last": (layer_norm, dict(weight="W", bias="W")),
    "layer_norm": (layer_norm, dict(weight="CHW", bias="CHW")),
    "batch_norm": (batch_norm, AFFINE),
    "batch_norm_channels_last": (batch_norm, AFFINE),
    "instance_norm": (lambda x, weight, bias: F.instance_norm(x, None, None, weight, bias, True, 0.1, EPS), AFFINE),
    "group_norm": (lambda x, weight, bias: F.group_norm(x, 3, weight, bias, EPS), AFFINE),
    "rms_norm": (lambda x, weight: F.rms_norm(x, weight.shape, weight, EPS), dict(weight="W")),
    "local_response_norm": (lambda x: F.local_response_norm(x, 5, alpha=0.5, beta=0.75, k=2.0), {}),
    "softmax": (lambda x: F.softmax(x, 1), {}),
    "log_softmax": (lambda x: F.log_softmax(x, 1), {}),
    "switchable_norm": (switchable_norm, AFFINE | dict(mean_weight=["Set"], var_weight=["Set"])),
    "adaptive_instance_norm": (adaptive_instance_norm, dict(style="NCL")),
    "masked_layer_norm": (masked_layer_norm, AFFINE | dict(mask="NHW")),
    "slope": (slope, AFFINE),
}


def norms():
    for kind, spread in DATA.items():
        for norm, (function, more) in NORMS.items():
            random = np.random.default_rng(13)  # anew for each norm: they share most inputs
            names = dict(x="NCHW", y="NCHW") | more
            axes = {name: [(a, EXTENTS[a]) for a in of] for name, of in names.items()}
            z = {name: random.standard_normal([n for _, n in of]) for name, of in axes.items()}
            inputs = dict(x=spread(z["x"]))
            for name in more:
                inputs[name] = {"weight": 1 + 0.3 * z[name], "bias": 0.5 * z[name], "style": spread(z[name]),
                                "mask": z[name] > -0.3}.get(name, z[name])
            inputs = {k: v if v.dtype == bool else v.astype(np.float32) for k, v in inputs.items()}
            golden(f"{norm}/{kind}", function, inputs, axes, z["y"].astype(np.float32))


# Functions of vectors along L; the inputs of reductions have an axis N as well. `at_...`: values at kinks too.


def grid(low, high, count=61):
    return np.linspace(low, high, count).astype(np.float32)


def shuffled(values, seed):
    return np.random.default_rng(seed).permutation(values)


def quarters(seed, *shape):
    """Multiples of 1/4 between -1 and 1: many of them are equal."""
    return (np.random.default_rng(seed).integers(-4, 5, shape) / 4).astype(np.float32)


FUNCTIONS = {
    "exp": (torch.exp, [grid(-8, 5)]),
    "log": (torch.log, [np.exp(grid(-3, 5))]),
    "sqrt": (torch.sqrt, [np.exp(grid(-5, 5))]),
    "rsqrt": (torch.rsqrt, [np.exp(grid(-3, 5))]),
    "tanh": (torch.tanh, [grid(-9, 9)]),
    "sigmoid": (torch.sigmoid, [grid(-20, 20)]),
    "erf": (torch.erf, [grid(-4, 4)]),
    "gelu": (F.gelu, [grid(-6, 6)]),
    "gelu_tanh": (lambda x: F.gelu(x, approximate="tanh"), [grid(-6, 6)]),
    "silu": (F.silu, [grid(-20, 20)]),
    "softplus": (F.softplus, [grid(-19, 19)]),  # beyond 20 PyTorch's is the identity
    "pow_constant": (lambda x: torch.pow(x, 1.7), [grid(0.02, 6)]),
    "pow": (torch.pow, [grid(0.02, 4), shuffled(grid(-3, 3), 1)]),
    "abs_at_0": (torch.abs, [grid(-3, 3)]),
    "relu": (F.relu, [grid(-3, 3.1)]),
    "relu_at_0": (F.relu, [quarters(2, 61)]),
    "maximum_at_ties": (torch.maximum, [quarters(3, 61), quarters(4, 61)]),
    "minimum_at_ties": (torch.minimum, [quarters(5, 61), quarters(6, 61)]),
    "clamp": (lambda x: torch.clamp(x, -0.5, 0.75), [grid(-1.03, 1.02)]),
    "clamp_at_bounds": (lambda x: torch.clamp(x, -0.5, 0.75), [quarters(7, 61)]),
    "amax_at_ties": (lambda x: torch.amax(x, 1), [quarters(8, 13, 11)]),
    "amin_at_ties": (lambda x: torch.amin(x, 1), [quarters(9, 13, 11)]),
}


def functions():
    for name, (function, values) in FUNCTIONS.items():
        inputs = dict(zip(["a", "b"], values))
        axes = {k: list(zip("NL" if v.ndim == 2 else "L", v.shape)) for k, v in inputs.items()}
        axes["y"] = axes["a"][:1]
        dy = np.random.default_rng(17).standard_normal(axes["y"][0][1]).astype(np.float32)
        golden(name, lambda **given: function(*given.values()), inputs, axes, dy)


torch.set_num_threads(1)
norms()
functions()
file.write(pathlib.Path(__file__).with_name("vectors"))
