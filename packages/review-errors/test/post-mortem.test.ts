import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runBin, tempFolder, testContext } from '@cdev/test-kit';
import { writePostMortem } from '../src/index.ts';
import { fail } from './home.ts';

test('is filled in with what the records know, and leaves open what only people know', async () => {
  await using home = await tempFolder();
  fail(home.path, { start: '2026-11-20T10:00:00.000Z', pid: 1, said: { message: 'lost', causes: ['disk full'] } });
  fail(home.path, {
    start: '2026-11-21T10:00:00.000Z',
    pid: 2,
    version: '1.1.0',
    host: 'bo',
    said: { message: 'lost', causes: ['disk full'] },
  });
  fail(home.path, { start: '2026-11-22T10:00:00.000Z', pid: 3, code: 'CDEV_E_OTHER' });
  const context = testContext({ cwd: home.path, home: home.path });
  const options = { code: 'CDEV_E_ONE_LOST', output: 'docs/pm.md', isDryRun: false };
  const planned = await writePostMortem({ ...options, isDryRun: true }, context);
  expect(planned.result.file).toBeUndefined();
  await writePostMortem(options, context);
  const text = readFileSync(join(home.path, 'docs/pm.md'), 'utf8');
  expect(text).toBe(planned.result.text);
  for (const line of [
    '# Post-mortem: CDEV_E_ONE_LOST',
    '- 2 failed runs of cdev-one, within 24 h 00 min',
    '- machines: ada, bo; repositories: 0',
    '| 2026-11-20 10:00:00 | first met: cdev-one 1.0.0 on ada |',
    '| 2026-11-21 10:00:00 | first with this version: cdev-one 1.1.0 on bo |',
    '- disk full (2 times), for example: lost',
    '- Look for it',
    '- go back to the version before: `cdev rollback one`',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text.match(/_To be filled in/g)).toHaveLength(5);
  await expect(writePostMortem(options, context)).rejects.toMatchObject({ code: 'CDEV_E_CLI_CONFIRMATION_NEEDED' });
  await expect(writePostMortem({ ...options, code: 'CDEV_E_NEVER' }, context)).rejects.toMatchObject({
    code: 'CDEV_E_REVIEW_ERRORS_NOT_SEEN',
  });
});

test('the bin reviews what another bin left behind', async () => {
  await using home = await tempFolder();
  const failed = await runBin('review-errors', ['post-mortem', 'CDEV_E_NEVER'], { cwd: home.path, home: home.path });
  expect(failed.exitCode).toBe(1);
  const reviewed = await runBin('review-errors', ['--json'], { cwd: home.path, home: home.path });
  expect(reviewed.exitCode).toBe(0);
  expect(reviewed.document()).toMatchObject({
    data: {
      runs: 1,
      groups: [
        {
          code: 'CDEV_E_REVIEW_ERRORS_NOT_SEEN',
          count: 1,
          isUnknown: false,
          steps: [expect.stringMatching(/^See which/), expect.anything()],
        },
      ],
    },
  });
});
