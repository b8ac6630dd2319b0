import { namesOf, type Names } from './names.ts';
import { parseScript, redeclarations } from './parse-script.ts';

/**
 * What a merge broke although both sides are whole: a name that is used and no longer declared, or declared twice.
 * `undefined` when nothing is, or when a version cannot be read.
 */
export function brokenNames(path: string, texts: { ours: string; theirs: string; merged: string }): string | undefined {
  const scripts = {
    ours: parseScript(path, texts.ours),
    theirs: parseScript(path, texts.theirs),
    merged: parseScript(path, texts.merged),
  };
  if (scripts.ours === undefined || scripts.theirs === undefined || scripts.merged === undefined) return undefined;
  const known = new Set([...undeclared(namesOf(scripts.ours)), ...undeclared(namesOf(scripts.theirs))]);
  const lost = undeclared(namesOf(scripts.merged)).find((name) => !known.has(name));
  if (lost !== undefined) return `${lost} is used and nothing declares it any more`;
  const repeated = redeclarations(path, texts.merged);
  if (repeated.length === 0) return undefined;
  const before = new Set([...redeclarations(path, texts.ours), ...redeclarations(path, texts.theirs)]);
  return repeated.find((problem) => !before.has(problem));
}

function undeclared({ declared, referenced }: Names): string[] {
  return [...referenced.keys()].filter((name) => !declared.has(name));
}
