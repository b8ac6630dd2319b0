import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeLinear, runBin, tempFolder, transcript, type FakeLinear, type TempFolder } from '@cdev/test-kit';

let linear: FakeLinear;
let folder: TempFolder;
beforeEach(async () => {
  linear = await fakeLinear({ identifier: 'ENG-1', title: 'Log in' });
  folder = await tempFolder();
});
afterEach(async () => {
  await linear.close();
  await folder.remove();
});

async function start(argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Promise<string> {
  const home = `${folder.path}/home`;
  const result = await runBin('cache-linear-issue', argv, { cwd: folder.path, home, env: { ...linear.env, ...env } });
  expect(`${result.stdout}${result.stderr}`).not.toContain(linear.env.LINEAR_API_KEY);
  return transcript(result);
}

describe('cdev-cache-linear-issue', () => {
  test('caches an issue, lists it, and shows it offline', async () => {
    expect(await start(['ENG-1'])).toMatchInlineSnapshot(`
"$ cdev-cache-linear-issue ENG-1
exit 0
--- stdout
  ✓  ENG-1  Log in  Todo  fetched
Cached in <folder>/home/.cdev/issues
--- stderr
✓ ENG-1  <duration>
"
`);
    await linear.close();
    expect(await start(['list'])).toMatchInlineSnapshot(`
"$ cdev-cache-linear-issue list
exit 0
--- stdout
  ENG-1  Log in  Todo  linear  <duration> old
"
`);
    expect(await start(['ENG-1', '--offline', '--max-age', '0'])).toMatchInlineSnapshot(`
"$ cdev-cache-linear-issue ENG-1 --offline --max-age 0
exit 0
--- stdout
  !  ENG-1  Log in  Todo  stale, <duration> old
Cached in <folder>/home/.cdev/issues
--- stderr
! ENG-1 may be out of date: the copy is <duration> old (it was not fetched, because of --offline)
"
`);
    expect(await start(['show', 'ENG-1'])).toMatchInlineSnapshot(`
"$ cdev-cache-linear-issue show ENG-1
exit 0
--- stdout
ENG-1  Log in
  State    Todo
  Team     ENG
  Branch   ada/eng-1-some-words
  Address  https://linear.app/example/issue/ENG-1/some-words
  Copy     <duration> old
"
`);
  });

  test('says what is missing and what to do', async () => {
    expect(await start(['ENG-1'], { LINEAR_API_KEY: undefined })).toMatchInlineSnapshot(`
"$ cdev-cache-linear-issue ENG-1
exit 3
--- stderr
✗ ENG-1  <duration>
✗ LINEAR_API_KEY is not set, so Linear cannot be asked
  → Make a key in Linear under Settings, Security & access, Personal API keys, and set LINEAR_API_KEY to it
  → Or use what is cached: --offline
  CDEV_E_CACHE_ISSUE_KEY_MISSING
"
`);
    expect(await start(['ENG-2', '--offline'])).toMatchInlineSnapshot(`
"$ cdev-cache-linear-issue ENG-2 --offline
exit 1
--- stderr
✗ ENG-2 is not cached in <folder>/home/.cdev/issues
  → Fetch it while there is a network: cdev-cache-linear-issue ENG-2
  CDEV_E_CACHE_ISSUE_NOT_CACHED
"
`);
  });

  test('puts one document on stdout, for a failure too', async () => {
    expect(await start(['ENG-404', '--json'])).toMatchInlineSnapshot(`
"$ cdev-cache-linear-issue ENG-404 --json
exit 1
--- stdout
{
  "command": "cdev-cache-linear-issue",
  "version": "<version>",
  "status": "error",
  "error": {
    "code": "CDEV_E_CACHE_ISSUE_NOT_FOUND",
    "kind": "failure",
    "message": "Linear knows no issue ENG-404, or does not show it to this key",
    "steps": [
      "Check the id ENG-404",
      "Check that the key belongs to the workspace or account of the issue"
    ],
    "details": {
      "service": "Linear",
      "id": "ENG-404"
    }
  }
}
--- stderr
✗ ENG-404  <duration>
✗ Linear knows no issue ENG-404, or does not show it to this key
  → Check the id ENG-404
  → Check that the key belongs to the workspace or account of the issue
  CDEV_E_CACHE_ISSUE_NOT_FOUND
"
`);
  });

  test('shows nothing of a key that a service repeats, nor writes it to the log', async () => {
    const key = 'no-known-shape-of-a-key';
    linear.script({ status: 400, body: { errors: [{ message: `bad key ${key}` }] } });
    const shown = await start(['ENG-1', '--verbose', '--json'], { LINEAR_API_KEY: key });
    const log = await readFile(join(folder.path, 'home', '.cdev', 'logs', 'cdev-cache-linear-issue.log'), 'utf8');
    expect(shown).toContain('Linear refused the question: bad key [redacted]');
    expect(log).toContain('Linear refused the question: bad key [redacted]');
    expect(shown + log).not.toContain(key);
  });

  test('takes an issue from stdin', async () => {
    const { stdout } = await runBin('cache-linear-issue', ['-'], { cwd: folder.path, input: '# Grüße\n\nText\n' });
    expect(stdout).toContain('✓  grüße  Grüße');
  });
});
