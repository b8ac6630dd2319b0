import { afterAll, beforeAll } from '@jest/globals';
import { openRegistry, startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { notRun, type Finding, type NotRun } from '../../src/rule/rule.ts';
import { runRules } from '../../src/rule/run-rules.ts';
import { allRules } from '../../src/rules/all-rules.ts';
import { intentOf } from '../../src/run/intent.ts';
import { openSubject } from '../../src/run/open-subject.ts';
import { registryRun, type RegistryRun } from '../../src/subject/registry-facts.ts';
import type { InstalledFacts } from '../../src/subject/installed-facts.ts';
import { tinyDependency, withFields, withFiles, type PackageObject } from '../one-defect/clean-package.ts';
import { packObject, tarballOf } from '../pack-object.ts';

const signal = new AbortController().signal;
export const code = 'export const answer = 42;\n';
export const bare = withFields(
  { dependencies: undefined, bin: undefined },
  withFiles({
    'dist/index.js': code,
    'dist/index.js.map': undefined,
    'bin/one-defect.js': undefined,
    'dist/index.d.ts': 'export declare const answer: number;\n',
  }),
);
export const withCode = (text: string, more: Parameters<typeof withFiles>[0] = {}): PackageObject =>
  withFiles({ 'dist/index.js': text + code, ...more }, bare);

let registry: LocalRegistry;
let published: RegistryRun;
/** Opens the registry for the tests of the file that imports this. */
beforeAll(async () => {
  registry = await startRegistry();
  const put = ({ manifest, files }: PackageObject): Promise<unknown> => registry.put(packObject(manifest, files));
  await put(tinyDependency);
  await put({ manifest: { name: 'needs-peer', version: '1.0.0', peerDependencies: { host: '^3.0.0' } }, files: {} });
  await put(patterned('1.0.0', { 'lib/a.js': '', 'lib/b.js': '' }));
  await put(typed('1.0.0', 'export declare function run(mode?: "a" | "b"): string;\n'));
  await put({
    manifest: {
      name: 'grown',
      version: '1.0.0',
      engines: { node: '>=20' },
      bin: { grown: './a.js' },
      exports: { '.': './a.js', './b': './b.js' },
    },
    files: { 'a.js': 'export const a = 1, b = 2;\n', 'b.js': 'export {};\n' },
  });
  const run = await registryRun(await openRegistry({ cwd: '/', env: registry.env, signal, url: registry.url }));
  if ('notRun' in run) throw new Error(run.notRun);
  published = run;
});
afterAll(() => registry.close());

export async function find(
  rule: string,
  { manifest, files }: PackageObject,
  installation: InstalledFacts | NotRun = notRun('nothing is installed'),
): Promise<readonly Finding[]> {
  const tarball = tarballOf(manifest, files);
  const world = {
    source: undefined,
    git: notRun('no repository'),
    registry: published.factsOf(tarball),
    installation,
    rebuild: notRun('nothing is built'),
    siblings: [],
    intent: intentOf({ tag: undefined, branches: [], isChosen: true, env: {}, manifest: tarball.manifest }),
    signal,
  };
  const { findings } = await runRules(
    allRules.filter(({ id }) => id === rule),
    openSubject(tarball, world),
  );
  return findings;
}

/** A package whose files a pattern lets users load; version 1.0.0 has `lib/a.js` and `lib/b.js`. */
export const patterned = (version: string, files: PackageObject['files']): PackageObject => ({
  manifest: { name: 'patterned', version, exports: { './*': './lib/*' } },
  files,
});

/** A package of one declaration file; version 1.0.0 is published. */
export const typed = (version: string, declarations: string): PackageObject => ({
  manifest: { name: 'typed', version, type: 'module', exports: { types: './index.d.ts', default: './index.js' } },
  files: { 'index.js': 'export function run() {}\n', 'index.d.ts': declarations },
});

export const grown = (
  version: string,
  more: object = {},
  files: PackageObject['files'] = { 'a.js': 'export const a = 1, b = 2;\n', 'b.js': 'export {};\n' },
): PackageObject => ({
  manifest: {
    name: 'grown',
    version,
    engines: { node: '>=20' },
    bin: { grown: './a.js' },
    exports: { '.': './a.js', './b': './b.js' },
    ...more,
  },
  files,
});
