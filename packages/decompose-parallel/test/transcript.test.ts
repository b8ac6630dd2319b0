import { runBin, tempRepo, transcript } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';

const issue = `# Fees and search

## 1. Late fees

Change \`src/fee.ts\`, and make \`src/rate.ts\`.

## 2. Search by author

In \`src/find.ts\`.
`;

test('says whose files each agent has, who is asked to review, and by which line', async () => {
  await using repository = await tempRepo({
    'package.json': '{ "scripts": { "test": "node --test" } }\n',
    'issue.md': issue,
    'src/fee.ts': 'export const fee = 1;\n',
    'src/find.ts': 'export const find = 1;\n',
    '.github/CODEOWNERS': '* @org/shop\n/src/ @org/lending ann@example.org\n/src/find.ts @sam\n*.md\n',
  });
  const argv = ['issue.md', '--dry-run', '--explain', '--max-files', '1', '--quiet'];
  const run = await runBin('decompose-parallel', argv, { cwd: repository.path });
  expect(
    transcript(run, {
      replace: [
        [/from main [0-9a-f]+/, 'from main <commit>'],
        [/it would go to .*/, 'it would go to <file>'],
      ],
    }),
  ).toMatchInlineSnapshot(`
"$ cdev-decompose-parallel issue.md --dry-run --explain --max-files 1 --quiet
exit 0
--- stdout
Fees and search
2 agents from main <commit>, plan issue-fees-and-search

late-fees  Late fees
  src/fee.ts
  src/rate.ts  new
  software engineer, about 17 min, 0 criteria
  owners @org/lending or ann@example.org (2 paths)
  · src/fee.ts: named in part 1
  · src/rate.ts: named in part 1
  · @org/lending or ann@example.org own src/fee.ts, src/rate.ts (.github/CODEOWNERS:2)

search-author  Search by author
  src/find.ts
  software engineer, about 9 min, 0 criteria
  owners @sam (1 path)
  · src/find.ts: named in part 2
  · @sam owns src/find.ts (.github/CODEOWNERS:3)

shared
  package.json  json  all agents

merged   late-fees → search-author
checked  npm test
review   ask @org/lending or ann@example.org (2 paths), @org/shop (1 path), @sam (1 path)

2 parts: the sections of level 2: each part that can be told apart can be built apart
package.json is shared: any part may need a dependency or a script

not written (dry run); it would go to <file>
"
`);
});
