// Runs the pipeline `work` of the folder it is given and is killed before a line of the journal is written: the clock is asked once for each.
import { testContext } from '@cdev/test-kit';
import { runPipeline } from '../src/index.ts';
import { optionsFor } from './pipeline-fixture.ts';

const [folder = '', line = '0'] = process.argv.slice(2);
let asked = 0;
const clock = (): Date => {
  asked += 1;
  if (asked === Number(line)) process.kill(process.pid, 'SIGKILL');
  return new Date('2026-01-01T00:00:00Z');
};
await runPipeline(
  await optionsFor(folder, { yes: true, maxParallel: 2 }),
  testContext({ cwd: folder, clock, env: { PATH: process.env['PATH'] }, yes: true }),
);
