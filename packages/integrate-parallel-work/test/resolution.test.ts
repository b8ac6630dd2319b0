import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { preparedRun } from './prepared-run.ts';

const manifest = (fields: object) => `${JSON.stringify({ name: 'app', version: '1.0.0', ...fields }, undefined, 2)}\n`;
const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
const agents = { api: { owns: ['src/api.ts'] }, ui: { owns: ['src/ui.ts'] } };
const shared = [
  { path: 'package.json', rule: 'json', agents: ['*'], reason: 'both add scripts' },
  { path: 'src/index.ts', rule: 'imports', agents: ['*'], reason: 'the barrel' },
] as const;

describe('conflicts at integration', () => {
  test('decides shared files by their structure and tells how', async () => {
    const files = { 'package.json': manifest({ scripts: { start: 's' } }), 'src/index.ts': barrel('start') };
    const checks = [
      {
        name: 'test',
        command:
          'grep -q api src/index.ts && node -e "JSON.parse(fs.readFileSync(\'package.json\'))" && echo "# tests 2"',
      },
    ];
    await using run = await preparedRun({ files, agents, shared, checks });
    for (const agent of ['api', 'ui'])
      await run.work(agent, {
        'package.json': manifest({ scripts: { start: 's', [agent]: agent } }),
        'src/index.ts': barrel('start', agent),
        [`src/${agent}.ts`]: `export const ${agent} = 1;\n`,
      });
    const forecast = await run.forecast();
    expect(forecast.agents.map(({ agent, kind }) => [agent, kind])).toEqual([
      ['api', 'merges'],
      ['ui', 'resolves'],
    ]);
    const { status, report } = await run.integrate();
    expect(status).toBe('ok');
    expect(report.merged[0]?.resolved).toEqual([]);
    expect(report.merged[1]?.resolved.map(({ path, rule }) => [path, rule])).toEqual([
      ['package.json', 'json'],
      ['src/index.ts', 'imports'],
    ]);
    expect(JSON.parse(await run.show('package.json'))).toMatchObject({ scripts: { start: 's', api: 'api', ui: 'ui' } });
    expect(await run.show('src/index.ts')).toBe(barrel('start', 'api', 'ui').trimEnd());
    expect(await run.repository.git('log', '-1', '--format=%b', 'main')).toContain(
      'Decided by structure: package.json, src/index.ts',
    );
  });

  test('ejects what no rule decides, with the task of bringing it in, which works', async () => {
    const text = (middle: string) => `export const names = {\n  limit: ${middle},\n};\n`;
    const files = { 'src/names.ts': text('1') };
    const both = [{ path: 'src/names.ts', rule: 'imports', agents: ['*'], reason: 'both' }] as const;
    await using run = await preparedRun({ files, agents, shared: both });
    await run.work('api', { 'src/names.ts': text('first()') });
    await run.work('ui', { 'src/names.ts': text('"second"') });
    const { status, report } = await run.integrate();
    expect(status).toBe('findings');
    expect(report.merged.map(({ agent }) => agent)).toEqual(['api']);
    const [ejected] = report.notMerged;
    expect(ejected).toMatchObject({ agent: 'ui', reason: 'it conflicts with api in src/names.ts' });
    const task = await readFile(join(run.commonDir, 'cdev/runs', run.plan.id, ejected?.handOff ?? ''), 'utf8');
    expect(task).toContain('### api: Make api');
    expect(task).toContain('"second"');
    expect(task).not.toMatch(/^(<{7}|={7}|>{7})/m);
    expect(await run.show('src/names.ts')).toContain('first()');
    // As the task says: the same text at the same place.
    await run.work('ui', { 'src/names.ts': text('first()').replace('};', '  second: "second",\n};') });
    expect(await run.integrate()).toMatchObject({ status: 'ok', report: { moved: true } });
    expect(await run.show('src/names.ts')).toContain('second: "second"');
  });

  test('takes a guess, because the result is tested, and none where none is wanted', async () => {
    const source = (one: string, two: string) => ({
      'a.ts': `const value = combine(${one}, ${two});\nexport { value };\n`,
    });
    const both = [{ path: 'a.ts', rule: 'imports', agents: ['*'], reason: 'both' }] as const;
    await using run = await preparedRun({ files: source('one', 'two'), agents, shared: both });
    await run.work('api', source('first', 'two'));
    await run.work('ui', source('one', 'second'));
    const kinds = (forecast: { readonly agents: readonly { readonly kind: string }[] }) =>
      forecast.agents.map(({ kind }) => kind);
    expect(kinds(await run.forecast({ minConfidence: 'likely' }))).toEqual(['merges', 'conflicts']);
    expect(kinds(await run.forecast())).toEqual(['merges', 'resolves']);
    const { report } = await run.integrate({ minConfidence: 'likely' });
    expect(report.notMerged).toMatchObject([{ agent: 'ui', reason: 'it conflicts with api in a.ts' }]);
  });

  test('has a lock file written anew from the merged manifests', async () => {
    const linked = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `file:${name}`]));
    const lock = (...names: string[]) =>
      `${JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': { name: 'app', dependencies: linked(...names) } } }, undefined, 2)}\n`;
    const packages = Object.fromEntries(
      ['start', 'api', 'ui'].map((name) => [`${name}/package.json`, `{"name":"${name}","version":"1.0.0"}\n`]),
    );
    const side = (...names: string[]) => ({
      'package.json': manifest({ dependencies: linked(...names) }),
      'package-lock.json': lock(...names),
    });
    const both = [
      { path: 'package.json', rule: 'json', agents: ['*'], reason: '' },
      { path: 'package-lock.json', rule: 'lockfile', agents: ['*'], reason: '' },
    ] as const;
    const checks = [{ name: 'test', command: 'grep -q node_modules/api package-lock.json && echo "# tests 1"' }];
    await using run = await preparedRun({
      files: { ...side('start'), ...packages, '.gitignore': 'node_modules\n' },
      agents,
      shared: both,
      checks: [],
    });
    void checks;
    await run.work('api', side('start', 'api'));
    await run.work('ui', side('start', 'ui'));
    const { status, report } = await run.integrate();
    expect({ status, notMerged: report.notMerged }).toEqual({ status: 'ok', notMerged: [] });
    expect(report.merged[1]?.resolved.map(({ path, rule }) => [path, rule])).toEqual([
      ['package-lock.json', 'lockfile'],
      ['package.json', 'json'],
    ]);
    const written = JSON.parse(await run.show('package-lock.json')) as { packages: Record<string, unknown> };
    expect(Object.keys(written.packages)).toEqual(expect.arrayContaining(['node_modules/api', 'node_modules/ui']));
  });
});
