import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentProgress } from '@cdev/core/cli';
import { describe, expect, test } from '@jest/globals';
import { deploy, planDeployment, rollBack, showLogs, showStatus } from '../src/index.ts';
import { hasSshd, sshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };

(hasSshd ? describe : describe.skip)('deploying to several hosts', () => {
  test('plans, applies, deploys what changed, and goes back', async () => {
    await using farm = await sshFarm(3);
    await farm.configure('    batches: [1, 100%]\n');
    const { result: first } = await planDeployment(on, farm.context());
    expect(first.plan.batches).toEqual([['web1'], ['web2', 'web3']]);
    expect(first.plan.hosts.map(({ action, current }) => [action, current])).toEqual([
      ['send', null],
      ['send', null],
      ['send', null],
    ]);
    expect(await Promise.all(farm.hosts.map(({ path }) => stat(path).catch(() => 'nothing')))).toEqual([
      'nothing',
      'nothing',
      'nothing',
    ]);
    const { result: deployed, status } = await deploy({ ...on, plan: first.plan.digest.slice(0, 12) }, farm.context());
    expect([deployed.outcome, status]).toEqual(['deployed', 'ok']);
    const id = deployed.plan.release.id;
    expect(await Promise.all(farm.hosts.map((host) => host.current()))).toEqual([id, id, id]);
    const web1 = farm.hosts[0]?.path as string;
    expect(await readFile(join(web1, 'current/index.html'), 'utf8')).toBe('one\n');
    expect((await stat(join(web1, 'current/index.html'))).mode & 0o777).toBe(0o444);

    expect((await deploy(on, farm.context())).result.outcome).toBe('nothing');

    // Same size, and it may well be the same second.
    await writeFile(join(farm.path, 'dist/index.html'), 'two\n');
    const { result: second } = await deploy({ ...on, release: 'v2' }, farm.context());
    expect(second.plan.release.id).toBe('0002-v2');
    expect(second.plan.hosts.map(({ action }) => action)).toEqual(['link', 'link', 'link']);
    expect(await readFile(join(web1, 'current/index.html'), 'utf8')).toBe('two\n');
    const inode = async (release: string): Promise<number> =>
      (await stat(join(web1, 'releases', release, 'js/app.js'))).ino;
    expect(await inode('0002-v2')).toBe(await inode(id));

    const { result: back } = await rollBack(on, farm.context());
    expect(back.plan.release.id).toBe(id);
    expect(await Promise.all(farm.hosts.map((host) => host.current()))).toEqual([id, id, id]);
    const { result: log } = await showLogs({ ...on, app: false, lines: 20 }, farm.context());
    expect(log.hosts.map(({ entries, brokenAt }) => [entries.map(({ action }) => action), brokenAt])).toEqual(
      Array.from({ length: 3 }, () => [['deploy', 'deploy', 'rollback'], undefined]),
    );
    const { result: now } = await showStatus(on, farm.context());
    expect(now.hosts.map(({ state }) => [state?.current, state?.lock, state?.unfinished])).toEqual(
      Array.from({ length: 3 }, () => [id, undefined, undefined]),
    );
    expect(await readdir(join(web1, 'releases'))).toEqual([id, '0002-v2']);
  }, 120_000);

  test('shows a secret to nobody: it is in its file, and in no command line, environment, log or message', async () => {
    await using farm = await sshFarm(1);
    const secret = `s3cret'with "quotes" and $HOME`;
    await farm.write({ 'key.pem': 'line one of a key\nline two of a key\n' });
    const seen = join(farm.path, 'seen');
    await farm.configure(`    secrets: { PASSWORD: { env: PROD_PASSWORD }, KEY: { file: key.pem }, TOKEN: { command: [printf, 'token of a command'] } }
    hooks:
      prepare:
        - 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ > "${seen}" 2>/dev/null; true'
        - '. "$CDEV_SECRETS_FILE"; echo "the password is $PASSWORD"; echo "$KEY"; test "$TOKEN" = "token of a command"'
        - 'false'
`);
    const notes: string[] = [];
    const progress = { ...silentProgress, note: (text: string): void => void notes.push(text) };
    // What starts the tests has the variable too, when it is one of this process; so it is given to the context alone.
    const failure = await deploy(on, farm.context({ env: { ...process.env, PROD_PASSWORD: secret }, progress })).catch(
      (error: unknown) => error,
    );
    expect(notes.join('\n')).toContain('the password is [redacted]');
    const release = join(
      farm.hosts[0]?.path as string,
      'releases',
      (await readdir(join(farm.hosts[0]?.path as string, 'releases')))[0] as string,
    );
    const file = join(release, '.env');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toContain(`PASSWORD='s3cret'\\''with "quotes" and $HOME'`);
    const record = await readFile(join(farm.home, 'deploy/shop/staging/audit.ndjson'), 'utf8');
    const everything = `${await readFile(seen, 'utf8')}\n${notes.join('\n')}\n${String(failure)}${JSON.stringify(failure)}\n${record}`;
    expect(everything).toContain('dd bs=1');
    for (const part of ["s3cret'with", 'line one of a key', 'line two of a key'])
      expect(everything.includes(part)).toBe(false);
  }, 120_000);

  test('keeps as many releases as it shall, and what is shared outlives them', async () => {
    await using farm = await sshFarm(1);
    await farm.configure('    keep: 2\n    shared: [up loads]\n');
    const path = farm.hosts[0]?.path as string;
    for (const text of ['one', 'two', 'three', 'four']) {
      await farm.write({ 'dist/index.html': `${text}\n` });
      await deploy(on, farm.context());
      await writeFile(join(path, 'current', 'up loads', text), '');
    }
    expect((await readdir(join(path, 'releases'))).map((id) => id.slice(0, 4))).toEqual(['0003', '0004']);
    expect((await readdir(join(path, '.cdev', 'releases'))).map((id) => id.slice(0, 4))).toEqual(['0003', '0004']);
    expect((await readdir(join(path, 'current', 'up loads'))).toSorted()).toEqual(['four', 'one', 'three', 'two']);
    await farm.write({ 'dist/up loads': 'a file where a folder is shared' });
    await expect(deploy(on, farm.context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_ARTEFACT_UNUSABLE' });
  }, 120_000);

  test('the record shows that somebody changed it', async () => {
    await using farm = await sshFarm(1);
    await deploy(on, farm.context());
    await farm.write({ 'dist/index.html': 'two\n' });
    await deploy(on, farm.context());
    const file = join(farm.hosts[0]?.path as string, '.cdev', 'audit.ndjson');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"action":"deploy"', '"action":"nothing"'));
    const { result, status } = await showLogs({ ...on, app: false, lines: 20 }, farm.context());
    expect([result.hosts[0]?.brokenAt, status]).toEqual([2, 'findings']);
  }, 120_000);
});
