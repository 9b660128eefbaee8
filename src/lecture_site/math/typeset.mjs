// Reads {macros, formulas: [{tex, display}]} as JSON from standard input and writes, in the same order,
// [{mathml} | {error}]. Only packages whose output the style sheet supports are loaded: no literal colours,
// no \newcommand, and neither noerrors nor noundefined, so that a fault is reported and never typeset.
import { readFileSync, writeFileSync } from 'node:fs';
import { liteAdaptor } from '@mathjax/src/js/adaptors/liteAdaptor.js';
import { STATE } from '@mathjax/src/js/core/MathItem.js';
import { SerializedMmlVisitor } from '@mathjax/src/js/core/MmlTree/SerializedMmlVisitor.js';
import { RegisterHTMLHandler } from '@mathjax/src/js/handlers/html.js';
import { TeX } from '@mathjax/src/js/input/tex.js';
import '@mathjax/src/js/input/tex/ams/AmsConfiguration.js';
import '@mathjax/src/js/input/tex/boldsymbol/BoldsymbolConfiguration.js';
import '@mathjax/src/js/input/tex/configmacros/ConfigMacrosConfiguration.js';
import '@mathjax/src/js/input/tex/html/HtmlConfiguration.js';
import '@mathjax/src/js/input/tex/textmacros/TextMacrosConfiguration.js';
import { mathjax } from '@mathjax/src/js/mathjax.js';

const { macros, formulas } = JSON.parse(readFileSync(0, 'utf8'));
RegisterHTMLHandler(liteAdaptor());
const InputJax = new TeX({
  packages: ['base', 'ams', 'boldsymbol', 'configmacros', 'html', 'textmacros'],
  macros,
  // MathJax's own, and a number with its thousands parted by commas, as Python prints it.
  numberPattern: /^(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]*)?|[0-9]+(?:\{,\}[0-9]{3})*(?:\.[0-9]*)?|\.[0-9]+)/,
  formatError: (_jax, error) => {
    throw error;
  },
});
const document = mathjax.document('', { InputJax });

// What TeX's rules say of an atom and MathML has no attribute for: the space before it, and whether a
// fraction is one of text style.
class Visitor extends SerializedMmlVisitor {
  getAttributeList(node) {
    const told = super.getAttributeList(node);
    const space = node.texSpacing();
    if (space) told['data-space'] = space;
    if (node.isKind('mfrac') && !node.attributes.get('displaystyle')) told['data-small'] = 'true';
    return told;
  }
}
const visitor = new Visitor();

const results = formulas.map(({ tex, display }) => {
  try {
    const root = document.convert(tex, { display, end: STATE.CONVERT });
    root.setTeXclass(null);
    return { mathml: visitor.visitTree(root) };
  } catch (error) {
    return { error: error.message };
  }
});
writeFileSync(1, JSON.stringify(results));
