import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { installAssistant } from '../src/install-assistant.ts';

const assistant = { name: 'codex', package: 'agent', version: '1.2.3' } as const;

async function temporary(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'cdev agents '));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** A package in a folder, whose program tells a version, or fails. */
async function packageIn(folder: string, program: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    '{ "name": "agent", "version": "1.2.3", "bin": { "codex": "codex.js" } }',
  );
  await writeFile(join(folder, 'codex.js'), `#!/usr/bin/env node\n${program}\n`);
  await chmod(join(folder, 'codex.js'), 0o755);
  return folder;
}

describe('an assistant', () => {
  test('is installed once, and told by the version that its program says', async () => {
    await using folder = await temporary();
    const source = await packageIn(join(folder.path, 'source'), 'console.log("agent 1.2.3")');
    const told: string[] = [];
    const options = {
      cache: join(folder.path, 'cache'),
      given: undefined,
      tell: (line: string) => void told.push(line),
    };
    // npm takes a folder for a version, so that no registry is asked.
    const local = { ...assistant, version: `file:${source}` };
    const kept = join(options.cache, `codex@${local.version}`);
    const bins = join(kept, 'node_modules', '.bin');
    expect(await installAssistant(local, options)).toEqual({ bins, version: 'agent 1.2.3' });
    expect(await installAssistant(local, options)).toEqual({ bins, version: 'agent 1.2.3' });
    expect(told).toHaveLength(1);
  });

  test('that npm cannot install is missing, with what npm said, and leaves nothing half-made; so is one that does not start', async () => {
    await using folder = await temporary();
    const wanted = { ...assistant, version: `file:${join(folder.path, 'nowhere.tgz')}` };
    const options = { cache: join(folder.path, 'cache'), given: undefined, tell: () => {} };
    expect(await installAssistant(wanted, options)).toEqual({
      missing: expect.stringMatching(/^npm cannot install agent@file:.*ENOENT/),
    });
    const broken = await packageIn(join(folder.path, 'source'), 'throw new Error("no binary for this system")');
    expect(await installAssistant({ ...assistant, version: `file:${broken}` }, options)).toEqual({
      missing: expect.stringMatching(/^codex --version ends with 1: /),
    });
    expect(await readdir(options.cache, { recursive: true })).not.toContainEqual(
      expect.stringContaining('node_modules'),
    );
  });

  test('of a named folder is taken as it is; one that is not there or does not start is missing', async () => {
    await using folder = await temporary();
    const options = { cache: join(folder.path, 'cache'), given: folder.path, tell: () => {} };
    expect(await installAssistant(assistant, options)).toEqual({
      missing: expect.stringContaining('CDEV_AGENTS names'),
    });
    const bins = join(folder.path, 'codex', 'node_modules', '.bin');
    await mkdir(bins, { recursive: true });
    await writeFile(join(bins, 'codex'), '#!/bin/sh\necho broken >&2\nexit 3\n', { mode: 0o755 });
    expect(await installAssistant(assistant, options)).toEqual({ missing: 'codex --version ends with 3: broken' });
    await writeFile(join(bins, 'codex'), '#!/bin/sh\necho 9.9\n', { mode: 0o755 });
    expect(await installAssistant(assistant, options)).toEqual({ bins, version: '9.9' });
  });
});
