"""The picture of the benchmark: for each case a bar, how much of the memory's speed axnorm reaches, and a mark for each
peer on the same scale; forward and both ways beside each other. Used by table.
"""
from html import escape

from results import GROUPS

LABELS, PANEL, GAP, MARGIN = 275, 400, 36, 20
LINE, HEAD = 19, 36
INK, PALE, GRID, OURS = "#1f2933", "#62707d", "#d8dee4", "#4a86c5"
MARKS = {  # colour and form, so that either tells them apart
    "naive": ("#11161b", "M-4,0 L4,0 M0,-4 L0,4"),
    "Eigen": ("#2e8b57", "M0,-4.5 L4.5,3.5 L-4.5,3.5 Z"),
    "oneDNN 2": ("#d9822b", "M-3.6,-3.6 L3.6,-3.6 L3.6,3.6 L-3.6,3.6 Z"),
    "oneDNN": ("#a8480f", "M0,-5 L5,0 L0,5 L-5,0 Z"),
    "PyTorch": ("#c23b3b", "M4,0 A4,4 0 1 1 -4,0 A4,4 0 1 1 4,0 Z"),
    "torch.compile": ("#7b3fa0", "M-4,-4 L4,4 M-4,4 L4,-4"),
}


def mark_of(name):
    return next((mark for start, mark in MARKS.items() if name.startswith(start)), (INK, "M-4,0 L4,0"))


def mark(name, x, y):
    colour, path = mark_of(name)
    filled = path.endswith("Z")
    return (f'<path d="{path}" transform="translate({x:.1f},{y:.1f})" fill="{colour if filled else "none"}" '
            f'stroke="{"white" if filled else colour}" stroke-width="{0.8 if filled else 1.8}"/>')


def text(x, y, words, size=12, colour=INK, anchor="start", weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}">{escape(words)}</text>')


def legend(peers, y):
    """axnorm's bar and the peers' marks, in one line."""
    x = MARGIN
    parts = [f'<rect x="{x}" y="{y - 10}" width="26" height="11" fill="{OURS}"/>', text(x + 32, y, "axnorm")]
    x += 100
    for name in peers:
        parts += [mark(name, x, y - 4), text(x + 10, y, name)]
        x += 34 + 7.2 * len(name)
    return parts


def panel(x, words, top, bottom):
    """The scale of one direction."""
    parts = [text(x, top - 30, words, 13, weight="bold")]
    for k in range(6):
        at = x + PANEL * k / 5
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{top - 8}" y2="{bottom}" stroke="{GRID}"/>')
        parts.append(text(at, top - 13, f"{k / 5:g}", 11, PALE, "middle"))
    return parts


def picture(results, peers):
    """The SVG."""
    cases = {}
    for r in results:
        if r.mode != "eval":
            cases.setdefault(r.group, {}).setdefault(r.case, {})[r.mode] = r
    cases = {group: cases[group] for group in GROUPS if group in cases}
    top = 128
    height = top + sum(HEAD + LINE * len(of) for of in cases.values()) + MARGIN
    width = MARGIN + LABELS + 2 * PANEL + GAP + MARGIN + 10
    panels = {"fwd": MARGIN + LABELS, "fwdbwd": MARGIN + LABELS + PANEL + GAP}
    threads = results[0].threads if results else 1
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="DejaVu Sans, Verdana, sans-serif">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        text(MARGIN, 30, "How much of the memory’s speed is reached", 17, weight="bold"),
        text(MARGIN, 50, "The time that the least traffic takes, divided by the time of the call: 1 is perfect. Float, "
             f"{threads} thread{'s' if threads > 1 else ''}.", 12, PALE),
        *legend([name for name in peers if any(name in r.peers for r in results)], 76),
        *panel(panels["fwd"], "forward", top, height - MARGIN),
        *panel(panels["fwdbwd"], "forward and backward", top, height - MARGIN),
    ]
    y = top
    for group, of in cases.items():
        parts.append(text(MARGIN, y + 20, group, 12, weight="bold"))
        y += HEAD
        for (op, shape, layout), modes in of.items():
            name = f"{op} {shape.replace('x', '×')}" + (" nhwc" if layout == "nhwc" else "")
            parts.append(text(MARGIN + LABELS - 12, y + 4, name, 11.5, anchor="end"))
            for mode, r in modes.items():
                x = panels[mode]
                parts.append(f'<rect x="{x}" y="{y - 6}" width="{PANEL * min(r.ideal, 1.05):.1f}" height="12" '
                             f'fill="{OURS}"/>')
                for peer, factor in r.peers.items():
                    parts.append(mark(peer, x + PANEL * min(r.ideal / factor, 1.05), y))
            y += LINE
    return "\n".join(parts + ["</svg>"]) + "\n"
