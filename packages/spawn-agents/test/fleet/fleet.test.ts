import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { testContext } from '@cdev/test-kit';
import { cleanupAgents, messageAgent, stopAgents, verifyKept } from '../../src/index.ts';
import { startCli, until } from '../start-cli.ts';
import { of, planId, verdicts, worker } from '../planned-repo.ts';
import { fleetRepo } from './fleet-repo.ts';

describe('agents on a fleet', () => {
  test('work for each other, are tried again, and journal, branches, logs and snapshots are here as if they had run here', async () => {
    await using it = await fleetRepo({
      store: {},
      api: { dependsOn: ['store'] },
      docs: {},
      late: { dependsOn: ['docs'] },
    });
    const tries =
      'echo once >> src/store/tries.txt; [ $(wc -l < src/store/tries.txt) = 2 ] || { echo "not yet"; exit 1; }';
    const store = `${tries}; grep "not yet" .cdev/prompt.md > src/store/why.txt`;
    const api = `echo '{"activity":"usage","tokens":7,"cost":0.5}'; echo says $CDEV_AGENT; cat src/store/made.txt; echo not mine > src/store/by-api.txt`;
    const command = `${worker}; case $CDEV_AGENT in store) ${store};; api) ${api};; docs) exit 1;; esac`;
    const [outcome, worked] = await it.both({ command, attempts: 2 });
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'done', docs: 'failed', late: 'not-started' });
    expect(outcome.status).toBe('findings');
    expect(worked.result.ended).toMatchObject({ done: 2, failed: 3, lost: 0 });
    // Started from the work of the other, with nothing of it as its own.
    const { host } = worked.result;
    const done = await it.state('api');
    expect(done).toMatchObject({ status: 'committed', attempt: 1, tokens: 7, cost: 0.5, host });
    expect(await readFile(done.log as string, 'utf8')).toMatch(/says api\nmade by store/);
    expect(await it.repo.git('rev-parse', `cdev/${planId}/api`)).toBe(done.commit);
    expect(await it.repo.git('diff', '--name-only', done.base as string, done.commit as string)).toBe(
      'src/api/made.txt',
    );
    // What it wrote into the files of another is in no commit of it, and here.
    const [aside] = done.setAside;
    expect(aside?.paths).toEqual(['src/store/by-api.txt']);
    expect(await it.repo.git('show', `${aside?.ref}:src/store/by-api.txt`)).toBe('not mine');
    const kept = await verifyKept({ plan: undefined }, testContext({ cwd: it.repo.path }));
    expect(kept.status).toBe('ok');
    const refs = await it.refs();
    expect(refs.get(`refs/heads/cdev/${planId}/api`)).toBe(done.commit);
    expect(of(outcome, 'api').run).toMatchObject({
      commit: done.commit,
      notes: [`on ${host}`],
      files: { owned: 1, shared: 0, foreign: ['src/store/by-api.txt'] },
      setAside: [{ ref: aside?.ref, paths: ['src/store/by-api.txt'] }],
    });
    expect(of(outcome, 'docs').run?.files).toEqual({ owned: 1, shared: 0, foreign: [] });
    // Tried again with what it wrote, and told why.
    const again = await it.state('store');
    expect(again).toMatchObject({ attempt: 2, status: 'committed' });
    expect(await it.repo.git('show', `${again.commit}:src/store/tries.txt`)).toBe('once\nonce');
    expect(await it.repo.git('show', `${again.commit}:src/store/why.txt`)).toContain('not yet');
    const failed = await it.state('docs');
    expect(failed).toMatchObject({ attempt: 2, ended: 'failed', reasons: [expect.stringContaining('exit code 1')] });
    expect(await it.repo.git('show', `${failed.snapshots.at(-1)?.ref}:src/docs/made.txt`)).toBe('made by docs');
    // Branches stay when the run is forgotten.
    const ofRun = [...refs.keys()].filter((name) => /^refs\/cdev\/(?:brief|attempts|fence)/.test(name));
    const cleaning = {
      plan: undefined,
      only: [],
      unmerged: false,
      keepBranches: false,
      engine: it.engine,
      isDryRun: false,
    };
    const { result } = await cleanupAgents(cleaning, testContext({ cwd: it.repo.path }));
    expect(result.forgotten).toMatchObject({ refs: ofRun.length });
    const left = [...(await it.refs()).keys()].filter((name) => name.startsWith('refs/cdev/'));
    expect(left).toEqual(['refs/cdev/fleet/identity']);
  });

  test('an interrupted submitter leaves the run going; nothing runs here beside it, and it is watched on to the end', async () => {
    await using it = await fleetRepo({ store: {} });
    const end = new AbortController();
    const first = it.submit({}, { signal: end.signal });
    expect(await until(() => existsSync(join(it.commonDir, 'cdev/runs', planId, 'fleet.json')), 60_000)).toBe(true);
    end.abort();
    await expect(first).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_FLEET_LEFT',
      steps: [expect.stringContaining('--engine'), expect.stringContaining('stop')],
    });
    await expect(it.spawn({ run: true, command: worker })).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_FLEET_OPEN' });
    await it.work();
    // Without the driver: it is watched, not submitted.
    const outcome = await it.submit({ command: undefined });
    expect(verdicts(outcome)).toEqual({ store: 'done' });
    const finished = (await it.events()).filter(({ type }) => type === 'agent-finished' || type === 'committed');
    expect(finished).toHaveLength(2);
    const before = await it.events();
    const again = await it.submit();
    expect(again.status).toBe('ok');
    expect(await it.events()).toEqual(before);
  });

  test('what others depend on is held until its checks pass on the committed tree, and a tree that one machine has checked is checked', async () => {
    const command =
      'test -e src/store/right.txt && echo "$TURBO_TEAM" >> "$TRIED" || { echo wrong $((6 * 7)); exit 1; }';
    await using it = await fleetRepo({
      store: { checks: [{ name: 'test', command }] },
      api: { dependsOn: ['store'] },
    });
    const tried = join(it.origin, '..', 'tried');
    const store =
      'if grep "wrong 42" .cdev/prompt.md; then test -e src/store/made.txt && touch src/store/right.txt; fi';
    const agent = `${worker}; case $CDEV_AGENT in store) ${store};; esac`;
    const drain = new AbortController();
    // As it is in the environment of a worker.
    const env = { TURBO_TEAM: 'ada', TRIED: tried };
    const working = it.work({ idleLimit: undefined }, { signal: drain.signal, env });
    const outcome = await it.submit({ command: agent, attempts: 2 });
    drain.abort();
    expect((await working).result.ended).toMatchObject({ done: 2, failed: 1 });
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'done' });
    const finished = (await it.events()).filter(({ type }) => type === 'agent-finished');
    expect(finished).toMatchObject([
      { agent: 'store', attempt: 1, verdict: 'failed', reason: expect.stringContaining('test failed (exit code 1)') },
      { agent: 'store', attempt: 2, verdict: 'done' },
      { agent: 'api', verdict: 'done' },
    ]);
    // Known here without being asked for again: the result lies with the repository, and the remote has it for others.
    expect(await readFile(tried, 'utf8')).toBe('ada\n');
    const tree = await it.repo.git('rev-parse', `cdev/${planId}/store^{tree}`);
    expect((await it.refs()).has(`refs/cdev/checks/${tree[0]}`)).toBe(true);
    expect(await readdir(join(it.commonDir, 'cdev', 'checks'))).toHaveLength(1);
  });

  test('the work of an earlier run is held against its checks before others are submitted, and what passes is given to the workers', async () => {
    const checked = (command: string) => ({ checks: [{ name: 'test', command }] });
    await using it = await fleetRepo({
      store: checked('exit 3'),
      api: { dependsOn: ['store'] },
      docs: checked('true'),
      late: { dependsOn: ['docs'] },
    });
    await it.spawn({ run: true, command: worker, only: ['store', 'docs'] });
    const [outcome, worked] = await it.both();
    expect(verdicts(outcome)).toEqual({ api: 'not-started', late: 'done' });
    expect(of(outcome, 'api').run?.reason).toBe('it depends on store (not-ready)');
    expect(await it.state('store')).toMatchObject({ reasons: ['test failed (exit code 3): exit 3'] });
    expect(worked.result.ended).toMatchObject({ done: 1, failed: 0 });
    const tree = await it.repo.git('rev-parse', `cdev/${planId}/docs^{tree}`);
    expect([...(await it.refs()).keys()].filter((ref) => ref.startsWith('refs/cdev/checks/'))).toEqual([
      `refs/cdev/checks/${tree[0]}`,
    ]);
  });

  test('a message reaches the agent at its worker, at its next turn, and the journal here', async () => {
    await using it = await fleetRepo({ store: {} });
    const go = join(it.origin, '..', 'go');
    const deeds = ['write:src/store/made.txt', `wait:${go}`, 'prompt:Mind the gap'];
    const scripted = fileURLToPath(new URL('../drivers/acp/scripted-agent.mjs', import.meta.url));
    const command = [process.execPath, scripted, ...deeds].map((word) => `'${word}'`).join(' ');
    const say = (text: string) =>
      messageAgent({ agent: 'store', text, plan: undefined, isDryRun: false }, testContext({ cwd: it.repo.path }));
    const both = it.both({ driver: 'acp', command });
    expect(await until(async () => (await it.state('store')).status === 'running', 60_000)).toBe(true);
    const credential = 'the key is ghp_012345678901234567890123456789abcdef';
    await expect(say(credential)).rejects.toMatchObject({ code: 'CDEV_E_AGENT_FLEET_CREDENTIAL' });
    expect((await say('Mind the gap')).result).toMatchObject({ engine: it.engine, hears: 'at its next turn' });
    const told = async () => (await it.events()).filter(({ type }) => type === 'message-sent');
    expect(await until(async () => (await told()).length === 1, 60_000)).toBe(true);
    await writeFile(go, '');
    expect(verdicts((await both)[0])).toEqual({ store: 'done' });
    // Once each: the first turn was without it.
    const log = await readFile((await it.state('store')).log as string, 'utf8');
    expect(log.match(/(?<="activity":"message","text":")(?:not )?told/g)).toEqual(['not told', 'told']);
    expect(await told()).toHaveLength(1);
  });

  test('stop ends the agent on its worker, and what it had done is here', async () => {
    await using it = await fleetRepo({ store: {}, api: { dependsOn: ['store'] } });
    const command = `${worker}; echo $$ > pid.txt; sleep 600 & wait`;
    const watched = it.submit({ command });
    const drain = new AbortController();
    const working = it.work({ idleLimit: undefined }, { signal: drain.signal });
    expect(await until(async () => (await it.state('store')).status === 'running', 60_000)).toBe(true);
    const { result } = await stopAgents(
      { plan: undefined, only: [], isDryRun: false },
      testContext({ cwd: it.repo.path }),
    );
    expect(result.stopped.map(({ agent }) => agent)).toEqual(['store', 'api']);
    const outcome = await watched;
    drain.abort();
    expect((await working).result.ended).toMatchObject({ lost: 1, done: 0 });
    expect(verdicts(outcome)).toEqual({ store: 'cancelled', api: 'not-started' });
    const store = await it.state('store');
    const kept = store.snapshots.at(-1)?.ref;
    expect(await it.repo.git('show', `${kept}:src/store/made.txt`)).toBe('made by store');
    const pid = Number(await it.repo.git('show', `${kept}:pid.txt`));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    // Nothing stays of an attempt but at the remote.
    const [clone = ''] = await readdir(it.cache);
    expect(await readdir(join(it.cache, clone, 'attempts'))).toEqual([]);
  });

  test('the built bin has the engine for several machines in it', async () => {
    await using it = await fleetRepo({ store: {} });
    const argv = ['--run', '--command', worker, '--engine', 'postgres://ada:secret@127.0.0.1:1/fleet'];
    const { exitCode, output } = await startCli(it.repo.path, argv).ended;
    expect(exitCode).toBe(3);
    expect(output).toContain('postgres://127.0.0.1:1/fleet cannot be used: connect ECONNREFUSED');
    expect(output).not.toContain('secret');
  });
});
