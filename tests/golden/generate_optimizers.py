"""Writes tests/golden/optimizers: ten steps of torch.optim's SGD, Adam and AdamW, for axnorm's tests.

    python tests/golden/generate_optimizers.py    # needs torch==2.13.0 (CPU), numpy; writes the same every time

vector_file.py describes the file. Case "start" has the parameters "weight" and "bias" and their gradients "weight.grad"
and "bias.grad" with an axis Step=10 in front, all f32. Each other case is named after the settings, as SETTINGS below
spells them, and has, computed by PyTorch in float32 and in float64,

    weight.float, weight.double                        the parameter after each step, with axis Step=10
    weight.momentum_buffer.float, ....double           SGD's buffer after the last step, if there is one
    weight.exp_avg.float, weight.exp_avg_sq.float, ... Adam's

and the same of "bias". The rate of cases that end in "/halved" is halved after the fifth step.
"""
import pathlib

import numpy as np
import torch

from vector_file import VectorFile

STEPS = 10
AXES = dict(weight=[("C", 19)], bias=[("K", 3)])
SETTINGS = {
    "sgd/plain": (torch.optim.SGD, dict(lr=0.1)),
    "sgd/decay": (torch.optim.SGD, dict(lr=0.1, weight_decay=0.01)),
    "sgd/momentum": (torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
    "sgd/dampening": (torch.optim.SGD, dict(lr=0.1, momentum=0.7, dampening=0.3)),
    "sgd/nesterov": (torch.optim.SGD, dict(lr=0.03, momentum=0.9, nesterov=True)),
    "sgd/nesterov,decay": (torch.optim.SGD, dict(lr=0.03, momentum=0.9, weight_decay=0.1, nesterov=True)),
    "sgd/all": (torch.optim.SGD, dict(lr=0.03, momentum=0.9, dampening=0.5, weight_decay=0.1)),
    "sgd/momentum/halved": (torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
    "adam/default": (torch.optim.Adam, dict()),
    "adam/decay": (torch.optim.Adam, dict(lr=0.01, weight_decay=0.1)),
    "adam/betas": (torch.optim.Adam, dict(lr=0.01, betas=(0.4, 0.9), eps=1e-3)),
    "adam/default/halved": (torch.optim.Adam, dict()),
    "adamw/decay": (torch.optim.AdamW, dict(lr=0.01, weight_decay=0.1)),
}


def run(case, dtype, start, gradients):
    """The parameters after each step, and the optimizer's buffers at the end."""
    parameters = {k: torch.nn.Parameter(torch.tensor(v.astype(dtype))) for k, v in start.items()}
    make, settings = SETTINGS[case]
    optimizer = make(parameters.values(), **settings)
    steps = {k: [] for k in start}
    for i in range(STEPS):
        for k, p in parameters.items():
            p.grad = torch.tensor(gradients[k][i].astype(dtype))
        optimizer.step()
        for k, p in parameters.items():
            steps[k].append(p.detach().numpy().copy())
        if case.endswith("/halved") and i == 4:
            optimizer.param_groups[0]["lr"] /= 2
    return {k: np.stack(v) for k, v in steps.items()}, {k: optimizer.state[p] for k, p in parameters.items()}


torch.set_num_threads(1)
file, random = VectorFile(), np.random.default_rng(23)
start, gradients = {}, {}
for name, axes in AXES.items():
    shape = [n for _, n in axes]
    start[name] = random.standard_normal(shape).astype(np.float32)
    scale = np.exp(random.uniform(-6, 2, shape))  # Adam's eps counts for the small ones
    gradients[name] = (scale * (0.3 + random.standard_normal([STEPS] + shape))).astype(np.float32)
    gradients[name][..., 1] = 0
    file.store("start", name, start[name], axes)
    file.store("start", name + ".grad", gradients[name], [("Step", STEPS)] + axes)
for case in SETTINGS:
    for suffix, dtype in ("float", np.float32), ("double", np.float64):
        steps, buffers = run(case, dtype, start, gradients)
        for name, axes in AXES.items():
            file.store(case, f"{name}.{suffix}", steps[name], [("Step", STEPS)] + axes)
            for buffer, values in buffers[name].items():
                if buffer != "step" and values is not None:
                    file.store(case, f"{name}.{buffer}.{suffix}", values.numpy(), axes)
file.write(pathlib.Path(__file__).with_name("optimizers"))
