// pnpm --filter @cdev/field-trial runners [runner …]: each test runner from the registry drives a project of two packages, made in
// CDEV_FIELD_WORK, through cdev-test-locally; what each feature came to is a row. A project is used again with what it has installed.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRunnerProject } from './make-runner-project.ts';
import { runnerProjects, type RunnerProject } from './runner-projects.ts';

interface Run {
  readonly counts: { readonly passed: number; readonly failed: number; readonly flaky: number };
  readonly files: readonly { readonly path: string; readonly status: string }[];
  readonly tests: readonly {
    readonly name: string;
    readonly status: string;
    readonly attempts: readonly { readonly outcome: string }[];
  }[];
  readonly slowest: readonly { readonly name: string }[];
  readonly coverage: readonly { readonly coverage: Readonly<Record<string, number>> }[];
  readonly processes: readonly { readonly packages: readonly string[]; readonly attempt: number }[];
  readonly problems: readonly { readonly problem: string }[];
}

interface Answer {
  readonly exit: number | null;
  readonly run: Run | undefined;
  readonly error: string;
}

const bin = fileURLToPath(new URL('bin/cdev-test-locally.js', import.meta.resolve('@cdev/test-locally/package.json')));
const { CDEV_FIELD_WORK: work } = process.env;
if (work === undefined) {
  process.stderr.write('CDEV_FIELD_WORK must name a scratch folder\n');
  process.exitCode = 2;
} else {
  tryAll(join(work, 'runners'), process.argv.slice(2));
}

interface Row {
  readonly runner: string;
  readonly feature: string;
  readonly result: string;
}

function tryAll(folder: string, wanted: readonly string[]): void {
  const rows: Row[] = [];
  const versions: string[] = [];
  for (const project of runnerProjects.filter(({ runner }) => wanted.length === 0 || wanted.includes(runner))) {
    const at = join(folder, project.runner.replace(':', '-'));
    versions.push(`${project.runner} ${makeRunnerProject(at, project)}`);
    for (const [feature, result] of tryFeatures(at, project)) {
      rows.push({ runner: project.runner, feature, result });
      process.stderr.write(`${project.runner}  ${feature}  ${result}\n`);
    }
  }
  const wrong = rows.filter(({ result }) => result.startsWith('wrong')).length;
  process.stdout.write(
    `${versions.join(', ')}: ${rows.length} rows, ${wrong} wrong\n\n${tableOf(rows, versions.length)}\n`,
  );
  process.exitCode = wrong === 0 ? 0 : 1;
}

/** One line for each feature and result, with the runners that came to it. */
function tableOf(rows: readonly Row[], runners: number): string {
  const lines = [...Map.groupBy(rows, ({ feature }) => feature)].flatMap(([feature, ofFeature]) =>
    [...Map.groupBy(ofFeature, ({ result }) => result)].map(([result, same]) => {
      const who = same.length === runners ? `all ${runners}` : same.map(({ runner }) => runner).join(', ');
      return `| ${feature} | ${who} | ${result} |`;
    }),
  );
  return ['| feature | runners | result |', '| --- | --- | --- |', ...lines].join('\n');
}

function ask(at: string, ...args: readonly string[]): Answer {
  const { GITHUB_ACTIONS: _, CI: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args, '--json', '--quiet'], {
    cwd: at,
    encoding: 'utf8',
    env,
    maxBuffer: 100_000_000,
  });
  const { data, error } = JSON.parse(stdout === '' ? '{}' : stdout) as { data?: Run; error?: { message: string } };
  return { exit: status, run: data, error: error?.message ?? stderr };
}

function paths(run: Run | undefined): string {
  return (run?.files ?? [])
    .map(({ path }) => path)
    .toSorted()
    .join(' ');
}

