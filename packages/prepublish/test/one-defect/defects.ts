import { cleanPackage, withFields, withFiles, type PackageObject } from './clean-package.ts';

export interface Defect {
  readonly name: string;
  readonly package: PackageObject;
  /** Rules that find it, each at its place; nothing else may be found. */
  readonly found: Readonly<Record<string, string>>;
}

const { files } = cleanPackage;
const index = files['dist/index.js'] as string;
const bin = (files['bin/one-defect.js'] as { text: string }).text;
const dependencies = { 'tiny-dependency': '^1.0.0' };
const depending = (more: Readonly<Record<string, string>>): PackageObject =>
  withFields({ dependencies: { ...dependencies, ...more } });
const exporting = (entry: unknown): PackageObject =>
  withFields({ exports: { '.': entry, './package.json': './package.json' } });
const withMain = (main: string): PackageObject => withFields({ exports: undefined, main, types: './dist/index.d.ts' });
const importing = (name: string, from: PackageObject = cleanPackage): PackageObject =>
  withFiles({ 'dist/index.js': `import '${name}';\n${index}` }, from);
// Made up here, so that nobody takes them for real ones.
const token = ['npm', 'Zq7Xw2Lk9Vb4Tn1Rp6Hs8Df3Gj5Mc0YaUeIo'].join('_');
const key = [
  '-----BEGIN RSA PRIVATE KEY-----',
  ...Array.from({ length: 8 }, (_, row) =>
    Buffer.from(Array.from({ length: 48 }, (_unused, at) => (row * 131 + at * 29 + 7 * row * at + 13) % 256)).toString(
      'base64',
    ),
  ),
  '-----END RSA PRIVATE KEY-----',
  '',
].join('\n');

