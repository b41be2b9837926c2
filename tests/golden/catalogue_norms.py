"""The norms of the catalogue in PyTorch, as their papers write them, for generate_catalogue.py: one function each, below
the name that the catalogue's list has for it.

`@norm(name, results..., argument=what it is)`: the arguments are the function's. A string is an input along these axes
("NCHW", with "mask:", "share:", "positive:", "count:" or "label:" before it for such numbers), `P(axes, initial)` a parameter,
`S(axes, initial)` state, `number` a single one. Results have the axes named, by default those of the first input. A
function with state is called with `training` as well and returns its results and the state after that, in training;
backward may write that.
"""
import math

import torch
import torch.nn.functional as F

NORMS = {}


class P:
    def __init__(self, axes, initial):
        self.axes, self.initial = axes, initial


class S(P):
    pass


number = "number"


def norm(name, *results, **arguments):
    def add(function):
        NORMS[name.replace(" ", "")] = (function, results, arguments)
        return function
    return add


def c(t):
    """What has channels last beside an image {N, C, H, W}."""
    return t[..., None, None]


def whiten(x, over, eps=1e-5):
    mean = x.mean(over, keepdim=True)
    return (x - mean) / torch.sqrt(((x - mean) ** 2).mean(over, keepdim=True) + eps)


def mix(old, new, weight=0.1):
    return (1 - weight) * old + weight * new


def affine(y, weight, bias):
    return y * c(weight) + c(bias)


AFFINE = dict(weight=P("C", 1), bias=P("C", 0))
RUNNING = dict(running_mean=S("C", 0), running_var=S("C", 1))
IMAGE = dict(x="NCHW")
TOKENS = dict(x="NTC")


def batch(x, running_mean, running_var, training, weight=None, bias=None):
    """PyTorch's own batch norm and what it leaves in the running statistics."""
    mean, var = running_mean.clone(), running_var.clone()
    y = F.batch_norm(x, mean, var, weight, bias, training, 0.1, 1e-5)
    return y, dict(running_mean=mean, running_var=var)


# The usual ones.


@norm("BatchNorm", **IMAGE, **AFFINE, **RUNNING)
def _(x, weight, bias, running_mean, running_var, training):
    return batch(x, running_mean, running_var, training, weight, bias)


@norm("LayerNorm<C, H, W>", **IMAGE, weight=P("CHW", 1), bias=P("CHW", 0))
def _(x, weight, bias):
    return F.layer_norm(x, x.shape[1:], weight, bias)


@norm("LayerNorm<C>", **TOKENS, **AFFINE)
def _(x, weight, bias):
    return F.layer_norm(x, x.shape[2:], weight, bias)


@norm("InstanceNorm", **IMAGE)
def _(x):
    return F.instance_norm(x)


@norm("GroupNorm<4>", **IMAGE, **AFFINE)
def _(x, weight, bias):
    return F.group_norm(x, 4, weight, bias)


@norm("SwitchableNorm2d", **IMAGE, **AFFINE, mean_weight=P(["Set"], 1), var_weight=P(["Set"], 1), **RUNNING)
def _(x, weight, bias, mean_weight, var_weight, running_mean, running_var, training):
    means, variances = [], []
    for over in [(2, 3), (1, 2, 3), (0, 2, 3)]:
        means.append(x.mean(over, keepdim=True))
        variances.append(((x - means[-1]) ** 2).mean(over, keepdim=True))
    count = x.numel() // x.shape[1]
    after = dict(running_mean=mix(running_mean, means[2].flatten()),
                 running_var=mix(running_var, variances[2].flatten() * count / (count - 1)))
    if not training:
        means[2], variances[2] = c(running_mean), c(running_var)
    mean = sum(w * m for w, m in zip(mean_weight.softmax(0), means))
    var = sum(w * v for w, v in zip(var_weight.softmax(0), variances))
    return affine((x - mean) / torch.sqrt(var + 1e-5), weight, bias), after


# Relatives of batch norm.


@norm("MeanOnlyBatchNorm", **IMAGE, bias=P("C", 0), running_mean=S("C", 0))
def _(x, bias, running_mean, training):
    mean = x.mean((0, 2, 3))
    return x - c(mean if training else running_mean) + c(bias), dict(running_mean=mix(running_mean, mean))


