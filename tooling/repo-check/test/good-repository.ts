import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkWorkspace, writeGenerated } from '../src/check-repository.ts';
import { readWorkspace } from '../src/workspace/workspace.ts';

/** A path with `undefined` is removed. */
type Changes = Readonly<Record<string, string | undefined>>;

export interface Repository extends Disposable {
  readonly root: string;
  readonly change: (changes: Changes) => void;
}

const manifest = (name: string, cdev: object, more: object = {}): string =>
  JSON.stringify({
    name: `@cdev/${name}`,
    version: '0.1.0',
    description: `What ${name} is for`,
    type: 'module',
    exports: {
      '.': { '@cdev/source': './src/index.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    scripts: { build: 'cdev-build', test: 'cdev-jest' },
    cdev: { owner: '@team/one', priority: 'high', stability: 'beta', reviewers: 1, ...cdev },
    ...more,
  });

const readme = (name: string): string =>
  `# @cdev/${name}\n\n## Purpose\n\nBeing tried.\n\n## Usage\n\n\`\`\`sh\n${name}\n\`\`\`\n\n## Options\n\n<!-- help -->\n<!-- /help -->\n\n## Environment variables\n\n<!-- environment -->\n<!-- /environment -->\n\n## Errors\n\n<!-- errors -->\n<!-- /errors -->\n`;

const row = { kind: 'failure', title: 'A note is missing', message: 'No note', steps: ['Write <one>'] };

/** Three packages of three kinds in which every rule holds, once what is generated has been generated. */
const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    license: 'MIT',
    repository: { type: 'git', url: 'git+https://example.org/house.git' },
    engines: { node: '>=22' },
    devDependencies: { '@jest/globals': '30' },
  }),
  'README.md': '# House\n\n<!-- scripts -->\n<!-- /scripts -->\n',
  '.changeset/first-words.md':
    "---\n'@cdev/core': minor\n'@cdev/notes': minor\n'@cdev/say-hello': minor\n---\n\nBegin.\n",
  'packages/core/package.json': manifest(
    'core',
    { kind: 'core' },
    {
      exports: {
        './errors': { '@cdev/source': './src/errors/index.ts', default: './dist/errors/index.js' },
        './package.json': './package.json',
      },
    },
  ),
  'packages/core/README.md': readme('core'),
  'packages/notes/README.md': readme('notes'),
  'packages/say-hello/README.md': readme('say-hello'),
  '.github/workflows/ci.yml': 'jobs:\n  test:\n    strategy:\n      matrix:\n        node: [22, 24, 26]\n',
  'packages/core/src/errors/index.ts': 'export const brand = 1;\n',
  'packages/notes/package.json': manifest(
    'notes',
    { kind: 'domain', errorArea: 'NOTES' },
    {
      dependencies: { '@cdev/core': 'workspace:^' },
    },
  ),
  'packages/notes/src/index.ts':
    "export { brand } from '@cdev/core/errors';\nexport { readNotes } from './read-notes.ts';\n",
  'packages/notes/src/read-notes.ts': "export const readNotes = () => 'CDEV_E_NOTES_MISSING';\n",
  'packages/notes/src/errors.ts': `export const errors = { catalogue: [${JSON.stringify({ code: 'CDEV_E_NOTES_MISSING', ...row })}] };\n`,
  'packages/notes/test/read-notes.test.ts': "import { test } from '@jest/globals';\n",
  'packages/say-hello/package.json': manifest(
    'say-hello',
    { kind: 'script', errorArea: 'HELLO', env: { HELLO: 'optional: whom' }, smoke: { args: ['you'], stdout: 'you' } },
    {
      bin: { 'cdev-say-hello': './bin/cdev-say-hello.js' },
    },
  ),
  'packages/say-hello/bin/cdev-say-hello.js': "import '../dist/start.js';\n",
  'packages/say-hello/src/index.ts': "export { sayHello } from './say-hello.ts';\n",
  'packages/say-hello/src/say-hello.ts': 'export const sayHello = () => 1;\n',
  'packages/say-hello/src/health.ts': 'export const health = () => [];\n',
  'packages/say-hello/src/errors.ts': 'export const errors = { catalogue: [] };\n',
  'packages/say-hello/src/cli.ts': `export const script = { name: 'cdev-say-hello', summary: 'Says hello', commands: [
    { name: '', summary: 'Says hello', positionals: {}, options: {}, changesWorld: false, examples: [['cdev-say-hello you', 'Greets.']] },
  ] };\n`,
  'packages/say-hello/test/contract.test.ts': "import { test } from '@jest/globals';\n",
};

/** The repository in a temporary folder, generated parts written, then changed. */
export async function goodRepository(changes: Changes = {}): Promise<Repository> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'house-')));
  const change = (wanted: Changes): void => {
    for (const [path, text] of Object.entries(wanted)) {
      const file = join(root, path);
      if (text === undefined) rmSync(file, { force: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
  };
  execFileSync('git', ['init', '--quiet', root]);
  change(files);
  await writeGenerated(root);
  change(changes);
  return { root, change, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

/** What is found, as `rule file: why`. */
export async function findingsOf({ root }: Pick<Repository, 'root'>): Promise<string[]> {
  const findings = await checkWorkspace(readWorkspace(root));
  return findings.map(({ rule, file, why }) => `${rule} ${file}: ${why}`);
}
