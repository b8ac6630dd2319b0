import {
  decisionsIn,
  oidsOf,
  openLearningMemory,
  rememberDecisions,
  textsOf,
  type ResolutionMemory,
  type ResolvedPath,
} from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { readBlobs, type Repository } from '@cdev/git';
import type { AppliedStopped } from '../apply/apply-stopped.ts';
import type { ResolveConflictsOptions } from '../options.ts';
import type { StoppedSubject } from '../subject/subject.ts';

/** What this repository remembers, as one run uses it. */
export interface ScriptMemory {
  /** Undefined with `--no-memory`. */
  readonly known: Pick<ResolutionMemory, 'find'> | undefined;
  /** Remembers what was chosen and written; once a merge commit has it, that is what counts. */
  keepChoices(subject: StoppedSubject, resolved: readonly ResolvedPath[], applied: AppliedStopped): Promise<void>;
  /** What is to be told of it. */
  notes(): string[];
}

/**
 * Before the first conflict is looked up, learns from the merges that were committed since, which a dry run does not; where nothing can be
 * written the rest goes on.
 */
export async function beginMemory(
  repository: Repository,
  { remembers, isDryRun }: Pick<ResolveConflictsOptions, 'remembers' | 'isDryRun'>,
  context: Context,
): Promise<ScriptMemory> {
  if (!remembers) return { known: undefined, keepChoices: async () => {}, notes: () => [] };
  const { signal, progress } = context;
  const memory = openLearningMemory(repository, { learns: !isDryRun, signal, progress });
  return {
    known: memory,
    keepChoices: (subject, resolved, applied) =>
      memory.writing(async () =>
        rememberDecisions(repository.commonDir, await chosenIn(subject, resolved, { applied, context })),
      ),
    notes: () => memory.notes(),
  };
}

async function chosenIn(
  { worktree, conflicts }: StoppedSubject,
  resolved: readonly ResolvedPath[],
  { applied, context }: { readonly applied: AppliedStopped; readonly context: Context },
): ReturnType<typeof decisionsIn> {
  const written = new Set(applied.paths);
  const at = context.clock().toISOString();
  const chosen = resolved.flatMap(({ path, rule, content }) => {
    const conflict = conflicts.find((one) => one.path === path);
    return rule === 'chosen' && content !== null && written.has(path) && conflict ? [{ content, conflict }] : [];
  });
  const blobs = await readBlobs(worktree, oidsOf(chosen.map(({ conflict }) => conflict)));
  const texts = chosen.flatMap(({ content, conflict }) => {
    const versions = textsOf(conflict, blobs);
    return versions ? [{ path: conflict.path, ...versions, resolved: content.toString('utf8') }] : [];
  });
  return (await Promise.all(texts.map((one) => decisionsIn(one, { at })))).flat();
}
