import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRecord } from '../project/manifest.ts';
import { matchSpecs } from './match-specs.ts';
import { nodeReporter } from './node-reporter.ts';
import { parseJson, resultFile } from './result-file.ts';
import type { Coverage, RawTest, Runner, RunnerCall } from './runner.ts';

/** Of borp, which starts node:test: its other options are not Node's. */
const valueOptions = new Set(
  '--timeout -t --concurrency -c --reporter -r --pattern -p --ignore -i --lines --branches --functions --statements --coverage-exclude -X --expose-gc'.split(
    ' ',
  ),
);
const replacedOptions =
  /^--(?:test(?:-(?:reporter(?:-destination)?|shard|coverage-\w+|only|update-snapshots|rerun-failures))?|experimental-test-coverage|watch)(?:=|$)/;

/** What `node --test` takes without a pattern (Node's documentation, "Running tests from the command line"). */
const custom = /(?:^|\/)(?:test\/.+|(?:[^/]+[._-]test|test-[^/]+|test))\.(?:[cm]?js|[cm]?ts)$/;

export const nodeTest: Runner = {
  name: 'node:test',
  severalPackages: true,
  valueOptions,
  replacedOptions,
  isTest: async ({ specs }) =>
    specs.length === 0
      ? (path) => custom.test(path) && !/\.d\.[cm]?ts$/.test(path)
      : matchSpecs(specs, { inFolder: (rest) => custom.test(rest) || /^[^/]+\.[cm]?[jt]s$/.test(rest) }),
  invoke: async (request) => {
    const { calls, root, files, scratch, coverage, seed } = request;
    const [call] = calls as [RunnerCall];
    const cwd = calls.length > 1 ? root : call.folder;
    const reporter = join(scratch, 'reporter.mjs');
    await writeFile(reporter, nodeReporter);
    const args = [
      ...call.nodeArgs,
      '--test',
      `--test-reporter=${pathToFileURL(reporter).href}`,
      `--test-reporter-destination=${resultFile(request)}`,
      ...(coverage ? ['--experimental-test-coverage'] : []),
      ...(seed === undefined ? [] : ['--test-randomize', `--test-random-seed=${seed}`]),
      ...(files === undefined ? call.specs : files.map((path) => relative(cwd, path))),
    ];
    return { file: 'node', args, cwd, env: call.env };
  },
  read: async (request) => {
    const text = await readFile(resultFile(request), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const events = text.split('\n').flatMap((line) => (line === '' ? [] : [parseJson(line)].filter(isRecord)));
    const tests = events.flatMap((event) => (event['kind'] === 'test' ? [event['test'] as RawTest] : []));
    const coverage = events.find(({ kind }) => kind === 'coverage')?.['coverage'] as Coverage | undefined;
    if (tests.length === 0 && !events.some(({ kind }) => kind === 'end')) return undefined;
    return {
      tests,
      files: [...new Set(tests.flatMap(({ file }) => (file === undefined ? [] : [file])))],
      ...(coverage && { coverage }),
    };
  },
};
