import { stripControl } from '@cdev/core/log';
import type { PackageManifest } from '@cdev/package-workspace';
import { errors, unsettled } from './errors.ts';

/** A lock file as text, with what stands beside it. */
export interface LockSource {
  /** Absolute, or any name: it stands in messages and decides the format. */
  readonly file: string;
  readonly text: string;
  /** Path from the lock file's folder -> `package.json` there; '' for the folder itself. Yarn's lock files say nothing about who asks. */
  readonly manifests: ReadonlyMap<string, PackageManifest>;
  /** Path from the lock file's folder -> text of the manifests of other ecosystems. */
  readonly texts: ReadonlyMap<string, string>;
}

export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one for everything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function textsOf(value: unknown): readonly (readonly [name: string, text: string])[] {
  return Object.entries(fieldsOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textsIn(value: unknown): readonly string[] {
  return listOf(value).filter((each): each is string => typeof each === 'string');
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The version that a lock file gives its own form, a number or a text; '' for anything else. */
export function formOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value).slice(0, 20) : '';
}

/** Leaves out what is undefined, as `exactOptionalPropertyTypes` wants it. */
export function given<Values extends Fields>(
  values: Values,
): { [Key in keyof Values]?: Exclude<Values[Key], undefined> } {
  const some: Record<string, unknown> = {};
  for (const key in values) if (values[key] !== undefined) some[key] = values[key];
  return some as { [Key in keyof Values]?: Exclude<Values[Key], undefined> };
}

/** The error for a lock file that cannot be understood. A merge that left its marks is named as such. */
export function malformed(
  { file, text }: Pick<LockSource, 'file' | 'text'>,
  problem: string,
  { line, command }: { line?: number | undefined; command: string },
): Error {
  const conflict = text.search(/^<{7} /m);
  const at = conflict < 0 ? line : text.slice(0, conflict).split('\n').length;
  return errors.make('CDEV_E_LOCK_FILE_MALFORMED', {
    place: at === undefined ? file : `${file}:${at}`,
    problem: conflict < 0 ? stripControl(problem).slice(0, 300) : unsettled,
    command,
  });
}
