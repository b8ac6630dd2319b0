import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { tempFolder, testContext } from '@cdev/test-kit';
import { doctorText } from '../src/human/doctor-text.ts';
import { doctor, health } from '../src/index.ts';
import { plannedRepo } from './planned-repo.ts';

describe('doctor', () => {
  test('tells which assistants are here, which do not start, and how to get the others', async () => {
    await using folder = await tempFolder({
      codex: '#!/bin/sh\necho codex-cli 1.2.3\n',
      gemini: '#!/bin/sh\necho broken >&2\nexit 1\n',
    });
    for (const name of ['codex', 'gemini']) await chmod(join(folder.path, name), 0o755);
    const { result, status } = await doctor(testContext({ cwd: folder.path, env: { PATH: folder.path } }));
    expect(status).toBe('ok');
    expect(result.drivers.map(({ name, found }) => `${name} ${found.status}`)).toEqual([
      'command missing',
      'acp missing',
      'claude missing',
      'codex ready',
      'gemini unusable',
      'opencode missing',
      'qwen missing',
    ]);
    const text = doctorText(result, { style: createStyle(false), columns: 100 });
    expect(text).toContain(`✓  codex     codex-cli 1.2.3`);
    expect(text).toContain('→ claude: Install it with');
    expect(text).toContain('does not start');
  });

  test('without any assistant it is a finding, and only a warning of the health check', async () => {
    await using it = await plannedRepo({ login: {} });
    const env = { PATH: '/usr/bin:/bin' };
    expect((await doctor(testContext({ cwd: it.repo.path, env: { PATH: it.repo.path } }))).status).toBe('findings');
    const checks = await health(testContext({ cwd: it.repo.path, env }));
    expect(checks.map(({ title, status }) => `${title} ${status}`)).toEqual([
      'git ok',
      'repository ok',
      'assistants warning',
    ]);
  });
});
