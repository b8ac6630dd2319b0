import { findPostgres, labLacks, tempPostgres } from '@cdev/test-kit';
import type { Finding } from './findings.ts';
import { networkTrials } from './network.ts';
import { trials } from './trials.ts';

// pnpm test:fleet [killed|paused …]: the built bin as submitters and workers, a real PostgreSQL, a bare repository between them.
// Exit code 0: all as it must be. 1: something is not. 75: something was not run, so nobody knows.
const postgres = findPostgres();
const noPostgres = postgres === undefined ? 'PostgreSQL is not here (Debian: apt-get install postgresql)' : undefined;
const lacks = noPostgres ?? labLacks();

interface Runnable {
  readonly what: string;
  readonly lacks: string | undefined;
  readonly run: (bin: string) => Promise<readonly Finding[]>;
}

const all: Readonly<Record<string, Runnable>> = {
  ...Object.fromEntries(
    Object.entries(trials).map(([name, { what, run }]) => [name, { what, lacks: noPostgres, run: onOneMachine(run) }]),
  ),
  ...Object.fromEntries(Object.entries(networkTrials).map(([name, trial]) => [name, { ...trial, lacks }])),
};

function onOneMachine(run: (typeof trials)[string]['run']): Runnable['run'] {
  return async (bin) => {
    await using server = await tempPostgres(bin);
    return await run(server);
  };
}

const wanted = process.argv.slice(2).filter((word) => word !== '--');
const unknown = wanted.find((name) => !(name in all));
if (unknown !== undefined) throw new Error(`No such trial: ${unknown}. There are: ${Object.keys(all).join(', ')}`);
const chosen = Object.entries(all).filter(([name]) => wanted.length === 0 || wanted.includes(name));
let [bad, notRun] = [0, 0];
for (const [name, { what, lacks: missing, run }] of chosen) {
  console.log(`# ${name}: ${what}`);
  if (missing !== undefined || postgres === undefined) {
    notRun += 1;
    console.log(`- not run: ${missing}`);
    continue;
  }
  const start = performance.now();
  try {
    for (const { what: finding, isWell, found } of await run(postgres)) {
      if (!isWell) bad += 1;
      console.log(`${isWell ? '✓' : '✗'} ${finding}${isWell || found === undefined ? '' : `: ${found}`}`);
    }
  } catch (error) {
    bad += 1;
    console.log(`✗ ${(error as Error).message}`);
  }
  console.log(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
const counts = [...(bad > 0 ? [`${bad} are not as they must be`] : []), ...(notRun > 0 ? [`${notRun} not run`] : [])];
console.log(`\n${counts.length === 0 ? 'all as it must be' : counts.join('; ')}`);
process.exitCode = bad > 0 ? 1 : notRun > 0 ? 75 : 0;
