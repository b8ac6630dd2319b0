import { execFileSync, spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runBin } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { deploy, health, planDeployment, trustHost } from '../src/index.ts';
import { judgeHostKey, parseKnownHosts } from '../src/ssh/judge-host-key.ts';
import { hasSshd, sshFarm, type SshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };
const limit = 120_000;

/** A machine without ssh and rsync, and an account with a home of its own. */
function bare(farm: SshFarm, env: Readonly<Record<string, string>> = {}) {
  const notes: string[] = [];
  const progress = { ...farm.context().progress, note: (text: string) => void notes.push(text) };
  const context = (options = {}): ReturnType<SshFarm['context']> =>
    farm.context({
      env: { PATH: join(farm.path, 'nothing'), HOME: join(farm.path, 'home'), ...env },
      progress,
      ...options,
    });
  return { notes, context };
}

(hasSshd ? describe : describe.skip)('without OpenSSH', () => {
  test(
    'hosts are deployed to, gated, and taken back over ssh2, which is told; who has no pinned key is not spoken to',
    async () => {
      await using farm = await sshFarm(2);
      const { context, notes } = bare(farm, { TOKEN: 'it is a secret' });
      await farm.configure(
        '    secrets: { TOKEN: { env: TOKEN } }\n    hooks: { activate: \'echo out; echo error >&2; . "$CDEV_SECRETS_FILE"; echo "$TOKEN"\' }\n    health: [{ command: \'test ! -e bad\' }]\n',
      );
      const files = Object.fromEntries(
        Array.from({ length: 300 }, (_, at) => [`dist/ü ${at}.txt`, 'x'.repeat(at * 20)]),
      );
      await farm.write(files);
      const first = await deploy(on, context());
      expect(first.result.plan.hosts.map(({ action }) => action)).toEqual(['send', 'send']);
      const at = join(farm.hosts[1]?.path as string, 'current');
      execFileSync('diff', ['-r', '-x', '.env', join(farm.path, 'dist'), `${at}/`]);
      expect(notes[0]).toContain('ssh is not on PATH');
      expect(notes.filter((note) => note.startsWith('web1')).toSorted()).toEqual([
        'web1: [redacted]',
        'web1: error',
        'web1: out',
      ]);
      // Nothing is sent in parts, though both sides have rsync and a release before.
      await farm.write({ 'dist/bad': '' });
      await expect(deploy(on, context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_RETURNED' });
      expect(await farm.hosts[0]?.current()).toBe(first.result.plan.release.id);
      expect(await health(context())).toMatchObject([{ status: 'warning' }, { status: 'ok' }, { status: 'warning' }]);

      // The command has the library inside.
      const run = await runBin('deploy', ['status', 'staging'], {
        cwd: farm.path,
        env: { PATH: join(farm.path, 'nothing') },
      });
      expect(run.stdout).toContain(first.result.plan.release.id);
      expect([run.exitCode, run.stderr]).toEqual([0, expect.stringContaining('ssh is not on PATH')]);

      // Keys: another one, none, and pinned anew by what the host shows.
      const pins = join(farm.path, 'cdev.known_hosts');
      const before = await readFile(pins, 'utf8');
      await farm.hosts[1]?.newKey();
      await expect(planDeployment(on, context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_HOST_KEY_CHANGED',
        message: expect.stringMatching(/^web2 shows another key than the one pinned \(it shows SHA256:/),
      });
      await rm(pins);
      await expect(planDeployment(on, context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_HOST_KEY_UNKNOWN' });
      await writeFile(pins, `@cert-authority * ${before.split(' ').slice(1).join(' ')}`);
      await expect(planDeployment(on, context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_HOST_KEY_AUTHORITY' });
      await rm(pins);
      for (const host of ['web1', 'web2']) await trustHost({ host, replace: false, isDryRun: false }, context());
      const pinned = await readFile(pins, 'utf8');
      await farm.pin();
      expect(pinned.trim().split('\n').toSorted()).toEqual(
        (await readFile(pins, 'utf8')).trim().split('\n').toSorted(),
      );
      execFileSync('ssh-keygen', ['-q', '-H', '-f', pins], { stdio: 'ignore' });
      expect((await planDeployment(on, context())).status).toBe('ok');
    },
    limit,
  );

  test(
    'a key is taken from the agent or the account, and one with a passphrase is told',
    async () => {
      await using farm = await sshFarm(1);
      const file = join(farm.path, 'cdev.deploy.yaml');
      await writeFile(file, (await readFile(file, 'utf8')).replace(/^ *identityFile.*\n/m, ''));
      const { context } = bare(farm);
      const refused = { code: 'CDEV_E_DEPLOY_HOST_REFUSED' };
      await expect(planDeployment(on, context())).rejects.toMatchObject(refused);
      const own = join(farm.path, 'home/.ssh/id_ed25519');
      await mkdir(join(own, '..'), { recursive: true });
      await copyFile(join(farm.path, 'client-key'), own);
      await chmod(own, 0o600);
      expect((await planDeployment(on, context())).status).toBe('ok');
      const socket = join(farm.path, 'agent');
      const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
      try {
        while (!existsSync(socket)) await pause(20);
        execFileSync('ssh-add', ['-q', own], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
        execFileSync('ssh-keygen', ['-q', '-p', '-N', 'a passphrase', '-f', own]);
        await expect(planDeployment(on, context())).rejects.toMatchObject({
          ...refused,
          message: expect.stringMatching(/passphrase protects.*id_ed25519/),
        });
        expect((await planDeployment(on, bare(farm, { SSH_AUTH_SOCK: socket }).context())).status).toBe('ok');
      } finally {
        agent.kill();
      }
    },
    limit,
  );
});

describe('a list of known hosts', () => {
  const key = Buffer.from('a key');
  const text = key.toString('base64');
  const other = Buffer.from('another').toString('base64');
  const judge = (lines: string, name = 'web1.example.org'): string => judgeHostKey(parseKnownHosts(lines), name, key);

  test.each([
    ['the name itself', `web1.example.org ssh-ed25519 ${text} comment`, 'same'],
    ['one of several names', `web0,WEB1.example.org ssh-ed25519 ${text}`, 'same'],
    ['a pattern', `web?.example.* ssh-ed25519 ${text}`, 'same'],
    ['a pattern with an exception', `*.example.org,!web1.* ssh-ed25519 ${text}`, 'unknown'],
    ['a dot that is no pattern', `web1xexample.org ssh-ed25519 ${text}`, 'unknown'],
    ['another key', `web1.example.org ssh-ed25519 ${other}`, 'other'],
    [
      'another key and the right one',
      `web1.example.org ssh-rsa ${other}\nweb1.example.org ssh-ed25519 ${text}`,
      'same',
    ],
    ['a revoked key', `web1.example.org ssh-ed25519 ${text}\n@revoked * ssh-ed25519 ${text}`, 'revoked'],
    ['an authority alone', `@cert-authority *.example.org ssh-ed25519 ${text}`, 'authority'],
    ['a comment and an empty line', `# web1.example.org ssh-ed25519 ${text}\n\n`, 'unknown'],
    ['half a line', 'web1.example.org ssh-ed25519', 'unknown'],
  ])('%s', (_, lines, verdict) => expect(judge(lines)).toBe(verdict));

  test('with a port the name is another one', () => {
    const lines = `[web1.example.org]:2222 ssh-ed25519 ${text}`;
    expect([judge(lines), judge(lines, '[web1.example.org]:2222')]).toEqual(['unknown', 'same']);
  });

  test('the hash of another name is none of it', () => {
    const hashed = '|1|AAECAwQFBgcICQoLDA0ODxAREhM=|';
    expect(judge(`${hashed}AAAA ssh-ed25519 ${text}`)).toBe('unknown');
  });
});
