import { lockFiles } from '@cdev/package-workspace';
import type { GeneratedKind } from './inventory.ts';
import { extensionOf, fileNameOf } from './language-of.ts';

const ofLanguages = new Set(
  (
    'deno.lock Cargo.lock poetry.lock uv.lock ' +
    'Pipfile.lock pdm.lock Gemfile.lock composer.lock go.sum mix.lock pubspec.lock flake.lock Podfile.lock packages.lock.json gradle.lockfile'
  ).split(' '),
);
const vendored =
  /(?:^|\/)(?:node_modules|bower_components|jspm_packages|vendor|third[_-]party|\.yarn|\.pnpm|site-packages|Pods|Godeps)\//;
const built = /(?:^|\/)(?:dist|coverage|\.next|\.nuxt|\.svelte-kit|\.turbo|__pycache__|\.gradle)\//;
const builtName =
  /(?:\.generated|\.gen|_generated|_pb2(?:_grpc)?|\.pb|\.g)\.[a-z]+$|\.(?:js|css|mjs|cjs)\.map$|^\.pnp\.[cm]?js$/i;
const minified = /[.-]min\.(?:js|css|mjs|cjs)$|\.(?:bundle|chunk)\.(?:js|css)$/i;
const snapshots = /(?:^|\/)__(?:snapshots|image_snapshots)__\//;
const snapshotName = /\.(?:snap|ambr)$/;

/** What a folder says of all files in it. */
interface FolderKind {
  readonly folder: string;
  readonly isVendored: boolean;
  readonly isBuilt: boolean;
  readonly hasSnapshots: boolean;
  readonly hasTests: boolean;
}

// Files come folder by folder, so it is nearly always the one of the file before.
let last: FolderKind | undefined;

function folderOf(path: string): FolderKind {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (last?.folder !== folder)
    last = {
      folder,
      isVendored: vendored.test(folder),
      isBuilt: built.test(folder),
      hasSnapshots: snapshots.test(folder),
      hasTests: testFolder.test(folder),
    };
  return last;
}

/** What kind of generated file a path names, by convention alone. */
export function generatedKindOf(path: string): GeneratedKind | undefined {
  const name = fileNameOf(path);
  if (Object.hasOwn(lockFiles, name) || ofLanguages.has(name)) return 'lock';
  const { isVendored, isBuilt, hasSnapshots } = folderOf(path);
  if (isVendored) return 'vendored';
  if (minified.test(name)) return 'minified';
  if (hasSnapshots || snapshotName.test(name)) return 'snapshot';
  return isBuilt || builtName.test(name) ? 'built' : undefined;
}

const testFolder =
  /(?:^|\/)(?:__tests__|__test__|tests?|specs?|e2e|__mocks__|__fixtures__|fixtures?|testdata|cypress|playwright|src\/(?:test|androidTest|integrationTest))\//i;
const testName =
  /[._-](?:test|tests|spec|specs|e2e|test-d|it|cy|unit|stories)\.[a-z]+$|^(?:test|tests|spec|conftest)\.[a-z]+$|^test_[^/]*\.(?:py|rb|c|cc|cpp|lua|jl)$|(?:Test|Tests|TestCase|Spec|IT)\.(?:java|kt|kts|scala|groovy|cs|php|swift|m|mm|cpp)$|_test\.(?:go|py|rb|exs?|dart|cc|cpp|c|erl|ts|js)$|_spec\.rb$/;

/** True for tests and for what only tests use, by the conventions of the common test runners. */
export function isTestPath(path: string): boolean {
  return folderOf(path).hasTests || testName.test(fileNameOf(path));
}

/** True for files that are themselves run as tests, not helpers or fixtures. */
export function isTestFile(path: string): boolean {
  if (testName.test(fileNameOf(path))) return true;
  return (
    folderOf(path).hasTests &&
    !/(?:^|\/)(?:__mocks__|__fixtures__|fixtures?|testdata|helpers?|support|setup)(?:\/|\.)/i.test(path)
  );
}

const binaryExtensions = new Set(
  (
    'png jpg jpeg gif webp avif bmp ico icns tif tiff psd ai eps pdf zip gz tgz bz2 xz zst 7z rar tar jar war ear class so dylib dll exe ' +
    'bin dat wasm node o a lib obj pyc pyo woff woff2 ttf otf eot mp3 mp4 m4a mov avi mkv webm ogg wav flac sqlite sqlite3 db pack idx ' +
    'docx xlsx pptx odt ods keystore jks p12 pfx der glb gltf fbx blend parquet npy npz pt onnx h5 lockb ipa apk aab dmg iso msi deb rpm crx'
  ).split(' '),
);

/** `undefined` where the name does not tell and the content must be looked at. */
export function isBinaryByName(path: string, language: string): boolean | undefined {
  if (binaryExtensions.has(extensionOf(path))) return true;
  return language === 'unknown' ? undefined : false;
}
