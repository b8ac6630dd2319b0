import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openBench, type OpenedBench } from '../src/open-bench.ts';
import { runTrials } from '../src/run-trials.ts';
import type { PackageTrial } from '../src/try-package.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const own = readManifest('tooling/install-trial');
const packages = readdirSync(join(root, 'packages')).map((folder) => readManifest(`packages/${folder}`));

function readManifest(folder: string): { name: string; [field: string]: unknown } {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string };
}

let bench: OpenedBench;
let trials: readonly PackageTrial[];
beforeAll(async () => {
  bench = await openBench(root, process.env);
  trials = await runTrials(
    bench.packed.map(({ name }) => name),
    bench,
    { project: root },
  );
}, 600_000);
afterAll(() => bench?.close());

describe('installed alone', () => {
  test.each(packages)('$name is whole', ({ name, bin }) => {
    const trial = trials.find((each) => each.name === name);
    expect(trial?.problems).toEqual([]);
    expect(trial?.bins).toEqual(Object.keys(bin ?? {}));
    expect(trial?.closure).toContainEqual(expect.stringMatching(`^${name}@\\d`));
  });

  test('only the front door brings other scripts along', () => {
    const scripts = packages.filter(({ bin }) => bin !== undefined).map(({ name }) => name);
    const others = (trial: PackageTrial): string[] =>
      scripts.filter(
        (script) => script !== trial.name && trial.closure.some((entry) => entry.startsWith(`${script}@`)),
      );
    const bringers = trials.filter((trial) => others(trial).length > 0).map(({ name }) => name);
    expect(bringers).toEqual(['@cdev/cli']);
  });
});

test('every package is a dependency of this one, so that it is built before and tried again when it changes', () => {
  const listed = { ...(own['dependencies'] as object), ...(own['devDependencies'] as object) };
  expect(packages.map(({ name }) => name).filter((name) => !(name in listed))).toEqual([]);
});