@norm("L1BatchNorm", **IMAGE, **AFFINE, running_mean=S("C", 0), running_deviation=S("C", 1))
def _(x, weight, bias, running_mean, running_deviation, training):
    mean = x.mean((0, 2, 3))
    deviation = math.sqrt(math.pi / 2) * (x - c(mean)).abs().mean((0, 2, 3))
    after = dict(running_mean=mix(running_mean, mean), running_deviation=mix(running_deviation, deviation))
    m, d = (mean, deviation) if training else (running_mean, running_deviation)
    return affine((x - c(m)) / (c(d) + 1e-5), weight, bias), after


@norm("BatchRenorm", **IMAGE, **AFFINE, running_mean=S("C", 0), running_deviation=S("C", 1))
def _(x, weight, bias, running_mean, running_deviation, training):
    mean = x.mean((0, 2, 3))
    deviation = torch.sqrt(x.var((0, 2, 3), unbiased=False) + 1e-5)
    after = dict(running_mean=mix(running_mean, mean), running_deviation=mix(running_deviation, deviation))
    if not training:
        return affine((x - c(running_mean)) / c(running_deviation), weight, bias), after
    r = torch.clamp(deviation / running_deviation, 1 / 3, 3).detach()
    d = torch.clamp((mean - running_mean) / running_deviation, -5, 5).detach()
    return affine((x - c(mean)) / c(deviation) * c(r) + c(d), weight, bias), after


@norm("GhostBatchNorm<2>", x="MCHW", **AFFINE, **RUNNING)
def _(x, weight, bias, running_mean, running_var, training):
    parts = x.chunk(2)
    after = dict(running_mean=mix(running_mean, sum(p.mean((0, 2, 3)) for p in parts) / 2),
                 running_var=mix(running_var, sum(p.var((0, 2, 3), unbiased=True) for p in parts) / 2))
    if not training:
        return batch(x, running_mean, running_var, False, weight, bias)[0], after
    return torch.cat([F.batch_norm(p, None, None, weight, bias, True) for p in parts]), after


@norm("BatchInstanceNorm", **IMAGE, **AFFINE, rho=P("C", 1), **RUNNING)
def _(x, weight, bias, rho, running_mean, running_var, training):
    y, after = batch(x, running_mean, running_var, training)
    share = c(rho)
    return affine(share * y + (1 - share) * F.instance_norm(x), weight, bias), after


@norm("InstanceBatchNorm", **IMAGE, by_instance="mask:C", **AFFINE, **RUNNING)
def _(x, by_instance, weight, bias, running_mean, running_var, training):
    y, after = batch(x, running_mean, running_var, training)
    return affine(torch.where(c(by_instance), F.instance_norm(x), y), weight, bias), after


@norm("InstanceEnhancementNorm", **IMAGE, **AFFINE, gate_weight=P("C", 0), gate_bias=P("C", -1), **RUNNING)
def _(x, weight, bias, gate_weight, gate_bias, running_mean, running_var, training):
    y, after = batch(x, running_mean, running_var, training)
    gate = torch.sigmoid(gate_weight * x.mean((2, 3)) + gate_bias)
    return y * c(weight) * c(gate) + c(bias), after


@norm("ModeNorm", **IMAGE, gates="share:NK", **AFFINE, running_mean=S("KC", 0), running_var=S("KC", 1))
def _(x, gates, weight, bias, running_mean, running_var, training):
    y, means, variances = 0, [], []
    for k in range(gates.shape[1]):
        g = gates[:, k, None, None, None]
        means.append((g * x).mean((0, 2, 3)) / g.mean())
        variances.append((g * (x - c(means[-1])) ** 2).mean((0, 2, 3)) / g.mean())
        m, v = (means[k], variances[k]) if training else (running_mean[k], running_var[k])
        y = y + g * (x - c(m)) / torch.sqrt(c(v) + 1e-5)
    after = dict(running_mean=mix(running_mean, torch.stack(means)), running_var=mix(running_var, torch.stack(variances)))
    return affine(y, weight, bias), after


class PowerGradient(torch.autograd.Function):
    """x/psi with the gradient of PowerNorm's algorithm 2; backward writes the next nu into `after`."""

    @staticmethod
    def forward(ctx, x, psi, nu, after):
        ctx.save_for_backward(x / psi, psi, nu)
        ctx.after = after
        return x / psi

    @staticmethod
    def backward(ctx, g):
        y, psi, nu = ctx.saved_tensors
        ctx.after.copy_(nu * (1 - 0.1 * (y * y).mean((0, 1))) + 0.1 * (g * y).mean((0, 1)))
        return (g - nu * y) / psi, None, None, None


