import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runBin, tempFolder, transcript } from '@cdev/test-kit';
import { fakePackage } from './fake-bin.ts';

describe('runBin', () => {
  test('gives exit code, both streams and the document, and feeds stdin', async () => {
    await using fake = await fakePackage(`
      import { text } from 'node:stream/consumers';
      console.error('working');
      console.log(JSON.stringify({ argv: process.argv.slice(2), input: await text(process.stdin) }));
      process.exitCode = 3;`);
    const result = await runBin(fake.path, ['a b', '--loud'], { cwd: fake.path, input: 'ä\n' });
    expect(result).toMatchObject({ command: "cdev-fake 'a b' --loud", exitCode: 3, stderr: 'working\n' });
    expect(result.document()).toEqual({ argv: ['a b', '--loud'], input: 'ä\n' });
  });

  test('shows the bin nothing of the user: another HOME, fixed git identity, no tokens', async () => {
    await using fake = await fakePackage('console.log(JSON.stringify(process.env));');
    await using home = await tempFolder();
    process.env['LINEAR_API_KEY'] = 'secret';
    const result = await runBin(fake.path, [], {
      cwd: fake.path,
      home: home.path,
      env: { EXTRA: '1', NO_COLOR: undefined },
    });
    delete process.env['LINEAR_API_KEY'];
    const env = result.document() as Record<string, string>;
    expect(env).toMatchObject({
      HOME: home.path,
      CDEV_HOME: join(home.path, '.cdev'),
      GIT_CONFIG_NOSYSTEM: '1',
      EXTRA: '1',
    });
    expect(Object.keys(env)).not.toContain('LINEAR_API_KEY');
    expect(Object.keys(env)).not.toContain('NO_COLOR');
  });

  test('ends a bin that takes too long and names the limit, with what it said so far', async () => {
    await using fake = await fakePackage("console.log('so far'); setTimeout(() => {}, 60_000);");
    await expect(runBin(fake.path, ['wait'], { cwd: fake.path, timeLimit: 500 })).rejects.toThrow(
      /cdev-fake wait took longer than its time limit of 500 ms[\s\S]*so far/,
    );
  });

  test('says what is on stdout when that is not one document, and what to do when nothing is built', async () => {
    await using fake = await fakePackage("console.log('{}{}');");
    const result = await runBin(fake.path, [], { cwd: fake.path });
    expect(() => result.document()).toThrow('{}{}');
    await using unbuilt = await tempFolder({ 'package.json': '{"bin":{"x":"./bin/x.js"}}' });
    await expect(runBin(unbuilt.path, [], { cwd: unbuilt.path })).rejects.toThrow('pnpm build');
  });
});

describe('transcript', () => {
  test('masks what varies and keeps what matters', async () => {
    await using fake = await fakePackage(`
      console.log('version 10.2.1-rc.1 at 2026-01-02T03:04:05.678Z in ' + process.cwd());
      console.log('commit 3f786850e387550fdab836ed7e6dc881de23001b (3f78685) after 4.2 s, 3 min 05 s, 12 ms');
      console.log('ship  1.1 s    exit 4');
      console.log('kept: 12 files, 3 of 4, deadbeef is a word, face 1234567, port 10.0.0.1');
      console.error(process.env.HOME + '/.cdev/logs id 123e4567-e89b-42d3-a456-426614174000 run-77');
      process.exitCode = 1;`);
    const result = await runBin(fake.path, ['--dry-run'], { cwd: fake.path });
    expect(transcript(result, { replace: [[/run-\d+/, '<run>']] })).toBe(`$ cdev-fake --dry-run
exit 1
--- stdout
version <version> at <time> in <folder>
commit <hash> (<hash>) after <duration>, <duration>, <duration>
ship  <duration>  exit 4
kept: 12 files, 3 of 4, deadbeef is a word, face 1234567, port 10.0.0.1
--- stderr
<home>/.cdev/logs id <id> <run>
`);
  });
});
