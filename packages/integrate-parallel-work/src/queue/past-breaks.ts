import { stat, readdir } from 'node:fs/promises';
import { readEvents, runPaths, type RunEvent } from '@cdev/agent-run';
import { dirname } from 'node:path';
import type { SeenBreaks } from './run-batches.ts';

/** Runs of the repository that are looked at: the newest say most of the next one, and a journal can be long. */
const runsRead = 8;

/** How many candidates of earlier integrations, of this plan and others, broke the checks, and how many did not. What conflicted says nothing of that. */
export async function pastBreaks(commonDir: string, planId: string): Promise<SeenBreaks> {
  const folder = dirname(runPaths(commonDir, planId).folder);
  const ids = await readdir(folder).catch((): string[] => []);
  const dated = await Promise.all(
    ids.map(async (id) => ({
      id,
      time: (await stat(runPaths(commonDir, id).journal).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  const newest = dated.toSorted((a, b) => b.time - a.time).slice(0, runsRead);
  const seen = await Promise.all(
    // A journal that cannot be read is a matter of that run.
    newest.map(async ({ id }) => breaksIn(await readEvents(commonDir, id).catch(() => []))),
  );
  return seen.reduce((sum, one) => ({ broken: sum.broken + one.broken, passed: sum.passed + one.passed }), none);
}

const none: SeenBreaks = { broken: 0, passed: 0 };

function breaksIn(events: readonly RunEvent[]): SeenBreaks {
  let failed = new Set<string>();
  let [broken, passed] = [0, 0];
  for (const event of events) {
    if (event.type === 'integration-started') failed = new Set();
    if (event.type === 'candidate-checked' && !event.passed) failed.add(event.agent);
    if (event.type !== 'integration-ended') continue;
    passed += event.merged.length;
    broken += event.ejected.filter((agent) => failed.has(agent)).length;
  }
  return { broken, passed };
}
