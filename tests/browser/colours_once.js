// Axe parses the colours of every element behind every word anew, with a library that knows all of CSS Color 4.
// A page has a dozen colours: each is parsed once. What comes out is the same; what cannot be parsed is not kept.
(() => {
  const colour = axe.commons.color.Color.prototype;
  const parse = colour.parseString;
  const known = new Map();
  colour.parseString = function (text) {
    const kept = known.get(text);
    if (kept) return Object.assign(this, kept);
    parse.call(this, text);
    known.set(text, { r: this.r, g: this.g, b: this.b, alpha: this.alpha });
    return this;
  };
})();
