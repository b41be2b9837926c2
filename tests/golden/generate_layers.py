"""Writes tests/golden/layers and tests/golden/layers.txt: PyTorch's layers, step by step, for axnorm's tests.

    python tests/golden/generate_layers.py    # needs torch==2.13.0 (CPU) and numpy; writes the same numbers every time

Each layer makes three training steps with different batches (forward, backward; its parameters stay as they are), then
one evaluation after eval(). Numbers are computed in float64, called exact here, from inputs that a float holds; with
each is how far PyTorch's float32 layer is off.

vector_file.py describes the file `layers`. Its cases are families, which have the inputs, and configurations of them:

    batch_norm_2d                       the family: a kind of layer and the axes of x
      weight, bias, ...                 parameters, f32 (also mean_weight, var_weight: the logits of switch_norm_*)
      x, dy                             of the three steps, f32, with an axis Step=3 in front; dy arrives at y
      eval.x, eval.dy                   of the evaluation
    batch_norm_2d/momentum=None         a configuration: what the constructor is given that is not the default
    batch_norm_2d/default               ... nothing
      y, x.grad, weight.grad, ...       after each step, f64, with Step=3 in front; only what the configuration has
      running_mean, running_var         likewise; num_batches_tracked is i64. Before the first step they are 0, 1, 0
      eval.y, eval.x.grad, ...          of the evaluation, f64

By default the eps of an RMSNorm is that of the type it computes with: rms_norm_l/default has what a float layer
computes (with double's accuracy), rms_norm_l/default,double what a double layer does. switch_norm_*/paper and
/official are the two of switch_norm.py; the running variance of the official one is 0 before the first step.

Families that end in _bf16 or _f16 have x and dy that such a half holds, and parameters in float: the error is that of
PyTorch's layer with float parameters on half tensors, which gives y and x.grad as halves. switch_norm.py has no such
layer; it computes in float and rounds y and x.grad.

layers.txt has a line for each configuration: the case, how the layer is made, how PyTorch prints it, with tabs between.
Lines of layers that have no numbers begin with `-`. tests/support/golden_layers.hpp reads both files.
"""
import itertools
import pathlib
import zlib

import numpy as np
import torch
from torch import nn

from switch_norm import SwitchNorm, SwitchNorm1d, SwitchNorm2d, SwitchNorm3d
from vector_file import VectorFile

STEPS = 3
HERE = pathlib.Path(__file__)


def product(**choices):
    """All combinations of options; of each option the first choice is the default, and left out."""
    for values in itertools.product(*choices.values()):
        yield {k: v for (k, of), v in zip(choices.items(), values) if v is not of[0]}


def tracked(momenta, affine, track):
    """The options of layers with running statistics; without them the momentum has no effect."""
    for options in product(eps=[1e-5, 1e-3], momentum=momenta, affine=affine, track_running_stats=track):
        if options.get("track_running_stats", track[0]) or "momentum" not in options:
            yield options


BATCH = [*tracked([0.1, 0.3, None], [True, False], [True, False]), dict(bias=False),
         dict(bias=False, track_running_stats=False)]
BATCH_SOME = [{}, dict(track_running_stats=False), dict(affine=False), dict(bias=False), dict(momentum=0.3),
              dict(momentum=None), dict(eps=1e-3), dict(eps=1e-3, momentum=None, affine=False),
              dict(affine=False, track_running_stats=False)]
BATCH_FEW = [{}, dict(eps=1e-3, momentum=None, bias=False), dict(affine=False, track_running_stats=False)]
INSTANCE = [*tracked([0.1, 0.3, None], [False, True], [False, True]), dict(affine=True, bias=False),
            dict(affine=True, bias=False, track_running_stats=True)]
INSTANCE_SOME = [{}, dict(affine=True), dict(track_running_stats=True), dict(momentum=0.3, track_running_stats=True),
                 dict(eps=1e-3, affine=True, track_running_stats=True)]
