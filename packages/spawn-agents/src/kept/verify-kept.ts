import type { ReceiptEvent, RunEvent } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { git, isAncestor, resolveCommit, resolveTree, type Repository } from '@cdev/git';
import { errors } from '../errors.ts';
import { openRun } from '../open-run.ts';

/** Something that the journal says is kept, and whether it is. */
export interface VerifiedItem {
  readonly agent: string;
  readonly what: 'worktree' | 'branch' | 'snapshot' | 'set-aside';
  /** The removed folder or branch, else the ref. */
  readonly name: string;
  readonly commit: string;
  readonly ref: string;
  /** `moved`: another ref than the one that was named holds it. */
  readonly status: 'held' | 'moved' | 'lost';
  readonly detail: string;
}

export interface VerifyResult {
  readonly plan: string;
  readonly items: readonly VerifiedItem[];
}

/**
 * Holds every receipt of a run, and every snapshot it tells of, against what is in the repository now: the ref holds the commit, the commit has
 * the very files, and all of their contents are there.
 * @throws CDEV_E_SPAWN_NO_RUN
 */
export async function verifyKept(
  options: { readonly plan: string | undefined },
  context: Context,
): Promise<Outcome<VerifyResult>> {
  const { repository, plan, journal } = await openRun(options.plan, context);
  const events = await journal.read();
  if (events.length === 0) throw errors.make('CDEV_E_SPAWN_NO_RUN', { plan: plan.id });
  const items: VerifiedItem[] = [];
  for (const claim of claimsOf(events)) items.push(await verify(repository, claim));
  const isWell = items.every(({ status }) => status !== 'lost');
  return { result: { plan: plan.id, items }, status: isWell ? 'ok' : 'findings' };
}

type Claim = Omit<VerifiedItem, 'status' | 'detail'> & { readonly tree?: string };

function claimsOf(events: readonly RunEvent[]): readonly Claim[] {
  const claims = events.flatMap((event): Claim[] => {
    if (event.type === 'receipt-written') return [ofReceipt(event)];
    if (event.type !== 'snapshot-taken' && event.type !== 'set-aside') return [];
    const { agent, ref, commit } = event;
    return [{ agent, what: event.type === 'set-aside' ? 'set-aside' : 'snapshot', name: ref, commit, ref }];
  });
  // A removal that was cut off and done again has several receipts that say the same.
  return [...new Map(claims.map((claim) => [`${claim.what} ${claim.name} ${claim.commit}`, claim])).values()];
}

function ofReceipt({ agent, of: what, name, commit, ref, tree }: ReceiptEvent): Claim {
  return { agent, what, name, commit, ref, tree };
}

async function verify(repository: Repository, { tree, ...claim }: Claim): Promise<VerifiedItem> {
  const lost = (detail: string): VerifiedItem => ({ ...claim, status: 'lost', detail });
  const { commit, ref } = claim;
  if ((await resolveCommit(repository, commit)) === undefined)
    return lost('the commit is not in the repository any more');
  const found = await resolveTree(repository, commit);
  if (tree !== undefined && found !== tree) return lost('the commit has other files than those that were there');
  const missing = await missingObjects(repository, commit);
  if (missing > 0) return lost(`${missing} of its contents are not in the repository any more`);
  const tip = await resolveCommit(repository, ref);
  if (tip !== undefined && (tip === commit || (await isAncestor(repository, commit, tip))))
    return { ...claim, status: 'held', detail: ref };
  const other = await firstRefWith(repository, commit);
  if (other !== undefined) return { ...claim, status: 'moved', detail: other };
  return lost(`no ref holds it any more; git keeps it for a while: git update-ref ${ref} ${commit}`);
}

/** Contents of the commit's files that are not there. */
async function missingObjects(repository: Repository, commit: string): Promise<number> {
  const args = ['rev-list', '--objects', '--no-walk', '--missing=print', commit];
  const { stdoutBytes, ok } = await git(repository, args, { isQuestion: true, allowFailure: true });
  const missing = stdoutBytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line.startsWith('?'));
  return ok ? missing.length : Math.max(1, missing.length);
}

async function firstRefWith(repository: Repository, commit: string): Promise<string | undefined> {
  const args = ['for-each-ref', '--count=1', `--contains=${commit}`, '--format=%(refname)'];
  const { stdoutBytes } = await git(repository, args, { isQuestion: true });
  return stdoutBytes.toString('utf8').trim() || undefined;
}
