import type { PackedFiles } from '../pack-object.ts';

export interface PackageObject {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly files: PackedFiles;
}

const code = `import { twice } from 'tiny-dependency';

export function answer(half) {
  return twice(half);
}
//# sourceMappingURL=index.js.map
`;

const map = JSON.stringify({
  version: 3,
  file: 'index.js',
  sources: ['../src/index.ts'],
  sourcesContent: ['export const answer = 42;\n'],
  names: [],
  mappings: 'AAAA',
});

const bin = `#!/usr/bin/env node
import { createRequire } from 'node:module';
import { answer } from '../dist/index.js';

const { version } = createRequire(import.meta.url)('../package.json');
const [word] = process.argv.slice(2);
if (word === '--version') console.log(version);
else if (word === '--help') console.log('Usage: one-defect [number]');
else console.log(answer(Number(word ?? 21)));
`;

/** An ESM package with a command, types and a dependency, with which nothing is wrong. */
export const cleanPackage: PackageObject = {
  manifest: {
    name: 'one-defect',
    version: '1.2.0',
    description: 'Answers',
    license: 'MIT',
    repository: { type: 'git', url: 'git+https://github.com/example/one-defect.git' },
    type: 'module',
    sideEffects: false,
    bin: { 'one-defect': './bin/one-defect.js' },
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
    files: ['bin', 'dist'],
    engines: { node: '>=22' },
    dependencies: { 'tiny-dependency': '^1.0.0' },
    devDependencies: { 'only-for-tests': '^1.0.0' },
  },
  files: {
    'README.md': '# one-defect\n\nAnswers.\n',
    LICENSE: 'MIT License\n',
    'bin/one-defect.js': { text: bin, mode: 0o755 },
    'dist/index.js': code,
    'dist/index.js.map': map,
    'dist/index.d.ts': 'export declare function answer(half: number): number;\n',
  },
};

/** The package with fields of its manifest changed; `undefined` takes one out. */
export function withFields(
  changes: Readonly<Record<string, unknown>>,
  from: PackageObject = cleanPackage,
): PackageObject {
  const manifest = Object.fromEntries(
    Object.entries({ ...from.manifest, ...changes }).filter(([, value]) => value !== undefined),
  );
  return { ...from, manifest };
}

/** The package with files added, changed, or with `undefined` taken out. */
export function withFiles(
  changes: Readonly<Record<string, PackedFiles[string] | undefined>>,
  from: PackageObject = cleanPackage,
): PackageObject {
  const files = Object.fromEntries(
    Object.entries({ ...from.files, ...changes }).filter(
      (entry): entry is [string, PackedFiles[string]] => entry[1] !== undefined,
    ),
  );
  return { ...from, files };
}

/** The dependency that the package needs, for a registry. */
export const tinyDependency: PackageObject = {
  manifest: {
    name: 'tiny-dependency',
    version: '1.0.0',
    type: 'module',
    license: 'MIT',
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    engines: { node: '>=20' },
  },
  files: {
    'index.js': 'export const twice = (half) => half * 2;\n',
    'index.d.ts': 'export declare const twice: (half: number) => number;\n',
  },
};
