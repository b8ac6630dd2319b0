/** `pnpm demo [-- --agent codex]`: one issue taken to merged code on a scratch copy of a small application, with the real commands. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readEvents, runState, type RunState } from '@cdev/agent-run';
import { createStyle } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { findPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { wantsColour } from './colour.ts';
import { narrateEnding, narrateOpening, narrateRemarks, narrateStep, type Look } from './narrate.ts';
import { runCommand } from './run-command.ts';
import { createScratchRepository, type ScratchRepository } from './scratch-repository.ts';
import { chapters, opening, remarks, type ChapterId } from './story.ts';

const agents = ['claude', 'codex', 'gemini', 'opencode'];
const { values } = parseArgs({
  options: { agent: { type: 'string' } },
  args: process.argv.slice(2).filter((word) => word !== '--'),
});
if (values.agent !== undefined && !agents.includes(values.agent)) {
  process.stderr.write(`--agent is one of ${agents.join(', ')}, not ${values.agent}\n`);
  process.exit(2);
}

const look: Look = { style: createStyle(wantsColour()), columns: process.stdout.columns ?? 100 };
const say = (text: string): void => void process.stdout.write(text);
const abort = new AbortController();
process.once('SIGINT', () => abort.abort('SIGINT'));

const started = performance.now();
say(narrateOpening(look, opening));
const scratch = await createScratchRepository();
const env = {
  CDEV_HOME: join(scratch.folder, 'home'),
  CDEV_DEMO_AGENT: fileURLToPath(new URL('agent.ts', import.meta.url)),
  CDEV_DEMO_PACE: process.env['CDEV_DEMO_PACE'] ?? '60',
  ...(wantsColour() ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
};
const driver =
  values.agent === undefined
    ? ['--driver', 'command', '--command', 'node "$CDEV_DEMO_AGENT"']
    : ['--driver', values.agent];
process.exitCode = await tell(scratch);

async function tell(place: ScratchRepository): Promise<number> {
  await step('cache', 'cache-linear-issue', ['../issue.md']);
  await step('decompose', 'decompose-parallel', ['DEMO-1']);
  const { plan } = await findPlan({ commonDir: commonDir(place), cwd: place.repository, reference: 'DEMO-1' });
  await step('spawn', 'spawn-agents', [plan.id, '--run', ...driver]);
  await step('monitor', 'monitor-agents', ['--once']);
  await step('commit', 'agent-commit', ['--all'], await steppedOutside(plan));
  await step('validate', 'validate-parallel-work', []);
  await step('resolve', 'resolve-conflicts', []);
  await step('integrate', 'integrate-parallel-work', ['--yes'], putOut(plan));
  const out = (await state(plan)).integration.ejected.map(({ agent }) => agent);
  if (out.length > 0) {
    await step('retry', 'spawn-agents', [plan.id, '--run', '--retry', out.join(','), ...driver]);
    await more('agent-commit', ['--all']);
    await more('validate-parallel-work', ['--agents', out.join(',')]);
    await step('integrate-again', 'integrate-parallel-work', ['--yes'], wentIn(plan, out));
  }
  return end(plan, place);
}

/** A chapter: what it is, the command, what the command says, and what is to be seen in it. */
async function step(
  id: ChapterId,
  script: string,
  args: readonly string[],
  remark: () => Promise<readonly string[]> = async () => [],
): Promise<void> {
  const number = chapters.findIndex((chapter) => chapter.id === id) + 1;
  const { title, explanation } = chapters[number - 1] ?? { title: '', explanation: '' };
  say(narrateStep(look, { number, title, explanation, command: typed(script, args) }));
  await perform(script, args);
  say(narrateRemarks(look, await remark()));
}

async function more(script: string, args: readonly string[]): Promise<void> {
  say(`\n      ${look.style.quiet('$')} ${look.style.name(typed(script, args))}\n\n`);
  await perform(script, args);
}

