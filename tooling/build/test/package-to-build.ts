import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const house = fileURLToPath(new URL('../../../', import.meta.url));

/** A core in three lines: what it is given is what it says. */
const core = {
  'node_modules/@cdev/core/package.json': JSON.stringify({
    name: '@cdev/core',
    type: 'module',
    exports: { './cli': { types: './cli.d.ts', default: './cli.js' } },
  }),
  'node_modules/@cdev/core/cli.d.ts':
    'export interface Script { readonly name: string; readonly commands: readonly { readonly name: string; readonly run?: () => unknown }[] }\n',
  'node_modules/@cdev/core/cli.js': `
    export const renderHelp = (script, command) => 'help of ' + script.name + ' ' + (command?.name ?? '') + '\\n';
    export const execute = async (script, options) => console.log(JSON.stringify({ ...options, deprecation: script.deprecation, argv: process.argv.slice(2) }));`,
};

const files: Readonly<Record<string, string>> = {
  ...core,
  'package.json': JSON.stringify({ name: '@cdev/sample', version: '1.2.3', type: 'module' }),
  'tsconfig.json': JSON.stringify({
    extends: join(house, 'tsconfig.base.json'),
    compilerOptions: {
      composite: true,
      rootDir: 'src',
      outDir: 'dist',
      tsBuildInfoFile: 'dist/.tsbuildinfo',
      types: [],
    },
    include: ['src'],
  }),
  'node_modules/third-party/package.json': '{"name":"third-party","version":"7.0.0","license":"ISC","main":"index.js"}',
  'node_modules/third-party/index.js': 'module.exports = 42;\n',
  'node_modules/third-party/index.d.ts': 'declare const answer: number;\nexport = answer;\n',
  'node_modules/third-party/LICENSE': 'Take it.\n',
  'bin/sample.js': "import { start } from '../dist/start.js';\nawait start(process.argv.slice(2));\n",
  'src/index.ts': "export { script } from './cli.ts';\n",
  'src/lazy.ts': "import answer from 'third-party';\nexport const lazy: number = answer;\n",
  'src/cli.ts': `import type { Script } from '@cdev/core/cli';
export const load = async (): Promise<number> => (await import('./lazy.ts')).lazy;
export const script: Script = { name: 'sample', commands: [{ name: '', run: load }, { name: 'list' }] };\n`,
};

export interface Sample extends Disposable {
  readonly folder: string;
  readonly write: (changes: Readonly<Record<string, string>>) => void;
  readonly remove: (path: string) => void;
  /** Runs cdev-build. */
  readonly build: () => { exitCode: number | null; output: string };
  readonly bin: (...argv: readonly string[]) => string;
  /** Digests of the files in dist, by path. */
  readonly digests: () => Readonly<Record<string, string>>;
}

/** A small script package in a folder of its own, with stand-ins for what it depends on. */
export function samplePackage(changes: Readonly<Record<string, string>> = {}): Sample {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'build sample-')));
  const write = (texts: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  write({ ...files, ...changes });
  const node = (args: readonly string[]): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, ['--no-warnings', ...args], { cwd: folder, encoding: 'utf8' });
  return {
    folder,
    write,
    remove: (path) => rmSync(join(folder, path), { recursive: true }),
    build: () => {
      const { status, stdout, stderr } = node([join(house, 'tooling/build/bin/cdev-build.js')]);
      return { exitCode: status, output: `${stdout}${stderr}` };
    },
    bin: (...argv) => node(['bin/sample.js', ...argv]).stdout,
    digests: () => digestsBelow(join(folder, 'dist')),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function digestsBelow(folder: string): Record<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const rows = found.map(({ parentPath, name }) => {
    const file = join(parentPath, name);
    return [file.slice(folder.length + 1), createHash('sha256').update(readFileSync(file)).digest('hex')] as const;
  });
  return Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
