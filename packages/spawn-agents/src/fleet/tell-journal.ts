import type { FleetEngine, FleetEvent } from '@cdev/agent-fleet';
import type { FencePlace } from '@cdev/agent-fleet/remote';
import { agentLog, type NewRunEvent } from '@cdev/agent-run';
import type { Context, Task } from '@cdev/core/cli';
import { changedPaths } from '@cdev/git';
import { tellHook, type Hooks } from '../attempt/tell-hook.ts';
import { readState, stateOf, type SpawnRun } from '../open-run.ts';
import { bringAttempts, bringBranch } from './bring-work.ts';
import type { FleetRecord } from './fleet-record.ts';
import type { FleetResult, FleetWord } from './fleet-task.ts';
import { createLogKeeper } from './keep-log.ts';

export interface Teller {
  /** The number of the last event of which nothing is missing in the journal. */
  readonly from: number;
  readonly tell: (event: FleetEvent) => Promise<void>;
}

interface Telling {
  readonly engine: FleetEngine;
  readonly record: FleetRecord;
  readonly place: FencePlace;
  readonly hooks?: Hooks | undefined;
}

/**
 * Writes what is heard of a run on a fleet into the journal, in the form in which a run of this machine writes it. Each entry says from which event it
 * came, so that whoever goes on after an interruption, at whatever point, neither leaves one out nor writes one twice.
 */
export async function createTeller(run: SpawnRun, telling: Telling, context: Context): Promise<Teller> {
  const { record, place, hooks } = telling;
  const { journal, repository, plan } = run;
  const told = (await journal.read()).flatMap(({ fleet }) => (fleet?.run === record.run ? [fleet.number] : []));
  const last = Math.max(0, ...told);
  const logs = createLogKeeper((agent, attempt) =>
    agentLog(repository.commonDir, { planId: plan.id, agentId: agent, attempt }),
  );
  const tasks = new Map<string, Task>();
  const taskOf = (agent: string): Task => {
    const task = tasks.get(agent) ?? context.progress.begin(agent);
    tasks.set(agent, task);
    return task;
  };
  const end = (agent: string, reason?: string): void => {
    const task = taskOf(agent);
    if (reason === undefined) task.done();
    else task.failed(reason.split('\n')[0]);
    tasks.delete(agent);
  };

  async function entriesOf(event: FleetEvent): Promise<readonly NewRunEvent[]> {
    const { task: agent } = event;
    const { status, attempt, startedAt } = await stateOf(run, agent);
    const finished = (verdict: 'failed' | 'timed-out' | 'cancelled', reason: string): NewRunEvent[] => {
      const duration = startedAt === undefined ? 0 : Math.max(0, event.at - Date.parse(startedAt));
      return status === 'running' ? [{ type: 'agent-finished', agent, attempt, verdict, duration, reason }] : [];
    };
    switch (event.kind) {
      case 'claimed':
        taskOf(agent).update(`on ${event.worker?.host ?? 'a worker'}`);
        return [];
      case 'said':
        return saidOf(agent, event.body as unknown as FleetWord);
      case 'released':
        end(agent, 'given back by its worker');
        return finished('cancelled', 'its worker gave it back');
      case 'retried': {
        const { reason = 'it did not end well', cause } = event;
        end(agent, reason);
        if (cause === 'worker')
          return status === 'running' ? finished('failed', reason) : note(agent, `${reason}; it is tried again`);
        const why = cause === 'lease' ? 'its worker is gone: no heartbeat came' : reason;
        return finished(cause === 'time' ? 'timed-out' : 'failed', `${why}; it is tried again`);
      }
      case 'failed': {
        const { reason = 'it did not end well', cause } = event;
        end(agent, reason);
        const verdict = cause === 'time' ? 'timed-out' : 'failed';
        if (status === 'running') return finished(verdict, reason);
        // It never came to a start, or its worker has told how it ended.
        return status === 'failed'
          ? []
          : [{ type: 'agent-finished', agent, attempt: attempt + 1, verdict, duration: 0, reason }];
      }
      case 'cancelled':
        end(agent, 'cancelled');
        return finished('cancelled', 'it was stopped');
      case 'blocked':
        return note(agent, `it cannot start: ${event.by ?? 'what it depends on'} did not get done`);
      case 'done':
        return doneOf(agent, attempt, event.result as unknown as FleetResult);
      default:
        return [];
    }
  }

  async function saidOf(agent: string, { events, log, host }: FleetWord): Promise<readonly NewRunEvent[]> {
    if (log) await logs.keep(agent, log);
    const entries: NewRunEvent[] = [];
    for (const event of events) {
      if (event.type === 'agent-started') {
        const file = agentLog(repository.commonDir, { planId: plan.id, agentId: agent, attempt: event.attempt });
        await logs.keep(agent, { attempt: event.attempt, from: 0, lines: [] });
        entries.push({ ...event, host, log: file });
      } else if (event.type === 'snapshot-taken') {
        // The entry is written with the name that it has here; when it cannot be fetched now, that is done at the end.
        await bringAttempts(run, place, { ...record, agents: [agent] }).catch(() => {});
      } else if (event.type === 'ownership-changed' || event.type === 'ownership-released') {
        entries.push(
          ...note(agent, `${event.path} changed hands on its worker (${event.reason}), and not in the plan here`),
        );
      } else entries.push(event);
      if (event.type === 'agent-activity') taskOf(agent).update(event.activity.text);
    }
    return entries;
  }

  async function doneOf(agent: string, attempt: number, result: FleetResult): Promise<readonly NewRunEvent[]> {
    const { commit } = result;
    const problem = await bringBranch(run, place, { agent, commit });
    end(agent);
    const { agents, base: whole = plan.base.commit } = await readState(run);
    const base = agents.get(agent)?.base ?? whole;
    const own = { agent, attempt: Math.max(1, attempt) };
    const finished = result.finished ?? ({ type: 'agent-finished', ...own, verdict: 'done', duration: 0 } as const);
    const committed = result.committed ?? {
      type: 'committed' as const,
      agent,
      commit,
      files: (await changedPaths(repository, base, commit)).length,
      complete: true,
    };
    return [finished, committed, ...(problem === undefined ? [] : note(agent, problem))];
  }

  async function hear(agent: string, entry: NewRunEvent): Promise<void> {
    if (entry.type !== 'agent-started' && entry.type !== 'agent-finished') return;
    const event = entry.type === 'agent-started' ? 'started' : entry.verdict === 'done' ? 'finished' : 'failed';
    const reason = entry.type === 'agent-finished' ? entry.reason : undefined;
    const happened = { event, plan: plan.id, agent, attempt: entry.attempt, worktree: '', reason } as const;
    await tellHook(hooks, happened, context);
  }

  return {
    from: Math.max(0, last - 1),
    tell: async (event) => {
      const entries = await entriesOf(event);
      // Of the event at which an earlier watching ended, what it had written.
      const known = event.number === last ? told.filter((number) => number === last).length : 0;
      const fleet = { run: record.run, number: event.number };
      const fresh = entries.slice(known);
      await Promise.all(fresh.map((entry) => journal.append({ ...entry, fleet })));
      for (const entry of fresh) await hear(event.task, entry);
    },
  };
}

function note(agent: string, text: string): NewRunEvent[] {
  return [{ type: 'note', agent, text }];
}
