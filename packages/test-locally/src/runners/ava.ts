import { existsSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { isRecord, readManifest } from '../project/manifest.ts';
import { coverWithC8 } from './cover-with-c8.ts';
import { findProgram } from './find-program.ts';
import { matchSpecs } from './match-specs.ts';
import { parseTap } from './parse-tap.ts';
import { readCoverageSummary } from './result-file.ts';
import type { RawTest, Runner, RunnerCall } from './runner.ts';

const valueOptions = new Set('--match -m --timeout -T --concurrency -c --config --node-arguments'.split(' '));
const replacedOptions = /^--(?:no-)?(?:tap|verbose|watch|fail-fast|color|reset-cache)(?:=|$)|^-[tvw]$/;

export const ava: Runner = {
  name: 'ava',
  severalPackages: false,
  valueOptions,
  replacedOptions,
  isTest: async ({ folder, specs }) => {
    const isCode = await extensionsOf(folder);
    const isMeant = specs.length === 0 ? () => true : matchSpecs(specs, { inFolder: () => true });
    return (path) => isCode(path) && isMeant(path);
  },
  invoke: async (request) => {
    const { files, bail, coverage } = request;
    const [call] = request.calls as [RunnerCall];
    const args = [
      ...call.args,
      '--tap',
      ...(bail ? ['--fail-fast'] : []),
      ...(files === undefined ? call.specs : files.map((path) => relative(call.folder, path))),
    ];
    const plain = { file: 'node', args: [...call.nodeArgs, findProgram(call.folder, 'ava').file, ...args] };
    return { ...(coverage ? coverWithC8(call.folder, plain) : plain), cwd: call.folder, env: call.env };
  },
  read: async (request, { stdout }) => {
    const document = parseTap(stdout);
    if (!document) return undefined;
    const folder = request.calls[0]?.folder ?? request.root;
    const files = request.files ?? [];
    const tests = document.points.map((point): RawTest => {
      const titles = point.name.split(' › ');
      const outcome =
        point.directive === 'todo' ? 'todo' : point.directive === 'skip' ? 'skipped' : point.ok ? 'passed' : 'failed';
      return {
        ...fileOf(titles, folder, files),
        outcome,
        duration: point.duration,
        ...(outcome === 'failed' && { failure: point.detail }),
      };
    });
    const coverage = request.coverage && (await readCoverageSummary(join(folder, 'coverage')));
    // A file whose name no title has cannot be told apart from one that did not run, except when it is the only one.
    const seen = new Set(tests.flatMap(({ file }) => (file === undefined ? [] : [file])));
    return { tests, files: [...seen], ...(coverage && { coverage }) };
  },
};

/** ava refuses files whose extension is not among those it is set up for. */
async function extensionsOf(folder: string): Promise<(path: string) => boolean> {
  const own = (await readManifest(folder))?.['ava'];
  const given = isRecord(own) ? own['extensions'] : undefined;
  // A configuration that is a program may name others; then ava is the judge.
  const isProgram = ['js', 'cjs', 'mjs'].some((extension) => existsSync(join(folder, `ava.config.${extension}`)));
  if (isProgram) return (path) => !/\.(?:test-d|d)\.[cm]?ts$/.test(path);
  const known = Array.isArray(given) ? given : isRecord(given) ? Object.keys(given) : ['cjs', 'mjs', 'js'];
  return (path) => known.includes(posix.extname(path).slice(1));
}

/** ava puts the file before the title when there are several, as its path without folders of tests, marks and extension. */
function fileOf(titles: readonly string[], folder: string, files: readonly string[]): Pick<RawTest, 'file' | 'titles'> {
  if (files.length === 1) return { file: files[0], titles };
  for (let taken = titles.length - 1; taken > 0; taken -= 1) {
    const shown = titles.slice(0, taken).join('/');
    const matching = files.filter((file) => `/${plainName(relative(folder, file))}`.endsWith(`/${shown}`));
    if (matching.length === 1) return { file: matching[0], titles: titles.slice(taken) };
  }
  return { titles };
}

function plainName(path: string): string {
  return path
    .split(/[\\/]/)
    .filter((part) => part !== '__tests__')
    .map((part) =>
      part
        .replace(/\.[cm]?[jt]s$/, '')
        .replace(/\.(?:spec|test)$/, '')
        .replace(/^test-/, ''),
    )
    .join('/');
}
