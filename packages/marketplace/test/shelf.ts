import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startRegistry, type LocalRegistry, type StartRegistryOptions } from '@cdev/package-registry';
import {
  makeTar,
  scrubbedEnvironment,
  tempFolder,
  testContext,
  type TempFolder,
  type TestContextOptions,
} from '@cdev/test-kit';

type Manifest = Readonly<Record<string, unknown>>;

/** Says its version, and at any other word what it was given and whether it may write a file. */
export const program = (version: string): string => `#!/usr/bin/env node
const { writeFileSync } = require('node:fs');
const [word] = process.argv.slice(2);
if (word === '--version') console.log('${version}');
else if (word === '--help') console.log('Usage: hello');
else {
  let wrote = 'wrote';
  try { writeFileSync('written.txt', 'x'); } catch (error) { wrote = error.code; }
  console.log('hello ${version}', process.argv.slice(2).join(' '), wrote);
}
`;

/** The tarball of a script; `files` beside or instead of its program. */
export function packScript(
  { name = '@acme/cdev-hello', version = '1.0.0', ...more }: Manifest = {},
  files: Readonly<Record<string, string>> = {},
): Buffer {
  const manifest = {
    name,
    version,
    description: 'Says hello',
    keywords: ['cdev-script', 'greeting'],
    bin: { 'cdev-hello': 'hello.cjs' },
    maintainers: [{ name: 'ada' }],
    _npmUser: { name: 'ada' },
    cdev: { permissions: {} },
    ...more,
  };
  const all = { 'package.json': JSON.stringify(manifest), 'hello.cjs': program(String(version)), ...files };
  return gzipSync(makeTar(Object.entries(all).map(([path, text]) => [`package/${path}`, text])));
}

/** A package that scripts need. */
export function packWords(version = '1.0.0', more: Manifest = {}): Buffer {
  const manifest = { name: 'acme-words', version, maintainers: [{ name: 'ada' }], ...more };
  return gzipSync(
    makeTar([
      ['package/package.json', JSON.stringify(manifest)],
      ['package/index.js', 'module.exports = "words";\n'],
    ]),
  );
}

export interface Shelf extends AsyncDisposable {
  readonly registry: LocalRegistry;
  readonly place: TempFolder;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly context: (options?: Partial<TestContextOptions>) => ReturnType<typeof testContext>;
}

/** A registry with what is put into it, and a user with a home and a project that nobody else uses. */
export async function shelf(tarballs: readonly Uint8Array[], options: StartRegistryOptions = {}): Promise<Shelf> {
  const registry = await startRegistry(options);
  for (const tarball of tarballs) await registry.put(tarball);
  const place = await tempFolder({ 'app/package.json': '{ "name": "app" }' });
  const home = join(place.path, '.cdev');
  const env = {
    ...scrubbedEnvironment(place.path),
    npm_config_cache: join(place.path, 'npm-cache'),
    npm_config_update_notifier: 'false',
    npm_config_fetch_retries: '0',
    ...registry.env,
  };
  return {
    registry,
    place,
    home,
    env,
    context: (more = {}) =>
      testContext({ cwd: join(place.path, 'app'), home, yes: true, ...more, env: { ...env, ...more.env } }),
    async [Symbol.asyncDispose]() {
      await registry.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

export const asked = { index: [], registries: [], from: undefined } as const;
export const adding = { ...asked, isProject: false, isDryRun: false, accept: [], isYes: true } as const;
export const updating = { scripts: [], index: [], isDryRun: false, accept: [], isYes: true } as const;