@norm("PowerNorm<C>", **TOKENS, **AFFINE, running_square=S("C", 1), running_gradient=S("C", 0))
def _(x, weight, bias, running_square, running_gradient, training):
    psi, next_gradient = torch.sqrt(running_square + 1e-5), torch.zeros_like(running_gradient)
    y = PowerGradient.apply(x, psi, running_gradient, next_gradient) if training else x / psi
    after = dict(running_square=mix(running_square, (x ** 2).mean((0, 1))), running_gradient=next_gradient)
    return y * weight + bias, after


class OnlineGradient(torch.autograd.Function):
    """(x - mean)/deviation with the controlled gradient of Online Normalization; backward writes both errors into `after`."""

    @staticmethod
    def forward(ctx, x, mean, deviation, along, level, after):
        y = (x - c(mean)) / c(deviation)
        ctx.save_for_backward(y, deviation, along, level)
        ctx.after = after
        return y

    @staticmethod
    def backward(ctx, g):
        y, deviation, along, level = ctx.saved_tensors
        a = g - 0.01 * c(along) * y
        b = a / c(deviation) - 0.01 * c(level)
        ctx.after[0].copy_(along + (a * y).mean((0, 2, 3)))
        ctx.after[1].copy_(level + b.mean((0, 2, 3)))
        return b, None, None, None, None, None


@norm("OnlineNorm", **IMAGE, **AFFINE, **RUNNING, running_correlation=S("C", 0), running_gradient=S("C", 0))
def _(x, weight, bias, running_mean, running_var, running_correlation, running_gradient, training):
    deviation, errors = torch.sqrt(running_var + 1e-5), torch.zeros(2, 8, dtype=x.dtype)
    if training:
        y = OnlineGradient.apply(x, running_mean, deviation, running_correlation, running_gradient, errors)
    else:
        y = (x - c(running_mean)) / c(deviation)
    y = affine(y, weight, bias)
    mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
    after = dict(running_mean=mix(running_mean, mean, 0.001),
                 running_var=mix(running_var, var, 0.001) + 0.999 * 0.001 * (mean - running_mean) ** 2,
                 running_correlation=errors[0], running_gradient=errors[1])
    return y / torch.sqrt((y ** 2).mean((1, 2, 3), keepdim=True) + 1e-5), after


@norm("PowerNormV<C>", **TOKENS, **AFFINE, running_square=S("C", 1))
def _(x, weight, bias, running_square, training):
    square = (x ** 2).mean((0, 1))
    y = x / torch.sqrt((square if training else running_square) + 1e-5) * weight + bias
    return y, dict(running_square=mix(running_square, square))


def masked_moments(x, m, over):
    m = m.to(x.dtype).expand_as(x)
    count = m.sum(over, keepdim=True)
    mean = (m * x).sum(over, keepdim=True) / count
    return mean, (m * (x - mean) ** 2).sum(over, keepdim=True) / count, count


@norm("MaskedBatchNorm", **TOKENS, mask="mask:NT", **AFFINE, **RUNNING)
def _(x, mask, weight, bias, running_mean, running_var, training):
    mean, var, count = masked_moments(x, mask[..., None], (0, 1))
    after = dict(running_mean=mix(running_mean, mean.flatten()),
                 running_var=mix(running_var, (var * count / (count - 1)).flatten()))
    if not training:
        mean, var = running_mean, running_var
    y = (x - mean) / torch.sqrt(var + 1e-5) * weight + bias
    return torch.where(mask[..., None], y, torch.zeros_like(y)), after


@norm("SyncBatchNorm", **IMAGE, counts="count:S", means="SC", variances="positive:SC", **AFFINE, **RUNNING)
def _(x, counts, means, variances, weight, bias, running_mean, running_var, training):
    n = counts[:, None]
    total = counts.sum()
    mean = (n * means).sum(0) / total
    var = (n * (variances + means ** 2)).sum(0) / total - mean ** 2
    after = dict(running_mean=mix(running_mean, mean), running_var=mix(running_var, var * total / (total - 1)))
    if not training:
        mean, var = running_mean, running_var
    return affine((x - c(mean)) / torch.sqrt(c(var) + 1e-5), weight, bias), after


@norm("Standardize<C>", x="BC", mean=S("C", 0), deviation=S("C", 1))
def _(x, mean, deviation, training):
    after = dict(mean=x.mean(0), deviation=x.std(0, unbiased=False))
    m, d = (after["mean"], after["deviation"]) if training else (mean, deviation)
    return (x - m) / d, after


