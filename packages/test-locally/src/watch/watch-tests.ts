import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Outcome } from '@cdev/core/cli';
import { runSelection } from '../run/run-selection.ts';
import type { TestRun } from '../run/test-run.ts';
import { selectAffected } from '../selection/select-affected.ts';
import { selectTests } from '../selection/select-tests.ts';
import type { Change } from '../selection/selection.ts';
import { isGood, testLocally, type TestLocallyOptions } from '../test-locally.ts';
import { watchFiles } from './watch-files.ts';

/** Milliseconds without a further change before tests run: editors write a file in several steps. */
const calm = 150;

/** Runs what was chosen, and then at each change what it reaches together with what failed before, until the run is interrupted. */
export async function watchTests(options: TestLocallyOptions, context: Context): Promise<Outcome<TestRun>> {
  const first = await testLocally({ ...options, passWithNoTests: true }, context);
  let latest = first;
  let failing = failedFiles(first.result);
  await context.live.append(first.result);
  while (!context.signal.aborted) {
    const root = (
      await selectTests({ ...options, names: [], script: undefined, all: true, since: undefined, suites: [] }, context)
    ).project.root;
    const changed = await nextChanges(root, context);
    if (changed.length === 0) break;
    const result = await runChanges(changed, failing, options, context);
    if (!result) continue;
    failing = failedFiles(result);
    latest = { result, status: isGood(result, { ...options, passWithNoTests: true }) ? 'ok' : 'findings' };
    await context.live.append(result);
  }
  return latest;
}

async function nextChanges(root: string, context: Context): Promise<readonly string[]> {
  const watcher = await watchFiles(root, context.signal);
  context.progress.note('Waiting for changes; end with Ctrl-C');
  try {
    const changed = new Set<string>();
    const first = await watcher.next();
    if (first === undefined) return [];
    changed.add(first);
    for (;;) {
      const more = await Promise.race([watcher.next(), pause(calm, 'calm' as const)]);
      if (more === 'calm' || more === undefined) return [...changed];
      changed.add(more);
    }
  } finally {
    watcher.close();
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
