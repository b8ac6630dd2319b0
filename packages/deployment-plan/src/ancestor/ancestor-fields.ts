import type { FieldReader } from '@cdev/artefact-document';

/** The first of `names` that the mapping has with a list of texts; the ancestors changed their names over time. */
export function firstTexts(fields: FieldReader, ...names: readonly string[]): readonly string[] {
  const name = names.find((candidate) => fields.has(candidate));
  if (name === undefined) return [];
  // A plan that was updated after the work holds `{ criterion, completed, status }` in place of the sentence.
  const items = fields.node.entries?.get(name)?.items?.map((item) => item.entries?.get('criterion')?.value);
  return items?.every((item) => typeof item === 'string') ? items : fields.texts(name, []);
}

/** The text of the first of these fields that is there: plans of earlier tools name one thing in several ways. */
export function firstText(fields: FieldReader, ...names: readonly string[]): string | undefined {
  const name = names.find((candidate) => fields.has(candidate));
  return name === undefined ? undefined : fields.optionalText(name);
}

/** Minutes from `45` or `"18 minutes"`; 0 when nothing of that sort is said. */
export function minutesOf(fields: FieldReader): number {
  const value = fields.node.entries?.get('estimatedTime')?.value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*(h|hour)?/i.exec(typeof value === 'string' ? value : '') ?? [];
  return number === undefined ? 0 : Number(number) * (unit === undefined ? 1 : 60);
}

/** A file's name as the ancestors wrote it, as a path or pattern: `./a` is `a`, a folder `a/` is all that is in it. */
export function toPattern(file: string): string {
  const path = file
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '');
  return path.endsWith('/') ? `${path}**` : path;
}

/** The test contracts of the ancestors are files in one plan and sentences in the next. */
export function isPath(text: string): boolean {
  return !/\s/.test(text) && /[./]/.test(text);
}