async function perform(script: string, args: readonly string[]): Promise<void> {
  const inset = (line: string): void => say(line === '' ? '\n' : `      ${line}\n`);
  const { exitCode, stdout } = await runCommand(script, args, {
    cwd: scratch.repository,
    env,
    signal: abort.signal,
    onProgress: inset,
  });
  for (const line of stdout.trimEnd().split('\n')) inset(line);
  // 1 is an answer ("not everything is well"); anything above is a step that did not take place.
  if (exitCode > 1) {
    say(
      `\n  ${look.style.bad('✗')} ${script} ended with exit code ${exitCode}; the folder stays for a look: ${scratch.folder}\n`,
    );
    process.exit(exitCode);
  }
}

function typed(script: string, args: readonly string[]): string {
  return [`cdev-${script}`, ...args.map((word) => (/^[\w./,-]+$/.test(word) ? word : `'${word}'`))].join(' ');
}

function commonDir({ repository }: ScratchRepository): string {
  return join(repository, '.git');
}

async function state(plan: DeploymentPlan): Promise<RunState> {
  return runState(await readEvents(commonDir(scratch), plan.id), { agents: plan.agents });
}

async function steppedOutside(plan: DeploymentPlan): Promise<() => Promise<string[]>> {
  return async () =>
    [...(await state(plan)).agents.values()].flatMap(({ id, setAside }) =>
      setAside.slice(0, 1).map(({ paths }) => remarks.steppedOutside(id, paths)),
    );
}

function putOut(plan: DeploymentPlan): () => Promise<string[]> {
  return async () => {
    const events = await readEvents(commonDir(scratch), plan.id);
    const resolved = [
      ...new Set(events.flatMap((event) => (event.type === 'candidate-merged' ? event.resolved : []))),
    ].sort();
    const out = (await state(plan)).integration.ejected.map(({ agent }) => remarks.putOut(agent));
    return [...(resolved.length > 0 ? [remarks.mergedByStructure(resolved)] : []), ...out];
  };
}

function wentIn(plan: DeploymentPlan, ids: readonly string[]): () => Promise<string[]> {
  return async () => {
    const { agents: states } = await state(plan);
    return ids.flatMap((id) =>
      states.get(id)?.status === 'merged' ? [remarks.wentIn(id, states.get(id)?.attempt ?? 0)] : [],
    );
  };
}

/** Looks for itself whether it came out as promised: every agent's work in, and the tests of the branch pass as it stands. */
async function end(plan: DeploymentPlan, { repository, folder }: ScratchRepository): Promise<number> {
  const { agents: states, integration } = await state(plan);
  const missing = plan.agents.filter(({ id }) => states.get(id)?.status !== 'merged').map(({ id }) => id);
  const tests = await run('npm', ['test'], {
    cwd: repository,
    allowFailure: true,
    signal: abort.signal,
    timeLimit: 120_000,
  });
  const count = /^(?:#|ℹ) pass (\d+)$/m.exec(tests.stdout)?.[1];
  const isWell = missing.length === 0 && tests.ok && integration.movedTo !== undefined;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const text = isWell
    ? `The branch main holds the work of ${plan.agents.length} agents, and its ${count ?? ''} tests pass as it stands. That took ${seconds} s.`
    : `This is not how it should end: ${missing.length > 0 ? `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not in` : tests.ok ? 'the branch was not moved' : 'the tests of the branch do not pass'}.`;
  say(
    narrateEnding(look, {
      title: isWell ? 'Merged and tested' : 'Not merged',
      text,
      next: [
        [`cd ${repository}`, 'everything is left for a look'],
        ['git log --graph --oneline', 'how it was merged'],
        ['npm run statistics', 'one of the new features'],
        ['git for-each-ref refs/cdev', 'what was set aside, and the snapshots'],
        [`rm -r ${folder}`, 'when you have seen enough'],
      ],
    }),
  );
  // A real agent may well fail; that is its result and not a defect of the demo.
  return isWell || values.agent !== undefined ? 0 : 1;
}
