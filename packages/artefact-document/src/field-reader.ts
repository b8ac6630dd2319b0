import type { DocumentNode, DocumentProblem } from './read-document.ts';

/**
 * Takes typed fields out of one mapping. What is missing (without a fallback) or has another form is added to `problems` and a
 * stand-in is given, so that one reading finds all problems.
 */
export interface FieldReader {
  readonly node: DocumentNode;
  readonly has: (name: string) => boolean;
  readonly text: (name: string, fallback?: string) => string;
  readonly optionalText: (name: string) => string | undefined;
  readonly number: (name: string, fallback?: number) => number;
  readonly optionalNumber: (name: string) => number | undefined;
  readonly texts: (name: string, fallback?: readonly string[]) => readonly string[];
  readonly choice: <Choice extends string>(name: string, choices: readonly Choice[]) => Choice;
  readonly record: (name: string) => FieldReader;
  readonly optionalRecord: (name: string) => FieldReader | undefined;
  /** A mapping per item of the list; a missing list is empty. */
  readonly records: (name: string) => readonly FieldReader[];
  /** The fields nobody asked for, as `{ unknownFields }`, or `{}` when there are none. Call it last. */
  readonly rest: () => { readonly unknownFields?: Readonly<Record<string, unknown>> };
  /** Says that a field is not as it must be. */
  readonly refuse: (name: string, expected: string) => void;
}

/** Reads the fields of a mapping. What is wrong is added to `problems` with its line, and reading goes on with a value that stands in for it. */
export function createFieldReader(node: DocumentNode, problems: DocumentProblem[]): FieldReader {
  const asked = new Set<string>();
  const entries = node.entries ?? new Map<string, DocumentNode>();
  if (!node.entries) problems.push(problemAt(node, node.field, 'a mapping of fields'));

  function find(name: string): DocumentNode | undefined {
    asked.add(name);
    const found = entries.get(name);
    return found?.value === null || found?.value === undefined ? undefined : found;
  }
  function refuse(name: string, expected: string): void {
    const field = node.field === '' ? name : `${node.field}.${name}`;
    if (node.entries)
      problems.push(
        problemAt(find(name) ?? { ...node, value: undefined, entries: undefined, items: undefined }, field, expected),
      );
  }
  function take<Value>(name: string, expected: string, { read, fallback }: Take<Value>): Value | undefined {
    const found = find(name);
    if (!found && fallback !== undefined) return fallback;
    const value = found && read(found);
    if (value === undefined) refuse(name, expected);
    return value;
  }
  function list(name: string, fallback: readonly string[] | undefined): readonly string[] {
    const items = take(name, 'a list of texts', { read: (found) => found.items, fallback: fallback && [] });
    if (!find(name)) return fallback ?? [];
    return (items ?? []).flatMap((item) => {
      if (typeof item.value === 'string') return [item.value];
      problems.push(problemAt(item, item.field, 'a text'));
      return [];
    });
  }
  const reader = (found: DocumentNode): FieldReader => createFieldReader(found, problems);
  return {
    node,
    has: (name) => entries.has(name),
    text: (name, fallback) => take(name, 'a text', { read: textOf, fallback }) ?? '',
    optionalText: (name) => (find(name) ? take(name, 'a text', { read: textOf }) : undefined),
    number: (name, fallback) => take(name, 'a number', { read: numberOf, fallback }) ?? 0,
    optionalNumber: (name) => (find(name) ? take(name, 'a number', { read: numberOf }) : undefined),
    texts: list,
    choice: (name, choices) => {
      const read = ({ value }: DocumentNode) => choices.find((choice) => choice === value);
      return take(name, `one of ${choices.join(', ')}`, { read }) ?? (choices[0] as (typeof choices)[number]);
    },
    record: (name) => {
      const found = find(name);
      if (!found) refuse(name, 'a mapping of fields');
      return createFieldReader(
        found ?? { ...node, field: name, value: {}, entries: new Map(), items: undefined },
        found ? problems : [],
      );
    },
    optionalRecord: (name) => {
      const found = find(name);
      return found && reader(found);
    },
    records: (name) =>
      (
        take(name, 'a list of mappings', { read: (found) => found.items, fallback: [] as readonly DocumentNode[] }) ??
        []
      ).map(reader),
    rest: () => {
      const unknown = [...entries].filter(([name]) => !asked.has(name)).map(([name, { value }]) => [name, value]);
      return unknown.length === 0 ? {} : { unknownFields: Object.fromEntries(unknown) as Record<string, unknown> };
    },
    refuse,
  };
}

interface Take<Value> {
  readonly read: (found: DocumentNode) => Value | undefined;
  readonly fallback?: Value | undefined;
}

function textOf({ value }: DocumentNode): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf({ value }: DocumentNode): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function problemAt(node: DocumentNode, field: string, expected: string): DocumentProblem {
  return { line: node.line, column: node.column, field, expected, found: describeValue(node) };
}

function describeValue({ value, items, entries }: DocumentNode): string {
  if (items) return 'a list';
  if (entries) return 'a mapping';
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`;
  return `the ${typeof value} ${JSON.stringify(value)}`;
}
