import { join } from 'node:path';
import { localRegistry, tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { expect, jest, test } from '@jest/globals';
import { applyFixes, planFixes } from '@cdev/file-fix';
import { readFile } from 'node:fs/promises';
import { findActions, withAction } from '../src/look/find-actions.ts';
import { findTools } from '../src/look/find-tools.ts';
import { openProjectRepository, readProject } from '../src/look/project.ts';
import { toolGroups } from '../src/group/tool-groups.ts';
import { environment, put, update } from './sample-project.ts';

jest.setTimeout(300_000);

test('Node and the package manager are found with what they would become, the digest of packageManager too', async () => {
  await using registry = await localRegistry();
  for (const version of ['12.0.0', '12.3.0', '13.0.0']) await put(registry, { name: 'pnpm', version });
  for (const version of ['22.1.0', '22.9.0', '23.1.0', '24.1.0']) await put(registry, { name: 'node', version });
  await using repo = await tempRepo({
    'package.json': '{\n  "name": "app",\n  "version": "1.0.0",\n  "packageManager": "pnpm@12.0.0+sha512.abc"\n}\n',
    '.nvmrc': 'v22.1.0\n',
    '.node-version': 'lts/*\n',
  });
  const context = testContext({ cwd: repo.path, env: environment(registry, repo.path) });
  const project = await readProject(await openProjectRepository(context), repo.path, context);
  const { tools } = await findTools(project, { now: new Date(), minimumAge: 0 }, context);
  expect(
    tools.map(({ tool, file, current, compatible, breaking }) => [tool, file, current, compatible, breaking]),
  ).toEqual([
    ['pnpm', 'package.json', '12.0.0', '12.3.0', '13.0.0'],
    ['node', '.nvmrc', '22.1.0', '22.9.0', '24.1.0'],
  ]);
  const [pnpm, node] = toolGroups(tools, 'compatible');
  expect(pnpm).toMatchObject({ name: 'pnpm', install: { manager: 'pnpm@12.3.0' } });
  expect(node).toMatchObject({ name: 'node', node: '22.9.0', install: 'no' });
  await applyFixes(await planFixes(repo.path, [...(pnpm?.fixes ?? []), ...(node?.fixes ?? [])]));
  expect(await readFile(join(repo.path, '.nvmrc'), 'utf8')).toBe('v22.9.0\n');
  expect(await readFile(join(repo.path, 'package.json'), 'utf8')).toMatch(
    /"packageManager": "pnpm@12\.3\.0\+sha512\.[0-9a-f]{128}"\n/,
  );
  expect(toolGroups(tools, 'breaking').map(({ name, risk }) => `${name} ${risk}`)).toEqual([
    'major-pnpm high',
    'major-node high',
  ]);
});

test.each([
  ['yarn@4.0.0', '', ['yarn', '@yarnpkg/cli-dist', '4.2.0'], undefined],
  ['yarn@1.22.0', '', ['yarn', 'yarn', '1.22.22'], undefined],
  ['yarn@4.0.0+sha512.abc', '', undefined, 'it stands there with a digest that the registry does not have'],
  [
    'yarn@4.0.0',
    'yarnPath: .yarn/releases/yarn-4.0.0.cjs\n',
    undefined,
    'the one that runs is in the repository (yarnPath)',
  ],
  ['yarn@4.0.0', 'yarnPath: [\n', undefined, '.yarnrc.yml cannot be read'],
])('%s with "%s" in .yarnrc.yml', async (packageManager, settings, found, gap) => {
  await using registry = await localRegistry();
  for (const version of ['4.0.0', '4.2.0']) await put(registry, { name: '@yarnpkg/cli-dist', version });
  for (const version of ['1.22.0', '1.22.22']) await put(registry, { name: 'yarn', version });
  await using repo = await tempRepo({
    'package.json': JSON.stringify({ name: 'app', version: '1.0.0', packageManager }),
    '.yarnrc.yml': settings,
  });
  const context = testContext({ cwd: repo.path, env: environment(registry, repo.path) });
  const project = await readProject(await openProjectRepository(context), repo.path, context);
  const { tools, gaps } = await findTools(project, { now: new Date(), minimumAge: 0 }, context);
  expect(tools.map(({ tool, packageName, compatible }) => [tool, packageName, compatible])).toEqual(
    found ? [found] : [],
  );
  expect(gaps).toEqual(gap === undefined ? [] : [`yarn of package.json: ${gap}; see: yarn set version stable`]);
});

test('actions are found by the tags of their repositories and proposed by the commit of the newest', async () => {
  await using action = await tempRepo({ 'action.yml': 'name: One\n' });
  await action.git('tag', 'v4.0.0');
  await action.git('tag', 'v4');
  const old = await action.git('rev-parse', 'HEAD');
  const next = await action.commit('Next', { 'x.txt': '' });
  await action.git('tag', '-a', '-m', 'x', 'v4.2.0');
  await action.commit('Major', { 'y.txt': '' });
  await action.git('tag', 'v5.0.0');
  await action.git('tag', 'v6.0.0-beta.1');
  await using server = await tempFolder();
  await action.git('clone', '--quiet', '--bare', '.', join(server.path, 'acme/one'));
  const workflow = `jobs:\n  a:\n    steps:\n      - uses: acme/one@${old} # v4.0.0\n      - uses: 'acme/one@v4' # why\n      - uses: acme/one/sub@v5.0.0\n      - uses: ./local\n      - uses: acme/none@v1\n      - uses: acme/none@v2\n      - uses: acme/one@${old}\n`;
  await using repo = await tempRepo({
    '.github/workflows/ci.yml': workflow,
    'package.json': '{ "name": "app", "version": "1.0.0" }\n',
  });
  const context = testContext({ cwd: repo.path, env: { GITHUB_SERVER_URL: `file://${server.path}` } });
  const { actions, gaps } = await findActions(repo.path, context);
  expect(
    actions.map(({ action: name, current, isPinned, compatible, breaking }) => [
      name,
      current,
      isPinned,
      compatible?.tag,
      breaking?.tag,
    ]),
  ).toEqual([
    ['acme/one', 'v4.0.0', true, 'v4.2.0', 'v5.0.0'],
    ['acme/one', 'v4', false, 'v4.2.0', 'v5.0.0'],
    ['acme/one/sub', 'v5.0.0', false, 'v5.0.0', undefined],
  ]);
  expect(gaps).toEqual(['acme/none: its repository could not be asked for its tags']);
  expect(actions[0]?.compatible?.commit).toBe(next);
  const both = actions
    .slice(0, 2)
    .reduce((text, one) => withAction(text, one, { tag: 'v4.2.0', commit: next }), workflow);
  expect(both.split('\n').slice(3, 5)).toEqual([
    `      - uses: acme/one@${next} # v4.2.0`,
    `      - uses: 'acme/one@${next}' # v4.2.0`,
  ]);
  expect(both.split('\n').slice(5)).toEqual(workflow.split('\n').slice(5));

  await using registry = await localRegistry();
  const run = await update(repo, registry, {
    only: ['actions'],
    checks: ['true'],
    env: { GITHUB_SERVER_URL: `file://${server.path}` },
  });
  expect(run.of('actions')).toMatchObject({ status: 'proposed', risk: 'low' });
  const proposed = await repo.git('show', 'cdev/update/actions:.github/workflows/ci.yml');
  expect(proposed).toContain(`uses: acme/one@${next} # v4.2.0`);
  expect(await repo.git('diff', '--name-only', 'main', 'cdev/update/actions')).toBe('.github/workflows/ci.yml');
});
