import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { plannedRepo, verdicts, of, worker } from '../planned-repo.ts';

const diamond = { a: {}, b: {}, both: { dependsOn: ['a', 'b'] } };
const manifest = (dependencies: Readonly<Record<string, string>>): string =>
  `${JSON.stringify({ name: 'things', dependencies }, undefined, 2)}\n`;
const addDependency = `${worker}; node -e '
  const fs = require("fs"); const manifest = JSON.parse(fs.readFileSync("package.json"));
  manifest.dependencies[process.env.CDEV_AGENT] = "^1.0.0";
  fs.writeFileSync("package.json", JSON.stringify(manifest, undefined, 2) + "\\n")'`;
const shared = (rule: 'json' | 'union') =>
  [{ path: 'package.json', rule, agents: ['*'], reason: 'dependencies' }] as const;

describe('the work that an agent depends on', () => {
  test('of several agents is merged before it starts, shared files by the rule of the plan, and is not counted as its own', async () => {
    const files = { 'package.json': manifest({ zod: '^4.0.0' }) };
    await using it = await plannedRepo(diamond, { files, shared: shared('json') });
    const see = '[ $CDEV_AGENT != both ] || cat src/a/made.txt src/b/made.txt > src/both/seen.txt';
    const outcome = await it.spawn({ run: true, command: `${addDependency}; ${see}` });
    expect(verdicts(outcome)).toEqual({ a: 'done', b: 'done', both: 'done' });
    expect(of(outcome, 'both').run).toMatchObject({
      files: { owned: 2, shared: 1, foreign: [] },
      notes: ['package.json was merged by its structure'],
    });
    const worktree = await it.worktree('both');
    expect(await readFile(join(worktree, 'src/both/seen.txt'), 'utf8')).toBe('made by a\nmade by b\n');
    const { dependencies } = JSON.parse(await readFile(join(worktree, 'package.json'), 'utf8')) as {
      dependencies: object;
    };
    expect(Object.keys(dependencies).sort()).toEqual(['a', 'b', 'both', 'zod']);
    const { base } = await it.state('both');
    const states = await Promise.all(['a', 'b'].map((agent) => it.state(agent)));
    expect(await it.repo.git('show', '--no-patch', '--format=%P', base as string)).toBe(
      states.map(({ commit }) => commit).join(' '),
    );
  });

  test('that does not merge keeps the agent from starting, and says what to do', async () => {
    const files = { 'package.json': manifest({ zod: '^4.0.0' }) };
    await using it = await plannedRepo(diamond, { files, shared: shared('json') });
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
