import { spawn } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { changeOwnership, inspectWork, openJournal, readEvents, runPaths, runState } from '@cdev/agent-run';
import { findScript, type Context } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { agentOf, readPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { diffText } from '@cdev/git';
import { errors } from '../errors.ts';

/** What can be done to an agent from where it is watched. */
export type Deed =
  | { readonly name: 'stop' | 'retry' | 'commit' | 'diff' | 'editor'; readonly agent: string }
  | { readonly name: 'message'; readonly agent: string; readonly text: string }
  | { readonly name: 'extend'; readonly agent: string; readonly path: string };

export type DeedName = Deed['name'];

/** What came of it: one line, and for a diff its text. */
export interface Done {
  readonly said: string;
  readonly text?: string | undefined;
}

export interface Scene {
  readonly plan: DeploymentPlan;
  readonly planFile: string;
  readonly commonDir: string;
  readonly context: Context;
}

/**
 * Does it, by the very scripts a person would start, so that what is true of them is true here.
 * @throws CDEV_E_MONITOR_DEED_FAILED, CDEV_E_MONITOR_SCRIPT_MISSING, CDEV_E_MONITOR_NO_WORKTREE, CDEV_E_MONITOR_NO_EDITOR,
 * CDEV_E_PLAN_AGENT_UNKNOWN, and what changing ownership throws
 */
export async function act(deed: Deed, scene: Scene): Promise<Done> {
  const { agent } = deed;
  const { plan } = scene;
  agentOf(plan, agent);
  switch (deed.name) {
    case 'stop':
      return script(scene, 'spawn-agents', ['stop', plan.id, '--only', agent], `${agent} is stopped; its work is kept`);
    case 'commit':
      return script(scene, 'agent-commit', [agent, '--plan', plan.id], `the work of ${agent} is committed`);
    case 'retry':
      return retry(scene, agent);
    case 'message':
      return script(
        scene,
        'spawn-agents',
        ['message', agent, '--plan', plan.id],
        `told ${agent}; it hears with its next word to us, or at its next turn`,
        [deed.text],
      );
    case 'extend':
      return extend(scene, agent, deed.path);
    case 'diff':
      return diff(scene, agent);
    default:
      return openEditor(scene, agent);
  }
}

function binOf(name: string, { context: { cwd, env } }: Scene): string {
  const bin = findScript(name, { from: import.meta.url, cwd, env });
  if (bin === undefined) throw errors.make('CDEV_E_MONITOR_SCRIPT_MISSING', { script: name });
  return bin;
}

/** @param words behind two dashes: they may look like options */
async function script(
  scene: Scene,
  name: string,
  args: readonly string[],
  said: string,
  words: readonly string[] = [],
): Promise<Done> {
  const { cwd, signal, home } = scene.context;
  const result = await run(execPath, [binOf(name, scene), ...args, '--cwd', cwd, '--yes', '--json', '--', ...words], {
    cwd,
    signal,
    allowFailure: true,
    timeLimit: 120_000,
    env: { CDEV_HOME: home },
  });
  const { error } = parse(result.stdout);
  if (error !== undefined)
    throw errors.make('CDEV_E_MONITOR_DEED_FAILED', { deed: `${name} ${args[0]}`, reason: error });
  return { said };
}

function parse(text: string): { error?: string } {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } };
    return error === undefined ? {} : { error: error.message ?? 'unknown reason' };
  } catch {
    return { error: text.trim().split('\n').at(-1) || 'it said nothing' };
  }
}

/** The run goes on by itself when this view is closed; what it says is in a log beside those of the agents. */
async function retry(scene: Scene, agent: string): Promise<Done> {
  const { plan, commonDir, context } = scene;
  const { logs } = runPaths(commonDir, plan.id);
  const log = join(logs, `retry-${agent}.log`);
  // An agent that only has its workspace yet has no log.
  await mkdir(logs, { recursive: true });
  const attemptNow = async (): Promise<number> =>
    runState(await readEvents(commonDir, plan.id)).agents.get(agent)?.attempt ?? 0;
  const before = await attemptNow();
  const file = await open(log, 'a', 0o600);
  try {
    const child = spawn(execPath, [binOf('spawn-agents', scene), plan.id, '--retry', agent, '--cwd', context.cwd], {
      cwd: context.cwd,
      detached: true,
      env: { ...context.env, CDEV_HOME: context.home },
      stdio: ['ignore', file.fd, file.fd],
    });
    child.unref();
    // What is wrong beforehand is told at once: another process runs the agents, the command of the driver is not known.
    const ended = new Promise<number>((settle) => void child.once('exit', (code) => settle(code ?? 70)));
    const exitCode = await Promise.race([ended, pause(3000, 0, { ref: false })]);
    // 1 is also the end of an attempt that failed at once; a refusal has begun none.
    if (exitCode > 1 || (exitCode === 1 && (await attemptNow()) === before))
      throw errors.make('CDEV_E_MONITOR_DEED_FAILED', {
        deed: `retry ${agent}`,
        reason: `exit code ${exitCode}; see ${log}`,
      });
    return { said: `${agent} is tried again` };
  } finally {
    await file.close();
  }
}

async function extend({ plan, planFile, commonDir, context }: Scene, agent: string, path: string): Promise<Done> {
  const { name, version } = context.script;
  const journal = openJournal(commonDir, plan.id, `${name} ${version}`);
  const claim = { deed: 'claim', agent, paths: [path], reason: 'given by whoever watches', planFile, journal } as const;
  const { widened } = await changeOwnership({ ...claim, signal: context.signal });
  const problem = widened.find((one) => one.problem !== undefined)?.problem;
  return {
    said: `${path} is ${agent}'s now${problem === undefined ? '' : `, and not in its worktree yet: ${problem}`}`,
  };
}

async function worktreeOf(
  { plan, commonDir, context }: Scene,
  agent: string,
): Promise<{ worktree: string; base: string }> {
  const journal = openJournal(commonDir, plan.id, context.script.name);
  const state = runState(await journal.read(), { agents: plan.agents }).agents.get(agent);
  if (state?.workspace === undefined) throw errors.make('CDEV_E_MONITOR_NO_WORKTREE', { agent });
  return { worktree: state.workspace, base: state.base ?? plan.base.commit };
}

const longest = 200_000;

async function diff(scene: Scene, agent: string): Promise<Done> {
  const { worktree, base } = await worktreeOf(scene, agent);
  const plan = await readPlan(scene.planFile).catch(() => scene.plan);
  const { tree } = await inspectWork({ worktree, plan, agentId: agent, base, signal: scene.context.signal });
  const text = await diffText(worktree, { from: base, to: tree });
  const cut = text.length > longest ? `${text.slice(0, longest)}\n… ${text.length - longest} more characters` : text;
  return { said: text === '' ? `${agent} has changed nothing` : `what ${agent} has changed`, text: cut };
}

/** One with a window of its own: the terminal is taken. */
async function openEditor(scene: Scene, agent: string): Promise<Done> {
  const { worktree } = await worktreeOf(scene, agent);
  const { env } = scene.context;
  const editor = env['CDEV_EDITOR'] ?? 'code';
  const [program = '', ...args] = editor.split(' ');
  const child = spawn(program, [...args, worktree], { detached: true, stdio: 'ignore', cwd: worktree });
  const failed = await new Promise<boolean>((settled) => {
    child.once('error', () => settled(true));
    child.once('spawn', () => settled(false));
  });
  if (failed) throw errors.make('CDEV_E_MONITOR_NO_EDITOR', { editor });
  child.unref();
  return { said: `opened in ${editor}` };
}
