import { changeOwnership, type ChangedOwnership } from '@cdev/agent-run';
import { z } from 'zod';
import type { Place } from '../place.ts';
import { defineTool, some, type Answer } from './tool.ts';

const paths = z
  .array(z.string().min(1))
  .min(1)
  .describe('Exact paths or patterns from the top of the repository: src/a.ts, docs/**');
const reason = z.string().default('').describe('Why, for the record');

export const claim = defineTool({
  name: 'claim',
  title: 'Take a path that nobody owns',
  description:
    'Makes paths yours that nobody owns. Refused for a path of another agent: ask its owner, or report a blocker.',
  input: { paths, reason },
  changes: true,
  run: (input, place) => change(place, { deed: 'claim', agent: place.agent, ...input }),
});

export const release = defineTool({
  name: 'release',
  title: 'Give a path up',
  description:
    'Takes paths from you that you do not need, so that another agent can claim them. Not possible once you have changed them.',
  input: { paths, reason },
  changes: true,
  run: (input, place) => change(place, { deed: 'release', agent: place.agent, ...input }),
});

export const handOver = defineTool({
  name: 'hand_over',
  title: 'Give a path to another agent',
  description:
    'Gives paths of yours to another agent of the plan, as they stand in the plan. Not possible once you have changed them.',
  input: { paths, to: z.string().min(1).describe("The other agent's id"), reason },
  changes: true,
  run: ({ to, ...input }, place) => change(place, { deed: 'claim', agent: to, from: place.agent, ...input }),
});

interface Change {
  readonly deed: 'claim' | 'release';
  readonly agent: string;
  readonly from?: string;
  readonly paths: readonly string[];
  readonly reason: string;
}

async function change({ planFile, journal, signal }: Place, wanted: Change): Promise<Answer> {
  const cleaned = wanted.paths.map((path) => path.replace(/^\.\//, ''));
  const { moves, told, widened }: ChangedOwnership = await changeOwnership({
    ...wanted,
    paths: cleaned,
    planFile,
    journal,
    signal,
  });
  const moved = moves.filter(({ isNew }) => isNew);
  const same = moves.filter(({ isNew }) => !isNew).map(({ path }) => path);
  const text = [
    ...moved.map(
      ({ path, from = 'nobody', to = 'nobody', claimable }) =>
        `${path}: from ${from} to ${to}${claimable?.length === 0 ? " (in nobody's pool: the plan expected no agent to need it)" : ''}`,
    ),
    ...(same.length > 0 ? [`It was so already: ${some(same)}`] : []),
    ...widened.map(({ folders, problem }) =>
      problem === undefined
        ? `In the worktree now: ${some(folders)}`
        : `The files are not in the worktree yet, claim again: ${problem}`,
    ),
  ];
  return { text: text.join('\n'), data: { moves, told, widened } };
}
