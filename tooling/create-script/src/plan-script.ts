import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errors } from './errors.ts';

export interface PlanScriptOptions {
  /** The repository. */
  readonly root: string;
  readonly name: string;
  readonly summary?: string;
  readonly owner: string;
}

/** What would be written. */
export interface ScriptPlan {
  readonly root: string;
  readonly name: string;
  /** Relative to the repository. */
  readonly folder: string;
  /** Texts by path, relative to the repository. */
  readonly files: Readonly<Record<string, string>>;
}

const template = fileURLToPath(new URL('../template', import.meta.url));
const drawers = /^(utils?|helpers?|common|shared|misc|lib|types)$/;
/** They name the verb's function too, and these words cannot. */
const reserved = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null package return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
);

/**
 * The files of a new script, from the template.
 * @throws CDEV_E_CREATE_SCRIPT_NAME_INVALID, CDEV_E_CREATE_SCRIPT_NAME_TAKEN
 */
export function planScript({
  root,
  name,
  owner,
  summary = 'Counts the lines of a file',
}: PlanScriptOptions): ScriptPlan {
  assertName(name);
  const place = ['packages', 'tooling']
    .map((parent) => `${parent}/${name}`)
    .find((path) => existsSync(join(root, path)));
  if (place !== undefined) throw errors.make('CDEV_E_CREATE_SCRIPT_NAME_TAKEN', { name, place });
  const words = wordsOf({ name, owner, summary });
  const fill = (text: string): string => text.replaceAll(/__([a-zA-Z]+)__/g, (_, word: string) => words[word] ?? word);
  const folder = `packages/${name}`;
  const files = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => {
      const path = file.slice(template.length + 1).replaceAll('\\', '/');
      const target = path === 'changeset.md' ? `.changeset/new-${name}.md` : `${folder}/${fill(path)}`;
      return [target, fill(readFileSync(file, 'utf8'))] as const;
    });
  return { root, name, folder, files: Object.fromEntries(files) };
}

function assertName(name: string): void {
  const problem = !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)
    ? 'it is not in kebab case'
    : name.length > 40
      ? 'it is longer than 40 letters'
      : drawers.test(name)
        ? 'a drawer says nothing of what is in it'
        : reserved.has(name)
          ? 'it is a word of the language, and the function is to have that name'
          : name.startsWith('cdev')
            ? 'the bin gets cdev- before it by itself'
            : undefined;
  if (problem !== undefined) throw errors.make('CDEV_E_CREATE_SCRIPT_NAME_INVALID', { name, problem });
}

function wordsOf({ name, owner, summary }: { name: string; owner: string; summary: string }): Record<string, string> {
  const verb = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return {
    name,
    verb,
    Type: verb.replace(/^\w/, (letter) => letter.toUpperCase()),
    AREA: name.replaceAll('-', '_').toUpperCase(),
    owner,
    // It stands in single quotes in the sources.
    summary: summary.replaceAll(/[\\'"\n]/g, '').replace(/\.$/, ''),
  };
}
