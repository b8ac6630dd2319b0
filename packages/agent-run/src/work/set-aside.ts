import { commitTree, listRefs, nextRef, resolveCommit, resolveTree, updateRef } from '@cdev/git';
import type { Journal } from '../journal/journal.ts';
import { setAsideRef } from '../run-names.ts';
import { buildTree } from './build-tree.ts';
import type { Survey } from './survey-work.ts';

/** What was taken out of an agent's work, and where it is kept. */
export interface SetAside {
  readonly ref: string;
  readonly commit: string;
  /** `changes`: exactly the foreign changes, on top of the base. `tip`: the branch tip whose commits held foreign changes. */
  readonly holds: 'changes' | 'tip';
  readonly paths: readonly string[];
}

/** Not the user: it must be possible where no identity is configured, and is no work of theirs. */
const keeper = { name: 'cdev', email: 'cdev@localhost' };

/** Keeps the foreign changes in a commit of their own. A call that was interrupted finds what it kept before. */
export async function setChangesAside(
  survey: Survey,
  journal: Journal,
  agentId: string,
): Promise<SetAside | undefined> {
  const { repository, work, foreign } = survey;
  if (foreign.length === 0) return undefined;
  const tree = await buildTree(repository, work.base, foreign);
  const paths = foreign.map(({ path }) => path);
  const kept = await findKept(survey, journal, {
    agentId,
    isSame: async (commit) => {
      const held = [await resolveTree(repository, commit), await resolveCommit(repository, `${commit}^`)];
      return held[0] === tree && held[1] === work.base;
    },
  });
  const commit =
    kept?.commit ??
    (await commitTree(repository, {
      tree,
      parents: [work.base],
      message: `Set aside: changes of ${agentId} to paths that are not its own\n\n${paths.join('\n')}\n`,
      author: keeper,
      committer: keeper,
    }));
  return record(survey, journal, { agentId, aside: { ref: kept?.ref ?? '', commit, holds: 'changes', paths } });
}

/** Keeps the tip that is about to be replaced. */
export async function setTipAside(survey: Survey, journal: Journal, agentId: string): Promise<SetAside> {
  const { work, foreignCommitted } = survey;
  const kept = await findKept(survey, journal, { agentId, isSame: (commit) => Promise.resolve(commit === work.tip) });
  const aside = { ref: kept?.ref ?? '', commit: work.tip, holds: 'tip' as const, paths: foreignCommitted };
  return record(survey, journal, { agentId, aside });
}

interface Finding {
  readonly agentId: string;
  readonly isSame: (commit: string) => Promise<boolean>;
}

async function findKept(
  { repository }: Survey,
  { planId }: Journal,
  { agentId, isSame }: Finding,
): Promise<{ ref: string; commit: string } | undefined> {
  for (const { name, oid } of await listRefs(repository, setAsideRef(planId, agentId)))
    if (await isSame(oid)) return { ref: name, commit: oid };
  return undefined;
}

/** The ref first, then the event: an event never speaks of what is not there, and a second call adds the one that is missing. */
async function record(
  { repository }: Survey,
  journal: Journal,
  { agentId, aside }: { readonly agentId: string; readonly aside: SetAside },
): Promise<SetAside> {
  const { commit, holds, paths } = aside;
  const ref = aside.ref === '' ? await nextRef(repository, setAsideRef(journal.planId, agentId)) : aside.ref;
  if (aside.ref === '') await updateRef(repository, { ref, to: commit, from: undefined, reason: 'set aside' });
  const events = await journal.read();
  if (!events.some((event) => event.type === 'set-aside' && event.ref === ref))
    await journal.append({ type: 'set-aside', agent: agentId, ref, commit, paths, holds });
  return { ...aside, ref };
}
