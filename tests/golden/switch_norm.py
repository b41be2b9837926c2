"""SwitchNorm2d in PyTorch (arXiv 1806.10779), with the paper's variances and with those of the authors' code. Used by
generate_layers.py.
"""
import torch
from torch import nn


class SwitchNorm2d(nn.Module):
    """Mixes the statistics of instance, layer and batch norm, in this order, by softmax of two sets of logits.

    official=False: variances are biased, as in the paper's equations 3 to 5; evaluation uses running statistics of the
    batch part as PyTorch's BatchNorm keeps them: momentum 0.1 is the weight of the new value, the running variance
    starts at 1 and takes the unbiased one.

    official=True: what devkit/ops/switchable_norm.py of switchablenorms/Switchable-Normalization computes with its
    defaults (using_moving_average, using_bn): the variance of an instance is unbiased, those of the layer and the batch
    follow from it by E[var + mean^2] - mean^2; momentum 0.9 is the weight of the old value; the running variance starts
    at 0 and takes the batch variance as it is.
    """

    def __init__(self, num_features, eps=1e-5, official=False):
        super().__init__()
        self.eps, self.official = eps, official
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.mean_weight = nn.Parameter(torch.ones(3))
        self.var_weight = nn.Parameter(torch.ones(3))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.zeros(num_features) if official else torch.ones(num_features))

    def forward(self, x):
        n, c, h, w = x.shape
        mean_in = x.mean((2, 3))  # (N, C)
        var_in = x.var((2, 3), unbiased=self.official)
        square = var_in + mean_in**2
        mean_ln = mean_in.mean(1, keepdim=True)  # (N, 1)
        var_ln = square.mean(1, keepdim=True) - mean_ln**2
        if self.training:
            mean_bn = mean_in.mean(0)  # (C)
            var_bn = square.mean(0) - mean_bn**2
            self.keep(mean_bn.detach(), var_bn.detach(), n * h * w)
        else:
            mean_bn, var_bn = self.running_mean, self.running_var
        p, q = self.mean_weight.softmax(0), self.var_weight.softmax(0)
        mean = p[0] * mean_in + p[1] * mean_ln + p[2] * mean_bn
        var = q[0] * var_in + q[1] * var_ln + q[2] * var_bn
        normalized = (x - mean[:, :, None, None]) / torch.sqrt(var + self.eps)[:, :, None, None]
        return normalized * self.weight[:, None, None] + self.bias[:, None, None]

    def keep(self, mean, var, count):
        if self.official:
            self.running_mean.mul_(0.9).add_(0.1 * mean)
            self.running_var.mul_(0.9).add_(0.1 * var)
        else:
            self.running_mean.mul_(0.9).add_(0.1 * mean)
            self.running_var.mul_(0.9).add_(0.1 * var * count / (count - 1))
