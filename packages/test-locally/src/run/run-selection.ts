import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { readTexts } from '@cdev/code-graph';
import { errors } from '../errors.ts';
import { appendHistory, historyFile, readHistory } from '../history/durations.ts';
import { orderFiles } from '../history/order-files.ts';
import { parseShard, shardFiles } from '../history/shard-files.ts';
import { writeReports } from '../report/write-reports.ts';
import type { SelectedTests } from '../selection/select-tests.ts';
import type { Selection } from '../selection/selection.ts';
import type { TestLocallyOptions } from '../test-locally.ts';
import { runBefore } from './run-before.ts';
import { runTests } from './run-tests.ts';
import { pastRunsOf, summarise } from './summarise.ts';
import type { TestRun } from './test-run.ts';

type Options = Omit<TestLocallyOptions, keyof import('../selection/select-tests.ts').SelectOptions>;

/** Runs what was chosen, in the order of what is known of it, and says what came of it. */
export async function runSelection(selected: SelectedTests, options: Options, context: Context): Promise<TestRun> {
  const started = performance.now();
  const { project } = selected;
  const file = await historyFile(project.root, context.home);
  const history = await readHistory(file);
  const selection = await inOrder(await inShard(selected, options, context), history);
  const chosen = { ...selected, selection };
  const untested = project.packages.filter(({ calls }) => calls.length === 0).map(({ name }) => name);
  if (untested.length === project.packages.length && !options.passWithNoTests)
    throw errors.make('CDEV_E_TEST_LOCALLY_NO_RUNNER', { folder: project.root });
  if (options.list || selection.files.length + selection.wholePackages.length === 0)
    return summarise({ chosen, options, untested, listed: options.list, duration: performance.now() - started });
  const before = options.withoutPretest ? [] : await runBefore(chosen, options, context);
  const ready = without(
    selection,
    before.map((one) => one.package),
  );
  const run = await runTests(
    {
      ...options,
      rounds: options.untilFail && options.repeat === 1 ? 100 : options.repeat,
      seed: options.seed ?? (options.shuffle ? randomInt(1_000_000) : undefined),
      concurrency: options.concurrency ?? Math.max(1, Math.floor(availableParallelism() / 2)),
      plan: { ...chosen, selection: ready, needsOwnFolder: await folderUsers(chosen) },
    },
    context,
  );
  const duration = performance.now() - started;
  const result = summarise({ chosen, options, untested, listed: false, run, before, duration });
  await appendHistory(file, pastRunsOf(result, context.clock()));
  return writeReports(result, options, context);
}

async function inShard({ selection, project }: SelectedTests, options: Options, context: Context): Promise<Selection> {
  if (options.shard === undefined) return selection;
  const shard = parseShard(options.shard);
  const sizes = new Map(project.inventory.files.map(({ path, size }) => [path, size]));
  const known =
    options.durations === undefined ? undefined : await readHistory(resolve(context.cwd, options.durations));
  const weight = known ? (path: string) => known.get(path)?.duration ?? 1000 : (path: string) => sizes.get(path) ?? 0;
  const mine = new Set(
    shardFiles(
      selection.files.map(({ path }) => path),
      weight,
      shard,
    ),
  );
  // What cannot be divided runs in one of the shards.
  const whole = selection.wholePackages.filter((_, index) => index % shard.total === shard.index - 1);
  return { ...selection, files: selection.files.filter(({ path }) => mine.has(path)), wholePackages: whole };
}

async function inOrder(selection: Selection, history: Awaited<ReturnType<typeof readHistory>>): Promise<Selection> {
  const byPath = new Map(selection.files.map((file) => [file.path, file]));
  const order = orderFiles([...byPath.keys()], history);
  return { ...selection, files: order.flatMap((path) => byPath.get(path) ?? []) };
}

function without(selection: Selection, packages: readonly string[]): Selection {
  return {
    ...selection,
    files: selection.files.filter((file) => !packages.includes(file.package)),
    wholePackages: selection.wholePackages.filter((one) => !packages.includes(one.package)),
  };
}

const usesFolder =
  /process\.cwd\(\)|\b(?:readFile|writeFile|exists|stat|lstat|readdir|createReadStream|access)(?:Sync)?\(\s*['"`](?!\/)|(?:exec|spawn|fork)\w*\(\s*['"`]\.{0,2}\//;

/** Which of the tests look at the current folder, and so have to start in their package's. */
async function folderUsers({ project, selection }: SelectedTests): Promise<(path: string) => boolean> {
  const chosen = new Set(selection.files.map(({ path }) => path));
  const files = project.inventory.files.filter(({ path }) => chosen.has(path));
  const users = new Set<string>();
  for await (const { file, text } of readTexts({ inventory: project.inventory, files })) {
    if (usesFolder.test(text)) users.add(file.path);
  }
  return (path) => users.has(path);
}
