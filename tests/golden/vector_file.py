"""The files of numbers in this folder: how they are written. Knows no norm. Used by generate.py, generate_layers.py and
generate_optimizers.py; tests/support/golden.hpp reads them.

A file is an index in text, an empty line, and the elements. The index has a line for each tensor,

    case tensor type offset error axes...       batch_norm/far x.grad f64 12345 1.25e-05 N=3 C=9 H=5 W=7

type: f32 (inputs), f64 (exact), u8 (a mask), i64 (a counter); offset: of its first byte behind the empty line; error:
the largest absolute error of PyTorch's float32, 0 for what is exact; axes: names and extents, the last one contiguous.
Elements are little endian. Tensors of equal bytes share them.
"""
import numpy as np

TYPES = {np.dtype(np.float32): "f32", np.dtype(np.float64): "f64", np.dtype(bool): "u8", np.dtype(np.int64): "i64"}


class VectorFile:
    def __init__(self):
        self.index, self.elements, self.offsets = [], bytearray(), {}

    def store(self, case, name, values, axes, error=0.0):
        """Appends a tensor; `axes`: names with extents."""
        data = values.astype(values.dtype.newbyteorder("<")).tobytes()
        if data not in self.offsets:
            self.offsets[data] = len(self.elements)
            self.elements.extend(data)
        shape = " ".join(f"{a}={n}" for a, n in axes)
        self.index.append(f"{case} {name} {TYPES[values.dtype]} {self.offsets[data]} {error:.6g} {shape}")

    def write(self, path):
        path.write_bytes("\n".join(self.index).encode() + b"\n\n" + self.elements)
