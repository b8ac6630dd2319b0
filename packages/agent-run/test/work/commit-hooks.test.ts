import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { serialisePlan } from '@cdev/deployment-plan';
import { scrubbedEnvironment } from '@cdev/test-kit';
import { guardWorktree, type CommitWorkOptions } from '../../src/index.ts';
import { agentRepo, branch, failureOf, removeAgentRepo, type AgentRepo } from './agent-repo.ts';

afterAll(removeAgentRepo);

type Hooks = Readonly<Record<string, string>>;

/** With hooks in git's own place, or in a folder of the repository as husky has them; each writes what it sees into `seen`. */
async function withHooks(hooks: Hooks, folder = '.git/hooks'): Promise<AgentRepo & { readonly seen: string }> {
  const at = await agentRepo();
  const seen = join(at.repo.path, '..', 'seen');
  const place = folder.startsWith('.git/') ? join(at.repo.path, folder) : join(at.tree.path, folder);
  await mkdir(place, { recursive: true });
  await rm(seen, { force: true });
  if (!folder.startsWith('.git/')) await writeFile(join(place, '.gitignore'), '*\n');
  for (const [name, script] of Object.entries(hooks)) {
    await writeFile(join(place, name), `#!/bin/sh\nseen='${seen}'\n${script}\n`);
    await chmod(join(place, name), 0o755);
  }
  if (!folder.startsWith('.git/')) await at.repo.git('config', 'core.hooksPath', folder);
  return { ...at, seen };
}

const verified: Pick<CommitWorkOptions, 'hooks'> = { hooks: { verify: true, timeLimit: 60_000 } };
const own = { 'src/auth/login.ts': 'export  const login = 2;\n' };

/** What a commit must leave alone that is refused or interrupted. */
async function standing(at: AgentRepo): Promise<unknown> {
  const index = join(await at.tree.git('rev-parse', '--absolute-git-dir'), 'index');
  return {
    head: await at.tree.git('rev-parse', 'HEAD', branch),
    index: (await readFile(index)).toString('base64'),
    file: await readFile(join(at.tree.path, 'src/auth/login.ts'), 'utf8'),
    foreign: await readFile(join(at.tree.path, 'src/cart/cart.ts'), 'utf8'),
  };
}

const dump = '{ pwd; echo "$@"; env | grep ^GIT_ | sort; git diff --cached --name-only; } >> "$seen"';

