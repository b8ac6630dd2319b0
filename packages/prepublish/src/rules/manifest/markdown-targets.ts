/** Where a link or an image of a Markdown text leads. */
export interface MarkdownTarget {
  readonly address: string;
  readonly isImage: boolean;
  readonly offset: number;
}

const inline =
  /(!?)\[(?:[^[\]\\]|\\.|\[[^\]]*\](?:\([^)]*\))?)*\]\(\s*(?:<([^>\n]*)>|((?:[^\s()\\]|\\.|\([^\s()]*\))*))/g;
const definition = /^ {0,3}\[(?!\^)[^\]\n]+\]:\s*(?:<([^>\n]*)>|(\S+))/gm;
const element = /<(img|a|source|video)\b[^>]*?\s(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** The targets of inline links, images, definitions and HTML; code is no text. */
export function markdownTargets(markdown: string): readonly MarkdownTarget[] {
  const text = withoutCode(markdown);
  // Links around an image are read once more inside.
  const nested = [...text.matchAll(/!\[[^\]\n]*\]\(\s*([^\s()]+)/g)].map(({ 1: address = '', index }) => ({
    address,
    isImage: true,
    offset: index,
  }));
  const links = [...text.matchAll(inline)].map(({ 1: mark, 2: angled, 3: bare = '', index }) => ({
    address: angled ?? bare,
    isImage: mark === '!',
    offset: index,
  }));
  const definitions = [...text.matchAll(definition)].map(({ 1: angled, 2: bare = '', index }) => ({
    address: angled ?? bare,
    isImage: false,
    offset: index,
  }));
  const elements = [...text.matchAll(element)].map(({ 1: tag = '', 2: double, 3: single = '', index }) => ({
    address: double ?? single,
    isImage: tag.toLowerCase() !== 'a',
    offset: index,
  }));
  const all = [...links, ...nested, ...definitions, ...elements].map((target) => ({
    ...target,
    address: target.address.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('&amp;', '&'),
  }));
  const unique = new Map(all.map((target) => [`${target.offset} ${target.address}`, target]));
  return [...unique.values()].toSorted((a, b) => a.offset - b.offset);
}

/** Fenced blocks, code spans and comments as blanks, so that places stay. */
function withoutCode(text: string): string {
  const blank = (found: string): string => found.replaceAll(/[^\n]/g, ' ');
  return text
    .replaceAll(/^( {0,3})(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\2[`~]*[ \t]*$|$(?![\s\S]))/gm, blank)
    .replaceAll(/<!--[\s\S]*?-->/g, blank)
    .replaceAll(/(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g, (found) => (found.includes('\n\n') ? found : blank(found)));
}
