import { stripControl } from '@cdev/core/log';
import {
  makeSmokeFolder,
  smokeProblem,
  smokeWords,
  startScript,
  type SmokeExample,
  type Startable,
} from '@cdev/script-catalogue';
import type { Trial } from './trial.ts';

interface Subject {
  readonly binName: string;
  readonly metadata: { readonly smoke?: SmokeExample; readonly smokeRefusal?: string };
}

/** Runs the example that a script's metadata names, in a folder made for it. Without one nothing was tried, and that is said. */
export async function trySmoke(startable: Startable, { binName, metadata }: Subject, place: string): Promise<Trial> {
  const { smoke, smokeRefusal } = metadata;
  if (smoke === undefined)
    return {
      name: 'smoke',
      status: 'not-run',
      detail:
        smokeRefusal === undefined
          ? 'its metadata has no example'
          : `the example of its metadata is not run: ${stripControl(smokeRefusal)}`,
      fix: `${smokeRefusal === undefined ? 'Add' : 'Mend'} "smoke" in the "cdev" record of its package.json`,
      duration: 0,
    };
  const cwd = await makeSmokeFolder(smoke, place, startable.env);
  const start = await startScript({ ...startable, cwd }, smoke.args, smoke.stdin);
  const { duration } = start;
  const problem = smokeProblem(smoke, start);
  const words = smokeWords(binName, smoke);
  return problem === undefined
    ? { name: 'smoke', status: 'ok', detail: words, duration }
    : { name: 'smoke', status: 'failed', detail: problem, fix: `Try it: ${words}`, duration };
}