describe('hooks of the repository', () => {
  test('see exactly what will be committed, in the surroundings that git gives them, also behind the guard of a worktree', async () => {
    const at = await withHooks({ 'pre-commit': dump, 'commit-msg': `${dump}; echo "in order" >> "$seen"` });
    await guardWorktree({
      commonDir: at.journal.commonDir,
      worktree: at.tree.path,
      plan: at.plan,
      agentId: 'auth',
      base: at.base,
    });
    await at.tree.write({ ...own, 'src/cart/cart.ts': 'foreign\n', 'src/auth/new.ts': 'n\n' });
    await at.tree.git('add', 'src/cart/cart.ts', 'src/auth/new.ts');
    const done = await at.commit({ ...verified, author: undefined });
    expect(done.hooks).toEqual([
      { name: 'pre-commit', status: 'passed' },
      { name: 'commit-msg', status: 'passed' },
    ]);
    const ours = await readFile(at.seen, 'utf8');
    expect(ours).toMatch(/^src\/auth\/login\.ts\nsrc\/auth\/new\.ts$/m);
    expect(ours).not.toContain('cart');
    // The same change by git itself, a part of what is staged.
    await writeFile(at.seen, '');
    await at.tree.git('reset', '--soft', at.base);
    await at.tree.git('commit', '--message', 'x', '--', 'src/auth');
    const plain = (text: string): string =>
      text
        .replaceAll(/^(GIT_INDEX_FILE|GIT_AUTHOR_DATE)=.*$/gm, '$1')
        // What this test's own git was told, and where git itself is.
        .replaceAll(/^GIT_(?:COMMITTER_\w+|CONFIG\w*|EXEC_PATH|TERMINAL_PROMPT)=.*\n/gm, '');
    expect(plain(ours)).toBe(plain(await readFile(at.seen, 'utf8')));
    expect(plain(ours)).toMatch(/^GIT_EDITOR=:$/m);
  });

  test('may format and stage, and rewrite the message; both are in the commit, and a second call makes no other', async () => {
    const format = `git diff --cached --name-only --diff-filter=d | while read -r f; do
      sed 's/  */ /g' "$f" > "$f.new" && cat "$f.new" > "$f" && rm "$f.new" && git add "$f"; done`;
    const at = await withHooks(
      {
        'pre-commit': format,
        'prepare-commit-msg': 'echo "$2" >> "$seen"; echo "Ticket: 7" >> "$1"',
        'commit-msg': `sed -i '1s/^/[shop] /' "$1"; printf '\\n\\n\\n' >> "$1"`,
        'post-commit': 'git log -1 --format=%s >> "$seen"; exit 3',
      },
      '.husky/_',
    );
    await at.tree.write({ ...own, 'src/cart/cart.ts': 'foreign  too\n' });
    const done = await at.commit({ ...verified, amend: true });
    expect(done.hooks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'pre-commit passed',
      'prepare-commit-msg passed',
      'commit-msg passed',
      'post-commit failed',
    ]);
    expect(done).toMatchObject({ isNew: true, files: ['src/auth/login.ts'], foreign: expect.any(Array) });
    expect(await at.content(branch, 'src/auth/login.ts')).toBe('export const login = 2;');
    expect(await at.repo.git('log', '-1', '--format=%B', branch)).toBe(
      `[shop] ${done.message.slice('[shop] '.length)}`,
    );
    expect(done.message).toMatch(/^\[shop\] feat\(auth\): Log in\n\n[^]*\nTicket: 7\n$/);
    expect(await readFile(at.seen, 'utf8')).toBe('message\n[shop] feat(auth): Log in\n');
    expect(await at.tree.git('status', '--porcelain', '--', 'src')).toBe('');
    const again = await at.commit({ ...verified, amend: true });
    expect(again).toMatchObject({ isNew: false, commit: done.commit });
    expect(await at.repo.git('rev-parse', branch)).toBe(done.commit);
    // As it is in a worktree in which nothing was installed.
    await at.repo.git('config', 'core.hooksPath', '.husky/none');
    await at.tree.write(own);
    const { warnings } = await at.commit(verified);
    expect(warnings).toMatchObject([{ path: 'core.hooksPath', message: expect.stringContaining('.husky/none') }]);
  });

  test('that refuse leave branch and index alone, unless they are passed over, which is recorded', async () => {
    const at = await withHooks({
      'pre-commit': 'echo "no debug output, please" >&2; exit 7',
      'prepare-commit-msg': 'echo prepared >> "$seen"',
      'commit-msg': 'exit 1',
    });
    await at.tree.write({ ...own, 'src/cart/cart.ts': 'foreign\n' });
    const before = await standing(at);
    const failure = await failureOf(at.commit(verified));
    expect(failure).toMatchObject({ code: 'CDEV_E_RUN_HOOK_REFUSED', details: { hook: 'pre-commit' } });
    expect(failure.message).toContain('no debug output, please');
    expect(await standing(at)).toEqual(before);
    const planned = await at.commit({ ...verified, dryRun: true });
    expect(planned.hooks.map(({ status }) => status)).toEqual(['planned', 'planned', 'planned']);
    const done = await at.commit({ hooks: { verify: false, timeLimit: 60_000 } });
    expect(done.hooks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'pre-commit skipped',
      'prepare-commit-msg passed',
      'commit-msg skipped',
    ]);
    expect(await readFile(at.seen, 'utf8')).toBe('prepared\n');
    expect((await at.journal.read()).at(-1)).toMatchObject({
      type: 'note',
      agent: 'auth',
      text: 'committed without the hooks pre-commit, commit-msg',
    });
  });

  test('that stage a path of others are found out: the commit is proven after them', async () => {
    const at = await withHooks({ 'pre-commit': 'echo generated > README.md; git add README.md' });
    await at.tree.write(own);
    const before = await standing(at);
    const failure = await failureOf(at.commit(verified));
    expect(failure).toMatchObject({ code: 'CDEV_E_RUN_HOOK_FOREIGN', details: { paths: ['README.md'] } });
    expect(await standing(at)).toEqual(before);
  });

  test('that change files and stage nothing change no commit, and are told; foreign files they touch are set aside with the others', async () => {
    const at = await withHooks({
      'pre-commit': 'echo formatted > src/auth/login.ts; echo formatted > src/cart/cart.ts',
    });
    await at.tree.write(own);
    const done = await at.commit(verified);
    expect(await at.content(branch, 'src/auth/login.ts')).toBe('export  const login = 2;');
    expect(done.foreign).toMatchObject([{ path: 'src/cart/cart.ts' }]);
    expect(done.warnings).toMatchObject([{ path: 'src/auth/login.ts', message: expect.stringContaining('not stage') }]);
    expect(await readFile(join(at.tree.path, 'src/cart/cart.ts'), 'utf8')).toBe('export const cart = 1;\n');
    expect(await readFile(join(at.tree.path, 'src/auth/login.ts'), 'utf8')).toBe('formatted\n');
  });

  test('that hang are ended by their time limit or by Ctrl-C, with all they started, and the files are as they were', async () => {
    const at = await withHooks({
      'pre-commit':
        'sleep 600 & echo $! > "$seen"; echo half > src/auth/login.ts; echo x > src/auth/left; echo began; wait',
    });
    await at.tree.write({ ...own, 'src/cart/cart.ts': 'foreign\n' });
    const before = await standing(at);
    const late = await failureOf(at.commit({ hooks: { verify: true, timeLimit: 500 } }));
    expect(late).toMatchObject({ code: 'CDEV_E_RUN_HOOK_TIMED_OUT' });
    expect(await standing(at)).toEqual(before);
    const ctrlC = new AbortController();
    const hooks = { verify: true, timeLimit: 60_000, onLine: () => ctrlC.abort('SIGINT') };
    expect(await failureOf(at.commit({ signal: ctrlC.signal, hooks }))).toMatchObject({ kind: 'interrupted' });
    expect(await standing(at)).toEqual(before);
    expect(await at.status()).toBe(' M src/auth/login.ts\n M src/cart/cart.ts');
    await untilGone(Number(await readFile(at.seen, 'utf8')));
  });

  test('end with a committer that is killed; what it was about is done by the next call', async () => {
    const at = await withHooks({
      'pre-commit':
        '[ ! -e "$seen" ] || exit 0; echo $$ > "$seen"; kill -KILL "$(ps -o ppid= -p $PPID | tr -d " ")"; sleep 600',
    });
    await at.tree.write(own);
    const before = await standing(at);
    const script = fileURLToPath(new URL('commit-once.ts', import.meta.url));
    const args = [script, at.tree.path, at.journal.commonDir, serialisePlan(at.plan)];
    const TMPDIR = join(at.repo.path, '..');
    const committer = spawn(process.execPath, ['--conditions=@cdev/source', '--no-warnings', ...args], {
      env: { ...scrubbedEnvironment(TMPDIR), TMPDIR },
      stdio: 'ignore',
    });
    expect(await new Promise((resolve) => committer.once('exit', (_, signal) => resolve(signal)))).toBe('SIGKILL');
    await untilGone(Number(await readFile(at.seen, 'utf8')));
    expect(await standing(at)).toEqual(before);
    expect(await at.commit(verified)).toMatchObject({ isNew: true, files: ['src/auth/login.ts'] });
  });
});

/** A process that has ended, or is about to. */
async function untilGone(pid: number): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await pause(20))
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
  throw new Error(`${pid} goes on`);
}
