/** What XML 1.0 has no way to write: most control characters, halves of pairs, and two non-characters. https://www.w3.org/TR/xml/#charsets */
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser would make a space of these in an attribute, and a line feed of a carriage return anywhere.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text as it stands in an element or between double quotes of XML 1.0. What XML cannot write becomes the replacement character. */
export function xmlText(text: string): string {
  return text.replaceAll(illegal, '\uFFFD').replaceAll(/[&<>"\t\n\r]/g, (sign) => references[sign] ?? sign);
}
