import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { testContext } from '@cdev/test-kit';
import { stopAgents } from '../../src/index.ts';
import { until } from '../start-cli.ts';
import { of, planId, verdicts, worker } from '../planned-repo.ts';
import { fleetRepo } from './fleet-repo.ts';

describe('agents on a fleet', () => {
  test('work for each other, and the journal, the branches and the logs are here as if they had run here', async () => {
    await using it = await fleetRepo({ store: {}, api: { dependsOn: ['store'] } });
    const command = `${worker}; echo '{"activity":"usage","tokens":7,"cost":0.5}'; echo says $CDEV_AGENT; cat src/store/made.txt`;
    const [outcome, worked] = await it.both({ command });
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'done' });
    expect(outcome.status).toBe('ok');
    expect(worked.result.ended).toMatchObject({ done: 2, failed: 0, lost: 0 });
    const api = await it.state('api');
    expect(api).toMatchObject({ status: 'committed', attempt: 1, tokens: 7, cost: 0.5, host: worked.result.host });
    expect(await readFile(api.log as string, 'utf8')).toMatch(/says api\nmade by store/);
    expect(await it.repo.git('rev-parse', `cdev/${planId}/api`)).toBe(api.commit);
    expect(await it.repo.git('show', `${api.commit}:src/store/made.txt`)).toBe('made by store');
    expect(await it.repo.git('diff', '--name-only', api.base as string, api.commit as string)).toBe('src/api/made.txt');
    const refs = await it.refs();
    expect(refs.get(`refs/heads/cdev/${planId}/api`)).toBe(api.commit);
    expect(of(outcome, 'api').run).toMatchObject({ commit: api.commit, notes: [`on ${worked.result.host}`] });
  });

  test('an attempt that fails is tried again with what it wrote, and told why; what depends on one that never gets done is not started', async () => {
    await using it = await fleetRepo({ store: {}, docs: {}, api: { dependsOn: ['docs'] } });
    const once =
      'echo once >> src/store/tries.txt; [ $(wc -l < src/store/tries.txt) = 2 ] || { echo "not yet"; exit 1; }';
    const command = `${worker}; case $CDEV_AGENT in store) ${once};; docs) exit 1;; esac; grep "not yet" .cdev/prompt.md > src/store/why.txt`;
    const [outcome] = await it.both({ command, attempts: 2 });
    expect(verdicts(outcome)).toEqual({ store: 'done', docs: 'failed', api: 'not-started' });
    expect(outcome.status).toBe('findings');
    const store = await it.state('store');
    expect(store).toMatchObject({ attempt: 2, status: 'committed' });
    expect(await it.repo.git('show', `${store.commit}:src/store/tries.txt`)).toBe('once\nonce');
    expect(await it.repo.git('show', `${store.commit}:src/store/why.txt`)).toContain('not yet');
    const docs = await it.state('docs');
    expect(docs).toMatchObject({ attempt: 2, ended: 'failed', reasons: [expect.stringContaining('exit code 1')] });
    const [kept] = docs.snapshots;
    expect(await it.repo.git('show', `${kept?.ref}:src/docs/made.txt`)).toBe('made by docs');
  });

  test('an interrupted submitter leaves the run going; nothing runs here beside it, and it is watched on to the end', async () => {
    await using it = await fleetRepo({ store: {}, api: { dependsOn: ['store'] } });
    const end = new AbortController();
    const first = it.submit({}, { signal: end.signal });
    expect(await until(() => existsSync(join(it.commonDir, 'cdev/runs', planId, 'fleet.json')))).toBe(true);
    end.abort();
    await expect(first).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_FLEET_LEFT',
      steps: [expect.stringContaining('--engine'), expect.stringContaining('stop')],
    });
    await expect(it.spawn({ run: true, command: worker })).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_FLEET_OPEN' });
    await it.work();
    // Without the driver: it is watched, not submitted.
    const outcome = await it.submit({ command: undefined });
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'done' });
    const finished = (await it.events()).filter(({ type }) => type === 'agent-finished' || type === 'committed');
    expect(finished).toHaveLength(4);
    const before = await it.events();
    const again = await it.submit();
    expect(again.status).toBe('ok');
    expect(await it.events()).toEqual(before);
  });

  test('stop ends the agent on its worker, and what it had done is here', async () => {
    await using it = await fleetRepo({ store: {}, api: { dependsOn: ['store'] } });
    const command = `${worker}; echo $$ > pid.txt; sleep 600 & wait`;
    const watched = it.submit({ command });
    const working = it.work();
    expect(await until(async () => (await it.state('store')).status === 'running')).toBe(true);
    const { result } = await stopAgents(
      { plan: undefined, only: [], isDryRun: false },
      testContext({ cwd: it.repo.path }),
    );
    expect(result.stopped.map(({ agent }) => agent)).toEqual(['store', 'api']);
    const outcome = await watched;
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
});