# Images.


@norm("FilterResponseNorm", **IMAGE, **AFFINE, tau=P("C", 0))
def _(x, weight, bias, tau):
    nu2 = (x ** 2).mean((2, 3), keepdim=True)
    return torch.max(c(weight) * x * torch.rsqrt(nu2 + 1e-6) + c(bias), c(tau))


@norm("PositionalNorm", "NCHW", "NHW", "NHW", **IMAGE)
def _(x):
    mean, deviation = x.mean(1), torch.sqrt(x.var(1, unbiased=False) + 1e-5)
    return (x - mean[:, None]) / deviation[:, None], mean, deviation


@norm("MomentShortcut", **IMAGE, deviation="positive:NHW", mean="NHW")
def _(x, deviation, mean):
    return x * deviation[:, None] + mean[:, None]


@norm("PixelNorm", **IMAGE)
def _(x):
    return x / torch.sqrt((x ** 2).mean(1, keepdim=True) + 1e-8)


@norm("EvoNormB0", **IMAGE, v=P("C", 1), **AFFINE, running_var=S("C", 1))
def _(x, v, weight, bias, running_var, training):
    right = c(v) * x + torch.sqrt(x.var((2, 3), unbiased=False, keepdim=True) + 1e-5)
    return evolved(x, right, running_var, weight, bias, training)


@norm("EvoNormS0<4>", **IMAGE, v=P("C", 1), **AFFINE)
def _(x, v, weight, bias):
    groups = x.reshape(x.shape[0], 4, -1)
    deviation = torch.sqrt(groups.var(2, unbiased=False, keepdim=True) + 1e-5)
    y = ((x * torch.sigmoid(c(v) * x)).reshape(groups.shape) / deviation).reshape(x.shape)
    return affine(y, weight, bias)


def evolved(x, divisor, running_var, weight, bias, training):
    var = x.var((0, 2, 3), unbiased=False)
    left = torch.sqrt(c(var if training else running_var) + 1e-5)
    return affine(x / torch.max(left, divisor), weight, bias), dict(running_var=mix(running_var, var))


def size_of(x):
    return torch.sqrt((x ** 2).mean((2, 3), keepdim=True) + 1e-5)


@norm("EvoNormB1", **IMAGE, **AFFINE, running_var=S("C", 1))
def _(x, weight, bias, running_var, training):
    return evolved(x, (x + 1) * size_of(x), running_var, weight, bias, training)


@norm("EvoNormB2", **IMAGE, **AFFINE, running_var=S("C", 1))
def _(x, weight, bias, running_var, training):
    return evolved(x, size_of(x) - x, running_var, weight, bias, training)


@norm("EvoNormS1<4>", **IMAGE, **AFFINE)
def _(x, weight, bias):
    groups = x.reshape(x.shape[0], 4, -1)
    deviation = torch.sqrt(groups.var(2, unbiased=False, keepdim=True) + 1e-5)
    return affine((F.silu(x).reshape(groups.shape) / deviation).reshape(x.shape), weight, bias)


@norm("EvoNormS2<4>", **IMAGE, **AFFINE)
def _(x, weight, bias):
    groups = x.reshape(x.shape[0], 4, -1)
    size = torch.sqrt((groups ** 2).mean(2, keepdim=True) + 1e-5)
    return affine((F.silu(x).reshape(groups.shape) / size).reshape(x.shape), weight, bias)


@norm("GlobalResponseNorm", **IMAGE, weight=P("C", 0), bias=P("C", 0))
def _(x, weight, bias):
    size = torch.norm(x, p=2, dim=(2, 3), keepdim=True)
    return c(weight) * (x * (size / (size.mean(1, keepdim=True) + 1e-6))) + c(bias) + x


@norm("LocalResponseNorm<5>", **IMAGE)
def _(x):
    return F.local_response_norm(x, 5)


@norm("DivisiveNorm<3>", **IMAGE)
def _(x):
    def around(t):
        return F.avg_pool2d(t, 3, 1, 1, count_include_pad=True).mean(1, keepdim=True)
    v = x - around(x)
    return v / torch.sqrt(1 + around(v ** 2))


@norm("MaskedInstanceNorm", **IMAGE, mask="mask:NHW")
def _(x, mask):
    mean, var, _ = masked_moments(x, mask[:, None], (2, 3))
    return torch.where(mask[:, None], (x - mean) / torch.sqrt(var + 1e-5), torch.zeros_like(x))


# Conditioned.


