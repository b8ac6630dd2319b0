/** `pnpm demo [-- --agent codex]`: one issue taken to merged code on a scratch copy of a small application, with the real commands. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEvents, runPaths, runState, type RunState } from '@cdev/agent-run';
import { createStyle, truncateText } from '@cdev/core/cli';
import { findPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { driverNamed, requireDriver } from '@cdev/spawn-agents';
import { wantsColour } from './colour.ts';
import { readArguments, type RealAgent } from './demo-arguments.ts';
import { endingOf, isWell } from './ending.ts';
import { errors } from './errors.ts';
import { failureText } from './failure-text.ts';
import { narrateEnding, narrateOpening, narrateRemarks, narrateStep, type Look } from './narrate.ts';
import { notIn, readOutcome } from './outcome.ts';
import { runCommand } from './run-command.ts';
import { createScratchRepository, type ScratchRepository } from './scratch-repository.ts';
import { chapters, openingOf, remarks, type ChapterId } from './story.ts';
import { watchAgents } from './watch-agents.ts';

const look: Look = { style: createStyle(wantsColour()), columns: process.stdout.columns ?? 100 };
const say = (text: string): void => void process.stdout.write(text);
const abort = new AbortController();
// Whatever started this passes the same Ctrl-C on once more; only a later one is another.
let interrupted = Number.POSITIVE_INFINITY;
process.on('SIGINT', () => {
  if (performance.now() - interrupted > 1000) process.exit(130);
  interrupted = Math.min(interrupted, performance.now());
  abort.abort('SIGINT');
});
const started = performance.now();

interface Stage extends ScratchRepository {
  readonly agent: RealAgent | undefined;
  readonly commonDir: string;
  readonly env: Readonly<Record<string, string>>;
}

try {
  const { agent } = readArguments(process.argv.slice(2));
  if (agent !== undefined)
    await requireDriver(driverNamed(agent), { cwd: process.cwd(), env: process.env, signal: abort.signal });
  say(narrateOpening(look, openingOf(agent)));
  process.exitCode = await play(await createScratchRepository(), agent);
} catch (error) {
  const { text, exitCode } = failureText(error, look.style);
  process.stderr.write(text);
  process.exitCode = exitCode;
}

async function play(scratch: ScratchRepository, agent: RealAgent | undefined): Promise<number> {
  const env = {
    CDEV_HOME: join(scratch.folder, 'home'),
    CDEV_DEMO_AGENT: fileURLToPath(new URL('agent.ts', import.meta.url)),
    CDEV_DEMO_PACE: process.env['CDEV_DEMO_PACE'] ?? '60',
    ...(wantsColour() ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
  };
  try {
    return await tell({ ...scratch, agent, env, commonDir: join(scratch.repository, '.git') });
  } catch (cause) {
    if (!abort.signal.aborted) throw cause;
    throw errors.make('CDEV_E_DEMO_INTERRUPTED', { folder: scratch.folder }, { cause });
  }
}

async function tell(stage: Stage): Promise<number> {
  const { agent, repository, commonDir } = stage;
  await step(stage, 'cache', 'cache-linear-issue', ['../issue.md']);
  await step(stage, 'decompose', 'decompose-parallel', ['DEMO-1']);
  const { plan } = await findPlan({ commonDir, cwd: repository, reference: 'DEMO-1' });
  const driver =
    agent === undefined
      ? ['--driver', 'command', '--command', 'node "$CDEV_DEMO_AGENT"']
      : ['--driver', agent, '--time-limit', '20m'];
  await watched(stage, plan, () => step(stage, 'spawn', 'spawn-agents', [plan.id, '--run', ...driver]));
  await step(stage, 'monitor', 'monitor-agents', ['--once'], nobody(stage, plan));
  if (!(await isAnythingDone(stage, plan))) return end(stage, plan);
  await step(stage, 'commit', 'agent-commit', ['--all'], steppedOutside(stage, plan));
  await step(stage, 'validate', 'validate-parallel-work', []);
  await step(stage, 'resolve', 'resolve-conflicts', []);
  await step(stage, 'integrate', 'integrate-parallel-work', ['--yes'], putOut(stage, plan));
  const out = notIn(plan, await stateOf(stage, plan));
  if (out.length > 0) {
    const retry = [plan.id, '--run', '--retry', out.join(','), ...driver];
    await watched(stage, plan, () => step(stage, 'retry', 'spawn-agents', retry));
    await more(stage, 'agent-commit', ['--all']);
    await more(stage, 'validate-parallel-work', ['--agents', out.join(',')]);
    await step(stage, 'integrate-again', 'integrate-parallel-work', ['--yes'], wentIn(stage, plan, out));
  }
  return end(stage, plan);
}

/** A chapter: what it is, the command, what the command says, and what is to be seen in it. */
async function step(
  stage: Stage,
  id: ChapterId,
  script: string,
  args: readonly string[],
  remark: () => Promise<readonly string[]> = async () => [],
): Promise<void> {
  const number = chapters.findIndex((chapter) => chapter.id === id) + 1;
  const { title, explanation } = chapters[number - 1] ?? { title: '', explanation: '' };
  say(narrateStep(look, { number, title, explanation, command: typed(script, args) }));
  await perform(stage, script, args);
  say(narrateRemarks(look, await remark()));
}

