import { findPostgres, tempPostgres } from '@cdev/test-kit';
import { trials } from './trials.ts';

// pnpm test:fleet [killed|paused …]: the built bin as submitters and workers, a real PostgreSQL, a bare repository between them.
// Exit code 0: all as it must be. 1: something is not. 75: there is no PostgreSQL here, so nobody knows.
const wanted = process.argv.slice(2).filter((word) => word !== '--');
const unknown = wanted.find((name) => !(name in trials));
if (unknown !== undefined) throw new Error(`No such trial: ${unknown}. There are: ${Object.keys(trials).join(', ')}`);
const chosen = Object.entries(trials).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const bin = findPostgres();
let bad = 0;
if (bin === undefined) {
  console.log('- not run: PostgreSQL is not here (Debian: apt-get install postgresql)');
  process.exitCode = 75;
} else {
  for (const [name, { what, run }] of chosen) {
    console.log(`# ${name}: ${what}`);
    const start = performance.now();
    await using server = await tempPostgres(bin);
    try {
      for (const { what: finding, isWell, found } of await run(server)) {
        if (!isWell) bad += 1;
        console.log(`${isWell ? '✓' : '✗'} ${finding}${isWell || found === undefined ? '' : `: ${found}`}`);
      }
    } catch (error) {
      bad += 1;
      console.log(`✗ ${(error as Error).message}`);
    }
    console.log(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  console.log(bad === 0 ? '\nall as it must be' : `\n${bad} are not as they must be`);
  process.exitCode = bad === 0 ? 0 : 1;
}
