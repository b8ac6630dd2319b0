import { ask } from './ask.ts';
import type { GitPlace } from './git.ts';
import { inOrder } from './order.ts';

export interface Ref {
  /** Full name, such as `refs/heads/main`. */
  readonly name: string;
  /** Id of what it points at (a tag object for an annotated tag). */
  readonly oid: string;
}

/** Refs under the prefix (whole path components: `refs/heads`, `refs/cdev/snapshots/plan`), sorted by name. */
export async function listRefs(place: GitPlace, prefix = 'refs'): Promise<Ref[]> {
  const output = await ask(place, [
    'for-each-ref',
    '--format=%(objectname) %(refname)',
    `${prefix.replace(/\/+$/, '')}/`,
  ]);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ oid: line.slice(0, line.indexOf(' ')), name: line.slice(line.indexOf(' ') + 1) }))
    .sort((a, b) => inOrder(a.name, b.name));
}

/** Short names of the branches, sorted; with `prefix`, those below it (`cdev/plan` gives `cdev/plan/agent`). */
export async function listBranches(place: GitPlace, prefix = ''): Promise<string[]> {
  const refs = await listRefs(place, `refs/heads/${prefix}`);
  return refs.map(({ name }) => name.slice('refs/heads/'.length));
}
