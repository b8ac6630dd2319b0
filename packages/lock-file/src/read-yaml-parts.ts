import { load } from 'js-yaml';
import { fieldsOf, type Fields } from './lock-source.ts';

/** So much text is taken apart at once: what the reader of YAML makes of it, ten times as much, is gone before the next. */
const partSize = 128 * 1024;

/**
 * A mapping in YAML, read part by part, so that the memory it takes is that of what it says and not of how it is read. Parts are cut where a
 * key begins in the first column; a section that is larger is cut where its own keys do. What cannot be told apart so (documents, anchors,
 * keys that come twice) is undefined: it has to be read as a whole, as has what is broken.
 */
export function readYamlParts(text: string): Fields | undefined {
  if (/^(?:---|\.\.\.|%|<{7}|={7}|>{7})|\t|[:\s][&*][A-Za-z0-9]/m.test(text)) return undefined;
  const document: Record<string, unknown> = {};
  try {
    for (const [from, to] of cuts(text, 0, text.length, keyAt(0))) {
      const header = to - from > partSize ? sectionHeader(text, from, to) : undefined;
      if (header === undefined) {
        if (!addAll(document, load(text.slice(from, to)))) return undefined;
        continue;
      }
      const { key, start } = header;
      const section: Record<string, unknown> = {};
      for (const [first, last] of cuts(text, start, to, keyAt(2)))
        if (!addAll(section, load(text.slice(first, last)))) return undefined;
      if (!addAll(document, { [key]: section })) return undefined;
    }
  } catch {
    return undefined;
  }
  return document;
}

/** Finds the next line that begins a key behind so many spaces. */
function keyAt(indent: number): RegExp {
  return new RegExp(`\\n {${indent}}(?=[^\\s#])`, 'g');
}

/** Pieces of about the size of a part, cut where `begins` says; a last line that has no key is the piece's before it. */
function* cuts(text: string, from: number, to: number, begins: RegExp): Generator<readonly [number, number]> {
  let start = from;
  while (start < to) {
    // A long section stands alone, so that it can be cut again.
    begins.lastIndex = Math.max(start, 1);
    const next = begins.exec(text)?.index ?? to;
    let end = Math.min(next + 1, to);
    while (end < to && end - start < partSize) {
      begins.lastIndex = end;
      const further = Math.min((begins.exec(text)?.index ?? to) + 1, to);
      if (further - end > partSize) break;
      end = further;
    }
    yield [start, end];
    start = end;
  }
}

/** `packages:` alone in its line, with entries of two spaces below it. */
function sectionHeader(text: string, from: number, to: number): { key: string; start: number } | undefined {
  const [line = '', key] =
    /^\n*([A-Za-z]+):[ ]*\n+(?= {2}[^\s#-])/.exec(text.slice(from, Math.min(to, from + 200))) ?? [];
  return key === undefined ? undefined : { key, start: from + line.length };
}

/** False where a key is there already. */
function addAll(to: Record<string, unknown>, part: unknown): boolean {
  for (const [key, value] of Object.entries(fieldsOf(part))) {
    if (Object.hasOwn(to, key) || key === '__proto__') return false;
    to[key] = value;
  }
  return part === undefined || part === null || (typeof part === 'object' && !Array.isArray(part));
}
