import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { findProgram } from './find-program.ts';
import { readJestResult } from './read-jest-result.ts';
import { readCoverageSummary, readResultJson, resultFile } from './result-file.ts';
import type { Runner, RunnerCall, RunRequest } from './runner.ts';

const valueOptions = new Set(
  (
    '--config -c --root -r --dir --reporter --outputFile --testNamePattern -t --project --pool --environment --retry --testTimeout ' +
    '--hookTimeout --maxWorkers --minWorkers --shard --mode --bail --sequence.seed --coverage.provider --coverage.reporter --exclude'
  ).split(' '),
);
const replacedOptions =
  /^--(?:no-)?(?:coverage(?:\.[\w.]+)?|watch|run|reporter|outputFile(?:\.\w+)?|ui|open|silent|passWithNoTests|changed|shard|bail|api|color)(?:=|$)|^-w$/;

export const vitest: Runner = {
  name: 'vitest',
  severalPackages: true,
  valueOptions,
  replacedOptions,
  isTest: async ({ specs }) => {
    const parts = specs.map((spec) => spec.replace(/^\.\//, ''));
    return (path) => parts.length === 0 || parts.some((part) => path.includes(part));
  },
  invoke: async (request) => {
    const { calls, root, files, coverage, seed, bail } = request;
    const [call] = calls as [RunnerCall];
    const cwd = calls.length > 1 ? root : call.folder;
    const { file } = findProgram(call.folder, 'vitest');
    const options = [
      'run',
      ...call.args,
      ...(calls.length > 1 ? [`--config=${await joinedConfiguration(request)}`, `--root=${root}`] : []),
      '--reporter=json',
      `--outputFile=${resultFile(request)}`,
      ...(coverage
        ? [
            '--coverage.enabled=true',
            '--coverage.reporter=json-summary',
            '--coverage.reporter=lcov',
            // Otherwise one failure keeps all figures back.
            '--coverage.reportOnFailure=true',
            `--coverage.reportsDirectory=${join(cwd, 'coverage')}`,
          ]
        : ['--coverage.enabled=false']),
      ...(seed === undefined ? [] : ['--sequence.shuffle.tests=true', `--sequence.seed=${seed}`]),
      ...(bail ? ['--bail=1'] : []),
      ...(files === undefined ? call.specs : files.map((path) => relative(cwd, path))),
    ];
    return { file: 'node', args: [...call.nodeArgs, file, ...options], cwd, env: call.env };
  },
  read: async (request) => {
    const result = readJestResult(await readResultJson(request));
    const cwd = request.calls.length > 1 ? request.root : (request.calls[0]?.folder ?? request.root);
    const coverage = request.coverage && (await readCoverageSummary(join(cwd, 'coverage')));
    return result && { ...result, ...(coverage && { coverage }) };
  },
};

/** One configuration that names the packages as projects: each is run under its own. */
async function joinedConfiguration({ calls, scratch }: RunRequest): Promise<string> {
  const file = join(scratch, 'vitest.config.mjs');
  const projects = calls.map(({ folder }) => folder);
  await writeFile(file, `export default { test: { projects: ${JSON.stringify(projects)} } };\n`);
  return file;
}
