"""Translation units whose compile time counts: what users write in a file of theirs. Used by `compile`, which measures
them, and by tests/guards/template_counts, which counts what the compiler does for them.
"""

BEGIN = "#include <axnorm/{header}.hpp>\nusing namespace axnorm;\nusing namespace axnorm::axes;\n"
UMBRELLA = BEGIN.format(header="axnorm")

# Layers of one unit: other sets of axes, inputs of other ranks, other formulas.
LAYERS = (
    ("LayerNorm<C>", "N, C"),
    ("BatchNorm", "N, C, H, W"),
    ("GroupNorm<8>", "N, C, H, W"),
    ("RMSNorm<C>", "N, L, C"),
    ("InstanceNorm", "N, C, H, W"),
    ("LayerNorm<C, H, W>", "N, C, H, W"),
    ("BatchNorm", "N, C"),
    ("Norm<Over<H, W>, Affine<C>, Eps<1e-3>>", "N, H, W, C"),
    ("GroupNorm<4>", "N, C, L"),
    ("RMSNorm<C, H, W>", "N, C, H, W"),
    ("BatchNorm", "N, H, W, C"),
    ("Norm<Over<L>, Scale<L>>", "N, L"),
    ("InstanceNorm", "N, C, L"),
    ("GroupNorm<>", "N, C, H, W"),
    ("RMS<Over<Group<C, G>>, Scale<C>>", "N, C"),
    ("Norm<Over<W>, Affine<C>>", "N, C, H, W"),
    ("BatchNorm", "N, C, L"),
    ("GroupNorm<2>", "N, H, W, C"),
    ("LayerNorm<L>", "N, T, L"),
    ("Norm<Over<N, C>, Affine<L>>", "N, C, L"),
)


def forward(number, norm, axes):
    tensor = f"Tensor<float, {axes}>"
    return f"{tensor} forward{number}(const Layer<{norm}>& layer, const {tensor}& x) {{ return layer(x); }}\n"


def both_ways(norm, axes):
    tensor = f"Tensor<float, {axes}>"
    return (f"{tensor} step(Layer<{norm}>& layer, const {tensor}& x, const {tensor}& dy) {{\n"
            "  auto [y, context] = layer.forward(x);\n  return layer.backward(context, dy);\n}\n")


def formula(operations):
    """A chain of so many operations: normalized once, then products, sums and functions in turn."""
    steps = ("{e} * parameter<\"p{i}\", C>(1)", "{e} + parameter<\"p{i}\", C>(0)", "tanh({e})", "square({e})",
             "{e} * 0.5", "max({e}, x)", "{e} - {i}.0", "abs({e})")
    lines = ["constexpr auto x = input<\"x\">;\n", "constexpr auto e0 = x - mean<Over<C>>(x);\n"]
    for i in range(1, operations - 1):
        lines.append(f"constexpr auto e{i} = {steps[(i - 1) % len(steps)].format(e=f'e{i - 1}', i=i)};\n")
    lines.append(f"struct F {{ static constexpr auto formula = e{operations - 2}; }};\n")
    return "".join(lines)


EVALUATE = "Tensor<float, N, C> evaluated(const Tensor<float, N, C>& x) {{ return evaluate<{}{{}}>(x); }}\n"

WHOLE_NORM = "".join(forward(i, norm, axes) for i, (norm, axes) in enumerate((
    ("BatchNorm", "N, C, H, W"), ("LayerNorm<C, H, W>", "N, C, H, W"), ("InstanceNorm", "N, C, H, W"),
    ("GroupNorm<8>", "N, C, H, W"), ("GroupNorm<>", "N, C, H, W"), ("RMSNorm<C>", "N, C"),
    ("SwitchableNorm1d", "N, C"), ("SwitchableNorm2d", "N, C, H, W"), ("SwitchableNorm3d", "N, C, D, H, W"))))

# Name: what is compiled.
UNITS = {
    "umbrella": UMBRELLA,
    "evaluate": BEGIN.format(header="evaluate") + EVALUATE.format("LayerNorm<C>"),
    "layer_fwd": UMBRELLA + forward(0, *LAYERS[0]),
    "layer_fwdbwd": UMBRELLA + both_ways(*LAYERS[0]),
    "sn": UMBRELLA + forward(0, "SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>>", "N, C, H, W"),
    "norm": UMBRELLA + WHOLE_NORM,
    "declare_80": UMBRELLA + formula(80),
}
for count in (5, 10, 20):
    UNITS[f"layers_{count}"] = UMBRELLA + "".join(forward(i, *layer) for i, layer in enumerate(LAYERS[:count]))
for count in (10, 20, 40, 80):
    UNITS[f"formula_{count}"] = UMBRELLA + formula(count) + EVALUATE.format("F")
LINKED = ("evaluate", "layer_fwd", "layer_fwdbwd")  # also as they are compiled for axnorm::compiled, without that library
DEBUG = ("layer_fwd", "layer_fwdbwd")  # also without optimization and with debug information

# The same layer norm, forward, as users of other libraries write it.
PEERS = {
    "eigen_tensor": """#include <unsupported/Eigen/CXX11/Tensor>
using Matrix = Eigen::Tensor<float, 2, Eigen::RowMajor>;
using Row = Eigen::Tensor<float, 1, Eigen::RowMajor>;
using Pair = Eigen::array<Eigen::Index, 2>;
Matrix normalized(const Matrix& x, const Row& weight, const Row& bias) {
  const Eigen::array<Eigen::Index, 1> along{1};
  const Pair column{x.dimension(0), 1}, row{1, x.dimension(1)}, across{1, x.dimension(1)}, down{x.dimension(0), 1};
  const Matrix centred = x - x.mean(along).eval().reshape(column).broadcast(across);
  const Row scale = (centred.square().mean(along) + 1e-5f).rsqrt();
  return centred * scale.reshape(column).broadcast(across) * weight.reshape(row).broadcast(down) +
         bias.reshape(row).broadcast(down);
}
""",
    "xtensor": """#include <xtensor/xmath.hpp>
#include <xtensor/xtensor.hpp>
using Matrix = xt::xtensor<float, 2>;
using Row = xt::xtensor<float, 1>;
Matrix normalized(const Matrix& x, const Row& weight, const Row& bias) {
  const Matrix centred = x - xt::mean(x, {1}, xt::keep_dims);
  const Matrix scale = 1.0f / xt::sqrt(xt::mean(xt::square(centred), {1}, xt::keep_dims) + 1e-5f);
  return centred * scale * weight + bias;
}
""",
}
