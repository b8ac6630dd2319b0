import { readFile, writeFile } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { isRecord, textIn } from '../project/manifest.ts';
import { coverWithC8 } from './cover-with-c8.ts';
import { findProgram } from './find-program.ts';
import { matchSpecs } from './match-specs.ts';
import { readMochaConfiguration } from './mocha-configuration.ts';
import { parseJson, readCoverageSummary, resultFile } from './result-file.ts';
import type { RawTest, Runner, RunnerCall } from './runner.ts';

const valueOptions = new Set(
  (
    '--require -r --import --reporter -R --reporter-option --reporter-options -O --timeout -t --slow -s --ui -u --grep -g --fgrep -f ' +
    '--file --ignore --exclude --config --package --extension --retries --loader --node-option -n --jobs -j --global --spec --watch-files'
  ).split(' '),
);
const replacedOptions =
  /^--(?:no-)?(?:reporter(?:-options?)?|watch(?:-files|-ignore)?|spec|bail|parallel|colors?|diff|config|package|dry-run|list-files)(?:=|$)|^-[RObwcp]$/;

export const mocha: Runner = {
  name: 'mocha',
  severalPackages: false,
  valueOptions,
  replacedOptions,
  isTest: async (call) => {
    const configuration = await readMochaConfiguration(call);
    const specs = [...call.specs, ...listOf(configuration['spec'])];
    const isRecursive = call.args.includes('--recursive') || configuration['recursive'] === true;
    const extensions = listOf(configuration['extension']).map((extension) => extension.replace(/^\./, ''));
    return matchSpecs(specs.length === 0 ? ['test'] : specs, {
      ignored: listOf(configuration['ignore']),
      inFolder: (rest) =>
        (isRecursive || !rest.includes('/')) &&
        (extensions.length === 0 ? ['js', 'cjs', 'mjs'] : extensions).includes(posix.extname(rest).slice(1)),
    });
  },
  invoke: async (request) => {
    const { files, scratch, bail, coverage } = request;
    const [call] = request.calls as [RunnerCall];
    const configuration = await readMochaConfiguration(call);
    // Files on the command line are added to those of the configuration, so the configuration must not name any.
    const file = join(scratch, 'mocharc.json');
    const { spec: _, reporter: __, 'reporter-option': ___, parallel: ____, ...rest } = configuration;
    await writeFile(file, JSON.stringify(files === undefined ? { ...rest, spec: configuration['spec'] } : rest));
    const args = [
      ...call.args,
      `--config=${file}`,
      '--no-package',
      '--reporter=json',
      `--reporter-option=output=${resultFile(request)}`,
      ...(bail ? ['--bail'] : []),
      ...(files === undefined ? call.specs : files.map((path) => relative(call.folder, path))),
    ];
    const plain = { file: 'node', args: [...call.nodeArgs, findProgram(call.folder, 'mocha').file, ...args] };
    return { ...(coverage ? coverWithC8(call.folder, plain) : plain), cwd: call.folder, env: call.env };
  },
  read: async (request, { stdout }) => {
    const text = await readFile(resultFile(request), 'utf8').catch(() => '');
    // Versions that do not know the option print the document.
    const document = parseJson(text) ?? parseJson(stdout.slice(Math.max(0, stdout.search(/^\{$/m))));
    if (!isRecord(document) || !Array.isArray(document['tests'])) return undefined;
    const pending = new Set([document['pending']].flat().filter(isRecord).map(keyOf));
    const tests = [...document['tests'], ...failedHooks(document)]
      .filter(isRecord)
      .map((test) => testOf(test, pending));
    const folder = request.calls[0]?.folder ?? request.root;
    const coverage = request.coverage && (await readCoverageSummary(join(folder, 'coverage')));
    return {
      tests,
      files: [...new Set(tests.flatMap(({ file }) => (file === undefined ? [] : [file])))],
      ...(coverage && { coverage }),
    };
  },
};

/** Tests that were left out, by `it.skip` or while they ran, are in a list of their own too. */
function keyOf({ file, fullTitle }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([file, fullTitle]);
}

function testOf(test: Readonly<Record<string, unknown>>, pending: ReadonlySet<string>): RawTest {
  const { title, fullTitle, file, duration, err } = test;
  const name = String(title);
  const group = String(fullTitle).slice(0, -name.length).trim();
  const failure =
    isRecord(err) && Object.keys(err).length > 0
      ? (textIn(err, 'stack') ?? textIn(err, 'message') ?? 'failed')
      : undefined;
  return {
    file: typeof file === 'string' ? file : undefined,
    titles: group === '' ? [name] : [group, name],
    outcome: failure === undefined ? (pending.has(keyOf(test)) ? 'skipped' : 'passed') : 'failed',
    duration: typeof duration === 'number' ? duration : undefined,
    failure,
  };
}

/** A hook that fails is among the failures and not among the tests. */
function failedHooks(document: Readonly<Record<string, unknown>>): readonly unknown[] {
  const failures = Array.isArray(document['failures']) ? document['failures'].filter(isRecord) : [];
  return failures.filter(({ title }) => /^"(?:before|after)(?: all| each)?" hook/.test(String(title)));
}

function listOf(value: unknown): readonly string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}
