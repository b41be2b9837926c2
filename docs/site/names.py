"""The page of public names: what the comments of the headers (`///`) say of each name that stands in namespace axnorm,
in axnorm::axes, torch or compiled, with its declaration, floor by floor and header by header. It relies on how the
headers are formatted: what stands in a namespace is not indented, and a namespace ends with `} // namespace`."""
import os
import re

FLOORS = {
    "axis": "Axes, sets, extents and shapes",
    "tensor": "Tensors and views",
    "expr": "The language of formulas",
    "norm": "Norms",
    "exec": "Calls",
    "plan": "Plans",
    "layer": "Layers and optimizers",
    "compiled": "Layers in libraries",
    "draw": "Pictures",
    "": "Printing, describing, drawing",
}
PUBLIC = {"axnorm", "axnorm::axes", "axnorm::torch", "axnorm::compiled", "axnorm::literals"}
# Not for who uses the library: how mistakes are spelled, what other headers are made of; the catalogue has its page.
LEFT_OUT = re.compile(
    r"^(graph/(?!describe)|norm/catalogue|compiled/(implementation|interface|level_code|named_code|words)|"
    r"axis/(asserted_mistake|char_buffer|fixed_string|freeze|mistake|nearest_name|sentence|sequence|shape_words|type_name)"
    r"|"
    r"tensor/(copy_elements|element_name|extent_arguments|layout|overlap|select_axes|storage|wrong_tensor)|"
    r"exec/pack|layer/(held_|number_text|owned))")
NOT_FOR_USE = re.compile(r"words_of_|given_|(axis_key|throw_if|print_tensor|is_extent|expected_result|L|parameter_memory|"
                         r"check_state|context|layer)$")


class Entry:
    """A name, its declarations, and what its comment says; for a class, the same of its members."""

    def __init__(self, text, words, members=()):
        self.name, self.texts, self.words, self.members = name_in(text), [text], words, list(members)

    def add(self, text):
        self.texts.append(text)
        self.name += ", " + name_in(text)


def comment_and_rest(lines, i):
    """The `///` comment that begins in line i, without its signs, and where it ends."""
    words = []
    while i < len(lines) and re.match(r"\s*///(?!<)", lines[i]):
        words.append(re.sub(r"^\s*/// ?", "", lines[i]))
        i += 1
    return words, i


def declaration(lines, i):
    """The declaration that begins in line i, up to its body, and how many lines it has."""
    text, depth = [], 0
    for line in lines[i : i + 14]:
        line = re.sub(r"\s*//.*$", "", line)
        text.append(line)
        depth += line.count("(") - line.count(")")
        if depth == 0 and re.search(r"[{};]$", line) and "requires {" not in line:
            break
    return "\n".join(text), len(text)


def readable(text):
    """A declaration without its body, and without what only the compiler needs."""
    is_class = re.search(r"^(class|struct|enum class)\b", text, re.MULTILINE)
    if not text.startswith("using") and " using " not in text.replace("\n", " "):
        text = re.sub(r"\s*\{$" if text.endswith("{") else r"\s*\{.*", "", text, flags=re.DOTALL)
    text = re.sub(r"\n?^\s*requires\b.*?(?=\n(?:inline |constexpr |auto |class |struct |static |\S+ \w+\()|\Z)", "",
                  text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"constexpr expr::\w+<.*?>\s+(?=\w+\()", "auto ", text, flags=re.DOTALL)
    text = re.sub(r"\b(inline|explicit|constexpr|\[\[nodiscard\]\]) ", "", text)
    text = re.sub(r"template<expr::term_like E>\n", "", text)
    text = re.sub(r"\b(?:exec|expr)::\w+<.*>\s+(?=\w+$)", "auto ", text)
    text = re.sub(r"(concept \w+) =.*", r"\1", text, flags=re.DOTALL)
    if not is_class and "using" not in text:
        text = re.sub(r"\)\s*:.*", ")", text, flags=re.DOTALL)  # what a constructor initializes
    return text.strip().rstrip(";").strip()


