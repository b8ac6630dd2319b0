import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runBin, tempFolder, transcript, type TempRepo } from '@cdev/test-kit';
import { libraryRepo } from './library-repo.ts';

let repository: TempRepo;
beforeAll(async () => {
  repository = await libraryRepo();
});
afterAll(() => repository.remove());

const start = async (argv: readonly string[], cwd = repository.path) =>
  transcript(await runBin('intelligent-agent-generator', argv, { cwd }), {
    replace: [[/about \d+ of/, 'about <count> of']],
  });

test('writes an agent, and leaves it the second time', async () => {
  const argv = ['Charge a higher late fee', '--for', 'claude', '--max-files', '2'];
  expect(await start(argv)).toMatchInlineSnapshot(`
"$ cdev-intelligent-agent-generator 'Charge a higher late fee' --for claude --max-files 2
exit 0
--- stdout
charge-higher-late-fee  Charge a higher late fee
software engineer, for Claude Code

  src/loans/late-fee.js  text: late, fee
  test/late-fee.test.js  text: late, fee

  criteria          2, 2 of them commands
  risks             1
  changes together  1
  estimate          about 13 min, 2 files
  tokens            about <count> of 6,000

written to .claude/agents/charge-higher-late-fee.md
--- stderr
✓ Reading the repository  9 files, 4 commits  <duration>
"
`);
  expect(await start([...argv, '--quiet'])).toContain('unchanged in .claude/agents/charge-higher-late-fee.md\n');
});

test('ranks as JSON, with the files under data', async () => {
  const run = await runBin('intelligent-agent-generator', ['rank', '--query', 'late fee', '--json'], {
    cwd: repository.path,
  });
  expect(run.document()).toMatchObject({
    status: 'ok',
    data: {
      files: expect.arrayContaining([
        { path: 'src/time.js', score: expect.any(Number), share: expect.any(Number), reasons: expect.any(Array) },
      ]),
    },
  });
});

test('says what is missing, and what to do', async () => {
  await using folder = await tempFolder();
  expect(await start([], folder.path)).toMatchInlineSnapshot(`
"$ cdev-intelligent-agent-generator
exit 2
--- stderr
✗ Neither a text nor an issue nor a file was given
  → Say what is to be done: cdev-intelligent-agent-generator "Charge a fee for late returns"
  → Or name an issue with --issue or a file with --file
  CDEV_E_AGENT_GENERATOR_NOTHING_ASKED
"
`);
  expect(await start(['--issue', 'ENG-404'], folder.path)).toMatchInlineSnapshot(`
"$ cdev-intelligent-agent-generator --issue ENG-404
exit 2
--- stderr
✗ ENG-404 is not cached here, and an issue is never made up
  → Cache it: cdev-cache-linear-issue ENG-404
  CDEV_E_AGENT_GENERATOR_ISSUE_NOT_CACHED
"
`);
});
