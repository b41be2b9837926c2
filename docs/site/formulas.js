// Renders the formulas of a page, which the generator leaves as \( ... \) and \[ ... \] in elements of class
// arithmatex.
for (const element of document.querySelectorAll(".arithmatex")) {
  const text = element.textContent.trim();
  katex.render(text.slice(2, -2), element, {displayMode: text.startsWith("\\["), throwOnError: false});
}
