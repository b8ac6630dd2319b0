import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runBin, tempFolder, testContext } from '@cdev/test-kit';
import { houseWords } from '@cdev/script-catalogue';
import { script } from '../src/cli.ts';
import { writeCompletion } from '../src/completion/write-completion.ts';
import { checkAdded } from '../src/doctor/check-added.ts';
import { findPlugin, isScriptName, listPlugins, scriptNames, separateScripts } from '../src/index.ts';
import { ownCommands } from '../src/pass-through.ts';

async function plugins() {
  const say = '#!/bin/sh\necho "$0" "$@"; cat; exit 7\n';
  const files = {
    'app/node_modules/.bin/cdev-hello': say,
    'bin/cdev-hello': say,
    'bin/cdev-other': say,
    'bin/cdev-plain': 'no program',
  };
  const place = await tempFolder({ ...files, 'app/src/a.ts': '' });
  for (const file of ['app/node_modules/.bin/cdev-hello', 'bin/cdev-hello', 'bin/cdev-other'])
    chmodSync(join(place.path, file), 0o755);
  return place;
}

describe('plugins', () => {
  test('take no word of the front door', () => {
    const words = script.commands.map(({ name }) => name).filter((name) => !isScriptName(name));
    expect(ownCommands.toSorted()).toEqual(words.toSorted());
    // What the marketplace refuses as a name.
    expect(houseWords).toEqual([...ownCommands, ...scriptNames, ...separateScripts].toSorted());
  });

  test('are those of the project first, then those on the PATH, if they can be executed', async () => {
    await using place = await plugins();
    const where = {
      cwd: join(place.path, 'app/src'),
      path: `:${join(place.path, 'bin')}:/no/such/folder`,
      home: place.path,
    };
    expect(await findPlugin('hello', where)).toEqual({
      name: 'hello',
      from: 'project',
      file: join(place.path, 'app/node_modules/.bin/cdev-hello'),
    });
    expect(await findPlugin('other', where)).toMatchObject({ from: 'PATH' });
    expect(await findPlugin('plain', where)).toBeUndefined();
    expect((await listPlugins(where)).map(({ name, from }) => `${name} ${from}`)).toEqual([
      'hello project',
      'other PATH',
    ]);
  });

  test.each(['../hello', '-v', '', 'a/b', '.hidden'])('no word leads out of these folders: %j', async (word) => {
    await using place = await plugins();
    expect(
      await findPlugin(word, { cwd: join(place.path, 'app'), path: join(place.path, 'bin'), home: place.path }),
    ).toBeUndefined();
  });

  test('get words and streams, and give the exit code', async () => {
    await using place = await plugins();
    const run = await runBin('cli', ['hello', 'a b', '--help'], { cwd: join(place.path, 'app'), input: 'from stdin' });
    expect([run.exitCode, run.stdout]).toEqual([
      7,
      `${join(place.path, 'app/node_modules/.bin/cdev-hello')} a b --help\nfrom stdin`,
    ]);
    // An option is looked for nowhere: it would take longer than what it asks for.
    await place.write({ 'app/node_modules/.bin/cdev---version': '#!/bin/sh\nexit 9\n' });
    chmodSync(join(place.path, 'app/node_modules/.bin/cdev---version'), 0o755);
    expect((await runBin('cli', ['--version'], { cwd: join(place.path, 'app') })).exitCode).toBe(0);
    const unknown = await runBin('cli', ['goodbye'], { cwd: place.path });
    expect(unknown.exitCode).toBe(2);
  });

  test('are this process when they are Node programs, with all that a program finds of itself', async () => {
    await using place = await tempFolder({
      'bin/cdev-common': `#!/usr/bin/env node
if (require.main === module) process.on('exit', () => console.log(process.argv.slice(2).join(), process.ppid));
process.exitCode = 5;
`,
      'bin/package.json': '{ "type": "module" }',
      'more/cdev-module': `#!/usr/bin/env node
import { basename } from 'node:path';
console.log(basename(process.argv[1]), process.ppid);
await Promise.reject(new Error('thrown'));
`,
      'more/package.json': '{ "type": "module" }',
      'bin/cdev-none': '#!/no/such/interpreter\n',
    });
    await place.write({ 'bin/package.json': '{}' });
    for (const file of ['bin/cdev-common', 'more/cdev-module', 'bin/cdev-none'])
      chmodSync(join(place.path, file), 0o755);
    const path = [join(place.path, 'bin'), join(place.path, 'more'), process.env['PATH']].join(':');
    const start = (...argv: string[]) => runBin('cli', argv, { cwd: place.path, env: { PATH: path } });
    const common = await start('common', 'a b', '--help');
    expect([common.exitCode, common.stdout]).toEqual([5, `a b,--help ${process.pid}\n`]);
    const esm = await start('module');
    expect([esm.exitCode, esm.stdout]).toEqual([1, `cdev-module ${process.pid}\n`]);
    expect(esm.stderr).toContain('Error: thrown');
    const none = await start('none');
    expect([none.exitCode, none.stderr]).toEqual([expect.any(Number), expect.stringContaining('ENOENT')]);
  });

  test('are scripts that were added, too: after those of the project, before those of the PATH', async () => {
    await using place = await plugins();
    const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
    const entry = (name: string) => ({
      package: `cdev-${name}`,
      version: '1.2.3',
      registry: 'https://npm.acme.example/',
      integrity,
      addedAt: '2026-11-27T00:00:00Z',
      tier: 'unknown',
      maintainers: [],
      files: integrity,
      bin: 'x.js',
      packages: [],
    });
    const scripts = { hello: entry('hello'), other: entry('other'), away: entry('away') };
    const folder = 'home/.cdev/marketplace/scripts/other@1.2.3-000000000000/node_modules/cdev-other';
    await place.write({
      'home/.cdev/marketplace/cdev.marketplace.json': JSON.stringify({ schemaVersion: 1, scripts }),
      [`${folder}/x.js`]: 'console.log("added", ...process.argv.slice(2)); process.exitCode = 4;\n',
      [`${folder}/package.json`]:
        '{ "name": "cdev-other", "version": "1.2.3", "bin": "x.js", "cdev": { "owner": "ada" } }',
    });
    const home = join(place.path, 'home');
    const where = { cwd: join(place.path, 'app'), path: join(place.path, 'bin'), home: join(home, '.cdev') };
    expect((await listPlugins(where)).map(({ name, from }) => `${name} ${from}`)).toEqual([
      'away added',
      'hello project',
      'other added',
    ]);
    const { result } = await writeCompletion('bash', ['list'], testContext({ cwd: where.cwd, home: where.home }));
    expect(result.text).toMatch(/compgen -W "[^"]* away [^"]* marketplace [^"]* other /);
    const start = (...argv: string[]) => runBin('cli', argv, { cwd: where.cwd, home });
    expect(await start('other', 'a b')).toMatchObject({ exitCode: 4, stdout: 'added a b\n' });
    expect((await start('info', 'other')).stdout).toMatch(/cdev-other 1\.2\.3[\s\S]*ada/);
    // Named by a lock, and not installed here.
    const away = await start('away', '--help');
    expect([away.exitCode, away.stderr]).toEqual([3, expect.stringContaining('CDEV_E_FRONT_ADDED_NOT_INSTALLED')]);
    expect(checkAdded(where).map(({ title, status }) => `${title} ${status}`)).toEqual([
      'away warning',
      'hello warning',
    ]);
    // One lock that is damaged hides nothing of the other.
    await place.write({ 'app/cdev.marketplace.json': '{' });
    expect(checkAdded(where)).toMatchObject([
      {
        title: 'added scripts',
        status: 'failed',
        detail: expect.stringContaining('cdev.marketplace.json cannot be used'),
      },
      { title: 'away' },
      { title: 'hello' },
    ]);
    // What it named is not "no command".
    const hidden = await start('lost', '--help');
    expect(hidden.exitCode).toBe(1);
    expect(hidden.stderr).toMatch(/Whether lost was added cannot be told: .*cdev\.marketplace\.json cannot be used/);
    expect(hidden.stderr).toContain('CDEV_E_FRONT_LOCK_BROKEN');
  });
});
