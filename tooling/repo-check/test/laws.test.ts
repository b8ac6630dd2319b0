import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findingsOf, goodRepository } from './good-repository.ts';

const changeset = (text: string, bump = 'minor'): Record<string, string> => ({
  '.changeset/later.md': `---\n'@cdev/notes': ${bump}\n---\n\n${text}\n`,
  'tooling/benchmarks/src/notes.ts': '',
});
const of = '.changeset/later.md:';

describe('what users are told', () => {
  test.each([
    ['Notes are read faster.', 'it says "faster"'],
    ['A note takes half the memory.', 'it says "half the memory"'],
    ['A note takes 12 ms instead of 30.', 'it says "12 ms instead of"'],
  ])('%s: of speed only what can be measured again', async (text, why) => {
    using repository = await goodRepository(changeset(text));
    expect(await findingsOf(repository)).toEqual([`measured-claims ${of} ${why}, and not what measures it`]);
    repository.change(changeset(`${text} See \`pnpm bench notes\`.`));
    expect(await findingsOf(repository)).toEqual([]);
    repository.change(changeset(`${text} See \`pnpm bench nots 5\`.`));
    expect(await findingsOf(repository)).toEqual([
      `measured-claims ${of} "pnpm bench nots 5": there is no benchmark nots`,
    ]);
  });

  test('what is not about less than before is no claim', async () => {
    using repository = await goodRepository(changeset('A run that takes more than 30 s shows where it became slower.'));
    expect(await findingsOf(repository)).toEqual([]);
  });

  test('a major version shows how to move', async () => {
    using repository = await goodRepository(changeset('Notes are gone.\n\n### Migration\n\nTake memos.', 'major'));
    const missing = [`changesets ${of} @cdev/notes breaks, and nothing shows how to move to it`];
    expect(await findingsOf(repository)).toEqual(missing);
    repository.change(changeset('```sh\nnotes\n```', 'major'));
    expect(await findingsOf(repository)).toEqual(missing);
    repository.change(changeset('Notes are gone.\n\n### Migration\n\n```sh\nmemos # before: notes\n```', 'major'));
    expect(await findingsOf(repository)).toEqual([]);
  });
});

test('documented-exports finds a function that is handed out without a word', async () => {
  const source = (above: string): Record<string, string> => ({
    'packages/notes/src/read-notes.ts': `${above}export async function readNotes() {\n  throw new Error('CDEV_E_NOTES_MISSING');\n}\n\nexport function own() {}\n`,
  });
  using repository = await goodRepository(source('// For us.\n'));
  expect(await findingsOf(repository)).toEqual([
    'documented-exports packages/notes/src/read-notes.ts:2: readNotes is handed out without a description',
  ]);
  repository.change(source('/** Reads them. */\n'));
  expect(await findingsOf(repository)).toEqual([]);
});

test('readme-sections finds what a reader would look for', async () => {
  using repository = await goodRepository({ 'packages/notes/README.md': '# Notes\n\n## Errors\n' });
  const script = join(repository.root, 'packages/say-hello/README.md');
  const text = readFileSync(script, 'utf8')
    .replace('## Purpose', '## Why')
    .replace('## Environment variables', '## Set');
  repository.change({ 'packages/say-hello/README.md': text });
  const found = (await findingsOf(repository)).filter((finding) => finding.startsWith('readme-sections '));
  expect(found).toEqual([
    'readme-sections packages/notes/README.md: it has not: an example, as code',
    'readme-sections packages/say-hello/README.md: it has not: ## Purpose',
    'readme-sections packages/say-hello/README.md: it has not: ## Environment variables',
  ]);
});

