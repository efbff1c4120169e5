// Plain text out of the HTML of a product description. Not a sanitiser: the result is text, to be
// shown as text.

const charactersMax = 20_000;
const tag = /<[^<>]*>/g;
const entity = /&(amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});/gi;

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function decode(whole: string, name: string): string {
  const known = named[name.toLowerCase()];
  if (known !== undefined) return known;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code > 0 && code <= 0x10ffff && !isSurrogate ? String.fromCodePoint(code) : whole;
}

/** Text of an HTML fragment: no tags, entities decoded, white space joined; null when nothing is left. */
export function htmlText(html: string | null | undefined): string | null {
  if (html === null || html === undefined) return null;
  const bare = html.slice(0, charactersMax).replace(tag, " ").replace(entity, decode);
  const text = bare.replace(/\s+/g, " ").trim();
  return text === "" ? null : text;
}