def moments(t):
    return t.mean((2, 3), keepdim=True), torch.sqrt(t.var((2, 3), unbiased=False, keepdim=True) + 1e-5)


@norm("AdaptiveInstanceNorm", "NCHW", **IMAGE, style="NCPQ")
def _(x, style):
    (m, d), (m2, d2) = moments(x), moments(style)
    return d2 * (x - m) / d + m2


@norm("CrossNorm", "NCHW", "NCPQ", **IMAGE, other="NCPQ")
def _(x, other):
    (m, d), (m2, d2) = moments(x), moments(other)
    return d2 * (x - m) / d + m2, d * (other - m2) / d2 + m


@norm("ConditionalInstanceNorm", **IMAGE, style="share:NK", weight=P("KC", 1), bias=P("KC", 0))
def _(x, style, weight, bias):
    return affine(F.instance_norm(x), style @ weight, style @ bias)


@norm("ClassConditionalInstanceNorm", **IMAGE, label="label:N", weight=P("LC", 1), bias=P("LC", 0))
def _(x, label, weight, bias):
    return affine(F.instance_norm(x), F.embedding(label, weight), F.embedding(label, bias))


@norm("ClassConditionalBatchNorm", **IMAGE, label="label:N", weight=P("LC", 1), bias=P("LC", 0), **RUNNING)
def _(x, label, weight, bias, running_mean, running_var, training):
    y, after = batch(x, running_mean, running_var, training)
    return affine(y, F.embedding(label, weight), F.embedding(label, bias)), after


@norm("ConditionalBatchNorm", **IMAGE, weight_change="NC", bias_change="NC", **AFFINE, **RUNNING)
def _(x, weight_change, bias_change, weight, bias, running_mean, running_var, training):
    y, after = batch(x, running_mean, running_var, training)
    return affine(y, weight + weight_change, bias + bias_change), after


@norm("AttentiveNorm", **IMAGE, attention="share:NK", weight=P("KC", 1), bias=P("KC", 0), **RUNNING)
def _(x, attention, weight, bias, running_mean, running_var, training):
    y, after = batch(x, running_mean, running_var, training)
    return affine(y, attention @ weight, attention @ bias), after


@norm("FiLM", **IMAGE, scale="NC", shift="NC")
def _(x, scale, shift):
    return affine(x, scale, shift)


@norm("SpatiallyAdaptiveNorm", **IMAGE, scale="NCHW", shift="NCHW")
def _(x, scale, shift):
    return F.batch_norm(x, None, None, training=True) * (1 + scale) + shift


@norm("AdaptiveLayerNorm<C>", **TOKENS, scale="NC", shift="NC")
def _(x, scale, shift):
    return F.layer_norm(x, x.shape[2:], eps=1e-6) * (1 + scale[:, None]) + shift[:, None]


@norm("GatedResidual", **TOKENS, gate="NC", branch="NTC")
def _(x, gate, branch):
    return x + gate[:, None] * branch


@norm("ReversibleInstanceNorm", "NTC", "NC", "NC", **TOKENS, **AFFINE)
def _(x, weight, bias):
    mean, deviation = x.mean(1), torch.sqrt(x.var(1, unbiased=False) + 1e-5)
    return (x - mean[:, None]) / deviation[:, None] * weight + bias, mean, deviation


@norm("ReversibleInstanceDenorm", **TOKENS, deviation="positive:NC", mean="NC", **AFFINE)
def _(x, deviation, mean, weight, bias):
    return (x - bias) / weight * deviation[:, None] + mean[:, None]


# Features of tokens.


def rms(x, eps):
    return x / torch.sqrt((x ** 2).mean(-1, keepdim=True) + eps)


@norm("RMSNorm<C>", **TOKENS, weight=P("C", 1))
def _(x, weight):
    return F.rms_norm(x, weight.shape, weight, 1e-5)


@norm("UnitOffsetRMSNorm<C>", **TOKENS, weight=P("C", 0))
def _(x, weight):
    return rms(x, 1e-6) * (1 + weight)


@norm("PartialRMSNorm<C>", **TOKENS, part="mask:C", weight=P("C", 1))
def _(x, part, weight):
    return x / torch.sqrt((x[..., part] ** 2).mean(-1, keepdim=True) + 1e-5) * weight


@norm("GroupRMSNorm<4, C>", **TOKENS, weight=P("C", 1))
def _(x, weight):
    return rms(x.unflatten(2, (4, -1)), 1e-5).flatten(2) * weight


