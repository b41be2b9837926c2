"""Prints what PyTorch's layers and optimizers refuse, and in which words: for comparing by eye with what axnorm says.

    python tests/golden/generate_layer_errors.py      # needs torch==2.13.0 (CPU)

A line for each call below: the call, the exception's type, its message, with tabs between; line breaks and tabs in
messages are written \\n and \\t. Calls that one would expect to be refused and that are not have `none` for a type, and
the shape of the result; what is only warned about has the type of the warning. x(3, 5, 7) is an input of that shape.
No test reads this: messages change with PyTorch's version, and axnorm has words of its own. What of it axnorm refuses is
tested in tests/runtime/golden_layers_{batch,instance,rows}.cpp, layer_state.cpp and layer_optimizer.cpp: at run time, or
by static_assert what the type of an input or of a layer tells. Some of it cannot be said in axnorm, and has no test: a
buffer taken away from a layer, layers that are Lazy or Sync, an optimizer made of a list of parameters.
"""
import warnings

import torch
from torch import nn, optim

CALLS = """
BatchNorm1d(5)(x(5))
BatchNorm1d(5)(x(3, 5, 7, 7))
BatchNorm2d(5)(x(3, 5, 7))
BatchNorm2d(5)(x(3, 5, 7, 7, 7))
BatchNorm3d(5)(x(3, 5, 7, 7))
BatchNorm3d(5)(x(3, 5, 2, 2, 2, 2))
BatchNorm1d(5)(x(1, 5))
BatchNorm1d(5)(x(1, 5, 1))
BatchNorm2d(5)(x(1, 5, 1, 1))
BatchNorm3d(5)(x(1, 5, 1, 1, 1))
BatchNorm2d(5).eval()(x(1, 5, 1, 1))
BatchNorm2d(5, track_running_stats=False).eval()(x(1, 5, 1, 1))
BatchNorm2d(5)(x(3, 4, 7, 7))
BatchNorm2d(5).eval()(x(3, 4, 7, 7))
BatchNorm2d(5, affine=False)(x(3, 4, 7, 7))
BatchNorm2d(5, bias=False)(x(3, 4, 7, 7))
BatchNorm2d(5, track_running_stats=False)(x(3, 4, 7, 7))
BatchNorm2d(5, track_running_stats=False, bias=False)(x(3, 4, 7, 7))
BatchNorm2d(5, affine=False, track_running_stats=False)(x(3, 4, 7, 7))
BatchNorm2d(5)(x(0, 5, 7, 7))
BatchNorm2d(5)(x(3, 5, 0, 7))
BatchNorm2d(5)(x(0, 4, 7, 7))
BatchNorm2d(0)(x(3, 0, 7, 7))
BatchNorm2d(-1)
BatchNorm2d(5, eps=0)(x(3, 5, 7, 7))
BatchNorm2d(5, eps=0).eval()(x(3, 5, 7, 7))
BatchNorm2d(5, eps=-1).eval()(x(3, 5, 7, 7))
BatchNorm2d(5, eps=-1)(x(3, 5, 7, 7))
BatchNorm2d(5, momentum=2)(x(3, 5, 7, 7))
BatchNorm2d(5)(x(3, 5, 7, 7).long())
BatchNorm2d(5)(x(3, 5, 7, 7).double())
BatchNorm2d(5)(x(3, 5, 7, 7).bfloat16())
BatchNorm2d(5)(x(3, 5, 7, 7).half())
BatchNorm2d(5).bfloat16()(x(3, 5, 7, 7))
without(BatchNorm2d(5), "running_mean").eval()(x(3, 5, 7, 7))
without(BatchNorm2d(5), "running_var").eval()(x(3, 5, 7, 7))
SyncBatchNorm(5)(x(3, 5, 7, 7))
LazyBatchNorm2d()(x(3, 5, 7))
InstanceNorm1d(5)(x(5))
InstanceNorm1d(5)(x(3, 5, 7, 7))
InstanceNorm1d(5)(x(3, 5))
InstanceNorm1d(5)(x(5, 7))
InstanceNorm2d(5)(x(3, 5))
InstanceNorm2d(5)(x(3, 5, 7, 7, 7))
InstanceNorm3d(5)(x(3, 5, 7))
InstanceNorm3d(5)(x(3, 5, 2, 2, 2, 2))
InstanceNorm1d(5)(x(3, 5, 1))
InstanceNorm2d(5)(x(3, 5, 1, 1))
InstanceNorm2d(5)(x(5, 1, 1))
InstanceNorm3d(5)(x(3, 5, 1, 1, 1))
InstanceNorm2d(5).eval()(x(3, 5, 1, 1))
InstanceNorm2d(5, track_running_stats=True)(x(3, 5, 1, 1))
InstanceNorm2d(5, track_running_stats=True).eval()(x(3, 5, 1, 1))
InstanceNorm2d(5)(x(3, 4, 7, 7))
InstanceNorm2d(5, affine=True)(x(3, 4, 7, 7))
InstanceNorm2d(5, affine=True)(x(4, 7, 7))
InstanceNorm2d(5, track_running_stats=True)(x(3, 4, 7, 7))
InstanceNorm2d(5, track_running_stats=True).eval()(x(3, 4, 7, 7))
InstanceNorm2d(5)(x(0, 5, 7, 7))
InstanceNorm2d(5, affine=True)(x(0, 5, 7, 7))
InstanceNorm2d(5, track_running_stats=True)(x(0, 5, 7, 7))
InstanceNorm2d(5, affine=True)(x(3, 5, 0, 7))
InstanceNorm2d(5, momentum=None)(x(3, 5, 7, 7))
InstanceNorm2d(5, momentum=None, track_running_stats=True)(x(3, 5, 7, 7))
InstanceNorm2d(5, eps=0)(x(3, 5, 7, 7))
InstanceNorm2d(5)(x(3, 5, 7, 7).long())
InstanceNorm2d(5, affine=True)(x(3, 5, 7, 7).double())
LayerNorm([])
LayerNorm([])(x(3, 5))
LayerNorm(-1)
LayerNorm(7)(x(3, 5))
LayerNorm([5, 7])(x(3, 7, 5))
LayerNorm([5, 7])(x(7))
LayerNorm([5, 7], elementwise_affine=False)(x(3, 7, 5))
LayerNorm(1)(x(3, 1))
LayerNorm(7)(x(0, 7))
LayerNorm(0)(x(3, 0))
LayerNorm(7, eps=0)(x(3, 7))
LayerNorm(7, eps=-1)(x(3, 7))
LayerNorm(7)(x(3, 7).long())
LayerNorm(7)(x(3, 7).double())
LayerNorm(7)(x(3, 7).bfloat16())
LayerNorm(7).bfloat16()(x(3, 7))
GroupNorm(3, 10)
GroupNorm(0, 9)
GroupNorm(-3, 9)
GroupNorm(-3, 9)(x(3, 9, 7))
GroupNorm(3, 9)(x(9))
GroupNorm(9, 9)(x(1, 9))
GroupNorm(9, 9)(x(1, 9, 1, 1))
GroupNorm(9, 9).eval()(x(1, 9, 1, 1))
GroupNorm(9, 9)(x(2, 9, 1, 1))
GroupNorm(3, 9)(x(3, 10, 7))
GroupNorm(3, 9)(x(3, 6, 7))
GroupNorm(3, 9, affine=False)(x(3, 6, 7))
GroupNorm(3, 9)(x(0, 9, 7))
GroupNorm(3, 9)(x(3, 9, 0))
GroupNorm(3, 9)(x(3, 0, 7))
GroupNorm(3, 9)(x(3, 9, 7).long())
GroupNorm(3, 9)(x(3, 9, 7).double())
GroupNorm(3, 9)(x(3, 9, 7).bfloat16())
GroupNorm(3, 9).bfloat16()(x(3, 9, 7))
RMSNorm([])
RMSNorm([])(x(3, 5))
RMSNorm(7)(x(3, 5))
RMSNorm([5, 7])(x(3, 7, 5))
RMSNorm([5, 7])(x(7))
RMSNorm(7)(x(0, 7))
RMSNorm(0)(x(3, 0))
RMSNorm(7)(x(3, 7).long())
RMSNorm(7)(x(3, 7).double())
RMSNorm(7)(x(3, 7).bfloat16())
LocalResponseNorm(5)(x(3, 5))
LocalResponseNorm(0)(x(3, 5, 7))
LocalResponseNorm(-1)(x(3, 5, 7))
LocalResponseNorm(5)(x(0, 5, 7))
LocalResponseNorm(5)(x(3, 0, 7))
LocalResponseNorm(5)(x(3, 5, 7).long())
BatchNorm2d(5).load_state_dict(some(BatchNorm2d(5), without="num_batches_tracked"))
BatchNorm2d(5).load_state_dict(some(BatchNorm2d(5), without="bias"))
BatchNorm2d(5).load_state_dict(BatchNorm2d(5, affine=False).state_dict())
BatchNorm2d(5, affine=False).load_state_dict(BatchNorm2d(5).state_dict())
BatchNorm2d(5).load_state_dict(BatchNorm2d(4).state_dict())
BatchNorm2d(5).load_state_dict(BatchNorm2d(5).double().state_dict())
BatchNorm2d(5, affine=False).load_state_dict(BatchNorm2d(5, affine=False, track_running_stats=False).state_dict())
LayerNorm([5, 7]).load_state_dict(LayerNorm([7, 5]).state_dict())
SGD([])
SGD([p(5)], lr=-0.1)
SGD([p(5)], lr=float("nan"))
SGD([p(5)], momentum=-1)
SGD([p(5)], momentum=2)
SGD([p(5)], dampening=-1)
SGD([p(5)], weight_decay=-1)
SGD([p(5)], nesterov=True)
SGD([p(5)], momentum=0.9, dampening=0.5, nesterov=True)
SGD([p5, p5])
Adam([p(5)], lr=-1)
Adam([p(5)], eps=-1)
Adam([p(5)], betas=(1.0, 0.999))
Adam([p(5)], betas=(0.9, -0.1))
Adam([p(5)], weight_decay=-1)
"""


def x(*shape):
    return torch.linspace(-1, 1, torch.Size(shape).numel()).reshape(shape)


def p(n):
    return nn.Parameter(x(n))


def without(layer, buffer):
    setattr(layer, buffer, None)
    return layer


def some(layer, without):
    state = layer.state_dict()
    del state[without]
    return state


NAMES = vars(nn) | dict(SGD=optim.SGD, Adam=optim.Adam, x=x, p=p, p5=p(5), without=without, some=some)


def outcome(call):
    """The type and the message of what happens."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = eval(call, NAMES)
        except Exception as e:
            return type(e).__name__, str(e)
    if caught:
        return caught[0].category.__name__, str(caught[0].message)
    return "none", str(list(result.shape)) if isinstance(result, torch.Tensor) else type(result).__name__


rows = [(call, *outcome(call)) for call in CALLS.strip().split("\n")]
for row in rows:
    print("\t".join(w.replace("\n", "\\n").replace("\t", "\\t") for w in row))
