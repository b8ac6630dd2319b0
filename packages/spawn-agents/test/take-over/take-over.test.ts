import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, jest, test } from '@jest/globals';
import { scrubbedEnvironment, testContext } from '@cdev/test-kit';
import { takeOverAgent } from '../../src/index.ts';
import { of, plannedRepo, planId, worker, type PlannedRepo } from '../planned-repo.ts';
import { until } from '../start-cli.ts';

jest.setTimeout(120_000);

const bin = fileURLToPath(new URL('../../bin/cdev-spawn-agents.js', import.meta.url));

/** Tells a conversation and works until it is ended; resumed at a terminal it does what the person would have it do. */
const codex = `#!/bin/sh
if [ "$1" = --version ]; then echo codex-cli 1; exit; fi
if [ "$1" = exec ]; then
  echo '{"type":"thread.started","thread_id":"t-1"}'
  mkdir -p "src/$CDEV_AGENT"; echo half > "src/$CDEV_AGENT/half.txt"
  [ "$CDEV_ATTEMPT" = 1 ] && exec sleep 60
  echo "$*" > "src/$CDEV_AGENT/again.txt"; exit
fi
[ -t 0 ] && [ -t 1 ] && echo "$* in attempt $CDEV_ATTEMPT" > "src/$CDEV_AGENT/resumed.txt"
tell="$(git rev-parse --path-format=absolute --git-common-dir)/cdev/hooks/tell-activity.mjs"
echo '{"hook_event_name":"PermissionRequest","tool_name":"Bash","tool_input":{"command":"npm test"}}' |
  '${process.execPath}' "$tell" "$PWD/.cdev/happenings.ndjson"
(echo x > ../../../repository/stolen.txt) 2>/dev/null; echo stolen > README.md
[ -e ../wait ] && exec sleep 60
exit 130
`;

interface Stage extends AsyncDisposable {
  readonly it: PlannedRepo;
  readonly env: Readonly<Record<string, string>>;
}

async function stage(agents: Parameters<typeof plannedRepo>[0]): Promise<Stage> {
  const it = await plannedRepo(agents);
  // Not beside the repository: what lies in /tmp an agent in the sandbox does not see.
  await it.repo.write({ '.git/bin/codex': codex });
  await chmod(join(it.repo.path, '.git/bin/codex'), 0o755);
  const scrubbed = scrubbedEnvironment(join(it.repo.path, '../home'));
  const env = {
    ...scrubbed,
    PATH: `${join(it.repo.path, '.git/bin')}:${scrubbed['PATH']}`,
    TMPDIR: join(it.repo.path, '..'),
  };
  return { it, env, [Symbol.asyncDispose]: () => it.repo.remove() };
}

