import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rules } from '../src/check-repository.ts';
import { findingsOf, goodRepository, type Repository } from './good-repository.ts';

type Json = Record<string, unknown>;

/** The manifest of a package after a change, as text. */
function manifestWith({ root }: Repository, name: string, alter: (manifest: Json) => Json): Record<string, string> {
  const file = `packages/${name}/package.json`;
  return { [file]: JSON.stringify(alter(JSON.parse(readFileSync(join(root, file), 'utf8')) as Json)) };
}

test('nothing is found in a repository in which every rule holds', async () => {
  using repository = await goodRepository();
  expect(await findingsOf(repository)).toEqual([]);
});

interface BadCase {
  readonly rule: string;
  readonly files: Readonly<Record<string, string | undefined>>;
  readonly found: readonly string[];
}

const badFiles: readonly BadCase[] = [
  {
    rule: 'one-name',
    files: {
      'packages/say-hello/src/health.ts': undefined,
      'packages/say-hello/src/say-hello.ts': 'export const hi = 1;\n',
    },
    found: [
      'one-name packages/say-hello/src/health.ts: a script package has this file and this one has not',
      'one-name packages/say-hello/src/say-hello.ts: it does not export "sayHello"',
    ],
  },
  {
    rule: 'error-tables',
    files: { 'packages/notes/src/read-notes.ts': "export const readNotes = () => 'CDEV_E_NOTES_TORN';\n" },
    found: [
      'error-tables packages/notes/src/errors.ts: CDEV_E_NOTES_MISSING is in the table and nobody throws it',
      'error-tables packages/notes/src/read-notes.ts:1: CDEV_E_NOTES_TORN is in no table',
    ],
  },
  {
    rule: 'tried-packages of the trial',
    files: {
      'tooling/install-trial/package.json': JSON.stringify({
        name: '@cdev/install-trial',
        version: '0.0.0',
        private: true,
        type: 'module',
        cdev: { kind: 'tooling', owner: '@team/one' },
        dependencies: { '@cdev/core': 'workspace:^' },
        devDependencies: { '@cdev/gone': 'workspace:^', '@cdev/notes': 'workspace:^' },
      }),
    },
    found: [
      // It is a new folder, so it also has no owner yet.
      'codeowners .github/CODEOWNERS: it is not what would be generated',
      'tried-packages tooling/install-trial/package.json: it is not what would be generated',
    ],
  },
  {
    rule: 'error-tables of other areas',
    files: {
      'packages/notes/src/read-notes.ts':
        "export const readNotes = () => ['CDEV_E_NOTES_MISSING', 'CDEV_E_ELSEWHERE'];\n",
    },
    found: ['error-tables packages/notes/src/read-notes.ts:1: CDEV_E_ELSEWHERE is in no table'],
  },
  {
    rule: 'core-door, nouns',
    files: {
      'packages/core/src/errors/index.ts': '// A branch in a comment is none.\nexport const mergeBranches = 1;\n',
    },
    found: ['core-door packages/core/src/errors/index.ts:2: core speaks of "Branches"'],
  },
  {
    rule: 'core-door, exports',
    files: {
      'packages/core/src/errors/index.ts': Array.from(
        { length: 13 },
        (_, index) => `export const brand${index} = 1;\n`,
      ).join(''),
    },
    found: ['core-door packages/core/src/errors/index.ts: the room "errors" exports 13 names, more than 12'],
  },
  {
    rule: 'declared-imports',
    files: {
      'packages/notes/src/read-notes.ts':
        "import 'left-pad';\nimport 'fs';\nimport '../../core/src/errors/index.ts';\nimport './errors';\nexport const readNotes = async () => ['CDEV_E_NOTES_MISSING', await import('lazy/part')];\n",
      'packages/notes/test/read-notes.test.ts': "import 'right-pad';\nimport '@jest/globals';\n",
    },
    found: [
      'declared-imports packages/notes/src/read-notes.ts:1: left-pad is imported and not declared',
      'declared-imports packages/notes/src/read-notes.ts:2: "fs" is built into Node',
      'declared-imports packages/notes/src/read-notes.ts:3: "../../core/src/errors/index.ts" leaves the package',
      'declared-imports packages/notes/src/read-notes.ts:4: "./errors" has no file extension',
      'declared-imports packages/notes/src/read-notes.ts:5: lazy is imported and not declared',
      'declared-imports packages/notes/test/read-notes.test.ts:1: right-pad is imported and not declared',
    ],
  },
  {
    rule: 'declared-imports, unused',
    files: { 'packages/notes/src/index.ts': "export { readNotes } from './read-notes.ts';\n" },
    found: ['declared-imports packages/notes/package.json: @cdev/core is a dependency and nothing imports it'],
  },
  {
    rule: 'file-names',
    files: {
      'packages/notes/src/utils/trim.ts': '',
      'packages/notes/src/ReadAll.ts': '',
      'packages/notes/test/helpers.ts': '',
    },
    found: [
      'file-names packages/notes/src/ReadAll.ts: "ReadAll" is not in kebab case',
      'file-names packages/notes/src/utils/trim.ts: "utils" is a drawer',
      'file-names packages/notes/test/helpers.ts: "helpers" is a drawer',
    ],
  },
  {
    rule: 'file-length',
    files: { 'packages/notes/src/long.ts': '\n'.repeat(301) },
    found: ['file-length packages/notes/src/long.ts: it has 301 lines, more than 300'],
  },
  {
    rule: 'touch-of-process',
    files: {
      'packages/notes/src/look.ts':
        "// process.env in a comment is none\nexport const home = process.env['HOME'];\nexport const system = process.platform;\nconsole.log(home);\n",
    },
    found: [
      'touch-of-process packages/notes/src/look.ts:2: process.env reaches past the context',
      'touch-of-process packages/notes/src/look.ts:4: console.log reaches past the context',
    ],
  },
  {
    rule: 'changesets',
    files: {
      '.changeset/first-words.md':
        "---\n'@cdev/core': minor\n'@cdev/nobody': patch\n'@cdev/notes': minor\n---\n\nBegin.\n",
    },
    found: [
      'changesets packages/say-hello/package.json: @cdev/say-hello 0.1.0 is in no changeset and its changelog does not have it',
      'changesets .changeset/first-words.md: there is no published package @cdev/nobody',
    ],
  },
  {
    rule: 'no-leaks',
    files: { 'docs/install.md': `See ${['https:', '', 'registry.example.org'].join('/')}\n` },
    found: [`no-leaks docs/install.md:1: it names the registry ${['https:', '', 'registry.example.org'].join('/')}`],
  },
  {
    rule: 'codeowners, project-references and script-table',
    files: { '.github/CODEOWNERS': '* @somebody\n', 'packages/notes/tsconfig.json': '{}', 'README.md': '# House\n' },
    found: [
      'project-references packages/notes/tsconfig.json: it is not what would be generated',
      'codeowners .github/CODEOWNERS: it is not what would be generated',
      'script-table README.md: it is not what would be generated',
    ],
  },
];

