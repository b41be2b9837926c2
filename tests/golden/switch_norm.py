"""SwitchNorm1d, 2d and 3d in PyTorch (arXiv 1806.10779), with the paper's variances and with those of the authors' code.
Used by generate_layers.py.
"""
import torch
from torch import nn


class SwitchNorm(nn.Module):
    """Mixes the statistics of instance, layer and batch norm, in this order, by softmax of two sets of logits; of
    features (N, C), which have no instance statistics, those of layer and batch norm.

    official=False: variances are biased, as in the paper's equations 3 to 5; evaluation uses running statistics of the
    batch part as PyTorch's BatchNorm keeps them: momentum 0.1 is the weight of the new value, the running variance
    starts at 1 and takes the unbiased one.

    official=True: what devkit/ops/switchable_norm.py of switchablenorms/Switchable-Normalization computes with its
    defaults (using_moving_average, using_bn): the variance of an instance is unbiased, those of the layer and the batch
    follow from it by E[var + mean^2] - mean^2; of features both are unbiased. The momentum is the weight of the old
    value; the running variance starts at 0 and takes the batch variance as it is.
    """

    def __init__(self, num_features, sets, old_weight, eps=1e-5, official=False):
        super().__init__()
        self.eps, self.official, self.old_weight = eps, official, old_weight
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.mean_weight = nn.Parameter(torch.ones(sets))
        self.var_weight = nn.Parameter(torch.ones(sets))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.zeros(num_features) if official else torch.ones(num_features))

    def statistics(self, x):
        """Means and variances by set; those of the batch, the last ones, of shape (C)."""
        if x.dim() == 2:
            return ([x.mean(1, keepdim=True), x.mean(0)],
                    [x.var(1, keepdim=True, unbiased=self.official), x.var(0, unbiased=self.official)])
        x = x.flatten(2)
        mean_in = x.mean(2)  # (N, C)
        var_in = x.var(2, unbiased=self.official)
        square = var_in + mean_in**2
        means = [mean_in, mean_in.mean(1, keepdim=True), mean_in.mean(0)]
        return means, [var_in, square.mean(1, keepdim=True) - means[1]**2, square.mean(0) - means[2]**2]

    def forward(self, x):
        means, variances = self.statistics(x)
        if self.training:
            self.keep(means[-1].detach(), variances[-1].detach(), x.numel() // x.shape[1])
        else:
            means[-1], variances[-1] = self.running_mean, self.running_var
        mean = sum(p * m for p, m in zip(self.mean_weight.softmax(0), means))
        var = sum(q * v for q, v in zip(self.var_weight.softmax(0), variances))
        positions = (1,) * (x.dim() - 2)
        normalized = (x - mean.reshape(*mean.shape, *positions)) / torch.sqrt(var + self.eps).reshape(
            *var.shape, *positions)
        return normalized * self.weight.reshape(-1, *positions) + self.bias.reshape(-1, *positions)

    def keep(self, mean, var, count):
        new = 1 - self.old_weight if self.official else 0.1
        self.running_mean.mul_(1 - new).add_(new * mean)
        self.running_var.mul_(1 - new).add_(new * var * (1 if self.official else count / (count - 1)))


# The momenta are the defaults of the authors' classes of these names.
class SwitchNorm1d(SwitchNorm):
    def __init__(self, num_features, **options):
        super().__init__(num_features, 2, 0.997, **options)


class SwitchNorm2d(SwitchNorm):
    def __init__(self, num_features, **options):
        super().__init__(num_features, 3, 0.9, **options)


class SwitchNorm3d(SwitchNorm):
    def __init__(self, num_features, **options):
        super().__init__(num_features, 3, 0.997, **options)