function* tryFeatures(at: string, project: RunnerProject): Generator<readonly [feature: string, result: string]> {
  const { fileOf } = project;
  const told = (isRight: boolean, good: string, { exit, run, error }: Answer): string =>
    isRight
      ? good
      : `wrong: exit ${exit}, ${JSON.stringify(run?.counts)} ${paths(run)} ${run?.problems.map(({ problem }) => problem).join('; ') ?? ''} ${error}`;
  const fresh = (): void => rmSync(join(at, 'packages/two/count'), { force: true });
  const [add, times, minus] = [
    `packages/one/${fileOf('add')}`,
    `packages/one/${fileOf('times')}`,
    `packages/two/${fileOf('minus')}`,
  ];
  const summary = join(at, 'reports/summary.md');

  const clean = ask(at);
  const allowed = ask(at, '--pass-with-no-tests');
  yield [
    'nothing changed',
    told(
      clean.exit === 1 && paths(clean.run) === '' && allowed.exit === 0,
      'no test ran, exit 1; 0 with --pass-with-no-tests',
      clean,
    ),
  ];
  writeFileSync(
    join(at, 'packages/one/src/times.mjs'),
    `${readFileSync(join(at, 'packages/one/src/times.mjs'), 'utf8')}\n`,
  );
  const affected = ask(at);
  yield [
    'affected, by file',
    told(
      affected.exit === 0 && paths(affected.run) === times && affected.run?.counts.passed === 1,
      '1 file of 3 ran, exit 0',
      affected,
    ),
  ];
  const packages = ask(at, '--level', 'packages');
  yield [
    'affected, by package',
    told(
      packages.exit === 1 && paths(packages.run) === `${add} ${times}` && packages.run?.counts.failed === 1,
      '2 files of 3 ran, 1 test failed, exit 1',
      packages,
    ),
  ];

  fresh();
  const all = ask(at, '--all', '--retry', '2', '--junit', 'reports/junit.xml', '--summary', summary, '--slowest', '1');
  const attempts = (name: string): string =>
    (all.run?.tests.find((test) => test.name.endsWith(name))?.attempts ?? []).map(({ outcome }) => outcome).join(', ');
  const { passed, failed, flaky } = all.run?.counts ?? { passed: 0, failed: 0, flaky: 0 };
  yield [
    '--all',
    told(
      all.exit === 1 && passed === 4 && failed === 1 && flaky === 1 && all.run?.problems.length === 0,
      '4 passed, 1 failed, 1 flaky, exit 1',
      all,
    ),
  ];
  yield [
    '--retry 2',
    told(
      attempts('fails') === 'failed, failed, failed' && attempts('wobbles') === 'failed, passed',
      'fails: failed, failed, failed; wobbles: failed, passed',
      all,
    ),
  ];
  const xml = readFileSync(join(at, 'reports/junit.xml'), 'utf8');
  yield [
    '--junit',
    told(
      /<testsuites[^>]* tests="6"[^>]* failures="1"/.test(xml) &&
        xml.includes('<flakyFailure') &&
        xml.includes('<rerunFailure'),
      '6 tests, 1 failure with rerunFailure, flakyFailure',
      all,
    ),
  ];
  const markdown = readFileSync(summary, 'utf8');
  yield ['--summary', told(/wobbles/.test(markdown) && /fails/.test(markdown), 'both tests are in it', all)];
  rmSync(summary);
  yield [
    '--slowest 1',
    project.measuresTests
      ? told(all.run?.slowest.length === 1 && all.run.slowest[0]?.name.endsWith('is slow') === true, '“is slow”', all)
      : told(all.run?.slowest.length === 0, 'none: its result has no durations', all),
  ];
  const firsts = (all.run?.processes ?? []).filter(({ attempt }) => attempt === 1);
  yield [
    'processes',
    told(
      firsts.length === (project.isOneProcess ? 1 : 2),
      project.isOneProcess ? 'one for both packages' : 'one a package',
      all,
    ),
  ];
  const history = readFileSync(join(at, '.git/cdev/test-durations.ndjson'), 'utf8');
  const next = ask(at, '--all', '--list');
  yield [
    'history',
    told(
      [add, times, minus].every((path) => history.includes(path)) && next.run?.files.at(-1)?.path === times,
      'all three files; next time those that failed are first',
      next,
    ),
  ];

  const shards = [ask(at, '--all', '--shard', '1/2'), ask(at, '--all', '--shard', '2/2')];
  const parts = shards.map(({ run }) =>
    (run?.files ?? []).filter(({ status }) => status !== 'not-run').map(({ path }) => path),
  );
  yield [
    '--shard 1/2, 2/2',
    told(
      parts.every(({ length }) => length > 0) &&
        parts.flat().toSorted().join(' ') === [add, times, minus].toSorted().join(' '),
      `${parts.map(({ length }) => length).join(' + ')} files, none twice, none left out`,
      shards[0] as Answer,
    ),
  ];

  // One test fails and is tried again, which must not keep the figures back, nor narrow them.
  const coverage = ask(at, add, times, '--coverage', '--retry', '1');
  const lines = coverage.run?.coverage[0]?.coverage['lines'];
  const functions = coverage.run?.coverage[0]?.coverage['functions'];
  if (project.measuresCoverage)
    yield [
      '--coverage',
      told(
        coverage.exit === 1 && coverage.run?.coverage.length === 1 && typeof (functions ?? lines) === 'number',
        `one package's, although a test failed twice: lines ${lines?.toFixed(0) ?? '–'} %`,
        coverage,
      ),
    ];
  else yield ['--coverage', told(coverage.exit === 3, 'told that it cannot be measured, exit 3', coverage)];

  const named = ask(at, 'packages/one/src/times.mjs');
  yield ['a source by name', told(named.exit === 0 && paths(named.run) === times, 'the test that reaches it', named)];
  const script = ask(at, '--all', '--script', 'two', '--list');
  yield ['--script two', told(paths(script.run) === minus, 'the tests of that package', script)];
  const suites = ask(at, '--all', '--suites', 'sums=**/{add,minus}.*');
  yield ['--suites', told(paths(suites.run) === `${add} ${minus}`, 'the 2 files of the pattern', suites)];
  const rounds = (fresh(), ask(at, minus, '--repeat', '3', '--until-fail'));
  yield [
    '--repeat 3 --until-fail',
    told(
      rounds.exit === 1 && (rounds.run?.counts.failed ?? 0) + (rounds.run?.counts.flaky ?? 0) === 1,
      'ends with the failure, exit 1',
      rounds,
    ),
  ];
  const nothing = ask(at, '--all', '--suites', 'none=zzz/**');
  yield [
    'zero matches',
    told(
      nothing.exit === 2 && nothing.error.includes('No test file'),
      'told that no file belongs to it, exit 2',
      nothing,
    ),
  ];
}
