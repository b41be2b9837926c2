"""What PyTorch takes for those of the benchmark's cases that it has: medians and quartiles, allocator warmed.

Run by tests/benchmark/run --pytorch PYTHON, on the same machine after axnorm, with its --filter and --threads.
"""
import argparse
import statistics
import sys
import time

import torch
from torch import nn

sys.path.append("tests/golden")
from switch_norm import SwitchNorm2d  # noqa: E402


def cases():
    """(op, layout, shape, module); evaluation too where there are running statistics."""
    for shape in ((4096, 256), (4096, 1024), (1024, 4096), (64, 768), (1, 768)):
        yield "LN", "nl", shape, nn.LayerNorm(shape[-1])
    yield "LN", "nlc", (32, 197, 768), nn.LayerNorm(768)
    for shape in ((4096, 1024), (1024, 4096), (8, 4096)):
        yield "RMS", "nl", shape, nn.RMSNorm(shape[-1], eps=1e-5)
    for shape in ((32, 64, 56, 56), (32, 256, 14, 14), (64, 512, 7, 7), (1, 64, 112, 112), (8, 16, 8, 8)):
        yield "BN", "nchw", shape, nn.BatchNorm2d(shape[1])
    for shape in ((32, 56, 56, 64), (32, 14, 14, 256), (64, 7, 7, 512)):
        yield "BN", "nhwc", shape, nn.BatchNorm2d(shape[3])
    for shape in ((8, 64, 128, 128), (4, 128, 64, 64)):
        yield "IN", "nchw", shape, nn.InstanceNorm2d(shape[1])
    for shape in ((8, 256, 32, 32), (2, 320, 64, 64), (32, 64, 56, 56)):
        yield "GN32", "nchw", shape, nn.GroupNorm(32, shape[1])
    yield "GN32", "nhwc", (8, 32, 32, 256), nn.GroupNorm(32, 256)
    for shape in ((32, 64, 56, 56), (8, 256, 32, 32)):
        yield "SN", "nchw", shape, SwitchNorm2d(shape[1])
    yield "GN32+SiLU", "nchw", (8, 256, 32, 32), nn.Sequential(nn.GroupNorm(32, 256), nn.SiLU())
    yield "softmax", "nl", (4096, 1024), nn.Softmax(-1)


def measure(job, rounds):
    """Median and quartiles in nanoseconds; short jobs are repeated within a round."""
    job()
    start = time.perf_counter_ns()
    job()
    repeats = max(1, min(10000, int(200e3 / max(1, time.perf_counter_ns() - start))))
    times = []
    for _ in range(rounds):
        start = time.perf_counter_ns()
        for _ in range(repeats):
            job()
        times.append((time.perf_counter_ns() - start) / repeats)
    return statistics.median(times), *(statistics.quantiles(times, n=4)[k] for k in (0, 2))


def main():
    """Prints a line for each case, direction, type and number of threads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filter", default="")
    parser.add_argument("--threads", default="1")
    arguments = parser.parse_args()
    torch.manual_seed(7)
    for op, layout, shape, module in cases():
        for dtype, label in ((torch.float32, "f32"), (torch.bfloat16, "bf16")):
            module.to(dtype if op in ("GN32+SiLU", "softmax", "SN", "RMS") else torch.float32)
            x, dy = torch.randn(shape).to(dtype), torch.randn(shape).to(dtype)
            if layout == "nhwc":  # PyTorch names the axes in its order whatever the memory
                x, dy = x.permute(0, 3, 1, 2), dy.permute(0, 3, 1, 2)
            for mode in ("fwd", "fwdbwd", "eval"):
                name = f"{op} {mode} {'x'.join(map(str, shape))} {layout} {label}"
                if arguments.filter not in name or (mode == "eval" and op != "BN"):
                    continue
                module.train(mode != "eval")

                def forward():
                    with torch.no_grad():
                        module(x)

                x_leaf = x.clone(memory_format=torch.preserve_format).requires_grad_()

                def both():
                    module(x_leaf).backward(dy)
                    x_leaf.grad = None
                    module.zero_grad(set_to_none=True)

                for threads in map(int, arguments.threads.split(",")):
                    torch.set_num_threads(threads)
                    try:
                        median, low, high = measure(both if mode == "fwdbwd" else forward, 15)
                    except RuntimeError as error:
                        print(f"{name:<44s} {threads}  PyTorch: {str(error).splitlines()[0]}")
                        continue
                    print(f"{name:<44s} {threads}  {median / 1e3:10.1f} us [{low / 1e3:.1f}, {high / 1e3:.1f}]"
                          f"  PyTorch {torch.__version__}", flush=True)


if __name__ == "__main__":
    main()
