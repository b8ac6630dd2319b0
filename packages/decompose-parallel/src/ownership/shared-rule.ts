import { posix } from 'node:path';
import type { ImportGraph } from '@cdev/code-graph';
import type { SharedRule } from '@cdev/deployment-plan';
import { lockFiles } from '@cdev/package-workspace';

const manifests = new Set(['package.json', 'tsconfig.json', 'jsconfig.json', 'deno.json', 'deno.jsonc']);
const lists = new Set(['.gitignore', '.npmignore', '.dockerignore', '.prettierignore', 'CODEOWNERS']);
/** Every project spells its change log in its own way: `History.md`, `changelog.markdown`, `CHANGES`. */
const changeLog = /^(?:change-?log|changes|history|news|release[-_]?notes)(?:\.(?:md|markdown|mdx|txt|rst|adoc))?$/i;

/** The merge rule under which several agents may write a path; undefined for a path that only one may write. */
export function sharedRule(
  path: string,
  graph: Pick<ImportGraph, 'edges'>,
): Exclude<SharedRule, 'symbols'> | undefined {
  const name = posix.basename(path);
  if (Object.hasOwn(lockFiles, name)) return 'lockfile';
  if (manifests.has(name)) return 'json';
  if (lists.has(name) || changeLog.test(name)) return 'union';
  if (isBarrel(path, graph)) return 'imports';
  if (/\.jsonc?$/.test(name)) return 'json';
  return /\.ya?ml$/.test(name) ? 'yaml' : undefined;
}

/** The project's manifest and lock file at its top: any part may need a dependency or a script. */
export function isManifest(path: string): boolean {
  const name = posix.basename(path);
  return name === 'package.json' || Object.hasOwn(lockFiles, name);
}

/** An index file that passes on names of other files: what a new module is added to. */
function isBarrel(path: string, { edges }: Pick<ImportGraph, 'edges'>): boolean {
  if (!/^(?:index|mod|main)\.[cm]?[jt]sx?$/.test(posix.basename(path))) return false;
  const own = edges.filter(({ from }) => from === path);
  const passedOn = own.filter(({ kind }) => kind === 're-export').length;
  return passedOn >= 1 && passedOn * 2 >= own.length;
}