@norm("GatedRMSNorm<before_norm, C>", **TOKENS, z="NTC", weight=P("C", 1))
def _(x, z, weight):
    return rms(x * F.silu(z), 1e-5) * weight


@norm("GatedRMSNorm<after_norm, C>", **TOKENS, z="NTC", weight=P("C", 1))
def _(x, z, weight):
    return rms(x, 1e-5) * weight * F.silu(z)


@norm("SimpleRMSNorm<C>", **TOKENS)
def _(x):
    return rms(x, 1e-12)


@norm("SimpleNorm<C>", **TOKENS, weight=P("C", 1))
def _(x, weight):
    return x / torch.sqrt(x.var(-1, unbiased=True, keepdim=True) + 1e-6) * weight


@norm("MaskedLayerNorm<C, T>", **TOKENS, mask="mask:NT", weight=P("CT", 1), bias=P("CT", 0))
def _(x, mask, weight, bias):
    mean, var, _ = masked_moments(x, mask[..., None], (1, 2))
    y = (x - mean) / torch.sqrt(var + 1e-5) * weight.T + bias.T
    return torch.where(mask[..., None], y, torch.zeros_like(y))


@norm("ScaleNorm<C>", **TOKENS, g=P("", 8 ** 0.5))
def _(x, g):
    return g * x / torch.norm(x, dim=-1, keepdim=True).clamp(min=1e-5)


@norm("L2Normalize<C>", **TOKENS)
def _(x):
    return F.normalize(x, dim=-1)


@norm("L1Normalize<C>", **TOKENS)
def _(x):
    return F.normalize(x, p=1, dim=-1)


@norm("QueryKeyNorm<D>", "NITD", "NISD", q="NITD", k="NISD", q_weight=P("D", 1), k_weight=P("D", 1))
def _(q, k, q_weight, k_weight):
    return rms(q, 1e-6) * q_weight, rms(k, 1e-6) * k_weight


@norm("CosineQueryKeyNorm<2.0, D>", "NITD", "NISD", q="NITD", k="NISD", g=P("", 2))
def _(q, k, g):
    return g * F.normalize(q, dim=-1), F.normalize(k, dim=-1)


@norm("AddRMSNorm<C>", "NTC", "NTC", **TOKENS, branch="NTC", weight=P("C", 1))
def _(x, branch, weight):
    return rms(x + branch, 1e-6) * weight, x + branch


@norm("DeepNorm<C>", **TOKENS, branch="NTC", alpha=number, **AFFINE)
def _(x, branch, alpha, weight, bias):
    return F.layer_norm(alpha * x + branch, weight.shape, weight, bias)


@norm("SandwichNorm<C>", **TOKENS, branch="NTC", **AFFINE)
def _(x, branch, weight, bias):
    return x + F.layer_norm(branch, weight.shape, weight, bias)


@norm("DynamicErf<C>", **TOKENS, alpha=P("", 0.5), shift=P("", 0), **AFFINE)
def _(x, alpha, shift, weight, bias):
    return torch.erf(alpha * x + shift) * weight + bias


@norm("DynamicTanh<C>", **TOKENS, alpha=P("", 0.5), **AFFINE)
def _(x, alpha, weight, bias):
    return torch.tanh(alpha * x) * weight + bias


@norm("LayerScale<C>", **TOKENS, weight=P("C", 1e-5))
def _(x, weight):
    return x * weight


# Any axes.


@norm("Softmax<C>", **TOKENS)
def _(x):
    return x.softmax(-1)


@norm("LogSoftmax<H, W>", **IMAGE)
def _(x):
    return x.flatten(2).log_softmax(-1).reshape(x.shape)


@norm("LogSumExp<C>", "NT", **TOKENS)
def _(x):
    return x.logsumexp(-1)


@norm("MinMaxScale<1e-12, H, W>", **IMAGE)
def _(x):
    low, high = x.amin((2, 3), keepdim=True), x.amax((2, 3), keepdim=True)
    return (x - low) / (high - low)


@norm("MaxAbsScale<1e-12, C>", **TOKENS)
def _(x):
    return x / x.abs().amax(-1, keepdim=True).detach()


# Weights.


@norm("WeightStandardization<Out>", x=["Out", "In", "H", "W"])
def _(x):
    return whiten(x, (1, 2, 3))


@norm("WeightNorm<Out>", x=["Out", "In", "H", "W"], g=P(["Out"], 1))
def _(x, g):
    return torch._weight_norm(x, g[:, None, None, None], 0)
