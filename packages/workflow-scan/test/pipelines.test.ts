import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { scanWorkflows } from '../src/index.ts';

interface Told {
  /** Each with where its last word stands. */
  readonly scripts: readonly string[];
  readonly gaps: readonly string[];
  readonly files: number;
}

async function read(files: Readonly<Record<string, string>>, paths?: readonly string[]): Promise<Told> {
  await using folder = await tempFolder(files);
  const { scripts, gaps, files: count } = await scanWorkflows({ root: folder.path, ...(paths && { paths }) });
  return {
    gaps,
    files: count,
    scripts: scripts.map(({ path, text, placeOf }) => {
      const lines = text.split('\n');
      const last = lines.at(-1) as string;
      const { line, column } = placeOf({ line: lines.length, column: last.lastIndexOf(' ') + 2 });
      return `${path}:${line}:${column} ${lines.join(' ; ')}`;
    }),
  };
}

test('the scripts of a pipeline of GitLab, each list one, at their places', async () => {
  const file = `variables: { A: b }
default:
  before_script:
    - echo before
.install: &install
  - npm ci
  - npm run a
build:
  script:
    - *install
    - !reference [.other, script]
    - cd b
    - |-
      make all
      make install
  after_script: [echo a, 'echo ''b'' c']
deploy:
  <<: *install
  script: ./deploy now
`;
  expect(await read({ '.gitlab-ci.yml': file.replace('  <<: *install\n', '') })).toEqual({
    gaps: [],
    files: 1,
    scripts: [
      '.gitlab-ci.yml:4:12 echo before',
      '.gitlab-ci.yml:7:13 npm ci ; npm run a',
      '.gitlab-ci.yml:15:12 cd b ; make all ; make install',
      ".gitlab-ci.yml:16:38 echo a ; echo 'b' c",
      '.gitlab-ci.yml:18:20 ./deploy now',
    ],
  });
});

test('files that it takes in, what has a head, and what cannot be read', async () => {
  expect(
    await read({
      '.gitlab-ci.yml': 'include:\n  - local: /ci/build.yml\n  - https://a.example/b.yml\n  - ci/*.yml\n',
      'ci/build.yml': 'a: { script: [make a] }\n',
      'ci/other.yml': 'a: { script: [make b] }\n',
      '.gitlab/parts/test.yml': 'spec:\n  inputs: {}\n---\na: { script: [make c] }\n',
      '.gitlab/wrong.yml': 'a: [\n',
    }),
  ).toEqual({
    gaps: [expect.stringMatching(/^\.gitlab\/wrong\.yml cannot be read: line 2: /)],
    files: 3,
    scripts: ['ci/build.yml:1:20 make a', '.gitlab/parts/test.yml:4:20 make c'],
  });
});

test('no file outside the repository is taken in', async () => {
  const script = 'a: { script: make a }\n';
  await using folder = await tempFolder({ 'b.yml': script, 'r/.gitlab-ci.yml': `include: /a/../../b.yml\n${script}` });
  const { scripts } = await scanWorkflows({ root: join(folder.path, 'r') });
  expect(scripts.map(({ path }) => path)).toEqual(['.gitlab-ci.yml']);
});

describe('other services', () => {
  test('CircleCI, without what is put in before a shell reads it', async () => {
    const file = `version: 2.1
commands:
  set-up:
    steps:
      - run: npm ci
jobs:
  a:
    docker: [{ image: "cimg/node:24" }]
    steps:
      - checkout
      - when:
          condition: << pipeline.parameters.a >>
          steps:
            - run:
                name: a
                command: |
                  make << parameters.b >>
      - run: { command: Get-Item a, shell: powershell.exe }
`;
    await using folder = await tempFolder({ '.circleci/config.yml': file });
    const { scripts } = await scanWorkflows({ root: folder.path });
    expect(scripts.map(({ text, seen }) => [text, seen])).toEqual([
      ['npm ci', 'npm ci'],
      ['make << parameters.b >>\n', 'make xxxxxxxxxxxxxxxxxx\n'],
    ]);
  });

  test.each([
    ['bitbucket-pipelines.yml', 'pipelines:\n  default:\n    - step:\n        script:\n          - make a\n', true],
    ['azure-pipelines.yml', 'steps:\n  - script: make a\n', false],
  ])('%s', async (path, text, stopsOnError) => {
    await using folder = await tempFolder({ [path]: text });
    const { scripts } = await scanWorkflows({ root: folder.path });
    expect(scripts).toEqual([expect.objectContaining({ path, text: 'make a', stopsOnError })]);
  });
});

test('what is put into many jobs by its name', async () => {
  const jobs = Array.from({ length: 300 }, (_, at) => `job${at}: { <<: *job, stage: a }\n`).join('');
  const { scripts, gaps } = await read({ '.gitlab-ci.yml': `.job: &job\n  tags: [a, b]\n  script: [make a]\n${jobs}` });
  expect({ scripts, gaps }).toEqual({ scripts: ['.gitlab-ci.yml:3:17 make a'], gaps: [] });
});

test('of files that are named only those', async () => {
  const files = { '.gitlab-ci.yml': 'a: { script: make a }\n', '.circleci/config.yml': 'a: { run: make b }\n' };
  const { scripts } = await read(files, ['.circleci/config.yml', 'README.md']);
  expect(scripts).toEqual(['.circleci/config.yml:1:16 make b']);
});

test('of files that are named those that a pipeline takes in, whatever they are called', async () => {
  const files = {
    '.gitlab-ci.yml': 'include: ci/all.yml\na: { script: make a }\n',
    'ci/all.yml': 'include: [ci/build.yml]\nb: { script: make b }\n',
    'ci/build.yml': 'c: { script: make c }\n',
  };
  const { scripts } = await read(files, ['ci/build.yml', 'ci/none.yml']);
  expect(scripts).toEqual(['ci/build.yml:1:19 make c']);
  expect((await read(files, ['.gitlab-ci.yml', 'ci/all.yml'])).scripts).toHaveLength(2);
});
