import { checksOf } from '@cdev/deployment-plan';
import type { Candidate, FoundCandidates } from '../candidates/candidate.ts';
import type { ReportedMerge } from '../report/integration-report.ts';
import { relativePath } from '../report/relative-path.ts';
import { reviewsOf } from '../report/reviews-of.ts';
import {
  eject,
  mergeCandidate,
  type Attempting,
  type Ejection,
  type MergedCandidate,
  type PendingEjection,
} from './attempt-candidate.ts';
import { failuresOf, judgeCommit, knownFailure, testCommit, type Judging, type PassedChecks } from './judge-commit.ts';
import { atOnceReason, queueChooser, type QueueChoice } from './choose-queue.ts';
import { runBatches, type Place, type SeenBreaks, type TestedPrefix } from './run-batches.ts';

export interface WentThrough {
  readonly tip: string;
  readonly merged: readonly ReportedMerge[];
  /** How it was gone through, each time that this changed; empty where there was nothing to choose. */
  readonly choices: readonly QueueChoice[];
}

interface Item {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly candidate: Candidate;
}

type Placed = Place<Item, MergedCandidate>;
type Prefix = Pick<TestedPrefix<Item, MergedCandidate>, 'inside' | 'of'> & { readonly isAgain?: boolean };

/** Takes the candidates through the queue: merged one upon the other, and tested together or apart as is cheaper. */
export async function goThrough(attempting: Attempting, { candidates, absent }: FoundCandidates): Promise<WentThrough> {
  const { progress } = attempting.context;
  const items = candidates.map((candidate) => ({
    id: candidate.agent.id,
    dependsOn: candidate.agent.dependsOn,
    candidate,
  }));
  const absence = (id: string): string | undefined => {
    const found = absent.find(({ agent, kind }) => agent === id && kind !== 'in-target');
    return found && `which is not part of this: ${found.reason}`;
  };
  const passes = new Map<string, PassedChecks>();
  const failed = new Map<string, number>();
  const choices: QueueChoice[] = [];
  const checks = checksOf(attempting.integration.plan, ...items.map(({ id }) => id));
  const choose = await queueChooser(attempting.integration, { checks, atMost: attempting.atOnce });
  const mode = async (left: number, seen: SeenBreaks): Promise<QueueChoice> => {
    const chosen = await choose(left, seen);
    const last = choices.at(-1);
    const isNew = last?.mode !== chosen.mode || last.slots !== chosen.slots;
    if (isNew && left > 1 && checks.length > 0) {
      choices.push(chosen);
      const why = [`${left} in the queue, ${atOnceReason(chosen)}`, chosen.reason];
      for (const text of why) progress.note(text);
      const text = why.join('; ');
      await attempting.integration.journal.append({ type: 'note', text });
    }
    return chosen;
  };
  const outcome = await runBatches<Item, MergedCandidate, Ejection | PendingEjection>(
    { items, tip: attempting.from, absence },
    {
      mode,
      merge: async ({ candidate }, tip, on) => {
        const task = progress.begin(candidate.agent.id);
        try {
          const before = on.map(({ merged }) => merged);
          const merging = await mergeCandidate(attempting, { candidate, tip, before, tell: task.update });
          task.done(merging.kind === 'merged' ? 'merged' : 'does not merge here');
          return merging;
        } catch (error) {
          task.failed();
          throw error;
        }
      },
      test: async (place, { stop, ...prefix }) => {
        if (knownFailure(attempting, place) || failuresOf(attempting, place.commit) > 0) return false;
        const passed = await told(place, prefix, (judging) => testCommit(attempting, { ...judging, stop }));
        if (passed === 'stopped') return undefined;
        if (passed) passes.set(place.commit, passed);
        else failed.set(place.commit, (failed.get(place.commit) ?? 0) + 1);
        return passed !== undefined;
      },
      blame: async (place, prefix) => {
        const known = knownFailure(attempting, place);
        if (known) return known;
        const options = { failed: failed.get(place.commit) ?? 0 };
        const judged = await told(place, { ...prefix, isAgain: true }, (judging) =>
          judgeCommit(attempting, judging, options),
        );
        if ('reason' in judged) return judged;
        passes.set(place.commit, { ...judged, flaky: true });
        return undefined;
      },
      eject: async ({ candidate }, ejection) => {
        const words = typeof ejection === 'function' ? await ejection() : ejection;
        progress.begin(candidate.agent.id).failed(`ejected: ${words.reason}`);
        await eject(attempting, candidate, words);
      },
      onBlocked: async ({ candidate }, reason) => {
        progress.begin(candidate.agent.id).failed(`ejected: ${reason}`);
        await eject(attempting, candidate, { reason });
      },
    },
  );
  const merged = outcome.passed.map((place, at) => {
    const later = outcome.passed.slice(at).find(({ commit }) => passes.has(commit));
    return reportedMerge(attempting, place, {
      checked: passes.get(later?.commit ?? ''),
      isOwn: later?.commit === place.commit,
    });
  });
  return { tip: outcome.tip, merged, choices };

  async function told<Result extends PassedChecks | { readonly reason: string } | 'stopped' | undefined>(
    place: Placed,
    prefix: Prefix,
    judge: (judging: Judging) => Promise<Result>,
  ): Promise<Result> {
    const task = progress.begin(prefixName(prefix));
    let last = '';
    const tell = (what: string): void => task.update((last = what));
    try {
      const result = await judge({ ...judgingOf(attempting, place, prefix), tell });
      if (result === 'stopped') task.done('stopped: another run has made it needless');
      else if (result === undefined || 'reason' in result) task.failed(last);
      else if (result.runs.length === 0) task.done('not run: the plan names no check');
      else
        task.done(
          result.runs.map(({ name, reason, cached }) => `${name} ${reason}${cached ? ' (known)' : ''}`).join(', '),
        );
      return result;
    } catch (error) {
      task.failed();
      throw error;
    }
  }
}

function judgingOf(
  { integration: { plan } }: Attempting,
  { tip, commit, merged: { candidate, tree } }: Placed,
  { inside }: Prefix,
): Judging {
  const checks = checksOf(plan, ...inside.map(({ item }) => item.id));
  return { candidate, tip, commit, tree, checks, tell: () => {} };
}

/** `3 of 8, up to charts`: which part of the queue is tested. */
function prefixName({ inside, of, isAgain = false }: Prefix): string {
  const last = inside.at(-1)?.item.id ?? '';
  const name = of === 1 ? `test of ${last}` : `test of ${inside.length} of ${of}, up to ${last}`;
  return isAgain ? `${name}, once more` : name;
}

interface Checked {
  /** The runs on this tree, or on the next longer one that was tested. */
  readonly checked: PassedChecks | undefined;
  readonly isOwn: boolean;
}

function reportedMerge({ integration }: Attempting, place: Placed, { checked, isOwn }: Checked): ReportedMerge {
  const { candidate, paths, resolved, duration } = place.merged;
  const reviewers = reviewsOf(integration.plan, paths);
  return {
    agent: candidate.agent.id,
    title: candidate.agent.title,
    tip: candidate.tip,
    commit: place.commit,
    files: paths.length,
    paths,
    resolved,
    ...(reviewers.length > 0 && { reviewers }),
    checks: (checked?.runs ?? []).map(({ tail: _tail, command: _command, log, ...run }) => ({
      ...run,
      ...(log !== undefined && { log: relativePath(integration.paths, log) }),
    })),
    flaky: isOwn && (checked?.flaky ?? false),
    durations: { merge: duration, checks: isOwn ? (checked?.duration ?? 0) : 0 },
  };
}
