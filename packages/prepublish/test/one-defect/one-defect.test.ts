import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { openRegistry, startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { notRun } from '../../src/rule/rule.ts';
import { runRules, type RuleRun } from '../../src/rule/run-rules.ts';
import { allRules } from '../../src/rules/all-rules.ts';
import { intentOf } from '../../src/run/intent.ts';
import { openSubject } from '../../src/run/open-subject.ts';
import { gitFacts } from '../../src/subject/git-facts.ts';
import { registryRun, type RegistryRun } from '../../src/subject/registry-facts.ts';
import type { GitFacts } from '../../src/subject/subject.ts';
import { packObject, tarballOf } from '../pack-object.ts';
import { cleanPackage, tinyDependency, withFields, type PackageObject } from './clean-package.ts';
import { defects } from './defects.ts';

const signal = new AbortController().signal;
let registry: LocalRegistry;
let repo: TempRepo;
let published: RegistryRun;
let git: GitFacts;

beforeAll(async () => {
  registry = await startRegistry();
  await registry.put(packObject(tinyDependency.manifest, tinyDependency.files));
  await registry.put(packObject(withFields({ version: '1.1.0' }).manifest, cleanPackage.files));
  repo = await tempRepo({ 'README.md': '# one-defect\n' });
  await repo.git('remote', 'add', 'origin', 'git@github.com:example/one-defect.git');
  const run = await registryRun(await openRegistry({ cwd: repo.path, env: registry.env, signal, url: registry.url }));
  const facts = await gitFacts(repo.path, { signal, offline: true });
  if ('notRun' in run || 'notRun' in facts) throw new Error('the world of the tests is not there');
  [published, git] = [run, facts];
});
afterAll(async () => {
  await registry.close();
  await repo.remove();
});

function look({ manifest, files }: PackageObject): Promise<RuleRun> {
  const tarball = tarballOf(manifest, files);
  const intent = intentOf({ tag: undefined, branches: [], isChosen: true, env: {}, manifest: tarball.manifest });
  return runRules(
    allRules,
    openSubject(tarball, {
      source: undefined,
      git,
      registry: published.factsOf(tarball),
      installation: notRun('nothing is installed here'),
      rebuild: notRun('nothing is built here'),
      siblings: [],
      intent,
      signal,
    }),
  );
}

describe('packages with one defect', () => {
  test('there are 45 here; the bin that throws and the stale build are started and built in other tests', () => {
    expect(new Set(defects.map(({ name }) => name)).size).toBe(45);
  });

  test('nothing is found in the package without one', async () => {
    const { findings, passed, notRun: left } = await look(cleanPackage);
    expect(findings).toEqual([]);
    expect(left.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['bin-starts', 'stale-build']));
    expect(passed).toEqual(
      expect.arrayContaining(['publint', 'types', 'secrets', 'surface-break', 'repository-remote', 'login']),
    );
  });

  test.each(defects)('finds: $name', async ({ package: defective, found }) => {
    const { findings } = await look(defective);
    const places = Object.fromEntries(findings.map(({ rule, place }) => [rule, place]));
    expect(places).toEqual(found);
    for (const { reason, breaks, mend } of findings)
      for (const text of [reason, breaks, mend]) expect(text).not.toBe('');
  });
});
