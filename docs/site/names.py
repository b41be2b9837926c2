"""The page of public names: what the comments of the headers (`///`) say of each name that stands in namespace axnorm, in
axnorm::axes, torch or compiled, with its declaration, floor by floor and header by header. It relies on how the headers are
formatted: what stands in a namespace is not indented, and a namespace ends with `} // namespace`."""
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
    "": "Printing and describing",
}
PUBLIC = {"axnorm", "axnorm::axes", "axnorm::torch", "axnorm::compiled"}
# Not for who uses the library: how mistakes are spelled, the graph, what other headers are made of.
LEFT_OUT = re.compile(r"^(graph/|norm/catalogue|compiled/(implementation|interface|level_code|named_code|words)|"
                      r"axis/(asserted_mistake|char_buffer|freeze|nearest_name|sequence|shape_words|sentence|type_name|mistake|fixed_string)|"
                      r"tensor/(wrong_tensor|overlap|storage|copy_elements|element_name|select_axes|extent_arguments|layout)|exec/pack|layer/(number_text|held|owned))")


NOT_FOR_USE = re.compile(r"words_of_|axis_key$|throw_if$|print_tensor$")


def comment_and_rest(lines, i):
    """The `///` comment that begins in line i, without its signs, and where it ends."""
    words = []
    while i < len(lines) and lines[i].lstrip().startswith("///") and not lines[i].lstrip().startswith("///<"):
        words.append(re.sub(r"^\s*/// ?", "", lines[i]))
        i += 1
    return words, i


def declaration(lines, i):
    """The declaration that begins in line i: up to its body, its value or its end."""
    text, depth = [], 0
    for line in lines[i : i + 14]:
        line = re.sub(r"\s*//.*$", "", line)
        text.append(line)
        depth += line.count("(") - line.count(")")
        if depth == 0 and re.search(r"[{};]$", line):
            break
    text = "\n".join(text)
    text = re.sub(r"\s*(?<!\w)\{.*", "", text, flags=re.DOTALL) if not text.startswith("using") else text
    return re.sub(r"(concept \w+) =.*", r"\1", text.rstrip(";").rstrip(), flags=re.DOTALL)


def readable(text):
    """A declaration without what only the compiler needs."""
    text = re.sub(r"\n?\s*requires\b(?:[^\n]|\n {2,})*?(?=\n(?:inline |constexpr |auto |class |struct |[A-Za-z_:<>]+ [A-Za-z_]+\()|$)", "", text)
    text = re.sub(r"constexpr expr::\w+<.*?>\s+(?=\w+\()", "auto ", text, flags=re.DOTALL)
    text = re.sub(r"\b(inline )?constexpr ", "", text)
    text = re.sub(r"template<expr::term_like E>\n", "", text)
    text = re.sub(r"\bexec::\w+<[^\n]*>\s+(?=\w+\{?$)", "auto ", text)
    return text.strip()


def name_in(text):
    last = re.sub(r"^template<.*?>\n", "", text, flags=re.DOTALL)
    for pattern in (r"operator\(\)", r"operator\s*(\S+?)\(", r"(?:class|struct|enum class|concept|using)\s+(\w+)", r"(\w+)\s*\(", r"(\w+)\s*(?:=.*)?$"):
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
            code = False
        if indented:
            code = True
        out.append(word[2:] if indented else escaped(word))
    if code:
        out.append("```")
    return "\n".join(out)


def entries(path):
    """(declaration, comment, members) of each public name in a header."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    spaces, found, i = [], [], 0
    while i < len(lines):
        line = lines[i]
        if match := re.match(r"(inline )?namespace ([\w:]*) ?\{$", line):
            spaces.append("" if match[1] else match[2])
        elif re.match(r"\} // (inline )?namespace|\} // namespace", line) and spaces:
            spaces.pop()
        elif line.startswith("/// ") and "::".join(s for s in spaces if s) in PUBLIC:
            words, i = comment_and_rest(lines, i)
            text = declaration(lines, i)
            members = []
            if re.search(r"^(class|struct) \w+[^;]*\{$", "\n".join(lines[i : i + 6]), re.MULTILINE):
                while i < len(lines) and not lines[i].startswith("};") and not lines[i].startswith("private:"):
                    if re.match(r"  /// ", lines[i]):
                        about, i = comment_and_rest(lines, i)
                        member = declaration([l[2:] if l.startswith("  ") else l for l in lines[i : i + 14]], 0)
                        members.append((readable(member), about))
                    else:
                        i += 1
                    if lines[i].startswith("}"):
                        break
            found.append((readable(text), words, members))
            continue
        i += 1
    return found


def page(include):
    out = ["# Every public name", "",
           "What the comments in the headers say of each name that stands in namespace `axnorm`, by header. The norms of papers are in",
           "[the catalogue](../catalogue.md). `expr::`, `graph::`, `plan::` and `exec::` hold what these are made of, and are not for use.", ""]
    root = os.path.join(include, "axnorm")
    for floor, title in FLOORS.items():
        body = []
        where = os.path.join(root, floor)
        files = []
        for folder, subfolders, names in os.walk(where):
            if floor == "":
                subfolders.clear()
            files += [os.path.join(folder, n) for n in names if n.endswith(".hpp")]
        for path in sorted(files):
            header = os.path.relpath(path, root)
            found = [] if LEFT_OUT.match(header) else entries(path)
            if not found:
                continue
            body += [f"`#include <axnorm/{header}>`", ""]
            for text, words, members in found:
                name = name_in(text)
                if not re.match(r"\w|operator|\"\"", name) or NOT_FOR_USE.match(name):
                    continue
                body += [f"### {name}", "", "```c++", text, "```", "", prose(words), ""]
                for member, about in members:
                    if member.startswith("friend"):
                        continue
                    body += [f"- `{' '.join(member.split())}`:", "", *["    " + l if l else "" for l in prose(about).splitlines()], ""]
        if body:
            out += [f"## {title}", "", *body]
    return "\n".join(out)
