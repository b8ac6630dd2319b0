import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { openRegistry, startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { field } from '../../src/rule/places.ts';
import { notRun, severities } from '../../src/rule/rule.ts';
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

function look({ manifest, files }: PackageObject, rules = allRules, run = published): Promise<RuleRun> {
  const tarball = tarballOf(manifest, files);
  const intent = intentOf({ tag: undefined, branches: [], isChosen: true, env: {}, manifest: tarball.manifest });
  return runRules(
    rules,
    openSubject(tarball, {
      source: undefined,
      git,
      registry: run.factsOf(tarball),
      installation: notRun('nothing is installed here'),
      rebuild: notRun('nothing is built here'),
      siblings: [],
      intent,
      signal,
    }),
  );
}

/** For verdicts of publint that none of the defects meets. */
const others = [
  { 'jsnext:main': './dist/index.js' },
  { type: undefined, engines: undefined },
  { repository: 'example/one-defect/packages' },
  { repository: { type: 'git', url: 'https://github.com/example/one-defect' } },
  { exports: { '.': ['./dist/index.js', './dist/index.js'] } },
  { exports: { '.': './dist/index.js', './deep/*': './deep/*.js' } },
  { exports: { '.': { require: './dist/index.js', module: './dist/index.js', default: './dist/index.js' } } },
  { exports: undefined, main: './dist/index.js', module: './dist/index.js', browser: { './dist/index.js': false } },
  { exports: undefined, main: {} },
  { main: './dist/index.js', types: './dist/index.d.ts', exports: { '.': { import: './dist/index.js' } } },
].map((fields) => ({ name: JSON.stringify(fields), package: withFields(fields) }));

describe('the name of a stranger', () => {
  const other = { type: 'git', url: 'git+https://github.com/somebody-else/thing.git' };
  const stranger = withFields({ name: 'taken-by-another', version: '1.0.0', repository: other });
  const mine = withFields({ name: 'taken-by-another', version: '1.0.1', exports: undefined, main: './dist/index.js' });
  beforeAll(() => registry.put(packObject(stranger.manifest, stranger.files)));

  test('it is said whose it is, and nothing is compared with it', async () => {
    const env = { HOME: repo.path };
    const nobody = await registryRun(await openRegistry({ cwd: repo.path, env, signal, url: registry.url }));
    if ('notRun' in nobody) throw new Error(nobody.notRun);
    const { findings, notRun: left } = await look(mine, allRules, nobody);
    expect(findings.find(({ rule }) => rule === 'name-taken')).toMatchObject({
      // Nobody is logged in: it may be theirs, of a repository that moved.
      severity: 'warning',
      place: 'package.json#name',
      reason: expect.stringContaining('1.0.0 in the registry is of github.com/somebody-else/thing'),
    });
    const rules = ['surface-break', 'signature-break', 'engines-raised', 'size-step', 'file-list', 'new-dependencies'];
    for (const rule of rules)
      expect(left).toContainEqual({
        rule,
        reason: 'taken-by-another in the registry is another package, of github.com/somebody-else/thing',
      });
  });

  test('who may publish it is no stranger: the repository moved', async () => {
    const { passed } = await look(mine);
    expect(passed).toEqual(expect.arrayContaining(['name-taken', 'file-list']));
  });

  test('of the same repository, in another way to write it, it is the version before', async () => {
    const { passed } = await look(withFields({ repository: 'github:Example/one-defect' }));
    expect(passed).toContain('name-taken');
  });
});

describe('packages with one defect', () => {
  // Two of the 47 need more than a tarball: the bin that throws when it is started ("a bin that crashes when it is started", rule
  // bin-starts) and the build that is older than its sources (rule stale-build). Both are in test/prepublish.test.ts.
  test('there are 45 here; the bin that throws and the stale build are in prepublish.test.ts', () => {
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

  test('every verdict that publint itself gives on them is kept, at least as severe', async () => {
    const { publint } = await import('publint');
    const met = new Set<string>();
    const untyped = allRules.filter(({ id }) => id !== 'types');
    const lost: string[] = [];
    for (const { name, package: defective } of [...defects, ...others]) {
      const pack = { tarball: new Uint8Array(packObject(defective.manifest, defective.files)).buffer };
      const [{ messages }, { findings }] = await Promise.all([publint({ pack }), look(defective, untyped)]);
      for (const { code, type, path } of messages) {
        met.add(code);
        const rule = `publint/${code.toLowerCase().replaceAll('_', '-')}`;
        // A rule of ours that says the same at the same place stands for it.
        const kept = findings.filter((finding) => finding.rule === rule || finding.place === field(...path));
        if (!kept.some(({ severity }) => severities.indexOf(severity) <= severities.indexOf(type)))
          lost.push(`${name}: ${type} ${code}, told as ${kept.map(({ severity }) => severity).join() || 'nothing'}`);
      }
    }
    expect(lost).toEqual([]);
    expect([...met].toSorted()).toEqual(
      expect.arrayContaining(['FILE_DOES_NOT_EXIST', 'LOCAL_DEPENDENCY', 'USE_FILES']),
    );
    expect(met.size).toBeGreaterThanOrEqual(16);
  });

  test.each(defects)('finds: $name', async ({ package: defective, found }) => {
    const { findings } = await look(defective);
    const places = Object.fromEntries(findings.map(({ rule, place }) => [rule, place]));
    expect(places).toEqual(found);
    for (const { reason, breaks, mend } of findings)
      for (const text of [reason, breaks, mend]) expect(text).not.toBe('');
  });
});
