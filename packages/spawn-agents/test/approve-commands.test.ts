import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runBin, tempFolder } from '@cdev/test-kit';
import { exists } from './exists.ts';
import { of, plannedRepo } from './planned-repo.ts';

const setup = 'echo made > .cdev-setup';
const configured = new Set(['setup']);

describe('commands of the repository', () => {
  test('are asked about once, again when their text changes, and not run when the answer is no', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    await using home = await tempFolder();
    const ask = (text: string, answers: string[] | undefined, only: string) =>
      it.spawn({ setup: text, only: [only] }, { configured, home: home.path, ...(answers && { answers }) });
    await expect(ask(setup, ['n'], 'login')).rejects.toMatchObject({ code: 'CDEV_E_CLI_DECLINED' });
    await expect(ask(setup, undefined, 'login')).rejects.toMatchObject({ code: 'CDEV_E_CLI_CONFIRMATION_NEEDED' });
    expect(await it.events()).toEqual([]);
    const made = await ask(setup, ['y'], 'login');
    expect(await readFile(join(of(made, 'login').worktree, '.cdev-setup'), 'utf8')).toBe('made\n');
    // Nobody is there to be asked, and nobody needs to be.
    await ask(setup, undefined, 'search');
    await expect(ask(`${setup}; true`, undefined, 'search')).rejects.toMatchObject({
      code: 'CDEV_E_CLI_CONFIRMATION_NEEDED',
    });
  });

  test('what was typed is not asked about; --yes answers for this time alone', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    await using home = await tempFolder();
    await it.spawn({ setup, only: ['login'] }, { home: home.path, configured: new Set() });
    await it.spawn({ setup, only: ['search'] }, { home: home.path, configured, yes: true });
    expect(await exists(join(home.path, 'approved-commands.json'))).toBe(false);
  });

  test('the bin: a configuration file neither runs its setup unasked nor answers for itself', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.repo.write({ 'cdev.config.yaml': `yes: true\nspawn-agents:\n  setup: ${setup}\n` });
    const asked = await runBin('spawn-agents', ['--json'], { cwd: it.repo.path });
    expect(JSON.stringify(asked.document())).toContain('CDEV_E_CLI_CONFIRMATION_NEEDED');
    expect(await it.events()).toEqual([]);
    const run = await runBin('spawn-agents', ['--yes'], { cwd: it.repo.path });
    expect(run.exitCode).toBe(0);
    const worktree = await it.worktree('login');
    expect(await exists(join(worktree, '.cdev-setup'))).toBe(true);
  });
});

describe('setup and ports', () => {
  test('what a setup command prints is in its log, one that takes too long is ended, and ports come in a row', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    const command = 'echo "$CDEV_PORT_BASE $CDEV_PORT_COUNT"; echo more >&2';
    const made = await it.spawn({ setup: command, ports: 10, only: ['login'] });
    const log = join(made.result.logs, 'login-setup.log');
    const { port } = of(made, 'login');
    expect((await readFile(log, 'utf8')).split('\n').toSorted()).toEqual(['', `$ ${command}`, `${port} 10`, 'more']);
    const late = it.spawn({ setup: 'sleep 30', setupTimeLimit: 300, only: ['search'] });
    await expect(late).rejects.toMatchObject({ code: 'CDEV_E_WORKSPACE_SETUP_FAILED' });
  });
});