INSTANCE_FEW = [{}, dict(eps=1e-3, affine=True, bias=False),
                dict(momentum=0.3, affine=True, track_running_stats=True)]
LAYER = [dict(eps=eps, **o) if eps else o for eps in (None, 1e-3)
         for o in ({}, dict(bias=False), dict(elementwise_affine=False))]
GROUP = [{}, dict(bias=False), dict(affine=False), dict(eps=1e-3)]
RMS = list(product(eps=[None, 1e-5, 1e-3], elementwise_affine=[True, False]))
WINDOWS = [dict(size=5), dict(size=1, alpha=0.5), dict(size=3, alpha=0.5, beta=0.5, k=2.0), dict(size=4, alpha=0.5),
           dict(size=9, alpha=2.0, beta=1.5, k=0.5)]
SWITCH = [dict(official=False), dict(official=True)]
FAMILIES = {  # the layer, its positional arguments, the axes of x and of the parameters, the options
    "batch_norm_1d": (nn.BatchNorm1d, (5,), "N=7 C=5", "C", BATCH),
    "batch_norm_1d_sequence": (nn.BatchNorm1d, (5,), "N=3 C=5 L=7", "C", BATCH_FEW),
    "batch_norm_2d": (nn.BatchNorm2d, (5,), "N=3 C=5 H=3 W=7", "C", BATCH_SOME),
    "batch_norm_3d": (nn.BatchNorm3d, (5,), "N=3 C=5 D=3 H=3 W=3", "C", BATCH_FEW),
    "instance_norm_1d": (nn.InstanceNorm1d, (5,), "N=3 C=5 L=7", "C", INSTANCE),
    "instance_norm_2d": (nn.InstanceNorm2d, (5,), "N=3 C=5 H=3 W=7", "C", INSTANCE_SOME),
    "instance_norm_3d": (nn.InstanceNorm3d, (5,), "N=3 C=5 D=3 H=3 W=3", "C", INSTANCE_FEW),
    "instance_norm_1d_unbatched": (nn.InstanceNorm1d, (5,), "C=5 L=7", "C", INSTANCE_FEW),
    "instance_norm_2d_unbatched": (nn.InstanceNorm2d, (5,), "C=5 H=3 W=7", "C", INSTANCE_FEW),
    "instance_norm_3d_unbatched": (nn.InstanceNorm3d, (5,), "C=5 D=3 H=3 W=3", "C", INSTANCE_FEW),
    "layer_norm_l": (nn.LayerNorm, (7,), "N=3 C=5 L=7", "L", LAYER),
    "layer_norm_cl": (nn.LayerNorm, ((5, 7),), "N=3 C=5 L=7", "CL", LAYER),
    "layer_norm_chw": (nn.LayerNorm, ((5, 3, 7),), "N=3 C=5 H=3 W=7", "CHW", [{}, dict(eps=1e-3, bias=False)]),
    "group_norm_1": (nn.GroupNorm, (1, 9), "N=3 C=9 L=7", "C", [{}]),
    "group_norm_3": (nn.GroupNorm, (3, 9), "N=3 C=9 L=7", "C", GROUP),
    "group_norm_9": (nn.GroupNorm, (9, 9), "N=3 C=9 L=7", "C", [{}]),
    "group_norm_3_features": (nn.GroupNorm, (3, 9), "N=5 C=9", "C", [{}]),
    "group_norm_3_image": (nn.GroupNorm, (3, 9), "N=3 C=9 H=3 W=5", "C", [{}, dict(eps=1e-3, affine=False)]),
    "rms_norm_l": (nn.RMSNorm, (7,), "N=3 C=5 L=7", "L", RMS),
    "rms_norm_cl": (nn.RMSNorm, ((5, 7),), "N=3 C=5 L=7", "CL", RMS),
    "local_response_norm": (nn.LocalResponseNorm, (), "N=3 C=7 L=5", "", WINDOWS),
    "local_response_norm_image": (nn.LocalResponseNorm, (), "N=3 C=7 H=3 W=5", "", WINDOWS[2:4]),
    "switch_norm_1d": (SwitchNorm1d, (5,), "N=7 C=5", "C", SWITCH),
    "switch_norm_2d": (SwitchNorm2d, (5,), "N=3 C=5 H=3 W=7", "C", SWITCH),
    "switch_norm_3d": (SwitchNorm3d, (5,), "N=3 C=5 D=3 H=3 W=3", "C", SWITCH),
}
HALVES = {"bf16": torch.bfloat16, "f16": torch.float16}
OF_HALVES = ["batch_norm_1d_sequence", "layer_norm_l", "group_norm_3", "rms_norm_l", "switch_norm_2d"]
WITHOUT_NUMBERS = ["LayerNorm(5)", "LayerNorm([5, 7], elementwise_affine=False, bias=False)",
                   "RMSNorm([5, 7], eps=1e-8)", "BatchNorm2d(5, eps=0, momentum=0)",
                   "BatchNorm1d(64, eps=1e-12, momentum=0.01)", "SyncBatchNorm(5)", "LazyBatchNorm2d()",
                   "LazyInstanceNorm1d(affine=True)", "CrossMapLRN2d(5)"]


