import { chmod, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDistributionManifest } from '@cdev/distribution-manifest';
import { startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { tempFolder, testContext, type TempRepo } from '@cdev/test-kit';
import { prepublish, type PrepublishOptions } from '../src/prepublish.ts';
import { packObject } from './pack-object.ts';
import { tinyDependency, withFields, withFiles } from './one-defect/clean-package.ts';
import { publishableRepo } from './publishable-repo.ts';

let registry: LocalRegistry;
beforeAll(async () => {
  registry = await startRegistry();
  await registry.put(packObject(tinyDependency.manifest, tinyDependency.files));
});
afterAll(() => registry.close());

const usual: PrepublishOptions = {
  packages: [],
  only: [],
  skip: [],
  failOn: 'error',
  tag: undefined,
  branches: [],
  offline: false,
  links: false,
  fix: false,
  isDryRun: false,
  out: undefined,
  sbom: undefined,
};

async function look(
  repo: TempRepo,
  options: Partial<PrepublishOptions> = {},
  env: Record<string, string> = {},
  answers: string[] = [],
) {
  const context = testContext({ cwd: repo.path, env: { ...process.env, ...registry.env, ...env }, answers });
  return prepublish({ ...usual, ...options }, context);
}

const rulesOf = ({ result }: Awaited<ReturnType<typeof look>>): string[] =>
  result.packages.flatMap(({ findings }) => findings.map(({ rule }) => rule));

describe('prepublish', () => {
  test('packs, installs, starts and writes the manifest of a package with which nothing is wrong', async () => {
    await using repo = await publishableRepo();
    await chmod(join(repo.path, 'bin/one-defect.js'), 0o755);
    await repo.git('add', '.');
    await repo.git('commit', '--allow-empty', '-m', 'Executable');
    const outcome = await look(repo);
    const [report] = outcome.result.packages;
    expect(report?.findings.filter(({ rule }) => rule !== 'remote-in-step')).toEqual([]);
    expect(report?.passed).toEqual(
      expect.arrayContaining(['installs', 'bin-starts', 'bin-version', 'entry-loads', 'git-clean', 'stale-build']),
    );
    expect(outcome.status).toBe('ok');
    const manifest = await readDistributionManifest(outcome.result.manifest ?? '');
    expect(manifest.packages).toMatchObject([
      { name: 'one-defect', version: '1.2.0', distTag: 'latest', integrity: report?.tarball?.integrity },
    ]);
    expect(manifest.git).toMatchObject({ branch: 'main', dirty: false });
  });

  test('finds the bin that throws, and writes no manifest', async () => {
    await using repo = await publishableRepo(
      withFiles({ 'bin/one-defect.js': "#!/usr/bin/env node\nthrow new Error('not today');\n" }),
    );
    const outcome = await look(repo, { only: ['bins', 'bin-starts'] });
    expect(outcome.status).toBe('findings');
    const [finding] = outcome.result.packages[0]?.findings ?? [];
    expect(finding).toMatchObject({ rule: 'bin-starts', severity: 'error', place: 'package.json#bin["one-defect"]' });
    expect(finding?.reason).toContain('not today');
    expect(outcome.result).toMatchObject({ notWritten: 'there are findings that stop a publish' });
  });

  test('finds a stale build, without touching the folder', async () => {
    await using repo = await publishableRepo(
      withFields(
        { scripts: { build: 'node build.js' } },
        withFiles({
          '.gitignore': 'dist\n',
          'src/index.js': 'export const answer = 42;\n',
          'build.js': "import { cpSync } from 'node:fs';\ncpSync('src', 'dist', { recursive: true });\n",
          'dist/index.js': undefined,
          'dist/index.js.map': undefined,
          'dist/index.d.ts': undefined,
        }),
      ),
    );
    await repo.write({
      'dist/index.js': 'export const answer = 41;\n',
      'dist/index.d.ts': 'export declare const answer: number;\n',
    });
    const stale = await look(repo, { only: ['stale-build'] });
    expect(stale.result.packages[0]?.findings).toMatchObject([
      { rule: 'stale-build', place: 'dist/index.js', severity: 'error' },
    ]);
    expect(await readFile(join(repo.path, 'dist/index.js'), 'utf8')).toContain('41');
    await repo.write({ 'dist/index.js': 'export const answer = 42;\n' });
    const fresh = await look(repo, { only: ['stale-build'] });
    expect(fresh.result.packages[0]).toMatchObject({ findings: [], passed: ['stale-build'] });
  });

  test('tells what needs a network as not run, never as passed', async () => {
    await using repo = await publishableRepo();
    const { result } = await look(repo, { offline: true });
    const [report] = result.packages;
    const left = new Set(report?.notRun.map(({ rule }) => rule));
    for (const rule of [
      'dependency-exists',
      'version-published',
      'surface-break',
      'login',
      'bin-starts',
      'remote-in-step',
    ]) {
      expect(left).toContain(rule);
      expect(report?.passed).not.toContain(rule);
    }
  });

  test('lets a dirty tree pass with ALLOW_DIRTY, and findings with FORCE_PUBLISH, and hides neither', async () => {
    await using repo = await publishableRepo();
    await repo.write({ 'dist/more.js': '' });
    const options = { only: ['git-clean'] };
    expect(rulesOf(await look(repo, options))).toEqual(['git-clean']);
    const allowed = await look(repo, options, { ALLOW_DIRTY: 'true' });
    expect(allowed.result.packages[0]).toMatchObject({
      findings: [],
      passed: [],
      notRun: [{ rule: 'git-clean', reason: 'ALLOW_DIRTY is set' }],
    });
    const forced = await look(repo, options, { FORCE_PUBLISH: '1' });
    expect(forced.status).toBe('ok');
    expect(forced.result.isForced).toBe(true);
    expect(rulesOf(forced)).toEqual(['git-clean']);
    expect((await readDistributionManifest(forced.result.manifest ?? '')).git?.dirty).toBe(true);
  });

  test('mends what is mechanical after a yes, and looks again', async () => {
    await using repo = await publishableRepo(withFields({ repository: undefined }));
    const before = await readFile(join(repo.path, 'package.json'), 'utf8');
    const dry = await look(repo, { only: ['repository'], fix: true, isDryRun: true });
    expect(dry.result).toMatchObject({
      isApplied: false,
      fixes: [{ titles: [expect.stringContaining('repository')] }],
    });
    expect(await readFile(join(repo.path, 'package.json'), 'utf8')).toBe(before);
    const mended = await look(repo, { only: ['repository'], fix: true }, {}, ['y']);
    expect(mended.result.packages[0]?.findings).toEqual([]);
    expect(JSON.parse(await readFile(join(repo.path, 'package.json'), 'utf8'))).toMatchObject({
      repository: { type: 'git', url: 'git+https://github.com/example/one-defect.git' },
    });
    await expect(look(repo, { only: ['manifest', 'nonsense'] })).rejects.toMatchObject({
      code: 'CDEV_E_PREPUBLISH_RULE_UNKNOWN',
    });
  });

  test('changes nothing when the answer is no', async () => {
    await using repo = await publishableRepo(withFields({ repository: undefined }));
    const before = await readFile(join(repo.path, 'package.json'), 'utf8');
    await expect(look(repo, { only: ['repository'], fix: true }, {}, ['n'])).rejects.toMatchObject({
      code: 'CDEV_E_CLI_DECLINED',
    });
    expect(await readFile(join(repo.path, 'package.json'), 'utf8')).toBe(before);
  });

  test('writes a bill of materials', async () => {
    await using repo = await publishableRepo();
    await using out = await tempFolder();
    const { result } = await look(repo, { only: ['manifest'], sbom: join(out.path, 'bom.json'), out: out.path });
    expect(result.manifest).toBe(join(out.path, 'distribution-manifest.yaml'));
    expect(await readdir(out.path)).toEqual(
      expect.arrayContaining(['bom.json', 'distribution-manifest.yaml', 'one-defect-1.2.0.tgz']),
    );
    const bom: unknown = JSON.parse(await readFile(join(out.path, 'bom.json'), 'utf8'));
    expect(bom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { purl: 'pkg:npm/one-defect@1.2.0' } },
      components: [{ purl: 'pkg:npm/tiny-dependency@1.0.0', scope: 'required' }],
      dependencies: [{ ref: 'pkg:npm/one-defect@1.2.0', dependsOn: ['pkg:npm/tiny-dependency@1.0.0'] }],
    });
  });
});
