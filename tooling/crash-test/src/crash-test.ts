/** `pnpm --filter @cdev/crash-test crash --kills 40 [--seed 1]`: kills the workflow at random moments and compares the end. */
import { parseArgs } from 'node:util';
import { crashRun, undisturbed } from './crash-run.ts';
import { randomFrom } from './random.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '40' }, seed: { type: 'string', default: '1' } },
  args: process.argv.slice(2).filter((word) => word !== '--'),
});
const random = randomFrom(Number(values.seed));
const { end, duration } = await undisturbed();
process.stdout.write(`undisturbed: ${(duration / 1000).toFixed(1)} s\n`);
let faulty = 0;
for (let left = Number(values.kills), turn = 1; left > 0; turn += 1) {
  // Some runs are killed once, some again and again on their way back.
  const count = Math.min(left, 1 + Math.floor(random() * 3));
  const { kills, faults, folder } = await crashRun(
    Array.from({ length: count }, () => Math.round(random() * duration)),
    end,
  );
  // Only what was hit counts: on a machine that gets faster some moments come after the end.
  left -= kills.length;
  process.stdout.write(
    `${String(turn).padStart(3)}  killed at ${kills.map((moment) => `${(moment / 1000).toFixed(2)} s`).join(', ')}  ${faults.length === 0 ? 'same end, nothing lost' : `FAULT in ${folder}`}\n`,
  );
  for (const fault of faults) process.stdout.write(`     ${fault}\n`);
  if (faults.length > 0) faulty += 1;
}
process.stdout.write(
  faulty === 0 ? `${values.kills} kills: every end the same, no byte lost\n` : `${faulty} runs ended otherwise\n`,
);
process.exitCode = faulty === 0 ? 0 : 1;