def parse(axes):
    return [(a, int(n)) for a, n in (word.split("=") for word in axes.split())]


def spelled(cls, arguments, options):
    words = [repr(a) for a in arguments] + [f"{k}={v}" for k, v in options.items()]
    return f"{cls.__name__}({', '.join(words)})"


def configuration(options):
    if "official" in options:
        return "official" if options["official"] else "paper"
    return ",".join(f"{k}={v}" for k, v in options.items()) or "default"


def batch(random, axes, family):
    """Numbers whose mean and spread vary along C and N; of some rows they are small enough for any eps to count."""
    shape = [n for _, n in axes]
    along = [n if a in "NC" else 1 for a, n in axes]
    small = 1e-3 if family.startswith("rms") else 0.1
    scale = np.exp(random.uniform(np.log(small), np.log(2), along))
    return (scale * (random.uniform(-1, 1, along) + random.standard_normal(shape))).astype(np.float32)


def inputs_of(family, axes, parameter_axes, half):
    random = np.random.default_rng(zlib.crc32(family.encode()))
    inputs = {"weight": (1 + 0.5 * random.standard_normal([n for _, n in parameter_axes])).astype(np.float32),
              "bias": (0.5 * random.standard_normal([n for _, n in parameter_axes])).astype(np.float32)}
    if family.startswith("switch"):
        sets = 2 if family == "switch_norm_1d" else 3
        inputs |= {k: random.standard_normal(sets).astype(np.float32) for k in ("mean_weight", "var_weight")}
    for name in "x", "eval.x":
        steps = [batch(random, axes, family) for _ in range(STEPS if name == "x" else 1)]
        inputs[name] = np.stack(steps) if name == "x" else steps[0]
    shape = [n for _, n in axes]
    inputs["dy"] = random.standard_normal([STEPS] + shape).astype(np.float32)
    inputs["eval.dy"] = random.standard_normal(shape).astype(np.float32)
    if half:
        for name in "x", "eval.x", "dy", "eval.dy":
            inputs[name] = torch.tensor(inputs[name]).to(half).float().numpy()
    return inputs


def pass_through(layer, x, dy, of):
    """One step on tensors of type `of`: the result, the gradients, and what the layer keeps after it."""
    x = torch.tensor(x).to(of).requires_grad_()
    layer.zero_grad()
    if isinstance(layer, SwitchNorm) and of in HALVES.values():
        y = layer(x.float()).to(of)
    else:
        y = layer(x)
    y.backward(torch.tensor(dy).to(of))
    assert y.dtype == x.grad.dtype == of
    return ({"y": y.detach(), "x.grad": x.grad} | {k + ".grad": p.grad for k, p in layer.named_parameters()},
            dict(layer.named_buffers()))