def name_in(text):
    last = re.sub(r"^template<.*?>\n", "", text, flags=re.DOTALL)
    for pattern in (r"operator\(\)", r"(operator\s*\S+?)\(", r"(?:class|struct|concept|using|namespace)\s+(\w+)",
                    r"(\w+)\s*\(", r"(\w+)\s*(?:=.*)?$"):
        if match := re.search(pattern, last):
            return match[match.lastindex or 0]
    return ""


def escaped(line):
    """Text in which only `code` means something to Markdown."""
    parts = line.split("`")
    parts[::2] = [re.sub(r"([*_])", r"\\\1", part.replace("<", "&lt;")) for part in parts[::2]]
    return "`".join(parts)


def prose(words):
    """A comment as Markdown: lines that are indented further are code."""
    out, code = [], False
    for word in words:
        indented = word.startswith("  ")
        if indented and not code:
            out += ["", "```c++"]
        if code and not indented and word:
            out += ["```", ""]
        code = indented or (code and not word)
        out.append(word[2:] if indented else escaped(word))
    return "\n".join(out + (["```"] if code else []))


def members_of(lines, i):
    """What a class says of its public members, from line i on."""
    members = []
    while i < len(lines) and not re.match(r"\};?|private:", lines[i]):
        if re.match(r"  ///(?!<)", lines[i]):
            about, i = comment_and_rest(lines, i)
            text, _ = declaration([line[2:] for line in lines[i : i + 14]], 0)
            if not text.startswith("friend"):
                members.append((readable(text), about))
        i += 1
    return members


def entries(path):
    """The public names of a header. One without a comment of its own belongs to the entry before it."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    spaces, found, i = [], [], 0
    while i < len(lines):
        line, public = lines[i], "::".join(s for s in spaces if s) in PUBLIC
        if match := re.match(r"(inline )?namespace ([\w:]*) ?\{$", line):
            spaces.append("" if match[1] else match[2])
        elif re.match(r"\} // (inline )?namespace", line) and spaces:
            spaces.pop()
        elif public and line.startswith("/// "):
            words, i = comment_and_rest(lines, i)
            if re.match(r"(inline )?namespace", lines[i]):
                continue
            text, length = declaration(lines, i)
            is_class = re.search(r"^(class|struct) [^;]*\{$", text, re.MULTILINE)
            found.append(Entry(readable(text), words, members_of(lines, i + length) if is_class else ()))
        elif public and found and re.match(r"template<|using |inline constexpr |constexpr \w+_t\b", line):
            text, _ = declaration(lines, i)
            name = name_in(readable(text))
            about = [e for e in found if e.name.split(", ")[0] in (name + "_t", name + "Of")]
            if not re.search("poison|Wrong|spell<|using expr::operator", text) and name:
                if about and about[0].name == name + "_t":
                    about[0].name, about[0].texts = name, [readable(text)]
                elif about:
                    about[0].add(readable(text))
                elif line.startswith("inline constexpr") and lines[i - 1].startswith("inline constexpr") or \
                        lines[i - 1].startswith("enum"):
                    found[-1].add(readable(text))
        i += 1
    return [e for e in found if re.match(r"\w", e.name) and not NOT_FOR_USE.match(e.name)]


def page(include):
    out = ["# Every public name", "",
           "What the comments in the headers say of each name that stands in namespace `axnorm`, by header. The norms of",
           "papers are in [the catalogue](../catalogue.md). `expr::`, `graph::`, `plan::` and `exec::` hold what these are",
           "made of, and are not for use.", ""]
    root = os.path.join(include, "axnorm")
    for floor, title in FLOORS.items():
        body, files = [], []
        for folder, subfolders, names in os.walk(os.path.join(root, floor)):
            if floor == "":
                subfolders.clear()
            files += [os.path.relpath(os.path.join(folder, name), root) for name in names if name.endswith(".hpp")]
        for header in sorted(files):
            found = [] if LEFT_OUT.match(header) else entries(os.path.join(root, header))
            if found:
                body += [f"`#include <axnorm/{header}>`", ""]
            for e in found:
                body += [f"### {e.name}", "", "```c++", "\n".join(e.texts), "```", "", prose(e.words), ""]
                for member, about in e.members:
                    body += [f"- `{' '.join(member.split())}`:", ""]
                    body += ["    " + line if line else "" for line in prose(about).splitlines()] + [""]
        if body:
            out += [f"## {title}", "", *body]
    return "\n".join(out)
