/**
 * `CDEV_FIELD_MIRRORS=<folder> pnpm --filter @cdev/field-trial act [name …]`: the test workflows of nektos/act, run by
 * `@cdev/github-workflow` and compared with what act's own tests expect of them. Nothing of them is kept. The table goes to stdout.
 */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '@cdev/git';
import { parseValues, planWorkflow, readWorkflows, runPlan, type WorkflowRun } from '@cdev/github-workflow';
import { readActCases, type ActCase } from './act-cases.ts';

const { CDEV_FIELD_MIRRORS: mirrors } = process.env;
if (mirrors === undefined) throw new Error('Set CDEV_FIELD_MIRRORS');
const mirror = join(mirrors, 'nektos+act/repo');
const chosen = new Set(process.argv.slice(2).filter((word) => word !== '--'));
const isVerbose = chosen.delete('--verbose');

/** `in doubt`: it failed after something that was not run, and says so. */
type Verdict = 'as expected' | 'in part' | 'in doubt' | 'not run' | 'otherwise';

interface Row {
  readonly name: string;
  readonly event: string;
  readonly expected: 'passes' | 'fails';
  readonly got: string;
  readonly verdict: Verdict;
  readonly why: string;
  readonly milliseconds: number;
}

const folder = await mkdtemp(join(tmpdir(), 'cdev-act-'));
try {
  const cases = (await readActCases(mirror)).filter(({ name }) => chosen.size === 0 || chosen.has(name));
  const root = await unpack(folder);
  const rows: Row[] = [];
  for (const one of cases) {
    process.stderr.write(`${one.name} (${one.event})\n`);
    rows.push(await judge(root, one));
  }
  process.stdout.write(tableOf(rows));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** act's tests take the folder of test data for the repository; so that folder becomes one. */
async function unpack(into: string): Promise<string> {
  const root = join(into, 'testdata');
  await mkdir(root);
  await extract('HEAD:pkg/runner/testdata', root);
  for (const name of ['strategy', 'container-volumes']) {
    await mkdir(join(root, name), { recursive: true });
    await extract(`HEAD:pkg/model/testdata/${name}`, join(root, name));
  }
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@localhost'];
  await git(root, ['init', '--quiet', '--initial-branch', 'master']);
  await git(root, ['remote', 'add', 'origin', 'https://github.com/nektos/act']);
  // Also what its ignore files leave out: the dependencies of its JavaScript actions are part of the data.
  await git(root, ['add', '--all', '--force']);
  await git(root, [...identity, 'commit', '--quiet', '--message', 'Test data']);
  return root;
}

/** A mirror may lack its largest files (declarations of types, which nobody runs); the others are written all the same. */
async function extract(tree: string, target: string): Promise<void> {
  const env = { GIT_INDEX_FILE: join(folder, `index-${tree.length}`) };
  const place = ['--git-dir', mirror, '--work-tree', target];
  await git(target, [...place, 'read-tree', tree], { env });
  await git(target, [...place, 'checkout-index', '--all', '--force', '--quiet'], { env, allowFailure: true });
}

async function judge(root: string, one: ActCase): Promise<Row> {
  const started = performance.now();
  const { got, why } = await outcomeOf(root, one);
  const expected = one.fails ? 'fails' : 'passes';
  return { ...one, expected, got, verdict: verdictOf(expected, got), why, milliseconds: performance.now() - started };
}

async function outcomeOf(
  root: string,
  { name, event, secrets, inputs }: ActCase,
): Promise<{ got: string; why: string }> {
  try {
    const files = (await readdir(join(root, name))).filter((file) => /\.ya?ml$/.test(file));
    const { workflows, broken } = await readWorkflows(root, {
      root,
      files: files.map((file) => join(root, name, file)),
    });
    if (broken[0]) return { got: 'refused', why: broken[0].error.message.split('\n').slice(1).join('; ') };
    const payload = await readFile(join(root, name, 'event.json'), 'utf8').catch(() => '{}');
    const values = async (file: string) =>
      parseValues(await readFile(join(root, name, file), 'utf8').catch(() => ''), file);
    const runs: WorkflowRun[] = [];
    for (const workflow of workflows.filter(({ events }) => events.has(event))) {
      const plan = await planWorkflow(workflow, {
        event,
        ignoreFilters: true,
        payload: JSON.parse(payload) as Record<string, unknown>,
        secrets: { ...(await values('.secrets')), ...secrets },
        inputs,
        env: { ACT: 'true', ...(await values('.env')) },
        github: { actor: 'nektos/act' },
      });
      const context = { env: process.env, signal: new AbortController().signal };
      runs.push(await runPlan(plan, context, { timeLimit: 60_000, ...(isVerbose && { onEvent: tell }) }));
    }
    return { got: together(runs), why: reasonsOf(runs) };
  } catch (error) {
    return { got: 'refused', why: (error as Error).message.split('\n')[0] ?? '' };
  }
}

function tell(event: { readonly type: string; readonly text?: string; readonly step?: string }): void {
  if (event.type === 'line' || event.type === 'step-started')
    process.stderr.write(`  ${event.text ?? `• ${event.step}`}\n`);
}

function together(runs: readonly WorkflowRun[]): string {
  const failed = runs.flatMap(({ jobs }) => jobs.filter(({ status }) => status === 'failed'));
  if (failed.length > 0 && failed.every(({ isInDoubt }) => isInDoubt)) return 'failed, in doubt';
  for (const status of ['failed', 'incomplete', 'passed'] as const)
    if (runs.some((run) => run.status === status)) return status;
  return 'not-run';
}

function reasonsOf(runs: readonly WorkflowRun[]): string {
  const failures = runs.flatMap(({ jobs }) =>
    jobs.filter(({ status }) => status === 'failed').map(({ reason }) => reason ?? ''),
  );
  const missing = runs.flatMap(({ notRun, notes, status }) => [
    ...notRun.map(({ reason }) => reason),
    ...(status === 'not-run' ? notes : []),
  ]);
  return [...new Set([...failures, ...missing])].join('; ');
}

function verdictOf(expected: Row['expected'], got: string): Verdict {
  if (got === 'not-run') return 'not run';
  if (got === 'failed, in doubt') return 'in doubt';
  if (expected === 'fails')
    return got === 'failed' || got === 'refused' ? 'as expected' : got === 'incomplete' ? 'in part' : 'otherwise';
  return got === 'passed' ? 'as expected' : got === 'incomplete' ? 'in part' : 'otherwise';
}

function tableOf(rows: readonly Row[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const lines = rows.map(
    (row) => `| ${[row.name, row.event, row.expected, row.got, row.verdict, cell(row.why)].join(' | ')} |`,
  );
  const count = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length;
  const verdicts = (['as expected', 'in part', 'in doubt', 'not run', 'otherwise'] as const).map(
    (verdict) => `${verdict} ${count(verdict)}`,
  );
  const times = rows
    .filter(({ verdict }) => verdict === 'as expected')
    .map(({ milliseconds }) => milliseconds)
    .sort((a, b) => a - b);
  const median = Math.round(times[Math.floor(times.length / 2)] ?? 0);
  return [
    '| workflow | event | act expects that it | here | verdict | why |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    `${rows.length} tests: ${verdicts.join(', ')}. Median of those as expected: ${median} ms.`,
    '',
  ].join('\n');
}
