"""What PyTorch takes for the benchmark's cases both ways, one thread: milliseconds, medians, forward and backward.

Run by tests/benchmark/run --pytorch PYTHON, on the same machine after axnorm.
"""
import statistics
import sys
import time

import torch
from torch import nn

sys.path.append("tests/golden")
from switch_norm import SwitchNorm2d  # noqa: E402

torch.set_num_threads(1)
torch.manual_seed(7)
CASES = [
    ("LN both ways 4096x1024", nn.LayerNorm(1024), (4096, 1024)),
    ("BN both ways 32x64x56x56", nn.BatchNorm2d(64), (32, 64, 56, 56)),
    ("SN both ways 32x64x56x56", SwitchNorm2d(64), (32, 64, 56, 56)),
]
for name, layer, shape in CASES:
    x, dy = torch.randn(shape, requires_grad=True), torch.randn(shape)
    forward, backward = [], []
    for step in range(17):
        start = time.perf_counter()
        y = layer(x)
        middle = time.perf_counter()
        y.backward(dy)
        end = time.perf_counter()
        x.grad = None
        layer.zero_grad(set_to_none=True)
        if step >= 2:
            forward.append(middle - start)
            backward.append(end - middle)
    f, b = statistics.median(forward) * 1e6, statistics.median(backward) * 1e6
    print(f"{name:28s} {f + b:10.1f} us (back {b:.1f})   PyTorch {torch.__version__}")