describe('each rule finds what breaks it, and no other rule speaks up', () => {
  test.each(badFiles)('$rule', async ({ files, found }) => {
    using repository = await goodRepository(files);
    expect(await findingsOf(repository)).toEqual(found);
  });

  test('no-leaks finds the place where the repository is', async () => {
    using repository = await goodRepository();
    repository.change({ 'docs/place.md': `cd ${repository.root}/packages\n` });
    expect(await findingsOf(repository)).toEqual([
      `no-leaks docs/place.md:1: it names ${repository.root}/, a path of this machine`,
    ]);
    expect(repository.root.startsWith(tmpdir())).toBe(true);
  });

  test('package-readmes finds help, environment and errors that are not those of the sources', async () => {
    using repository = await goodRepository();
    const readme = readFileSync(join(repository.root, 'packages/say-hello/README.md'), 'utf8');
    expect(readme).toContain('$ cdev-say-hello --help\nSays hello\n');
    expect(readme).toContain('| `HELLO` | optional: whom |');
    repository.change({ 'packages/say-hello/README.md': readme.replace('Says hello', 'Says nothing') });
    expect(await findingsOf(repository)).toEqual([
      'package-readmes packages/say-hello/README.md: it is not what would be generated',
    ]);
  });
});

describe('manifests', () => {
  const cases: readonly (readonly [name: string, alter: (manifest: Json) => Json, found: readonly string[]])[] = [
    [
      'notes',
      ({ description: _, ...rest }) => rest,
      ['complete-manifests packages/notes/package.json: "description" is missing or of another form'],
    ],
    [
      'notes',
      (manifest) => ({ ...manifest, cdev: { ...(manifest['cdev'] as Json), priority: 'critical' } }),
      ['complete-manifests packages/notes/package.json: "cdev.reviewers" is missing or of another form'],
    ],
    [
      'say-hello',
      (manifest) => ({ ...manifest, cdev: { ...(manifest['cdev'] as Json), budget: { start: '2x', speed: 1 } } }),
      [
        'complete-manifests packages/say-hello/package.json: "cdev.budget.start" is no number above 0',
        'complete-manifests packages/say-hello/package.json: "cdev.budget.speed" is not known; there are start, cpuRatio, memory, smoke',
      ],
    ],
    [
      'say-hello',
      (manifest) => ({ ...manifest, cdev: { ...(manifest['cdev'] as Json), smoke: undefined } }),
      [
        'smoke-examples packages/say-hello/package.json: "cdev.smoke" is missing: nobody tries whether it does its work',
      ],
    ],
    [
      'say-hello',
      (manifest) => ({
        ...manifest,
        cdev: {
          ...(manifest['cdev'] as Json),
          smoke: { arg: ['a'], stdin: 1, files: { '../a': '' }, git: { branches: { b: { 'c.txt': 1 } } } },
        },
      }),
      [
        'smoke-examples packages/say-hello/package.json: "cdev.smoke.args" is missing',
        'smoke-examples packages/say-hello/package.json: "cdev.smoke.arg" is not known; there are args, stdin, files, git, exitCode, stdout',
        ...['stdin', 'files', 'git'].map(
          (field) => `smoke-examples packages/say-hello/package.json: "cdev.smoke.${field}" is of another form`,
        ),
      ],
    ],
    [
      'say-hello',
      (manifest) => ({ ...manifest, bin: { hello: './bin/hello.js' } }),
      [
        'complete-manifests packages/say-hello/package.json: "bin" is missing or of another form',
        'script-table README.md: it is not what would be generated',
      ],
    ],
    [
      'say-hello',
      (manifest) => ({ ...manifest, cdev: { ...(manifest['cdev'] as Json), errorArea: 'NOTES' } }),
      ['error-tables packages/say-hello/package.json: the error area NOTES belongs to packages/notes already'],
    ],
    [
      'notes',
      (manifest) => ({ ...manifest, cdev: { ...(manifest['cdev'] as Json), errorArea: 'MEMOS' } }),
      ['error-tables packages/notes/src/errors.ts: CDEV_E_NOTES_MISSING is outside the area MEMOS'],
    ],
    [
      'core',
      (manifest) => ({ ...manifest, license: 'none' }),
      ['manifest-form packages/core/package.json: it is not what would be generated'],
    ],
    [
      'core',
      (manifest) => ({ ...manifest, dependencies: { lodash: '4' } }),
      [
        'declared-imports packages/core/package.json: lodash is a dependency and nothing imports it',
        'core-door packages/core/package.json: core depends on lodash',
      ],
    ],
  ];

  test.each(cases)('of %s: what is wrong is found', async (name, alter, found) => {
    using repository = await goodRepository();
    repository.change(manifestWith(repository, name, alter));
    expect(await findingsOf(repository)).toEqual(found);
  });

  test('a domain package that imports a script is found', async () => {
    using repository = await goodRepository({
      'packages/notes/src/read-notes.ts':
        "import { sayHello } from '@cdev/say-hello';\nexport const readNotes = () => ['CDEV_E_NOTES_MISSING', sayHello];\n",
    });
    expect(await findingsOf(repository)).toContain(
      'import-direction packages/notes/src/read-notes.ts:1: a domain package imports @cdev/say-hello, which is script',
    );
  });
});

test('every rule has a case in which it is broken', () => {
  const proven = ['rules.test.ts', 'laws.test.ts'].map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  expect(rules.map(({ name }) => name).filter((name) => !proven.join().includes(`${name} `))).toEqual([]);
});
