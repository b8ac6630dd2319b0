import { expect, test } from '@jest/globals';
import { runBin, tempFolder, transcript } from '@cdev/test-kit';

test('says that less than a day is no history', async () => {
  await using folder = await tempFolder();
  const run = await runBin('dashboard', ['--last', '1h'], { cwd: folder.path });
  expect(transcript(run)).toBe(`$ cdev-dashboard --last 1h
exit 2
--- stderr
✗ --last is a day at least: the figures are those of days
  → Give a longer one, such as --last 30d
  CDEV_E_DASHBOARD_SPAN_TOO_SHORT
`);
});

test('describes itself as data', async () => {
  await using folder = await tempFolder();
  const { stdout, exitCode } = await runBin('dashboard', ['--describe'], { cwd: folder.path });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    script: 'cdev-dashboard',
    commands: [
      {
        name: '',
        changesWorld: false,
        positionals: [],
        options: expect.arrayContaining([
          {
            name: 'last',
            type: 'duration',
            default: '30d',
            description: 'How far back it shows',
            isList: false,
            isOfHouse: false,
          },
          expect.objectContaining({ name: 'cwd', isOfHouse: true }),
        ]),
      },
    ],
  });
});
