import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseScript, type Script } from '@cdev/structured-merge';
import type { ConflictedFile } from './conflicted-files.ts';

type Side = 'base' | 'ours' | 'theirs';
type Statement = Script['program']['body'][number];

/** A version of a file as far as git merged it: in the place of each conflict stand the lines of one side. */
interface Version {
  readonly lines: string[];
  /** Numbers of the lines that lie in a conflict, from 0. */
  readonly disputed: number[];
}

const sides = ['base', 'ours', 'theirs'] as const;

/** What lies in conflict: imports and re-exports, or top-level declarations of what `require` gives as well. */
export type ImportsOnly = 'imports' | 'requires';

/**
 * Whether all that git leaves in conflict of a script (`merge-file --zdiff3`) is imports: each line of each side there is blank or belongs to an import, a
 * re-export or a top-level declaration of what `require` gives. `undefined` where something else is in conflict or a side does not parse.
 */
export function importsOnly(folder: string, { id, ext, file, kind }: ConflictedFile): ImportsOnly | undefined {
  if (kind !== 'ts' && kind !== 'js') return undefined;
  const path = (side: Side): string => join(folder, String(id), `${side}${ext}`);
  const args = ['merge-file', '-p', '--zdiff3', ...['ours', 'base', 'theirs'].flatMap((name) => ['-L', name])];
  const { stdout } = spawnSync('git', [...args, path('ours'), path('base'), path('theirs')], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const versions = versionsOf(stdout.replaceAll('\r\n', '\n').split('\n'));
  const isDisputed = sides.some((side) => versions[side].disputed.some((at) => versions[side].lines[at]?.trim()));
  if (!isDisputed) return undefined;
  if (sides.every((side) => holdOnly(isModuleStatement, file, versions[side]))) return 'imports';
  return sides.every((side) => holdOnly(isImport, file, versions[side])) ? 'requires' : undefined;
}

function versionsOf(merged: readonly string[]): Readonly<Record<Side, Version>> {
  const versions = { base: fresh(), ours: fresh(), theirs: fresh() };
  let at: Side | undefined;
  const openers: Readonly<Record<string, Side | undefined>> = {
    '<<<<<<< ours': 'ours',
    '||||||| base': 'base',
    '=======': 'theirs',
  };
  for (const line of merged) {
    if (line in openers && (at !== undefined || line.startsWith('<'))) at = openers[line];
    else if (line === '>>>>>>> theirs') at = undefined;
    else
      for (const side of at === undefined ? sides : [at]) {
        if (at !== undefined) versions[side].disputed.push(versions[side].lines.length);
        versions[side].lines.push(line);
      }
  }
  return versions;
}

const fresh = (): Version => ({ lines: [], disputed: [] });

function holdOnly(isWanted: (statement: Statement) => boolean, file: string, { lines, disputed }: Version): boolean {
  const wanted = disputed.filter((at) => lines[at]?.trim() !== '');
  if (wanted.length === 0) return true;
  const statements = parseScript(file, lines.join('\n'))?.program.body;
  const kinds = new Map<number, boolean>();
  let [line, offset] = [0, 0];
  for (const statement of statements ?? []) {
    for (; offset + (lines[line]?.length ?? 0) < statement.start; line += 1) offset += (lines[line]?.length ?? 0) + 1;
    for (let [at, from] = [line, offset]; from < statement.end; at += 1) {
      kinds.set(at, (kinds.get(at) ?? true) && isWanted(statement));
      from += (lines[at]?.length ?? 0) + 1;
    }
  }
  return wanted.every((at) => kinds.get(at) === true);
}

function isModuleStatement(statement: Statement): boolean {
  switch (statement.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'TSImportEqualsDeclaration':
      return true;
    case 'ExportNamedDeclaration':
      return statement.source !== null;
    default:
      return false;
  }
}

function isImport(statement: Statement): boolean {
  switch (statement.type) {
    case 'ExpressionStatement':
      return isRequired(statement.expression);
    case 'VariableDeclaration':
      return statement.declarations.every(({ init }) => init !== null && isRequired(init));
    default:
      return isModuleStatement(statement);
  }
}

/** `require('…')` or a member of it. */
function isRequired(expression: { readonly type: string }): boolean {
  const { type, object, callee } = expression as {
    readonly type: string;
    readonly object?: { readonly type: string };
    readonly callee?: { readonly type: string; readonly name?: string };
  };
  if (type === 'MemberExpression' && object !== undefined) return isRequired(object);
  return type === 'CallExpression' && callee?.type === 'Identifier' && callee.name === 'require';
}
