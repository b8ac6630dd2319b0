import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { openRules, scanText, scanTree } from '../../src/index.ts';

/** Of the line below it tries all ways to cut it into words. */
const rules = {
  name: 'slow.toml',
  text: "[[rules]]\nid = 'slow'\nkeywords = ['begin']\nregex = '''(?i)begin (\\w+\\s?)+!$'''\n",
};
const text = `begin ${'abcdef'.repeat(20)}\nend\n`;

test('a rule that would take for ever is told, with the file in which it does', async () => {
  await openRules(rules);
  const scan = (): unknown => scanText({ path: 'a.txt', bytes: Buffer.from(text) }, { rules });
  expect(scan).toThrow(
    expect.objectContaining({
      code: 'CDEV_E_SECRET_SCAN_RULE_TOO_SLOW',
      message: 'The rule slow of slow.toml was still searching a.txt after 2 seconds',
    }),
  );
  // Where it is quick it finds.
  const [found] = scanText({ path: 'a.txt', bytes: Buffer.from('BEGIN ab cd!') }, { rules });
  expect(found).toMatchObject({ ruleId: 'slow', line: 1 });
});

test.each([1, 2])('a tree that is scanned by %d threads ends with it', async (threads) => {
  const files = Object.fromEntries(
    Array.from({ length: 3001 }, (_, at) => [`f${at}.txt`, at === 300 ? text : 'none\n']),
  );
  await using folder = await tempFolder(files);
  await expect(scanTree({ root: folder.path, repository: undefined, rules, threads })).rejects.toMatchObject({
    code: 'CDEV_E_SECRET_SCAN_RULE_TOO_SLOW',
    message: 'The rule slow of slow.toml was still searching f300.txt after 2 seconds',
  });
});
