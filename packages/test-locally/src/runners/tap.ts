import { join, relative, resolve } from 'node:path';
import { findProgram } from './find-program.ts';
import { matchSpecs } from './match-specs.ts';
import { parseTap, type TapPoint } from './parse-tap.ts';
import { readCoverageSummary } from './result-file.ts';
import type { RawTest, Runner, RunnerCall } from './runner.ts';

const valueOptions = new Set(
  '--reporter -R --reporter-file --timeout -t --jobs -j --coverage-report --node-arg --test-arg --include --exclude --plugin --output-file -o --files'.split(
    ' ',
  ),
);
const replacedOptions =
  /^--(?:no-)?(?:reporter(?:-file|-arg)?|output-(?:file|dir)|coverage(?:-report|-map)?|check-coverage|disable-coverage|allow-(?:incomplete|empty)-coverage|lines|branches|functions|statements|100|watch|bail|show-full-coverage)(?:=|$)|^-[RoObwc]$/;

export const tap: Runner = {
  name: 'tap',
  severalPackages: false,
  valueOptions,
  replacedOptions,
  // tap itself takes any program, so without patterns the custom is what counts.
  isTest: async ({ specs }) =>
    specs.length === 0 ? () => true : matchSpecs(specs, { inFolder: (rest) => /\.[cm]?[jt]sx?$/.test(rest) }),
  invoke: async (request) => {
    const { files, bail, coverage } = request;
    const [call] = request.calls as [RunnerCall];
    const { file, major } = findProgram(call.folder, 'tap');
    const isOld = major > 0 && major < 18;
    const measured = isOld
      ? ['--coverage', '--no-check-coverage']
      : ['--allow-incomplete-coverage', '--allow-empty-coverage'];
    const args = [
      ...(isOld ? [] : ['run']),
      ...call.args,
      '--reporter=tap',
      ...(coverage
        ? [...measured, '--coverage-report=json-summary']
        : [isOld ? '--no-coverage' : '--disable-coverage']),
      ...(bail ? ['--bail'] : []),
      ...(files === undefined ? call.specs : files.map((path) => relative(call.folder, path))),
    ];
    return { file: 'node', args: [...call.nodeArgs, file, ...args], cwd: call.folder, env: call.env };
  },
  read: async (request, { stdout }) => {
    const document = parseTap(stdout);
    if (!document) return undefined;
    const [call] = request.calls as [RunnerCall];
    const tests = document.points.flatMap((point) => testsOf(point, resolve(call.folder, point.name), []));
    const folders = ['.tap/report', 'coverage'].map((name) => join(call.folder, name));
    const found = request.coverage ? await Promise.all(folders.map(readCoverageSummary)) : [];
    const coverage = found.find((summary) => summary !== undefined);
    const files = document.points.map(({ name }) => resolve(call.folder, name));
    return { tests, files, ...(coverage && { coverage }) };
  },
};

/** The outermost points are files. A subtest is a test, with assertions inside or without any; the assertions themselves are none. */
function testsOf(point: TapPoint, file: string, titles: readonly string[]): RawTest[] {
  const isTest = ({ children, isSubtest }: TapPoint): boolean => isSubtest || children.length > 0;
  const groups = point.children.filter(isTest);
  const skipped = point.children.filter((child) => !isTest(child) && child.directive !== undefined);
  if (groups.length > 0) {
    const inner = groups.flatMap((child) => testsOf(child, file, [...titles, child.name]));
    const own = point.children.filter((child) => !isTest(child) && !child.ok && !child.directive);
    const alone = own.map((assertion) => outcomeOf(assertion, file, [...titles, assertion.name]));
    return [...inner, ...alone, ...skipped.map((child) => outcomeOf(child, file, [...titles, child.name]))];
  }
  return [outcomeOf(point, file, titles.length === 0 ? [point.name] : titles)];
}

function outcomeOf(point: TapPoint, file: string, titles: readonly string[]): RawTest {
  const { ok, directive, duration, children, name, detail } = point;
  const broken = children.filter((child) => !child.ok && !child.directive);
  const failure = [
    ...broken.map((child) => `${child.name}\n${child.detail}`),
    ...(broken.length === 0 ? [detail || name] : []),
  ];
  const outcome = directive === 'todo' ? 'todo' : directive === 'skip' ? 'skipped' : ok ? 'passed' : 'failed';
  return { file, titles, outcome, duration, ...(outcome === 'failed' && { failure: failure.join('\n') }) };
}