/** The built bin with a terminal of its own (util-linux), or without. */
function start({ it, env }: Stage, words: readonly string[], { hasTerminal }: { hasTerminal: boolean }) {
  const line = [process.execPath, bin, ...words].map((word) => `'${word}'`).join(' ');
  const [file, args] = hasTerminal ? ['script', ['-qec', line, '/dev/null']] : ['/bin/sh', ['-c', line]];
  const child = spawn(file, args, { cwd: it.repo.path, env, stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise<{ exitCode: number | null; output: string }>((done) => {
    child.once('close', (exitCode) => done({ exitCode, output }));
  });
}

const isAtWork = (it: PlannedRepo, attempt: number) => async () => {
  const state = await it.state('login').catch(() => undefined);
  const file = join(state?.workspace ?? '', 'src/login', attempt === 1 ? 'half.txt' : 'resumed.txt');
  return state?.status === 'running' && state.attempt === attempt && existsSync(file);
};
const canShutIn = spawnSync('bwrap', ['--ro-bind', '/', '/', '--dev', '/dev', '--', 'true']).status === 0;
const hasScript = process.platform === 'linux' && existsSync('/usr/bin/script');
const describeAtTerminal = hasScript ? describe : describe.skip;

describeAtTerminal('an agent that is taken over', () => {
  test('is stopped, goes on in its conversation at the terminal, and is judged and committed afterwards', async () => {
    await using on = await stage({ login: {}, page: { dependsOn: ['login'] } });
    const { it } = on;
    const run = start(on, ['--run', '--driver', 'codex', '--only', 'login'], { hasTerminal: false });
    expect(await until(isAtWork(it, 1))).toBe(true);
    const shutIn = canShutIn ? ['--sandbox'] : [];
    const taken = await start(on, ['take-over', 'login', ...shutIn, '--', '-m', 'fast'], { hasTerminal: true });
    expect(taken).toEqual({ exitCode: 0, output: expect.stringContaining('attempt 2: done') });
    expect(taken.output).toContain('not its own, left out of its commit: README.md');
    // Only the sandbox keeps it out of there; what it writes into its own worktree is left out of its commit in any case.
    expect(existsSync(join(it.repo.path, 'stolen.txt'))).toBe(!canShutIn);
    expect(await it.repo.git('show', `cdev/${planId}/login:README.md`)).toBe('# Things');
    expect((await run).exitCode).toBe(1);
    const worktree = await it.worktree('login');
    const words = await readFile(join(worktree, 'src/login/resumed.txt'), 'utf8');
    expect(words).toMatch(/^resume .*-m fast t-1 in attempt 2\n$/);
    expect(await it.state('login')).toMatchObject({ status: 'committed', attempt: 2, ended: 'done' });
    const events = await it.events();
    expect(events.find(({ type }) => type === 'agent-finished')).toMatchObject({
      attempt: 1,
      verdict: 'cancelled',
      reason: 'a person has taken it over',
    });
    expect(events.find((event) => event.type === 'agent-started' && event.attempt === 2)).toMatchObject({
      isTakenOver: true,
    });
    expect(events.find((event) => event.type === 'agent-activity' && event.attempt === 2)).toMatchObject({
      activity: { kind: 'asks', text: 'asks for a permission: Bash: npm test' },
    });
    expect(events.some((event) => event.type === 'snapshot-taken' && event.agent === 'login')).toBe(true);
    // The conversation goes on from there without a person too.
    const again = await start(on, ['--retry', 'login', '--driver', 'codex', '--same-session'], { hasTerminal: false });
    expect(again.exitCode).toBe(0);
    expect(await readFile(join(worktree, 'src/login/again.txt'), 'utf8')).toContain('resume t-1');
  });

  test('is left alone by runs meanwhile, and can be stopped', async () => {
    await using on = await stage({ login: {}, search: {} });
    const { it } = on;
    const first = start(on, ['--run', '--driver', 'codex', '--only', 'login'], { hasTerminal: false });
    expect(await until(isAtWork(it, 1))).toBe(true);
    await it.repo.write({ [`../repository.worktrees/${planId}/wait`]: '' });
    const taken = start(on, ['take-over', 'login'], { hasTerminal: true });
    expect(await until(isAtWork(it, 2))).toBe(true);
    await first;
    const other = await it.spawn({ run: true, command: worker });
    expect(of(other, 'search').run).toMatchObject({ verdict: 'done' });
    expect(of(other, 'login')).toMatchObject({ status: 'running', run: undefined });
    await expect(it.spawn({ retry: ['login'], command: worker })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_AGENT_TAKEN_OVER',
    });
    const second = await start(on, ['take-over', 'login'], { hasTerminal: true });
    expect(second).toMatchObject({ exitCode: 1, output: expect.stringContaining('CDEV_E_SPAWN_AGENT_TAKEN_OVER') });
    expect((await start(on, ['stop'], { hasTerminal: false })).output).toContain('login');
    expect((await taken).exitCode).toBe(1);
    expect(await it.state('login')).toMatchObject({ ended: 'cancelled' });
  });
});

describe('an agent that cannot be taken over', () => {
  const take = ({ it, env }: Stage, isDryRun = false) =>
    takeOverAgent(
      { agent: 'login', plan: undefined, agentArguments: [], isDryRun },
      testContext({ cwd: it.repo.path, env }),
    );

  test('has not been started, has a driver without conversations, or told of none', async () => {
    await using on = await stage({ login: {} });
    const { it } = on;
    const refused = (reason: string) => ({
      code: 'CDEV_E_SPAWN_NO_CONVERSATION',
      message: expect.stringContaining(reason),
    });
    await expect(take(on)).rejects.toMatchObject(refused('it has not been started yet'));
    await it.spawn({ run: true, command: worker });
    await expect(take(on)).rejects.toMatchObject(refused('the driver "command" has no conversation'));
    const silent = '#!/bin/sh\n[ "$1" != --version ] || exit 0\nexit 3\n';
    await it.repo.write({ '.git/bin/codex': silent });
    await start(on, ['--retry', 'login', '--driver', 'codex'], { hasTerminal: false });
    await expect(take(on)).rejects.toMatchObject(refused('codex told of no conversation in its log'));
  });

  test('is not stopped where there is no terminal; a dry run says what would be opened', async () => {
    await using on = await stage({ login: {} });
    const { it } = on;
    await it.repo.write({ '.git/bin/codex': codex.replace('exec sleep 60', 'exit 0') });
    await start(on, ['--run', '--driver', 'codex'], { hasTerminal: false });
    await expect(take(on)).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_NO_TERMINAL' });
    const { result } = await take(on, true);
    expect(result).toMatchObject({ session: 't-1', stopped: undefined, end: undefined, driver: 'codex' });
    expect(result.command.at(-1)).toBe('t-1');
    expect((await it.state('login')).attempt).toBe(1);
  });
});
