import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { doctor } from '../src/index.ts';
import { diagnosisText } from '../src/doctor/diagnosis-text.ts';
import { createStyle, type CheckResult } from '@cdev/core/cli';

const of = (checks: readonly CheckResult[], title: string): CheckResult | undefined =>
  checks.find((each) => each.title === title);

/** A script of a project: its bin is the JavaScript given. */
const scriptFiles = (name: string, code: string): Record<string, string> => ({
  [`node_modules/@cdev/${name}/package.json`]: JSON.stringify({
    name: `@cdev/${name}`,
    version: '1.2.3',
    bin: { [`cdev-${name}`]: 'bin.cjs' },
    cdev: { kind: 'script', owner: '@ada' },
  }),
  [`node_modules/@cdev/${name}/bin.cjs`]: code,
});

const says = (document: object): string => `console.log(${JSON.stringify(JSON.stringify(document))});`;

describe('doctor', () => {
  test.each([
    ['README.md', 'npm init'],
    ['go.mod', undefined],
  ])('without a package.json, but with %s: %s is advised', async (file, fix) => {
    await using repository = await tempRepo({ [file]: 'module example.com/shop\n' });
    const { result } = await doctor(
      { near: [] },
      testContext({ cwd: repository.path, home: join(repository.path, '..', 'home') }),
    );
    expect(of(result.project, 'packages')).toMatchObject({ status: 'not-run' });
    expect(of(result.project, 'packages')?.fix).toBe(fix);
  });

  test('a project in order: nothing failed, and each thing that was looked at is named', async () => {
    await using repository = await tempRepo({
      'package.json': JSON.stringify({ name: 'one', version: '1.0.0', dependencies: { there: '1.0.0' } }),
      'package-lock.json': '{}',
      'node_modules/there/package.json': '{"name":"there"}',
      ...scriptFiles('well', says({ data: [{ title: 'git', status: 'ok', detail: '2.47' }] })),
    });
    const { result } = await doctor(
      { near: [] },
      testContext({ cwd: repository.path, home: join(repository.path, 'no/home/yet') }),
    );
    expect(of(result.machine, 'Node')).toMatchObject({ detail: process.version });
    expect(['git', 'npm', 'identity', 'home'].map((title) => of(result.machine, title)?.status)).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
    ]);
    expect(result.project.map(({ title, status }) => `${title} ${status}`)).toEqual([
      'repository ok',
      'locks ok',
      'worktrees ok',
      'package manager ok',
      'dependencies ok',
    ]);
    expect(of(result.scripts, 'well')).toEqual({ title: 'well', status: 'ok', detail: '1.2.3' });
  });

  test('each trouble of a script is told in its own words, with its mend', async () => {
    await using folder = await tempFolder({
      ...scriptFiles(
        'ill',
        says({ data: [{ title: 'ssh', status: 'failed', detail: 'not found', fix: 'apt install ssh' }] }),
      ),
      ...scriptFiles('lacks', "require('not-there');"),
      ...scriptFiles('odd', "console.log('what?');"),
      ...scriptFiles(
        'misled',
        says({ status: 'error', error: { message: 'cdev.config.yaml is wrong', steps: ['Mend line 3'] } }),
      ),
      ...scriptFiles('worried', says({ data: [{ title: 'net', status: 'warning', detail: 'slow', fix: 'wait' }] })),
    });
    const { result, status } = await doctor({ near: [] }, testContext({ cwd: folder.path }));
    expect(status).toBe('findings');
    expect(of(result.scripts, 'ill')).toMatchObject({
      status: 'failed',
      detail: 'ssh: not found',
      fix: 'apt install ssh',
    });
    expect(of(result.scripts, 'lacks')).toMatchObject({ status: 'failed', fix: expect.stringContaining('not-there') });
    expect(of(result.scripts, 'odd')).toMatchObject({ status: 'not-run' });
    expect(of(result.scripts, 'misled')).toMatchObject({
      status: 'failed',
      detail: 'cdev.config.yaml is wrong',
      fix: 'Mend line 3',
    });
    expect(of(result.scripts, 'worried')).toMatchObject({ status: 'warning', fix: 'wait' });
    // Those that are packages of their own and not here.
    expect(of(result.scripts, 'prepublish')).toMatchObject({ status: 'not-run', fix: 'npx @cdev/prepublish' });
    expect(result.project.map(({ title, status: each }) => `${title} ${each}`)).toEqual([
      'repository not-run',
      'packages not-run',
    ]);
    const text = diagnosisText(result, { style: createStyle(false), columns: 80 });
    expect(text).toContain('To mend\n');
    expect(text).toContain('→ apt install ssh');
    expect(text).not.toContain('→ npx @cdev/prepublish');
    // Mends are commands to be copied: they are not cut.
    const rows = text.split('To mend')[0]?.split('\n') ?? [];
    expect(Math.max(...rows.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('what is wrong with the project: dependencies, the manager, a lock of a killed git, a worktree without its folder', async () => {
    await using repository = await tempRepo({
      'package.json': JSON.stringify({
        name: 'one',
        version: '1.0.0',
        packageManager: 'npm@1.4.0',
        dependencies: { gone: '1.0.0' },
        devDependencies: { 'gone-too': '1.0.0' },
        optionalDependencies: { other: '1.0.0' },
      }),
      ...scriptFiles('well', says({ data: [{ title: 'git', status: 'ok', detail: '2.47' }] })),
    });
    const { path } = repository;
    await using elsewhere = await tempFolder();
    const worktree = join(elsewhere.path, 'wörk tree');
    await repository.git('worktree', 'add', '--detach', worktree);
    rmSync(worktree, { recursive: true });
    const [fresh, stale] = [join(path, '.git/HEAD.lock'), join(path, '.git/index.lock')];
    for (const file of [fresh, stale]) writeFileSync(file, '');
    utimesSync(stale, 1, 1);
    const { result, status } = await doctor({ near: [] }, testContext({ cwd: path }));
    expect(status).toBe('findings');
    expect(of(result.project, 'dependencies')).toMatchObject({
      status: 'failed',
      detail: 'not installed: gone, gone-too',
      fix: expect.stringMatching(/npm install$/),
    });
    expect(of(result.project, 'package manager')).toMatchObject({
      status: 'warning',
      fix: 'npm install --global npm@1.4.0',
    });
    const locks = of(result.project, 'locks');
    expect(locks?.status).toBe('failed');
    expect(locks?.detail).toContain('index.lock');
    expect(locks?.detail).not.toContain('HEAD.lock');
    expect(of(result.project, 'worktrees')).toMatchObject({ status: 'warning', fix: 'git worktree prune' });
  });

  test('a package.json that is broken is told, and the rest is looked at all the same', async () => {
    await using repository = await tempRepo({ 'package.json': '{', ...scriptFiles('well', says({})) });
    const { result } = await doctor({ near: [] }, testContext({ cwd: repository.path }));
    expect(of(result.project, 'packages')).toMatchObject({ status: 'failed', fix: expect.any(String) });
    expect(of(result.machine, 'git')?.status).toBe('ok');
    expect(result.scripts).toMatchObject([{ title: 'scripts', status: 'not-run', fix: expect.any(String) }]);
  });
});