describe('node-matrix', () => {
  const workflow = (nodes: string): Record<string, string> => ({
    '.github/workflows/ci.yml': `jobs:\n  lint: {}\n  test:\n    strategy:\n      matrix:\n        ${nodes}\n`,
  });
  test.each([
    ['node: [24, 26]', ['nothing is tested on Node 22']],
    ["node: ['22', 26]", ['nothing is tested on Node 24']],
    ['node: [20, 22]', ['Node 20 is tested, and engines.node promises 22']],
    ['os: [linux]', ['no job has a matrix of Node versions']],
    ['node: [22, 23, 24]', []],
  ])('%s', async (nodes, found) => {
    using repository = await goodRepository(workflow(nodes));
    expect(await findingsOf(repository)).toEqual(found.map((why) => `node-matrix .github/workflows/ci.yml: ${why}`));
  });
});

describe('deprecation-days', () => {
  const announced = { announced: '2998-01-01', warnsFrom: '2998-02-01', sunset: '2998-06-01', stage: 'announced' };
  const passed = { announced: '2001-01-01', warnsFrom: '2001-02-01', sunset: '2001-06-01' };
  const guide = 'MIGRATION.md';
  test.each([
    [announced, []],
    [{ ...announced, warnsFrom: '2998-01-30' }, ['29 days of notice; 30 are promised']],
    [{ ...announced, sunset: '2998-05-01' }, ['89 days of warnings; 90 are promised']],
    [{ ...announced, sunset: 'soon' }, ['cdev.deprecation.sunset is no day: "soon"']],
    [{ ...passed, stage: 'announced' }, ['it is still "announced", and 2001-02-01 has come']],
    [{ ...passed, sunset: '2998-06-01', stage: 'warning' }, []],
    [
      { ...passed, stage: 'migrating', guide },
      ['it is still "migrating", and 2001-06-01 has come', 'its guide "MIGRATION.md" is not there'],
    ],
    [{ ...passed, stage: 'sunset', guide: 'https://example.org/move' }, []],
  ])('%j', async (deprecation, found) => {
    using repository = await goodRepository();
    const file = join(repository.root, 'packages/notes/package.json');
    const { cdev, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { cdev: object };
    repository.change({ 'packages/notes/package.json': JSON.stringify({ ...rest, cdev: { ...cdev, deprecation } }) });
    expect(await findingsOf(repository)).toEqual(
      found.map((why) => `deprecation-days packages/notes/package.json: ${why}`),
    );
  });
});

test('declared-imports knows what a dependency wants to find beside it, and only with that one', async () => {
  using repository = await goodRepository();
  const file = 'packages/notes/package.json';
  const manifest = JSON.parse(readFileSync(join(repository.root, file), 'utf8')) as { dependencies: object };
  const depend = (more: object): void =>
    repository.change({ [file]: JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, ...more } }) });
  depend({ zod: '4' });
  const unused = 'declared-imports packages/notes/package.json: zod is a dependency and nothing imports it';
  expect(await findingsOf(repository)).toEqual([unused]);
  depend({ zod: '4', '@agentclientprotocol/sdk': '2' });
  repository.change({
    'packages/notes/src/agent.ts': "export const sdk = () => import('@agentclientprotocol/sdk');\n",
  });
  expect(await findingsOf(repository)).toEqual([]);
});

test('package-cycles finds a circle, of development too', async () => {
  using repository = await goodRepository();
  const change = (name: string, field: string, needed: string): void => {
    const file = `packages/${name}/package.json`;
    const manifest = JSON.parse(readFileSync(join(repository.root, file), 'utf8')) as Record<string, object>;
    repository.change({
      [file]: JSON.stringify({ ...manifest, [field]: { ...manifest[field], [needed]: 'workspace:^' } }),
    });
  };
  change('say-hello', 'dependencies', '@cdev/notes');
  change('core', 'devDependencies', '@cdev/say-hello');
  const found = (await findingsOf(repository)).filter((finding) => finding.startsWith('package-cycles '));
  expect(found).toEqual(['package-cycles packages/core/package.json: core → say-hello → notes → core is a circle']);
});
