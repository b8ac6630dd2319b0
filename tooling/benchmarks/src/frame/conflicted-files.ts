import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MergeInput } from '@cdev/structured-merge';
import { importedNames } from './imported-names.ts';

/** A line of the folder's index; the versions lie in the folder `<id>` beside it. */
export interface ConflictedFile {
  readonly id: number;
  readonly file: string;
  readonly kind: string;
  readonly repo?: string;
  readonly stratum: string;
  readonly ext: string;
  /** Null when both sides added the file. */
  readonly base: string | null;
}

/** Where the files of `CDEV_BENCH_MERGE_CONFLICTS` lie, and which there are. */
export function conflictedFiles(): { readonly folder: string; readonly files: readonly ConflictedFile[] } {
  const folder = settingOf('CDEV_BENCH_MERGE_CONFLICTS');
  const index = readFileSync(join(folder, 'manifest.jsonl'), 'utf8').split('\n');
  return { folder, files: index.filter((line) => line !== '').map((line) => JSON.parse(line) as ConflictedFile) };
}

function settingOf(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`Set ${variable}; see the README`);
  return value;
}

const versionOf = (folder: string, { id, ext }: ConflictedFile, version: string): string =>
  readFileSync(join(folder, String(id), `${version}${ext}`), 'utf8');

export function inputOf(folder: string, file: ConflictedFile): MergeInput {
  return {
    path: file.file,
    base: file.base === null ? undefined : versionOf(folder, file, 'base'),
    ours: versionOf(folder, file, 'ours'),
    theirs: versionOf(folder, file, 'theirs'),
    takesSides: true,
  };
}

export type Verdict = 'right' | 'reordered' | 'different';

/** How a merged text compares with what people committed. */
export function verdictOf(folder: string, file: ConflictedFile, content: string): Verdict {
  return compare(file.kind, content, versionOf(folder, file, 'merged'));
}

/**
 * The same by what is imported alone, see `importedNames`: the order of statements, how they are written and the rest of the file do not count. What people
 * committed and does not parse agrees with nothing.
 */
export function importVerdictOf(folder: string, file: ConflictedFile, content: string): Verdict {
  const [got, wanted] = [content, versionOf(folder, file, 'merged')].map((text) => importedNames(file.file, text));
  const isRight = got !== undefined && wanted?.size === got.size && [...got].every((name) => wanted.has(name));
  return isRight ? 'right' : 'different';
}

/** Format does not count: white space, quotes, trailing commas and semicolons, and in JSON the order of keys. */
function compare(kind: string, got: string, wanted: string): Verdict {
  const [one, other] = [plain(got), plain(wanted)];
  if (flat(kind, one) === flat(kind, other)) return 'right';
  if (kind === 'json' && sorted(one) !== undefined && sorted(one) === sorted(other)) return 'right';
  return linesOf(one) === linesOf(other) ? 'reordered' : 'different';
}

const plain = (text: string): string => text.replaceAll('\r\n', '\n').replace(/\n+$/, '\n');

function flat(kind: string, text: string): string {
  if (kind !== 'ts' && kind !== 'js') return text.replaceAll(/\s+/g, '');
  const free = text.replaceAll("'", '"').replaceAll(/,(\s*[)\]}])/g, '$1');
  return free.replaceAll(/;(\s*(?:\n|$|\}))/g, '$1').replaceAll(/\s+/g, '');
}

function sorted(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
  } catch {
    return undefined;
  }
}

function linesOf(text: string): string {
  const lines = text.split('\n').map((line) => line.trim().replace(/[,;]$/, ''));
  return lines
    .filter((line) => line !== '')
    .toSorted()
    .join('\n');
}
