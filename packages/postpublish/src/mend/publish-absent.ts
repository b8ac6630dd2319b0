import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import type { DistributedPackage } from '@cdev/distribution-manifest';
import { readTarball } from '@cdev/package-tarball';
import { publishCommand, type Sighting } from '../registry/look-up.ts';
import { idOf, type PackageId, type Release } from '../release/release.ts';
import type { MendOutcome } from '../report.ts';

/**
 * Publishes those of a release that the registry does not have, in their order, from the tarballs that were packed. Only after the wait for them is over, and only those of
 * which nothing says that they were ever taken; a version that the registry has after all is refused by it, and stays as it is. The first failure ends it, for what comes
 * after needs it.
 */
export async function publishAbsent(
  release: Release,
  sightings: ReadonlyMap<PackageId, Sighting>,
): Promise<readonly MendOutcome[]> {
  const absent = release.packages.filter((one) => sightings.get(idOf(one))?.state === 'absent');
  if (absent.length === 0) return [];
  const { registry, context } = release;
  const places = [...new Set(absent.map(({ name }) => registry.urlFor(name)))].join(', ');
  await context.prompt.confirm(`Publish ${absent.map(idOf).join(', ')} to ${places}?`);
  const found: MendOutcome[] = [];
  for (const one of absent) {
    const outcome = found.some(({ status }) => status === 'failed')
      ? outcomeOf(one, 'not-run', 'what it may need could not be published')
      : await publishOne(one, release);
    found.push(outcome);
  }
  return found;
}

async function publishOne(one: DistributedPackage, release: Release): Promise<MendOutcome> {
  const { context, journal, repository } = release;
  const file = join(release.folder, one.tarball);
  const command = `npm publish ${file} --tag ${one.distTag}`;
  const wrong = await problemOf(file, one);
  if (wrong !== undefined)
    return outcomeOf(one, 'failed', wrong, [`Pack it again from its commit, then: ${publishCommand(one)}`]);
  const task = context.progress.begin(`publish ${idOf(one)}`);
  const { ok, stdout, stderr, exitCode } = await run('npm', ['publish', file, '--tag', one.distTag], {
    cwd: repository?.top ?? context.cwd,
    env: context.env,
    signal: context.signal,
    timeLimit: 300_000,
    allowFailure: true,
    onLine: (line) => context.log.debug('npm publish', { package: idOf(one), line }),
  });
  const said = `${stdout}\n${stderr}`;
  if (ok || /previously published|EPUBLISHCONFLICT/i.test(said)) {
    const evidence = ok ? 'npm publish ended well' : 'the registry refused it as published before';
    await journal.append({ type: 'accepted', package: idOf(one), evidence });
    task.done(evidence);
    return outcomeOf(one, ok ? 'done' : 'already', evidence);
  }
  task.failed();
  const error = said
    .split('\n')
    .filter((line) => /^npm (?:error|ERR!)/.test(line) && !/complete log|npm-debug|^npm \S+ *$/.test(line))
    .slice(0, 6);
  const hint = error.some((line) => /E404/.test(line))
    ? ['The registry answers 404 to a login that may not create the package: npm whoami, npm access list packages']
    : [];
  return outcomeOf(one, 'failed', error.join('\n') || `npm publish ended with ${exitCode ?? 'a signal'}`, [
    ...hint,
    command,
  ]);
}

/** Why the tarball must not be published; undefined when it is the one that was packed. */
async function problemOf(file: string, { integrity }: DistributedPackage): Promise<string | undefined> {
  try {
    return readTarball(await readFile(file)).integrity === integrity
      ? undefined
      : `${file} is not the tarball that was packed`;
  } catch (error) {
    if (isCdevError(error)) return `${file}: ${error.message}`;
    return `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`;
  }
}

function outcomeOf(
  one: DistributedPackage,
  status: MendOutcome['status'],
  detail: string,
  steps: readonly string[] = [],
): MendOutcome {
  return { mend: 'publish', subject: idOf(one), status, detail, steps };
}