async function more(stage: Stage, script: string, args: readonly string[]): Promise<void> {
  say(`\n      ${look.style.quiet('$')} ${look.style.name(typed(script, args))}\n\n`);
  await perform(stage, script, args);
}

function inset(line: string): void {
  say(line === '' ? '\n' : `      ${line}\n`);
}

async function perform({ repository, folder, env }: Stage, script: string, args: readonly string[]): Promise<void> {
  const place = { cwd: repository, env, signal: abort.signal, onProgress: inset };
  const { exitCode, stdout } = await runCommand(script, args, place);
  for (const line of stdout.trimEnd().split('\n')) inset(line);
  // 1 is an answer ("not everything is well"); anything above is a step that did not take place.
  if (exitCode > 1)
    throw errors.make('CDEV_E_DEMO_STEP_FAILED', { command: `cdev-${script}`, exitCode: String(exitCode), folder });
}

/** Scripted agents are done before anybody wonders. */
async function watched({ agent, commonDir }: Stage, plan: DeploymentPlan, doIt: () => Promise<void>): Promise<void> {
  const told = (line: string): void => inset(look.style.quiet(truncateText(line, Math.min(look.columns, 100) - 8)));
  using _watch = agent === undefined ? undefined : watchAgents({ commonDir, plan, say: told });
  await doIt();
}

function typed(script: string, args: readonly string[]): string {
  return [`cdev-${script}`, ...args.map((word) => (/^[\w./,-]+$/.test(word) ? word : `'${word}'`))].join(' ');
}

async function stateOf({ commonDir }: Stage, plan: DeploymentPlan): Promise<RunState> {
  return runState(await readEvents(commonDir, plan.id), { agents: plan.agents });
}

async function isAnythingDone(stage: Stage, plan: DeploymentPlan): Promise<boolean> {
  return [...(await stateOf(stage, plan)).agents.values()].some(({ ended }) => ended === 'done');
}

function nobody(stage: Stage, plan: DeploymentPlan): () => Promise<string[]> {
  return async () => {
    if (await isAnythingDone(stage, plan)) return [];
    const reasons = [...(await stateOf(stage, plan)).agents.values()].flatMap((agent) => agent.reasons);
    return [remarks.nobody(plan.agents.length, reasons[0] ?? 'none was started')];
  };
}

function steppedOutside(stage: Stage, plan: DeploymentPlan): () => Promise<string[]> {
  return async () =>
    [...(await stateOf(stage, plan)).agents.values()].flatMap(({ id, setAside }) =>
      setAside.slice(0, 1).map(({ paths }) => remarks.steppedOutside(id, paths)),
    );
}

function putOut(stage: Stage, plan: DeploymentPlan): () => Promise<string[]> {
  return async () => {
    const events = await readEvents(stage.commonDir, plan.id);
    const resolved = [
      ...new Set(events.flatMap((event) => (event.type === 'candidate-merged' ? event.resolved : []))),
    ].sort();
    const { ejected } = (await stateOf(stage, plan)).integration;
    const out = ejected.map(({ agent, reason }) => remarks.putOut(agent, reason));
    return [...(resolved.length > 0 ? [remarks.mergedByStructure(resolved)] : []), ...out];
  };
}

function wentIn(stage: Stage, plan: DeploymentPlan, ids: readonly string[]): () => Promise<string[]> {
  return async () => {
    const { agents } = await stateOf(stage, plan);
    return ids.flatMap((id) =>
      agents.get(id)?.status === 'merged' ? [remarks.wentIn(id, agents.get(id)?.attempt ?? 0)] : [],
    );
  };
}

async function end(stage: Stage, plan: DeploymentPlan): Promise<number> {
  const { repository, folder, commonDir, agent } = stage;
  const outcome = await readOutcome(plan, await stateOf(stage, plan), { repository, signal: abort.signal });
  const seconds = Math.round((performance.now() - started) / 1000);
  const { logs } = runPaths(commonDir, plan.id);
  say(narrateEnding(look, endingOf(outcome, { repository, folder, logs, seconds })));
  // A real agent may well fail; that is its result and not a defect of the demo.
  return isWell(outcome) || agent !== undefined ? 0 : 1;
}