/** The packages with one defect each of the research, rebuilt; the two that need a build or a start are in other tests. */
export const defects: readonly Defect[] = [
  {
    name: 'main is missing',
    package: withMain('./dist/none.js'),
    found: { 'publint/file-does-not-exist': 'package.json#main' },
  },
  {
    name: 'a target of exports is missing',
    package: exporting({ types: './dist/index.d.ts', default: './dist/none.js' }),
    found: { 'publint/file-does-not-exist': 'package.json#exports["."].default' },
  },
  {
    name: 'types are missing',
    package: exporting({ types: './dist/none.d.ts', default: './dist/index.js' }),
    found: {
      'publint/file-does-not-exist': 'package.json#exports["."].types',
      'types/fallback-condition': 'package.json#exports["."]',
    },
  },
  {
    name: 'the file of a bin is missing',
    package: withFields({ bin: { 'one-defect': './bin/none.js' } }),
    found: { 'publint/file-does-not-exist': 'package.json#bin["one-defect"]' },
  },
  {
    name: 'a target is not packed',
    package: withFiles({ 'dist/index.js': undefined, 'dist/index.js.map': undefined }),
    found: {
      'file-list': 'tarball',
      'publint/file-does-not-exist': 'package.json#exports["."].default',
      'missing-module': 'bin/one-defect.js:3',
    },
  },
  {
    name: 'a target differs in letter case',
    package: exporting({ types: './dist/index.d.ts', default: './dist/Index.js' }),
    found: { 'publint/file-does-not-exist': 'package.json#exports["."].default' },
  },
  {
    name: 'types come after default',
    package: exporting({ default: './dist/index.js', types: './dist/index.d.ts' }),
    found: {
      'publint/exports-types-should-be-first': 'package.json#exports["."].types',
      'publint/exports-default-should-be-last': 'package.json#exports["."].default',
    },
  },
  {
    name: 'CommonJS stands in an ESM file',
    package: withFiles({
      'dist/index.js':
        'module.exports = { answer: require("tiny-dependency").twice };\n//# sourceMappingURL=index.js.map\n',
    }),
    found: { 'publint/file-invalid-format': 'package.json#exports["."].default' },
  },
  {
    name: 'a bin has no shebang',
    package: withFiles({ 'bin/one-defect.js': { text: bin.replace('#!/usr/bin/env node\n', ''), mode: 0o755 } }),
    found: { 'publint/bin-file-not-executable': 'package.json#bin["one-defect"]' },
  },
  {
    name: 'a file: dependency',
    package: depending({ near: 'file:../near' }),
    found: { 'local-range': 'package.json#dependencies.near', 'new-dependencies': 'package.json#dependencies' },
  },
  {
    name: 'a license text without a field',
    package: withFields({ license: undefined }),
    found: { 'publint/use-license': 'package.json' },
  },
  {
    name: 'tests are published',
    package: withFields(
      { files: undefined },
      withFiles({ 'test/index.test.js': 'export {};\n', 'tsconfig.json': '{}' }),
    ),
    found: { 'publint/use-files': 'package.json', 'files-field': 'package.json#files' },
  },
  {
    name: 'the target is a link',
    package: withFiles({ 'dist/index.js': { link: '../src/index.js' }, 'dist/index.js.map': undefined }),
    found: {
      'publint/file-does-not-exist': 'package.json#exports["."].default',
      links: 'dist/index.js',
      'missing-module': 'bin/one-defect.js:3',
    },
  },
  {
    name: 'a prerelease without a tag',
    package: withFields({ version: '1.2.0-beta.1' }),
    found: { 'prerelease-tag': 'package.json#version' },
  },
  {
    name: 'an illegal version',
    package: withFields({ version: '1.2' }),
    found: { 'version-form': 'package.json#version' },
  },
  {
    name: 'a version that is published',
    package: withFields({ version: '1.1.0' }),
    found: { 'version-published': 'package.json#version' },
  },
  {
    name: 'a shebang that ends with CRLF',
    package: withFiles({ 'bin/one-defect.js': { text: bin.replaceAll('\n', '\r\n'), mode: 0o755 } }),
    found: { 'bin-line-ends': 'bin/one-defect.js:1' },
  },
  {
    name: 'workspace: is left',
    package: depending({ sibling: 'workspace:^' }),
    found: { 'local-range': 'package.json#dependencies.sibling', 'new-dependencies': 'package.json#dependencies' },
  },
  {
    name: 'catalog: is left',
    package: depending({ sibling: 'catalog:' }),
    found: { 'local-range': 'package.json#dependencies.sibling', 'new-dependencies': 'package.json#dependencies' },
  },
  {
    name: 'an undeclared dependency',
    package: importing('nobody-knows'),
    found: { 'undeclared-import': 'dist/index.js:1' },
  },
  {
    name: 'a development dependency is imported',
    package: importing('only-for-tests'),
    found: { 'dev-only-import': 'dist/index.js:1' },
  },
  {
    name: 'declarations import what is undeclared',
    package: withFiles({
      'dist/index.d.ts':
        "import type { Some } from 'nobody-knows';\nexport declare function answer(half: Some): number;\n",
    }),
    // The parameter's type is another than it was, and of the new one nothing can be known.
    found: { 'undeclared-types': 'dist/index.d.ts:1', 'declarations-changed': 'dist/index.d.ts:2' },
  },
  {
    name: 'a peer that is not declared',
    package: importing('the-host', withFields({ peerDependenciesMeta: { 'the-host': { optional: true } } })),
    found: { 'undeclared-peer': 'dist/index.js:1' },
  },
  {
    name: 'a git dependency',
    package: depending({ from: 'github:example/from' }),
    found: { 'uninstallable-range': 'package.json#dependencies.from', 'new-dependencies': 'package.json#dependencies' },
  },
  {
    name: 'a dependency that does not exist',
    package: depending({ 'no-such-package': '^1.0.0' }),
    found: {
      'dependency-exists': 'package.json#dependencies["no-such-package"]',
      'new-dependencies': 'package.json#dependencies',
    },
  },
  {
    name: 'a range that nothing satisfies',
    package: depending({ 'tiny-dependency': '^9.0.0' }),
    found: { 'dependency-exists': 'package.json#dependencies["tiny-dependency"]' },
  },
  {
    name: "engines below a dependency's",
    package: withFields({ engines: { node: '>=18' } }),
    found: { 'engines-below': 'package.json#engines.node' },
  },
  {
    name: 'no license at all',
    package: withFields({ license: undefined }, withFiles({ LICENSE: undefined })),
    found: { license: 'package.json#license', 'file-list': 'tarball' },
  },
  {
    name: 'a license that SPDX does not know',
    package: withFields({ license: 'MIT License' }),
    found: { license: 'package.json#license' },
  },
  {
    name: 'no README',
    package: withFiles({ 'README.md': undefined }),
    found: { readme: 'README.md', 'file-list': 'tarball' },
  },
  {
    name: 'an .env with secrets',
    package: withFiles({ '.env': 'DATABASE_PASSWORD=correct-horse-battery-staple-9\n' }),
    found: { 'secret-file': '.env', secrets: '.env:1' },
  },
  {
    name: 'an npm token in the code',
    package: withFiles({ 'dist/index.js': `const token = '${token}';\n${index}` }),
    found: { secrets: 'dist/index.js:1' },
  },
  {
    name: 'a private key',
    package: withFiles({ 'dist/server.pem': key }),
    found: { 'secret-file': 'dist/server.pem', secrets: 'dist/server.pem:1' },
  },
  {
    name: 'a blob of 8 MB',
    package: withFiles({ 'dist/model.bin': Buffer.alloc(8_000_000, 7) }),
    found: { 'large-file': 'dist/model.bin', 'size-step': 'tarball' },
  },
  {
    name: 'no list of files',
    package: withFields({ files: undefined }),
    found: { 'files-field': 'package.json#files' },
  },
  {
    name: 'a build record',
    package: withFiles({ 'dist/.tsbuildinfo': '{"fileNames":["../src/index.ts"]}' }),
    found: { 'build-record': 'dist/.tsbuildinfo' },
  },
  {
    name: 'a source map without its sources',
    package: withFiles({
      'dist/index.js.map': JSON.stringify({ version: 3, sources: ['../src/index.ts'], names: [], mappings: 'AAAA' }),
    }),
    found: { 'map-without-sources': 'dist/index.js.map' },
  },
  {
    name: 'a source map that is missing',
    package: withFiles({ 'dist/index.js.map': undefined }),
    found: { 'missing-map': 'dist/index.js:6' },
  },
  {
    name: 'upper-case letters in the name',
    package: withFields({ name: 'One-Defect' }),
    found: { name: 'package.json#name' },
  },
  {
    name: 'a scope without access',
    package: withFields({ name: '@example/one-defect' }),
    found: { 'scoped-access': 'package.json#publishConfig.access' },
  },
  {
    name: 'no repository',
    package: withFields({ repository: undefined }),
    found: { repository: 'package.json#repository' },
  },
  {
    name: 'a repository that is not the git remote',
    package: withFields({ repository: { type: 'git', url: 'git+https://github.com/Example/one-defect.git' } }),
    found: { 'repository-remote': 'package.json#repository.url' },
  },
  {
    name: 'an install script that points nowhere',
    package: withFields({ scripts: { postinstall: 'node scripts/setup.js' } }),
    found: { 'install-script': 'package.json#scripts.postinstall' },
  },
  { name: 'private', package: withFields({ private: true }), found: { private: 'package.json#private' } },
  {
    name: 'a bin that is not executable',
    package: withFiles({ 'bin/one-defect.js': bin }),
    found: { 'bin-mode': 'bin/one-defect.js' },
  },
];
