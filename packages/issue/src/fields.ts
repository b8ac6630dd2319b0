import { stripControl } from '@cdev/core/log';

/** Where a value stands in a document: `['comments', 0, 'body']`. */
export type FieldPath = readonly (string | number)[];

/** What does not fit, and where. Thrown while a document is taken apart; the reader turns it into a coded error with file and line. */
export class FieldProblem {
  readonly path: FieldPath;
  readonly problem: string;

  constructor(path: FieldPath, problem: string) {
    this.path = path;
    this.problem = problem;
  }
}

export type OptionalText<Name extends string> = { readonly [Key in Name]?: string };

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Takes typed values out of a mapping from outside. `null` and a missing field are the same; the first value that does not fit is
 * thrown. Texts come without control characters, so that they can be printed and given to an agent.
 */
export interface Fields {
  /** Must be there, and not empty. */
  readonly required: (name: string) => string;
  readonly text: (name: string) => string | undefined;
  /** The field as part of a new mapping, which has it only when it holds something. */
  readonly optional: <Name extends string>(name: Name) => OptionalText<Name>;
  readonly number: (name: string) => number | undefined;
  readonly texts: (name: string) => readonly string[];
  readonly mapping: (name: string) => Fields | undefined;
  readonly list: <Item>(name: string, read: (item: Fields) => Item) => readonly Item[];
  readonly has: (name: string) => boolean;
  readonly refuse: (name: string, problem: string) => never;
}

/** @throws FieldProblem when `value` is no mapping. */
export function fieldsOf(value: unknown, path: FieldPath = []): Fields {
  if (!isMapping(value)) throw new FieldProblem(path, `must be a mapping, not ${describe(value)}`);
  const at = (name: string): FieldPath => [...path, name];
  const refuse = (name: string, problem: string): never => {
    throw new FieldProblem(at(name), problem);
  };
  const text = (name: string): string | undefined => {
    const found = value[name] ?? undefined;
    if (found === undefined) return undefined;
    return typeof found === 'string' ? stripControl(found) : refuse(name, `must be text, not ${describe(found)}`);
  };
  const items = (name: string): readonly unknown[] => {
    const found = value[name] ?? [];
    return Array.isArray(found) ? (found as unknown[]) : refuse(name, `must be a list, not ${describe(found)}`);
  };
  return {
    refuse,
    text,
    optional: (name) => optionalText(name, text(name)),
    required: (name) => text(name) || refuse(name, 'is missing'),
    number: (name) => {
      const found = value[name] ?? undefined;
      if (found === undefined) return undefined;
      const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
      return typeof number === 'number' && Number.isFinite(number)
        ? number
        : refuse(name, `must be a number, not ${describe(found)}`);
    },
    texts: (name) =>
      items(name).map((item, index) => {
        if (typeof item === 'string') return stripControl(item);
        throw new FieldProblem([...at(name), index], `must be text, not ${describe(item)}`);
      }),
    mapping: (name) => ((value[name] ?? undefined) === undefined ? undefined : fieldsOf(value[name], at(name))),
    list: (name, read) => items(name).map((item, index) => read(fieldsOf(item, [...at(name), index]))),
    has: (name) => (value[name] ?? undefined) !== undefined,
  };
}

/** Part of a mapping: the text under that name, or nothing when there is none. */
export function optionalText<Name extends string>(name: Name, text: string | undefined): OptionalText<Name> {
  return (text === undefined || text === '' ? {} : { [name]: text }) as OptionalText<Name>;
}

/** `comments[0].body`. */
export function fieldName(path: FieldPath): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
