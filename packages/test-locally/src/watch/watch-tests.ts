import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Outcome } from '@cdev/core/cli';
import { runSelection } from '../run/run-selection.ts';
import type { TestRun } from '../run/test-run.ts';
import { selectAffected } from '../selection/select-affected.ts';
import { selectTests } from '../selection/select-tests.ts';
import type { Change } from '../selection/selection.ts';
import { isGood, testLocally, type TestLocallyOptions } from '../test-locally.ts';
import { watchFiles, type FileWatcher } from './watch-files.ts';

/** Milliseconds without a further change before tests run: editors write a file in several steps. */
const calm = 150;

/** Runs what was chosen, and then at each change what it reaches together with what failed before, until the run is interrupted. */
export async function watchTests(options: TestLocallyOptions, context: Context): Promise<Outcome<TestRun>> {
  // Watching begins before the tests, so that what is written while they run is not missed.
  let watcher = await watchFiles(context.cwd, context.signal);
  try {
    let latest = await testLocally({ ...options, passWithNoTests: true }, context);
    let failing = failedFiles(latest.result);
    await context.live.append(latest.result);
    for (;;) {
      const changed = await nextChanges(watcher, context);
      if (changed.length === 0) return latest;
      // Folders that are new are watched from now on.
      const next = await watchFiles(context.cwd, context.signal);
      watcher.close();
      watcher = next;
      const result = await runChanges(changed, failing, options, context);
      if (!result) continue;
      failing = failedFiles(result);
      latest = { result, status: isGood(result, { ...options, passWithNoTests: true }) ? 'ok' : 'findings' };
      await context.live.append(result);
    }
  } finally {
    watcher.close();
  }
}

async function nextChanges(watcher: FileWatcher, context: Context): Promise<readonly string[]> {
  context.progress.note('Waiting for changes; end with Ctrl-C');
  const first = await watcher.next();
  if (first === undefined) return [];
  const changed = new Set([first]);
  for (;;) {
    await pause(calm);
    const more = watcher.waiting();
    if (more.length === 0) return [...changed];
    for (const path of more) changed.add(path);
  }
}

async function runChanges(
  paths: readonly string[],
  failing: readonly string[],
  options: TestLocallyOptions,
  context: Context,
): Promise<TestRun | undefined> {
  const selected = await selectTests(
    { ...options, names: [], script: undefined, all: true, since: undefined },
    context,
  );
  const known = new Set(selected.project.inventory.files.map(({ path }) => path));
  const changes = paths.map((path): Change => ({ path, status: known.has(path) ? 'modified' : 'deleted' }));
  const base = { name: 'the last run', commit: 'HEAD', reason: 'watching' };
  const affected = await selectAffected(selected.project, selected.tests, { base, changes, level: options.level });
  const allowed = new Set(selected.selection.files.map(({ path }) => path));
  const reached = affected.files.filter(({ path }) => allowed.has(path));
  const again = selected.selection.files
    .filter(({ path }) => failing.includes(path) && !reached.some((file) => file.path === path))
    .map((file) => ({ ...file, reason: 'failed before' }));
  const files = [...reached, ...again];
  if (files.length + affected.wholePackages.length === 0) {
    context.progress.note(`${paths.join(', ')}: no test reaches it`);
    return undefined;
  }
  return runSelection({ ...selected, selection: { ...affected, files } }, options, context);
}

function failedFiles({ files }: TestRun): readonly string[] {
  return files.filter(({ status }) => status === 'failed' || status === 'flaky').map(({ path }) => path);
}
