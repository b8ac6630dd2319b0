import { relative, resolve } from 'node:path';
import { errors } from '../errors.ts';
import { isRecord, textIn } from '../project/manifest.ts';
import { findProgram } from './find-program.ts';
import { readResultJson, resultFile } from './result-file.ts';
import type { Attempt, RawTest, Runner, RunnerCall } from './runner.ts';

const valueOptions = new Set(
  '--config -c --project --grep -g --grep-invert --workers -j --timeout --retries --shard --reporter --output --global-timeout --max-failures'.split(
    ' ',
  ),
);
const replacedOptions =
  /^--(?:reporter|shard|ui(?:-host|-port)?|debug|headed|pass-with-no-tests|last-failed|max-failures)(?:=|$)|^-x$/;

type Part = Readonly<Record<string, unknown>>;

export const playwright: Runner = {
  name: 'playwright',
  severalPackages: false,
  valueOptions,
  replacedOptions,
  isTest:
    async ({ specs }) =>
    (path) =>
      specs.length === 0 || specs.some((spec) => path.includes(spec.replace(/^\.\//, ''))),
  invoke: async (request) => {
    const { files, bail, coverage } = request;
    const [call] = request.calls as [RunnerCall];
    if (coverage)
      throw errors.make('CDEV_E_TEST_LOCALLY_COVERAGE_IMPOSSIBLE', {
        folder: call.folder,
        needed: 'a runner that measures it',
      });
    const { file } = findProgram(call.folder, '@playwright/test', 'playwright');
    const patterns = files?.map((path) =>
      relative(call.folder, path).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
    );
    const args = [
      'test',
      ...call.args,
      '--reporter=json',
      ...(bail ? ['--max-failures=1'] : []),
      ...(patterns ?? call.specs),
    ];
    const env = {
      ...call.env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: resultFile(request),
      PLAYWRIGHT_JSON_OUTPUT_FILE: resultFile(request),
    };
    return { file: 'node', args: [...call.nodeArgs, file, ...args], cwd: call.folder, env };
  },
  read: async (request) => {
    const document = await readResultJson(request);
    if (!isRecord(document)) return undefined;
    const config = isRecord(document['config']) ? document['config'] : {};
    const folder = textIn(config, 'rootDir') ?? request.calls[0]?.folder ?? request.root;
    const broken = partsOf(document, 'errors').flatMap((error) => brokenPart(error, request.files ?? []));
    const tests = [...partsOf(document, 'suites').flatMap((suite) => testsOf(suite, folder, [])), ...broken];
    return {
      tests,
      files: [...new Set(tests.flatMap(({ file }) => file ?? []))],
      isCutShort: broken.length > 0,
    };
  },
};

function testsOf(suite: Part, folder: string, above: readonly string[]): RawTest[] {
  // The outermost suite is the file.
  const isFile = suite['title'] === suite['file'];
  const titles = isFile ? above : [...above, String(suite['title'])];
  const own = partsOf(suite, 'specs').flatMap((spec) =>
    partsOf(spec, 'tests').map((test): RawTest => {
      const attempts = partsOf(test, 'results').map(attemptOf);
      const last = attempts.at(-1);
      const project = textIn(test, 'projectName') ?? '';
      return {
        file: resolve(folder, String(spec['file'])),
        titles: [...(project === '' ? [] : [project]), ...titles, String(spec['title'])],
        outcome:
          test['status'] === 'skipped' || !last ? 'skipped' : test['status'] === 'unexpected' ? 'failed' : 'passed',
        duration: last?.duration,
        failure: test['status'] === 'unexpected' ? (last?.failure ?? 'failed') : undefined,
        line: typeof spec['line'] === 'number' ? spec['line'] : undefined,
        earlier: attempts.slice(0, -1),
      };
    }),
  );
  return [...own, ...partsOf(suite, 'suites').flatMap((inner) => testsOf(inner, folder, titles))];
}

/** What went wrong outside of any test: a file that cannot be loaded keeps all files from running, and so does a setup that fails. */
function brokenPart(error: Part, files: readonly string[]): RawTest[] {
  const failure = textIn(error, 'stack') ?? textIn(error, 'message') ?? 'failed';
  if (/\bNo tests found\b/.test(failure)) return [];
  const { file, line } = isRecord(error['location']) ? error['location'] : {};
  if (typeof file !== 'string' || !files.includes(file))
    return [{ titles: ['the tests could not be run'], outcome: 'failed', failure }];
  return [
    {
      file,
      titles: ['the file could not be run'],
      outcome: 'failed',
      failure,
      ...(typeof line === 'number' && { line }),
    },
  ];
}

function attemptOf(result: Part): Attempt {
  const { status, duration, error } = result;
  return {
    outcome: status === 'passed' ? 'passed' : 'failed',
    duration: typeof duration === 'number' ? duration : undefined,
    ...(isRecord(error) && { failure: textIn(error, 'stack') ?? textIn(error, 'message') ?? 'failed' }),
  };
}

function partsOf(part: Part, name: string): readonly Part[] {
  return Array.isArray(part[name]) ? part[name].filter(isRecord) : [];
}
