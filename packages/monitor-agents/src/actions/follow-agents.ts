import { execPath } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { openJournal, runState } from '@cdev/agent-run';
import { stripControl } from '@cdev/core/log';
import { findScript } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { errors } from '../errors.ts';
import type { Scene } from './act.ts';

/** What agents say, as `cdev-spawn-agents attach` tells it. */
export interface AgentFollower extends Disposable {
  /** What it has said so far. The first call begins to follow it; when nobody calls for a while, that ends. */
  readonly linesOf: (agent: string) => readonly string[];
}

const mostLines = 500;
/** Milliseconds for which nobody has looked. */
const patience = 10_000;

interface Following {
  readonly lines: string[];
  readonly end: AbortController;
  timer: NodeJS.Timeout | undefined;
}

/** @param onNews told when an agent that is followed has said something */
export function followAgents(scene: Scene, onNews: () => void = () => {}): AgentFollower {
  const followed = new Map<string, Following>();
  const stop = (agent: string): void => {
    const following = followed.get(agent);
    clearTimeout(following?.timer);
    following?.end.abort();
    followed.delete(agent);
  };
  const start = (agent: string): Following => {
    const following: Following = { lines: [], end: new AbortController(), timer: undefined };
    followed.set(agent, following);
    const tell = (text: string): void => {
      following.lines.push(stripControl(text));
      if (following.lines.length > mostLines) following.lines.splice(0, following.lines.length - mostLines);
      if (!following.end.signal.aborted) onNews();
    };
    void attach(agent, scene, { signal: following.end.signal, tell }).catch((error: unknown) => {
      if (!following.end.signal.aborted) tell(`✗ ${error instanceof Error ? error.message : String(error)}`);
    });
    return following;
  };
  return {
    linesOf: (agent) => {
      const following = followed.get(agent) ?? start(agent);
      clearTimeout(following.timer);
      following.timer = setTimeout(stop, patience, agent).unref();
      return following.lines;
    },
    [Symbol.dispose]: () => {
      for (const agent of followed.keys()) stop(agent);
    },
  };
}

async function attach(
  agent: string,
  scene: Scene,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (line: string) => void },
): Promise<void> {
  await hasBegun(agent, scene, signal);
  if (signal.aborted) return;
  const { plan, context } = scene;
  const { cwd, env, home } = context;
  const bin = findScript('spawn-agents', { from: import.meta.url, cwd, env });
  if (bin === undefined) throw errors.make('CDEV_E_MONITOR_SCRIPT_MISSING', { script: 'spawn-agents' });
  const { ok, stderr } = await run(execPath, [bin, 'attach', agent, '--plan', plan.id, '--cwd', cwd, '--quiet'], {
    cwd,
    signal: AbortSignal.any([signal, context.signal]),
    env: { CDEV_HOME: home, NO_COLOR: '1', FORCE_COLOR: undefined },
    allowFailure: true,
    maxOutput: 100_000,
    onLine: (line, stream) => {
      if (stream === 'stdout') tell(line);
    },
  });
  // It says by a mark of its own that it failed.
  if (!ok) tell(stderr.trim().split('\n')[0] ?? '');
}

/** Milliseconds between two looks for the first attempt of an agent. */
const interval = 1000;

/** Until it has a log that can be followed, or nobody wants to know any more. */
async function hasBegun(agent: string, { plan, commonDir, context }: Scene, signal: AbortSignal): Promise<void> {
  const journal = openJournal(commonDir, plan.id, context.script.name);
  while (!signal.aborted) {
    const { agents } = runState(await journal.read(), { agents: plan.agents });
    if (agents.get(agent)?.log !== undefined) return;
    await pause(interval, undefined, { signal }).catch(() => {});
  }
}
