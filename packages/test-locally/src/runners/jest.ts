import { join } from 'node:path';
import { findProgram } from './find-program.ts';
import { readJestResult } from './read-jest-result.ts';
import { readCoverageSummary, readResultJson, resultFile } from './result-file.ts';
import type { Invocation, Runner, RunnerCall, RunRequest } from './runner.ts';

const valueOptions = new Set(
  (
    '--config -c --maxWorkers -w --testTimeout --testNamePattern -t --env --testEnvironment --rootDir --roots --testMatch --testRegex ' +
    '--setupFiles --setupFilesAfterEnv --selectProjects --globalSetup --globalTeardown --maxConcurrency --shard --reporters --outputFile ' +
    '--coverageReporters --coverageDirectory --collectCoverageFrom --coverageProvider --changedSince --testPathPattern ' +
    '--testPathPatterns --testPathIgnorePatterns --cacheDirectory'
  ).split(' '),
);
const replacedOptions =
  /^--(?:no-)?(?:coverage|collectCoverage|coverage\w+|collectCoverageFrom|watch(?:All)?|json|outputFile|reporters|verbose|silent|passWithNoTests|onlyChanged|changedSince|shard|ci|notify|bail|colors?)(?:=|$)|^-[ob]$/;

export const jest: Runner = {
  name: 'jest',
  severalPackages: true,
  valueOptions,
  replacedOptions,
  isTest: async ({ specs }) => {
    // A pattern that is no regular expression is taken as the text it is, as jest does.
    const patterns = specs.map((spec) => patternOf(spec.replace(/^\.\//, '')));
    return (path) => patterns.length === 0 || patterns.some((pattern) => pattern.test(path));
  },
  invoke: async (request) => {
    const [call] = request.calls as [RunnerCall];
    const args = [...call.args, ...jestOptions(request), ...filesOf(request)];
    if (call.wrapper !== undefined) return { ...place(request), file: call.wrapper, args };
    const { file } = findProgram(call.folder, 'jest');
    return { ...place(request), file: 'node', args: [...call.nodeArgs, file, ...args] };
  },
  read: async (request) => {
    const result = readJestResult(await readResultJson(request));
    const coverage = request.coverage && (await readCoverageSummary(coverageFolder(request)));
    return result && { ...result, ...(coverage && { coverage }) };
  },
};

function jestOptions(request: RunRequest): string[] {
  const { coverage, seed, bail, calls } = request;
  return [
    '--json',
    `--outputFile=${resultFile(request)}`,
    '--testLocationInResults',
    // A part of the tests cannot reach the thresholds that are meant for all of them.
    ...(coverage
      ? [
          '--coverage',
          '--coverageReporters=json-summary',
          '--coverageReporters=lcov',
          `--coverageDirectory=${coverageFolder(request)}`,
        ]
      : ['--coverage=false']),
    ...(seed === undefined ? [] : ['--randomize', `--seed=${seed}`]),
    ...(bail ? ['--bail'] : []),
    ...(calls.length > 1 ? ['--projects', ...calls.map(({ folder }) => folder)] : []),
  ];
}

function filesOf({ files, calls }: RunRequest): readonly string[] {
  return files === undefined ? (calls[0]?.specs ?? []) : ['--runTestsByPath', ...files];
}

function place({ calls, root }: RunRequest): Pick<Invocation, 'cwd' | 'env'> {
  const [call] = calls as [RunnerCall];
  return { cwd: calls.length > 1 ? root : call.folder, env: call.env };
}

function coverageFolder({ calls, root }: RunRequest): string {
  return join(calls.length > 1 ? root : (calls[0]?.folder ?? root), 'coverage');
}

function patternOf(spec: string): RegExp {
  try {
    return new RegExp(spec, 'i');
  } catch {
    return new RegExp(spec.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'i');
  }
}
