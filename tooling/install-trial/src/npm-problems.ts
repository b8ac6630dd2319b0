import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackages, tryBins, tryNpx } from '@cdev/installed-package';
import { messageOf, type Bench, type PackageTrial } from './try-package.ts';

/**
 * What does not work by npm, which lays packages out in another way than pnpm: all that have bins are installed at once, and each bin
 * is started. npx, which installs a package and starts the bin that it chooses, is run for the one that brings most along; of the
 * others it is known what it would choose.
 */
export async function npmProblems(
  trials: readonly PackageTrial[],
  bench: Bench,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const withBins = trials.filter(({ bins }) => bins.length > 0).toSorted((a, b) => b.closure.length - a.closure.length);
  const found = new Map(withBins.map(({ name, bins }) => [name, choice(name, bins)]));
  const [first] = withBins;
  if (!first) return found;
  try {
    for (const [name, problem] of await binProblems([...found.keys()], bench)) found.get(name)?.push(problem);
    found.get(first.name)?.push(...(await npxProblems(first, bench)));
  } catch (error) {
    for (const problems of found.values()) problems.push(messageOf(error));
  }
  return found;
}

/** npx starts the only bin, or the one that is called as the package without its scope. */
function choice(name: string, bins: readonly string[]): string[] {
  if (bins.length === 1 || bins.includes(name.replace(/^@[^/]+\//, ''))) return [];
  return [`npx ${name} does not know which bin is meant: ${bins.join(', ')}`];
}

async function binProblems(
  packages: readonly string[],
  { registry, folder, env }: Bench,
): Promise<(readonly [name: string, problem: string])[]> {
  const place = await mkdtemp(join(folder, 'npm-'));
  await using installation = await installPackages({ folder: place, packages, manager: 'npm', registry, env });
  const problems: (readonly [string, string])[] = [];
  for (const name of packages)
    for (const trial of await tryBins(installation, name, { runs: [['--version']] })) {
      const { bin, outcome, reason, stdout, versionAgrees } = trial;
      const command = `${bin} --version, installed by npm`;
      if (outcome !== 'ok') problems.push([name, `${command}: ${outcome}, ${reason}`]);
      else if (versionAgrees !== true) problems.push([name, `${command}, says ${stdout.trim()}`]);
    }
  return problems;
}

async function npxProblems({ name, closure }: PackageTrial, { registry, folder, env }: Bench): Promise<string[]> {
  const version = closure.find((entry) => entry.startsWith(`${name}@`))?.slice(name.length + 1);
  const { outcome, reason, stdout, command } = await tryNpx({
    package: name,
    registry,
    env,
    folder: join(folder, 'npx'),
  });
  if (outcome !== 'ok') return [`${command}: ${outcome}, ${reason}`];
  return stdout.trim() === version ? [] : [`${command} says ${stdout.trim()} instead of ${version}`];
}