def numbers(tensors):
    return {k: (t.float() if t.dtype in HALVES.values() else t).numpy().copy() for k, t in tensors.items()}


def run(layer, inputs, dtype, of):
    """What a configuration has in the file, computed by a layer of `dtype` on tensors of type `of`."""
    layer.to(dtype)
    with torch.no_grad():
        for name, p in layer.named_parameters():
            p.copy_(torch.tensor(inputs[name]).reshape(p.shape))
    steps = []
    for x, dy in zip(inputs["x"], inputs["dy"]):
        results, buffers = pass_through(layer, x, dy, of)
        steps.append(numbers(results | buffers))
    found = {k: np.stack([s[k] for s in steps]) for k in steps[0]}
    results, _ = pass_through(layer.eval(), inputs["eval.x"], inputs["eval.dy"], of)
    return found | {"eval." + k: v for k, v in numbers(results).items()}


def golden(file, family, case, make_exact, make_float, inputs, axes, half):
    """`axes`: of each tensor by its name without `eval.` and `.grad`. No float layer: errors are not given."""
    exact = run(make_exact(), inputs, torch.float64, torch.float64)
    plain = run(make_float(), inputs, torch.float32, half or torch.float32) if make_float else exact
    for name, values in exact.items():
        error = np.abs(plain[name].astype(np.float64) - values).max()
        of = axes[name.removeprefix("eval.").removesuffix(".grad")]
        file.store(f"{family}/{case}", name, values, of if name.startswith("eval.") else [("Step", STEPS)] + of, error)


def write_family(file, table, family, cls, arguments, x_axes, parameter_axes, choices, half=None):
    x_axes = parse(x_axes)
    of_parameters = [(a, n) for a, n in x_axes if a in parameter_axes]
    axes = dict(x=x_axes, y=x_axes, dy=x_axes, weight=of_parameters, bias=of_parameters, running_mean=of_parameters,
                running_var=of_parameters, num_batches_tracked=[])
    inputs = inputs_of(family, x_axes, of_parameters, half)
    axes |= {k: [("Set", len(inputs[k]))] for k in ("mean_weight", "var_weight") if k in inputs}
    used = {name for options in choices for name, _ in cls(*arguments, **options).named_parameters()}
    for name, values in inputs.items():
        if name in used or name in ("x", "dy"):
            file.store(family, name, values, ([("Step", STEPS)] if name in ("x", "dy") else []) + axes[name])
        elif name.startswith("eval."):
            file.store(family, name, values, axes["x"])
    for options in choices:
        def make(**changed):
            return cls(*arguments, **options | changed)
        case = configuration(options)
        if not issubclass(cls, SwitchNorm) and not half:
            table.append((f"{family}/{case}", spelled(cls, arguments, options), repr(make())))
        if cls is nn.RMSNorm and "eps" not in options:
            exact = lambda: make(eps=float(np.finfo(np.float32).eps))
            golden(file, family, case, exact, make, inputs, axes, half)
            if not half:
                golden(file, family, case + ",double", make, None, inputs, axes, half)
        else:
            golden(file, family, case, make, make, inputs, axes, half)


torch.set_num_threads(1)
file, table = VectorFile(), []
for family, of in FAMILIES.items():
    write_family(file, table, family, *of)
for family in OF_HALVES:
    *of, choices = FAMILIES[family]
    for half, dtype in HALVES.items():
        write_family(file, table, f"{family}_{half}", *of, choices[:1], dtype)
file.write(HERE.with_name("layers"))
table += [("-", made, repr(eval(made, vars(nn)))) for made in WITHOUT_NUMBERS]
HERE.with_name("layers.txt").write_text("".join("\t".join(row) + "\n" for row in table))
