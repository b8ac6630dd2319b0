import { openJournal, runState } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { findPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { openRepository } from '@cdev/git';
import { startLocalPage, type PageDeed, type PageQuestion } from '@cdev/local-page';
import { act, type DeedName, type Scene } from '../actions/act.ts';
import { followAgents, type AgentFollower } from '../actions/follow-agents.ts';
import { readDeed } from '../actions/read-deed.ts';
import { errors } from '../errors.ts';
import { followRun } from '../follow-run.ts';
import { logTail } from './log-tail.ts';
import { pageScript } from './page-script.ts';
import { pageWords } from './page-words.ts';
import { pageBody, pageStyle } from './page-style.ts';

export interface MonitorWebOptions {
  readonly plan: string | undefined;
  /** Undefined: this machine only. */
  readonly host: string | undefined;
  readonly port: number;
  /** Milliseconds between looks while agents run and somebody looks. */
  readonly interval: number;
  /** End when no agent runs any more. */
  readonly untilDone: boolean;
}

export interface ServedPage {
  readonly plan: string;
  /** With the token that opens it. */
  readonly url: string;
  readonly isEnded: boolean;
}

/** Serves the view of a run as a page, until it is interrupted (or, with `untilDone`, until all agents are at rest). */
export async function monitorWeb(options: MonitorWebOptions, context: Context): Promise<Outcome<ServedPage>> {
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535)
    throw errors.make('CDEV_E_MONITOR_PORT_INVALID', { value: String(options.port) });
  const { commonDir } = await openRepository(context.cwd, { signal: context.signal });
  const { plan, file: planFile } = await findPlan({ commonDir, cwd: context.cwd, reference: options.plan });
  const scene = { plan, planFile, commonDir, context };
  using follower = followAgents(scene);
  await using page = await startLocalPage({
    document: { title: `${plan.title} · cdev`, style: pageStyle, body: pageBody, script: [pageWords, pageScript] },
    questions: { log: logQuestion(plan, commonDir, context), says: saysQuestion(scene, follower) },
    deeds: deedsOf(scene),
    host: options.host,
    port: options.port,
    onFailure: (error) => context.log.warn('A question of the page failed', { reason: String(error) }),
  });
  const served = { plan: plan.id, url: page.url, isEnded: false };
  await context.live.append(served);
  for await (const view of followRun(plan, commonDir, { interval: options.interval, context })) {
    page.send(view);
    if (options.untilDone && view.isAtRest) break;
  }
  return { result: { ...served, isEnded: true }, status: 'ok' };
}

function deedsOf(scene: Scene): Readonly<Record<DeedName, PageDeed>> {
  const deed =
    (name: DeedName): PageDeed =>
    (input) =>
      act(readDeed(name, input), scene);
  return {
    stop: deed('stop'),
    retry: deed('retry'),
    commit: deed('commit'),
    diff: deed('diff'),
    editor: deed('editor'),
    message: deed('message'),
    extend: deed('extend'),
  };
}

/** `ask/log?agent=…`: the end of the log of the agent's last attempt. */
function logQuestion(plan: DeploymentPlan, commonDir: string, context: Context): PageQuestion {
  const journal = openJournal(commonDir, plan.id, context.script.name);
  return async (parameters) => {
    const { agents } = runState(await journal.read(), { agents: plan.agents });
    const agent = agents.get(parameters.get('agent') ?? '');
    return agent && { attempt: agent.attempt, lines: agent.log === undefined ? [] : await logTail(agent.log) };
  };
}

/** `ask/says?agent=…`: what the agent has said, and says as it is asked again. */
function saysQuestion({ plan }: Scene, follower: AgentFollower): PageQuestion {
  return async (parameters) => {
    const agent = parameters.get('agent') ?? '';
    return plan.agents.some(({ id }) => id === agent) ? { lines: follower.linesOf(agent) } : undefined;
  };
}
