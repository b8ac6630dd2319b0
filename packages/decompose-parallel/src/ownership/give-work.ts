import type { RepositoryIndex } from '@cdev/code-graph';
import { assignPaths, type AssignOptions, type Assignment } from './assign-paths.ts';
import { joinPair } from './form-groups.ts';
import { numbersOf, type Group } from './group.ts';

export interface GivenWork {
  readonly groups: readonly Group[];
  readonly assigned: Assignment;
}

/** Everything: there is nobody else, and nothing that is there says what it will write. */
const everything = '**';

/**
 * Assigns the paths so that no group is left without any: all that such an agent wrote would be refused. In a small repository parts want the same few files, and in
 * a new one there are none. A part without a file joins the one that has what it would change, else the one before it; the only one that is left may write all.
 */
export function giveWork(formed: readonly Group[], index: RepositoryIndex, options: AssignOptions): GivenWork {
  let groups = formed;
  for (;;) {
    const assigned = assignPaths(groups, index, options);
    const idle = groups.findIndex((_, at) => isIdle(at, assigned));
    if (idle < 0) return { groups, assigned };
    if (groups.length === 1) return { groups, assigned: owningAll(assigned) };
    const { partner, reason } = partnerOf(idle, groups, assigned);
    groups = joinPair(groups, [idle, partner], reason);
  }
}

function isIdle(at: number, { owned, shared }: Assignment): boolean {
  const hasPart = shared.some(({ split, groups }) => split && groups?.includes(at));
  return owned[at]?.owns.length === 0 && !hasPart;
}

function partnerOf(
  idle: number,
  groups: readonly Group[],
  { owned }: Assignment,
): { readonly partner: number; readonly reason: string } {
  const part = numbersOf(groups[idle] as Group);
  const ranked = (groups[idle] as Group).studied.flatMap((one) => one.ranked).toSorted((a, b) => b.score - a.score);
  for (const { path } of ranked) {
    const partner = owned.findIndex(({ owns }) => owns.includes(path));
    if (partner >= 0)
      return { partner, reason: `${part} would change ${path}, and no file is left that it could change alone` };
  }
  return { partner: idle === 0 ? 1 : idle - 1, reason: `no file that is there has to do with ${part}` };
}

function owningAll({ owned, shared }: Assignment): Assignment {
  const reasons = [`${everything}: no file that is there has to do with it, and there is no other agent`];
  return { owned: owned.map((paths) => ({ ...paths, owns: [everything], reasons })), shared };
}
