import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signCommits } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { plannedRepo, verdicts, of, worker } from '../planned-repo.ts';

const diamond = { a: {}, b: {}, both: { dependsOn: ['a', 'b'] } };
const manifest = (dependencies: Readonly<Record<string, string>>): string =>
  `${JSON.stringify({ name: 'things', version: '1.0.0', dependencies }, undefined, 2)}\n`;
const shared = [
  { path: 'package.json', rule: 'json', agents: ['*'], reason: 'dependencies' },
  { path: 'package-lock.json', rule: 'lockfile', agents: ['*'], reason: 'dependencies' },
] as const;
/** What a package manager does for an agent that adds a dependency: both files change, the lock file where others change it too. */
const addDependency = `${worker}; node -e '
  const fs = require("fs");
  const change = (file, edit) => {
    const content = JSON.parse(fs.readFileSync(file)); edit(content); fs.writeFileSync(file, JSON.stringify(content, undefined, 2) + "\\n");
  };
  const agent = process.env.CDEV_AGENT;
  change("package.json", ({ dependencies }) => { dependencies[agent] = "file:libs/" + agent; });
  change("package-lock.json", (lock) => { lock.writtenBy = agent; });'`;

describe('the work that an agent depends on', () => {
  test('of several agents is merged before it starts, shared files by the rule of the plan, and is not counted as its own', async () => {
    const libraries = ['a', 'b', 'both', 'zod'].map((name) => [
      `libs/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0' }),
    ]);
    const files = {
      ...Object.fromEntries(libraries),
      'package.json': manifest({ zod: 'file:libs/zod' }),
      'package-lock.json': '{ "name": "things", "lockfileVersion": 3, "packages": {} }\n',
    };
    await using it = await plannedRepo(diamond, { files, shared });
    await signCommits(it.repo);
    const see = 'cat src/a/made.txt src/b/made.txt > src/both/seen.txt; cp package-lock.json src/both/lock.json';
    const command = `if [ $CDEV_AGENT = both ]; then ${worker}; ${see}; else ${addDependency}; fi`;
    const outcome = await it.spawn({ run: true, command });
    expect(verdicts(outcome)).toEqual({ a: 'done', b: 'done', both: 'done' });
    expect(of(outcome, 'both').run).toMatchObject({
      files: { owned: 3, shared: 0, foreign: [] },
      notes: ['package.json was merged by its structure'],
    });
    const worktree = await it.worktree('both');
    const read = (path: string): Promise<string> => readFile(join(worktree, path), 'utf8');
    expect(await read('src/both/seen.txt')).toBe('made by a\nmade by b\n');
    const dependencies = { a: 'file:libs/a', b: 'file:libs/b', zod: 'file:libs/zod' };
    expect(JSON.parse(await read('package.json'))).toMatchObject({ dependencies });
    // Written anew by the package manager, from the merged manifest.
    const lock = JSON.parse(await read('src/both/lock.json')) as { packages: Record<string, unknown> };
    expect(lock.packages['']).toMatchObject({ dependencies });
    const { base } = await it.state('both');
    await it.repo.git('verify-commit', `${base}`, `${base}^`);
    const states = await Promise.all(['a', 'b'].map((agent) => it.state(agent)));
    expect(await it.repo.git('show', '--no-patch', '--format=%P', `${base}^`)).toBe(
      states.map(({ commit }) => commit).join(' '),
    );
  });

  test('that does not merge keeps the agent from starting, and says what to do', async () => {
    const files = { 'package.json': manifest({ zod: '^4.0.0' }) };
    await using it = await plannedRepo(diamond, { files, shared });
    const command = `${worker}; sed -i.bak "s/4.0.0/4.$CDEV_AGENT.0/" package.json; rm -f package.json.bak`;
    const outcome = await it.spawn({ run: true, command });
    expect(verdicts(outcome)).toEqual({ a: 'done', b: 'done', both: 'failed' });
    const { reason, steps } = of(outcome, 'both').run ?? {};
    expect(reason).toMatch(/both cannot start[^]*package\.json/);
    expect(steps?.join('\n')).toContain('--retry b');
    expect(await it.state('both')).toMatchObject({ status: 'failed', attempt: 0 });
    expect(await readFile(join(await it.worktree('both'), 'package.json'), 'utf8')).toBe(files['package.json']);
  });

  test('done again comes into the branch of one that has begun, beside its own work', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] } });
    const command = `${worker}; echo "$CDEV_ATTEMPT" > "src/$CDEV_AGENT/attempt.txt"`;
    await it.spawn({ run: true, command: `${command}; git add . ; git commit --quiet -m own` });
    await it.spawn({ retry: ['store'], command });
    const outcome = await it.spawn({ retry: ['api'], command });
    expect(verdicts(outcome)).toEqual({ api: 'done' });
    expect(of(outcome, 'api').run?.files).toEqual({ owned: 2, shared: 0, foreign: [] });
    const worktree = await it.worktree('api');
    expect(await readFile(join(worktree, 'src/store/attempt.txt'), 'utf8')).toBe('2\n');
    expect(await readFile(join(worktree, 'src/api/attempt.txt'), 'utf8')).toBe('2\n');
  });
});
