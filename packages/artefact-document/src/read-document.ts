import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

/** Something in a file that is not as it must be; lines and columns count from 1. */
export interface DocumentProblem {
  readonly line: number;
  readonly column: number;
  /** `agents[1].owns[0]`; '' for the document itself. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

export interface SyntaxProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A value with its place in the file. */
export interface DocumentNode {
  readonly field: string;
  readonly line: number;
  readonly column: number;
  /** Named values of a mapping, in order; undefined when it is none. */
  readonly entries: ReadonlyMap<string, DocumentNode> | undefined;
  /** Values of a list; undefined when it is none. */
  readonly items: readonly DocumentNode[] | undefined;
  /** The value as plain data. */
  readonly value: unknown;
}

export type ReadDocument =
  | { readonly root: DocumentNode; readonly syntax?: undefined }
  | { readonly root?: undefined; readonly syntax: SyntaxProblem };

/**
 * Reads YAML or JSON (which is YAML) so that each value knows its line. Keys that stand twice are a syntax problem. A `file` that calls
 * itself JSON must be just that: YAML would take a line that was torn in two for one long text. `aliases` is how often one may stand for something else.
 */
export function readDocument(
  content: string,
  file: string,
  { aliases = 100 }: { readonly aliases?: number } = {},
): ReadDocument {
  const text = content.replace(/^\uFEFF/, '');
  const broken = /\.json$/i.test(file) ? jsonProblem(text) : undefined;
  if (broken) return { syntax: broken };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const [error] = document.errors;
  if (error) return { syntax: { ...placeAt(lines, error.pos[0]), message: error.message } };
  try {
    // Refuses a text that grows without end through its aliases, before they are followed.
    document.toJS({ maxAliasCount: aliases });
    return { root: nodeAt({ document, lines, aliases, depth: 0 }, document.contents, '') };
  } catch (failure) {
    return { syntax: { line: 1, column: 1, message: (failure as Error).message } };
  }
}

function jsonProblem(text: string): SyntaxProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (failure) {
    const { message } = failure as Error;
    const [, line, column] = / \(line (\d+) column (\d+)\)$/.exec(message) ?? [];
    const before = text.split('\n');
    // Without a place it is the end of the text that came too soon.
    const end = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    const place = line === undefined ? end : { line: Number(line), column: Number(column) };
    return { ...place, message: message.replace(/(?: in JSON)? at position .*$/, '') };
  }
}

interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly aliases: number;
  readonly depth: number;
}

function nodeAt(above: Source, raw: unknown, field: string): DocumentNode {
  const source = { ...above, depth: above.depth + 1 };
  if (source.depth > 50) throw new Error('Nested more than 50 deep');
  const node = isAlias(raw) ? raw.resolve(source.document) : (raw as Node | null | undefined);
  const start = (raw as Node | null | undefined)?.range?.[0] ?? 0;
  return {
    field,
    ...placeAt(source.lines, start),
    entries: isMap(node) ? entriesOf(source, node.items, field) : undefined,
    items: isSeq(node) ? node.items.map((item, index) => nodeAt(source, item, `${field}[${index}]`)) : undefined,
    value: isScalar(node) ? node.value : node?.toJS(source.document, { maxAliasCount: source.aliases }),
  };
}

function entriesOf(
  source: Source,
  pairs: readonly { key: unknown; value: unknown }[],
  field: string,
): Map<string, DocumentNode> {
  const entries = pairs.map(({ key, value }): [string, DocumentNode] => {
    const name = String(isScalar(key) ? key.value : key);
    const node = nodeAt(source, value ?? key, field === '' ? name : `${field}.${name}`);
    return [
      name,
      value === null || value === undefined ? { ...node, value: null, entries: undefined, items: undefined } : node,
    ];
  });
  return new Map(entries);
}

function placeAt(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** `agents.yaml:3:5 (agents[0].owns): expected a list, found the text "src"`. */
export function describeProblem(file: string, { line, column, field, expected, found }: DocumentProblem): string {
  return `${file}:${line}:${column}${field === '' ? '' : ` (${field})`}: expected ${expected}, found ${found}`;
}
