import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPlan, planFile, readPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { tempFolder, tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { decomposeParallel, type DecomposeOptions } from '../src/index.ts';
import { plain } from './plain-options.ts';

const decompose = (cwd: string, options: Partial<DecomposeOptions>, answers?: readonly string[]) =>
  decomposeParallel(
    { ...plain, ...options },
    testContext({ cwd, home: join(cwd, '..', 'home'), ...(answers && { answers }) }),
  );

const files = {
  'package.json': '{"type":"module","scripts":{"test":"node --test"}}',
  'src/index.ts': "export { login } from './login.ts';\nexport { search } from './search.ts';\n",
  'src/login.ts': 'export function login(name: string): string {\n  return name;\n}\n',
  'src/search.ts': 'export function search(text: string): string[] {\n  return [text];\n}\n',
  'src/store.ts': 'export class BookStore {}\n',
  'test/login.test.ts': "import { login } from '../src/login.ts';\nlogin('x');\n",
};
const text = `Desk

Free of dependencies, please.

## 1. Login with a second factor

Change \`src/login.ts\`, and export it from \`src/index.ts\`.

- [ ] A wrong code is refused

## 2. Search by author

In \`src/search.ts\`; new \`src/author/author-index.ts\`, exported from \`src/index.ts\`. The \`BookStore\` gives the books.

## 3. Reports

Depends on part 2. New: \`src/reports/report.ts\`.
`;

const repo = (more: Record<string, string> = {}): Promise<TempRepo> => tempRepo({ ...files, ...more });
const planOf = async (repository: TempRepo, options: Partial<DecomposeOptions> = {}): Promise<DeploymentPlan> =>
  (await decompose(repository.path, { text, ...options })).result.plan;

describe('decomposeParallel', () => {
  test('plans nothing in a submodule, and says that it has to be done there', async () => {
    await using repository = await repo();
    const head = await repository.git('rev-parse', 'HEAD');
    await repository.git('update-index', '--add', '--cacheinfo', `160000,${head},vendor/plain`);
    await repository.git('commit', '-q', '-m', 'Take plain in');
    const issue = 'Desk\n\n- Mend `vendor/plain/src/a.ts` and all of vendor/plain/\n- Login in `src/login.ts`\n';
    const { plan, warnings } = (await decompose(repository.path, { text: issue })).result;
    const paths = plan.agents.flatMap(({ owns, creates }) => [...owns, ...creates]);
    expect(paths.filter((path) => path.startsWith('vendor'))).toEqual([]);
    expect(paths).toContain('src/login.ts');
    expect(warnings).toContain(
      'part 1 names vendor/plain/src/a.ts; vendor/plain is a repository of its own, so that has to be done there',
    );
    expect(plan.decisions).toContainEqual({
      decision: 'nobody owns vendor/plain/src/a.ts, which part 1 names',
      reason: 'vendor/plain is a repository of its own',
    });
  });

  test('gives each part an agent with the files it names, makes or defines, and their tests', async () => {
    await using repository = await repo();
    const plan = await planOf(repository);
    expect(
      plan.agents.map(({ id, owns, creates, dependsOn, criteria }) => ({ id, owns, creates, dependsOn, criteria })),
    ).toEqual([
      {
        id: 'login-second-factor',
        owns: ['src/login.ts', 'test/login.test.ts'],
        creates: [],
        dependsOn: [],
        criteria: ['A wrong code is refused'],
      },
      {
        id: 'search-author',
        owns: ['src/author/**', 'src/search.ts', 'src/store.ts'],
        creates: ['src/author/author-index.ts'],
        dependsOn: [],
        criteria: [],
      },
      {
        id: 'reports',
        owns: ['src/reports/**'],
        creates: ['src/reports/report.ts'],
        dependsOn: ['search-author'],
        criteria: [],
      },
    ]);
    expect(plan.shared.map(({ path, rule, agents }) => `${path} ${rule} ${agents.join()}`)).toEqual([
      'package.json json *',
      'src/index.ts imports login-second-factor,search-author',
    ]);
    expect(plan.agents[0]?.task).toContain('Free of dependencies, please.');
    expect(plan.checks).toEqual([{ name: 'test', command: 'npm test' }]);
    expect(plan.agents.flatMap(({ checks }) => checks)).toEqual([]);
    expect(plan.base).toEqual({ branch: 'main', commit: await repository.git('rev-parse', 'HEAD') });
  });

  test('writes a plan that passes its own check, and the same again changes nothing', async () => {
    await using repository = await repo();
    const first = await decompose(repository.path, { text });
    expect(first.result.written).toBe('written');
    const kept = await readFile(first.result.file, 'utf8');
    const plan = await readPlan(first.result.file);
    expect(
      checkPlan(plan, { trackedFiles: (await repository.git('ls-files')).split('\n') }).filter(
        ({ severity }) => severity === 'error',
      ),
    ).toEqual([]);
    expect((await decompose(repository.path, { text })).result.written).toBe('unchanged');
    expect(await readFile(first.result.file, 'utf8')).toBe(kept);
    expect(await repository.git('status', '--porcelain')).toBe('');
  });

  test('joins parts that both change a file which no rule merges', async () => {
    await using repository = await repo();
    const plan = await planOf(repository, {
      text: 'T\n\n## A\n\nIn `src/login.ts`.\n\n## B\n\nAlso `src/login.ts`.\n\n## C\n\nIn `src/search.ts`.',
    });
    expect(plan.agents.map(({ title }) => title)).toEqual(['A + B', 'C']);
    expect(plan.decisions.map(({ reason }) => reason).join()).toContain('both change src/login.ts');
  });

  test('joins parts that need each other, and parts beyond the number of agents', async () => {
    await using repository = await repo();
    const cyclic =
      'T\n\n## 1. A\n\nAfter part 2: `src/login.ts`.\n\n## 2. B\n\nAfter part 1: `src/search.ts`.\n\n## 3. C\n\n`src/store.ts`';
    expect((await planOf(repository, { text: cyclic })).agents.map(({ title }) => title)).toEqual(['A + B', 'C']);
    const two = await planOf(repository, { maxAgents: 2, replace: true });
    expect(two.agents).toHaveLength(2);
    expect((await planOf(repository, { maxAgents: 1, replace: true })).agents).toHaveLength(1);
  });

  test('an issue whose first heading is a counted part loses none of them, and its title no number', async () => {
    const counted = '## 1. Login\n\nIn `src/login.ts`.\n\n## 2.\n\nSearch in `src/search.ts`.\n';
    await using repository = await repo({
      'docs/desk.md': counted,
      'docs/one.md': '## 1. Login\n\nIn `src/login.ts`.',
    });
    for (const source of [{ text: counted }, { text: undefined, file: 'docs/desk.md' }]) {
      const { agents } = await planOf(repository, { ...source, isDryRun: true });
      expect(agents.map(({ title }) => title)).toEqual(['Login', 'Search in src/search.ts']);
    }
    for (const source of [{ text: '1.\nLogin in `src/login.ts`' }, { text: undefined, file: 'docs/one.md' }]) {
      const { agents } = await planOf(repository, { ...source, isDryRun: true });
      expect(agents.map(({ title }) => title)).toEqual([expect.stringMatching(/^Login/)]);
    }
  });

  test('gives one agent for an issue that names no parts, and says so', async () => {
    await using repository = await repo();
    const plan = await planOf(repository, { text: 'Fix the greeting in `src/login.ts`' });
    expect(plan.agents).toHaveLength(1);
    expect(plan.shared).toEqual([]);
    expect(plan.decisions.map(({ decision }) => decision)).toContain('one agent');
  });

  test('never gives a path to two agents, whatever the parts share', async () => {
    await using repository = await repo(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [
          `src/mod${at}/login-${at}.ts`,
          `export const login${at} = 'search author report';\n`,
        ]),
      ),
    );
    const plan = await planOf(repository);
    const owned = plan.agents.flatMap(({ owns }) => owns);
    expect(new Set(owned).size).toBe(owned.length);
  });

  test('warns of uncommitted changes, which agents will not see', async () => {
    await using repository = await repo();
    await repository.write({ 'src/login.ts': 'changed\n' });
    expect((await decompose(repository.path, { text })).result.warnings).toEqual([
      '1 uncommitted change is not in the base: agents will not see it',
    ]);
  });

  test('writes nothing with --dry-run, and where it is told with --out', async () => {
    await using repository = await repo();
    const { result } = await decompose(repository.path, { text, isDryRun: true });
    await expect(readFile(result.file)).rejects.toMatchObject({ code: 'ENOENT' });
    await decompose(repository.path, { text, out: '../my plan ü.yaml' });
    expect((await readPlan(join(repository.path, '../my plan ü.yaml'))).id).toBe(result.plan.id);
  });

  test('refuses to replace a plan that says something else, unless asked, and never one in use', async () => {
    await using repository = await repo();
    const { plan } = (await decompose(repository.path, { text })).result;
    await expect(decompose(repository.path, { text, maxAgents: 2 })).rejects.toMatchObject({
      code: 'CDEV_E_DECOMPOSE_PLAN_EXISTS',
    });
    expect((await decompose(repository.path, { text, maxAgents: 2, replace: true })).result.written).toBe('written');
    await repository.write({ [`.git/cdev/runs/${plan.id}/journal.ndjson`]: '' });
    await expect(decompose(repository.path, { text, replace: true })).rejects.toMatchObject({
      code: 'CDEV_E_DECOMPOSE_PLAN_IN_USE',
    });
    expect((await readPlan(planFile(join(repository.path, '.git'), plan.id))).agents).toHaveLength(2);
  });

  test('lets a person at the terminal take fewer agents', async () => {
    await using repository = await repo();
    const { result } = await decompose(repository.path, { text, isInteractive: true }, ['2', '1']);
    expect(result.plan.agents).toHaveLength(2);
  });

  test('lets a person move files, merge and rename agents, and does not do what the check would refuse', async () => {
    await using repository = await repo();
    const asked: string[] = [];
    const labels: string[] = [];
    const answers =
      'move,src/store.ts,reports,move,src/nothing.ts,login-second-factor,move,package.json,reports,rename,reports,Yearly Report,rename,yearly-report,!!,rename,yearly-report,yearly,undo,merge,login-second-factor,yearly-report,merge,login-second-factor,search-author,accept'.split(
        ',',
      );
    const context = testContext({ cwd: repository.path, home: join(repository.path, '..', 'home'), answers });
    const prompt: typeof context.prompt = {
      ...context.prompt,
      choose: async (question, choices) => {
        asked.push(question);
        labels.push(...choices.map(({ label }) => label));
        return context.prompt.choose(question, choices);
      },
    };
    const { result } = await decomposeParallel({ ...plain, text, isInteractive: true }, { ...context, prompt });
    expect(result.plan.agents).toHaveLength(1);
    const [agent] = result.plan.agents;
    expect(agent).toMatchObject({ id: 'login-second-factor', dependsOn: [] });
    expect(agent?.owns).toEqual(
      expect.arrayContaining(['src/login.ts', 'src/search.ts', 'src/store.ts', 'src/reports/**']),
    );
    expect(result.plan.mergeOrder).toEqual(['login-second-factor']);
    const all = asked.join('\n');
    expect(all).toContain('  yearly-report: ');
    expect(all).toMatch(/coupling between agents \d\.\d\d/);
    expect(all).toContain('Not done: that is no name');
    expect(all).toContain('src/nothing.ts is not in the repository: login-second-factor would make it');
    expect(all.match(/  yearly: /g)).toHaveLength(1);
    expect(labels).toContain('With 1 agent');
    expect(labels).toContain('Take the last change back');
    expect(all.match(/Not done: /g)?.length).toBeGreaterThanOrEqual(2);
  });

  test('--max-agents auto gives parts that touch mostly the same files to one agent, and no others', async () => {
    await using repository = await repo();
    const twins =
      'T\n\n## 1. Search by author\n\nThe search finds books by author, in the search text.\n\n## 2. Search by text\n\nThe search finds books by text, in the search.\n\n## 3. Login\n\nThe login asks for a name.';
    const plan = await planOf(repository, { text: twins, maxAgents: 'auto' });
    expect(plan.agents.map(({ title }) => title)).toEqual(['Search by author + Search by text', 'Login']);
    expect(plan.agents[0]?.reasons).toContain('these two touch most of the same files');
  });

  test.each([
    [{ text: undefined }, 'CDEV_E_DECOMPOSE_NOTHING_GIVEN'],
    [{ file: 'x.md' }, 'CDEV_E_DECOMPOSE_TWO_SOURCES'],
    [{ text: undefined, file: 'x.md' }, 'CDEV_E_DECOMPOSE_FILE_UNREADABLE'],
    [{ text: undefined, file: 'src' }, 'CDEV_E_DECOMPOSE_FILE_UNREADABLE'],
    [{ text: '  ' }, 'CDEV_E_DECOMPOSE_TEXT_EMPTY'],
    [{ text: undefined, reference: 'ENG-404' }, 'CDEV_E_DECOMPOSE_ISSUE_NOT_CACHED'],
    [{ base: 'other' }, 'CDEV_E_DECOMPOSE_BASE_UNKNOWN'],
    [{ maxAgents: 0 }, 'CDEV_E_DECOMPOSE_LIMIT_INVALID'],
    [{ maxAgents: Number.NaN }, 'CDEV_E_DECOMPOSE_LIMIT_INVALID'],
    [{ maxFiles: 1.5 }, 'CDEV_E_DECOMPOSE_LIMIT_INVALID'],
  ])('refuses %j', async (options, code) => {
    await using repository = await repo();
    await expect(decompose(repository.path, { text, ...options })).rejects.toMatchObject({ code });
  });

  test('refuses a detached HEAD, an empty repository and a folder that is none', async () => {
    await using repository = await repo();
    await repository.git('switch', '--quiet', '--detach');
    await expect(decompose(repository.path, { text })).rejects.toMatchObject({ code: 'CDEV_E_DECOMPOSE_DETACHED' });
    expect((await decompose(repository.path, { text, base: 'main' })).result.plan.base.branch).toBe('main');
    await using folder = await tempFolder();
    await expect(decompose(folder.path, { text })).rejects.toMatchObject({
      code: expect.stringMatching(/^CDEV_E_GIT_/),
    });
  });

  test('works in a linked worktree and in a bare repository', async () => {
    await using repository = await repo();
    const tree = await repository.worktree('feature');
    expect((await decompose(tree.path, { text, isDryRun: true })).result.plan.base.branch).toBe('feature');
    await using bare = await tempRepo(files, { bare: true });
    expect((await decompose(bare.path, { text, isDryRun: true })).result.plan.agents).toHaveLength(3);
  });
});
