import { fileURLToPath } from 'node:url';
import { openBench } from './open-bench.ts';
import { runTrials } from './run-trials.ts';

// pnpm trial [package …]: the trials of the test suite for some packages, told as they end.
const root = fileURLToPath(new URL('../../../', import.meta.url));
await using bench = await openBench(root, process.env);
const asked = process.argv.slice(2).map((name) => (name.startsWith('@') ? name : `@cdev/${name}`));
const known = bench.packed.map(({ name }) => name);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`There is no package ${unknown.join(', ')}`);
const trials = await runTrials(asked.length === 0 ? known : asked, bench, {
  project: root,
  onTrial: ({ name, closure }) => console.error(`  ${name} with ${closure.length - 1} others`),
});
for (const { name, problems } of trials) {
  console.log(problems.length === 0 ? `✓ ${name}` : `✗ ${name}`);
  for (const problem of problems) console.log(`    ${problem}`);
}
process.exitCode = trials.some(({ problems }) => problems.length > 0) ? 1 : 0;
