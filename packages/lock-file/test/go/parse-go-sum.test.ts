import { expect, test } from '@jest/globals';
import { graphOf, listed, only } from '../source.ts';

const sums = `github.com/ada/a v1.2.3 h1:AA=
github.com/ada/a v1.2.3/go.mod h1:AB=
github.com/ada/a v1.0.0 h1:OLD=
github.com/ada/instead v0.0.0-20260101000000-0123456789ab h1:BB=
golang.org/x/text v0.3.0 h1:CC=
`;
const mod = `module github.com/ada/shop // ours

go 1.25.0

require (
	github.com/ada/a v1.2.3
	"golang.org/x/text" v0.3.0 // indirect
)
require github.com/ada/gone v1.0.0
require github.com/ada/near v1.0.0

replace github.com/ada/gone => github.com/ada/instead v0.0.0-20260101000000-0123456789ab
replace (
	github.com/ada/near v1.0.0 => ../near
)
exclude github.com/ada/a v1.1.0
`;

test('what is built is what go.mod says, replacements carried out', async () => {
  const graph = await graphOf('go.sum', sums, { texts: { 'go.mod': mod } });
  expect(graph).toMatchObject({ format: 'go', ecosystem: 'Go', gaps: [] });
  expect(listed(graph)).toEqual([
    'github.com/ada/a@v1.2.3',
    'github.com/ada/instead@v0.0.0-20260101000000-0123456789ab',
    'github.com/ada/near@v1.0.0',
    'golang.org/x/text@v0.3.0',
  ]);
  expect(only(graph, 'github.com/ada/a')).toMatchObject({ integrity: 'h1:AA=', origin: 'registry', isDev: false });
  expect(only(graph, 'github.com/ada/near').origin).toBe('local');
  expect(graph.importers.get('workspace:')?.name).toBe('github.com/ada/shop');
});

test.each(['go 1.16\n', ''])('before Go 1.17 what others bring is among the sums alone: %j', async (statement) => {
  const graph = await graphOf(
    'go.sum',
    `${sums}golang.org/x/text v0.9.0 h1:DD=\ngolang.org/x/text v0.10.0/go.mod h1:DE=\n`,
    {
      texts: { 'go.mod': `module github.com/ada/shop\n${statement}require github.com/ada/a v1.0.0\n` },
    },
  );
  expect(listed(graph)).toEqual([
    'github.com/ada/a@v1.0.0',
    'github.com/ada/instead@v0.0.0-20260101000000-0123456789ab',
    'golang.org/x/text@v0.9.0',
  ]);
  expect(graph.gaps).toEqual([
    'go.mod is of before Go 1.17 and lists only what it asks for itself: the rest is taken from the sums',
  ]);
});

test('without go.mod it says that there are more versions than are built', async () => {
  const graph = await graphOf('go.sum', sums);
  expect(listed(graph)).toHaveLength(4);
  expect(graph.gaps).toEqual(['No go.mod beside it: versions that are not built are among the packages']);
});

test('a line that is no sum', async () => {
  await expect(graphOf('go.sum', `${sums}nonsense\n`)).rejects.toMatchObject({
    code: 'CDEV_E_LOCK_FILE_MALFORMED',
    message: expect.stringMatching(/^go\.sum:6: /),
  });
});
