import { chmod, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { preparedRun, type PreparedRun } from './prepared-run.ts';

const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
const shared = [{ path: 'src/index.ts', rule: 'imports', agents: ['*'], reason: 'the barrel' }] as const;
const checks = [{ name: 'test', command: 'test ! -e bad/broken && echo "# tests 2"' }];

/** Stands in for `gh`: keeps a file for each head that has a pull request, and writes down what it was asked with the text it was given. */
const gh = `#!/bin/sh
here=$(dirname "$0")
[ "$1" = --version ] && { echo gh version 2; exit; }
echo "$@" >> "$here/asked"
case "$2" in
  list) file=$here/$(echo "$4" | tr / _); if [ -e "$file" ]; then printf '[{"url":"%s"}]' "$(cat "$file")"; else echo '[]'; fi;;
  create) n=$(($(cat "$here/count" 2>/dev/null || echo 0) + 1)); echo $n > "$here/count"; cat > "$here/body-$n"; [ "$n" = "$FAIL_AT" ] && { echo 'no network' >&2; exit 1; }
    echo "https://example.org/pull/$n" | tee "$here/$(echo "$4" | tr / _)";;
  edit) cat > "$here/body-$(basename "$3")"; echo "$3";;
esac
`;

interface Offering {
  readonly run: PreparedRun;
  readonly env: Readonly<Record<string, string>>;
  readonly remote: string;
  /** What the stand-in was asked. */
  readonly asked: () => Promise<readonly string[]>;
  readonly body: (number: number) => Promise<string>;
}

async function offering(): Promise<Offering> {
  const run = await preparedRun({
    files: { 'src/index.ts': barrel('start'), 'other.txt': 'o\n' },
    agents: {
      alone: { owns: ['alone/**'] },
      api: { owns: ['api/**'] },
      ui: { owns: ['ui/**'], dependsOn: ['api'] },
      bad: { owns: ['bad/**'] },
      late: { owns: ['late/**'] },
    },
    shared,
    checks,
    reviewers: [
      { anyOf: ['@org/web', 'ann@example.org'], paths: ['src/index.ts', 'late/**', 'ui/x.ts'] },
      { anyOf: ['@sam'], paths: ['late/**', 'bad/**', '{'] },
    ],
  });
  await run.work('alone', { 'alone/a.txt': 'alone\n' });
  const api = await run.work('api', { 'api/a.txt': 'api\n', 'src/index.ts': barrel('start', 'api') });
  await run.worktrees['ui']?.git('merge', '--quiet', api);
  await run.journal.append({ type: 'dependencies-merged', agent: 'ui', commit: api, from: ['api'] });
  await run.work('ui', { 'ui/u.txt': 'ui\n' });
  await run.work('bad', { 'bad/broken': '' });
  await run.work('late', { 'late/l.txt': 'late\n', 'src/index.ts': barrel('start', 'late') });
  const [remote, bin] = ['remote.git', 'bin'].map((name) => join(run.repository.path, '..', name)) as [string, string];
  await run.repository.git('init', '-q', '--bare', '-b', 'main', remote);
  await run.repository.git('remote', 'add', 'origin', remote);
  await run.repository.git('push', '-q', 'origin', 'main');
  await run.repository.write({ '../bin/gh': gh });
  await chmod(join(bin, 'gh'), 0o755);
  const path = [bin, '/usr/local/bin', '/usr/bin', '/bin', join(process.execPath, '..')].join(delimiter);
  return {
    run,
    env: { PATH: path },
    remote,
    asked: async () => (await readFile(join(bin, 'asked'), 'utf8')).trim().split('\n'),
    body: (number) => readFile(join(bin, `body-${number}`), 'utf8'),
  };
}

describe('pull requests', () => {
  test('are one for each agent, stacked where they need each other, and the same again', async () => {
    const { run, env, remote, asked, body } = await offering();
    await using _run = run;
    await expect(run.integrate({ pullRequest: true }, { env: { PATH: '/nowhere' } })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_TOOL_MISSING',
    });
    const before = await run.repository.git('rev-parse', 'main');
    // Cut off in the middle, the same call goes on.
    await expect(run.integrate({ pullRequest: true }, { env: { ...env, FAIL_AT: '3' } })).rejects.toMatchObject({
      code: 'CDEV_E_INTEGRATE_PULL_REQUEST_FAILED',
    });
    const { report, status } = await run.integrate({ pullRequest: true }, { env });
    expect(status).toBe('findings');
    expect(await run.repository.git('rev-parse', 'main')).toBe(before);
    const head = (agent: string) => `cdev-integration/${run.plan.id}--${agent}`;
    expect(report).toMatchObject({ moved: false, from: before, notMerged: [{ agent: 'bad' }] });
    expect(report.pullRequests).toEqual([
      { agent: 'alone', url: 'https://example.org/pull/1', head: head('alone'), base: 'main', on: [] },
      { agent: 'api', url: 'https://example.org/pull/2', head: head('api'), base: 'main', on: [] },
      { agent: 'ui', url: 'https://example.org/pull/4', head: head('ui'), base: head('api'), on: ['api'] },
      { agent: 'late', url: 'https://example.org/pull/5', head: head('late'), base: head('api'), on: ['api'] },
    ]);
    const calls = await asked();
    expect(calls.filter((call) => call.startsWith('pr create'))).toHaveLength(5);
    expect(calls.filter((call) => call.startsWith('pr edit'))).toEqual(
      [1, 2].map(
        (number) =>
          `pr edit https://example.org/pull/${number} --base main --title Make ${number === 1 ? 'alone' : 'api'} --body-file -`,
      ),
    );
    // Each brings its agent's work and no more; what met in the barrel stands in it together.
    const changed = (agent: string, base: string) =>
      run.repository.git('--git-dir', remote, 'diff', '--name-only', `${base}...${head(agent)}`);
    expect(await changed('alone', 'main')).toBe('alone/a.txt');
    expect(await changed('ui', head('api'))).toBe('ui/u.txt');
    expect(await changed('late', head('api'))).toBe('late/l.txt\nsrc/index.ts');
    expect(await run.repository.git('--git-dir', remote, 'show', `${head('late')}:src/index.ts`)).toBe(
      barrel('start', 'api', 'late').trim(),
    );
    const text = await body(5);
    expect(text).toContain('by the agent `late`');
    expect(text).toContain('- api: https://example.org/pull/2');
    expect(text).toContain('merged after alone, api, ui:\n\n- `test`: 2 tests');
    expect(text).toContain('`src/index.ts` by the rule `imports`');
    expect(await body(1)).not.toContain('Stands on');
    // As code, so that nobody is called by it.
    expect(text).toContain(
      'To be reviewed by:\n\n- `@org/web` or `ann@example.org` for late/l.txt, src/index.ts\n- `@sam` for late/l.txt\n',
    );
    expect(await body(1)).not.toContain('reviewed');
    expect(report.merged.map(({ agent, reviewers = [] }) => [agent, reviewers.map(({ anyOf }) => anyOf[0])])).toEqual([
      ['alone', []],
      ['api', ['@org/web']],
      ['ui', []],
      ['late', ['@org/web', '@sam']],
    ]);

    const tips = await run.repository.git('--git-dir', remote, 'for-each-ref');
    const again = await run.integrate({ pullRequest: true, only: ['alone', 'api', 'ui', 'late'] }, { env });
    expect(again.report.pullRequests).toEqual(report.pullRequests);
    expect(again.report.merged[0]?.checks).toMatchObject([{ cached: true }]);
    expect(await run.repository.git('--git-dir', remote, 'for-each-ref')).toBe(tips);
    expect((await asked()).slice(calls.length).filter((call) => !call.startsWith('pr list'))).toHaveLength(4);

    // What somebody else has put on such a branch is not replaced.
    await run.repository.git('--git-dir', remote, 'update-ref', `refs/heads/${head('alone')}`, before);
    await run.work('alone', { 'alone/a.txt': 'newer\n' });
    await expect(run.integrate({ pullRequest: true, only: ['alone'] }, { env })).rejects.toMatchObject({
      code: 'CDEV_E_INTEGRATE_REMOTE_MOVED',
    });
    expect(await run.repository.git('--git-dir', remote, 'rev-parse', head('alone'))).toBe(before);
  });

  test('go to another remote, too, which has nothing of the first', async () => {
    const { run, env } = await offering();
    await using _run = run;
    const only = ['alone'];
    await run.integrate({ pullRequest: true, only }, { env });
    await run.repository.git('init', '-q', '--bare', '-b', 'main', '../other.git');
    await run.repository.git('push', '-q', '../other.git', 'main');
    const { report } = await run.integrate({ pullRequest: true, only, push: '../other.git' }, { env });
    expect(report.pullRequests).toMatchObject([{ agent: 'alone' }]);
    const offered = ['../remote.git', '../other.git'].map((remote) =>
      run.repository.git('--git-dir', remote, 'show', `cdev-integration/${run.plan.id}--alone:alone/a.txt`),
    );
    expect(await Promise.all(offered)).toEqual(['alone', 'alone']);
    // Each is told apart: what went to the one is replaced there, after something went to the other.
    await run.work('alone', { 'alone/a.txt': 'newer\n' });
    await run.integrate({ pullRequest: true, only, push: '../other.git' }, { env });
    const again = await run.integrate({ pullRequest: true, only, push: 'origin' }, { env });
    expect(again.report.pullRequests).toMatchObject([{ agent: 'alone' }]);
  });
});
