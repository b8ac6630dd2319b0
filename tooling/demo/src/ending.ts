import { relative } from 'node:path';
import type { Ending } from './narrate.ts';
import type { Outcome } from './outcome.ts';
import { list } from './story.ts';

export interface EndingPlace {
  readonly folder: string;
  readonly repository: string;
  /** The folder of the agents' logs. */
  readonly logs: string;
  /** Whole seconds. */
  readonly seconds: number;
}

/** Whether everything that the issue asks for is in and works. */
export function isWell({ missing, isMoved, tests, commands }: Outcome): boolean {
  return missing.length === 0 && isMoved && tests.ok && commands.every(({ works }) => works);
}

/** What is said at the end, good or bad, and what the reader may look at now. */
export function endingOf(outcome: Outcome, place: EndingPlace): Ending {
  return {
    title: titleOf(outcome),
    text: summaryOf(outcome, place),
    points: pointsOf(outcome),
    next: nextSteps(outcome, place),
  };
}

function titleOf(outcome: Outcome): string {
  if (isWell(outcome)) return 'Merged and tested';
  if (!outcome.isMoved) return 'Not merged';
  return outcome.missing.length > 0 ? 'Merged in part' : 'Merged, and not all is well';
}

function summaryOf({ agents, missing, isMoved, tests }: Outcome, { seconds }: EndingPlace): string {
  const count = tests.count === undefined ? '' : `${tests.count} `;
  const whose = missing.length === 0 ? `${agents} agents` : `${agents - missing.length} of ${agents} agents`;
  const branch = isMoved ? `The branch main holds the work of ${whose}` : 'The branch main is as it was';
  return `${branch}, and its ${count}tests ${tests.ok ? 'pass' : 'do not pass'} as it stands. That took ${seconds} s.`;
}

/** Agents that are not in, those with the same reason together; else what the issue asks for and did not get. */
function pointsOf({ missing, commands }: Outcome): string[] {
  const byReason = Map.groupBy(missing, ({ reason }) => reason.replace(/\.$/, ''));
  const broken = commands.filter(({ works }) => !works);
  return [
    ...[...byReason].map(([reason, agents]) => `${list(agents.map(({ agent }) => agent))} not in: ${reason}`),
    // Without the work of everybody nobody expects them to be there.
    ...(missing.length > 0 ? [] : broken.map(({ command }) => `The issue asks for ${command}, and it does not work`)),
  ];
}

function nextSteps({ missing, commands, isMoved }: Outcome, { repository, folder, logs }: EndingPlace): Ending['next'] {
  const shown = commands.findLast(({ works }) => works);
  const hasLogs = missing.length > 0 || commands.some(({ works }) => !works);
  return [
    [`cd ${repository}`, 'everything is left for a look'],
    ...(hasLogs ? [[`ls ${relative(repository, logs)}`, 'what the agents said, word for word'] as const] : []),
    ...(isMoved ? [['git log --graph --oneline', 'how it was merged'] as const] : []),
    ...(shown ? [[shown.command, 'one of the new features'] as const] : []),
    ['git for-each-ref refs/cdev', 'what was set aside, and the snapshots'],
    [`rm -r ${folder}`, 'when you have seen enough'],
  ];
}
