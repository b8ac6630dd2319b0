import { guardWorktree, tellCommand } from '@cdev/agent-run';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processStartTime } from '@cdev/git';
import { createActivityRecorder } from '../attempt/activity-recorder.ts';
import { agentEnvironment } from '../attempt/agent-environment.ts';
import type { ProcessEnd } from '../attempt/judge.ts';
import type { Listen } from '../attempt/run-attempt.ts';
import { keepPeriodically } from '../attempt/keep-periodically.ts';
import { sessionNote, type Session } from '../attempt/session-of.ts';
import { writeHookFile } from '../attempt/write-hook-file.ts';
import { writeBriefing } from '../attempt/write-briefing.ts';
import type { CommandLine, WriteHook } from '../drivers/index.ts';
import { currentPlan } from '../open-run.ts';
import { shutIn } from '../sandbox/shut-in.ts';
import { writeSkills } from '../workspaces/write-skills.ts';
import { hearHooks } from './hear-hooks.ts';
import { runAtTerminal } from './run-at-terminal.ts';

/** Milliseconds an assistant has to end by itself when it is told to. */
const grace = 5000;
/** Milliseconds between two entries in the journal. */
const journalInterval = 1000;
/** How a program ends that a person or a closed terminal has ended. It says nothing about the work. */
const byPerson: ReadonlySet<string | number | undefined> = new Set([0, 129, 130, 143, 'SIGHUP', 'SIGINT', 'SIGTERM']);

/** An attempt in which a person goes on with the assistant's conversation. What is said is on the screen and in no log; what it is at, the assistant's hooks tell. */
export function listenAtTerminal(open: (writeHook: WriteHook | undefined) => CommandLine, session: Session): Listen {
  return async (run, options, context) => {
    const { agent, attempt, worktree, settings, log } = options;
    const plan = await currentPlan(run);
    const { commonDir } = run.repository;
    const briefing = await writeBriefing({ ...options, plan, agentId: agent });
    const guard = await guardWorktree({ ...options, commonDir, plan, agentId: agent });
    // In the worktree: a conversation that is shut in can write there.
    const file = join(worktree, '.cdev', 'happenings.ndjson');
    await rm(file, { force: true });
    const tell = await tellCommand(commonDir, file);
    const writeHook = await writeHookFile({
      driver: settings.driver,
      worktree,
      command: guard,
      tell,
      env: context.env,
    });
    await writeSkills({ commonDir, worktree, driver: settings.driver.name });
    log.note(`attempt ${attempt} of ${agent} by ${settings.driver.name}: a person has taken its conversation over`);
    log.note(sessionNote(session));
    const mark = { ...options, ...briefing, ports: settings.ports, plan: plan.id, runFolder: run.paths.folder };
    const stop = new AbortController();
    let written: Promise<unknown> = Promise.resolve();
    const started = performance.now();
    const recorder = createActivityRecorder({ ...options, journal: run.journal, interval: journalInterval });
    const keeping = {
      journal: run.journal,
      agent,
      worktree,
      interval: settings.snapshotEvery,
      onFailure: (error: unknown) => log.note(`no snapshot could be made: ${String(error)}`),
    };
    const program = {
      command: await shutIn(run, options, { command: open(writeHook), context }),
      cwd: worktree,
      env: { ...context.env, ...agentEnvironment(mark, context.env) },
      grace,
      signal: AbortSignal.any([context.signal, stop.signal]),
      onStart: (pid: number) => {
        const startTime = processStartTime(pid);
        const driver = settings.driver.name;
        written = run.journal
          .append({ type: 'agent-started', agent, attempt, driver, pid, startTime, log: log.file, isTakenOver: true })
          // An agent that nobody could find again must not go on.
          .catch((error: unknown) => {
            stop.abort();
            throw error;
          });
        written.catch(() => {});
      },
    };
    const stopHearing = hearHooks({ file, worktree, onActivity: recorder.record });
    try {
      const end = await keepPeriodically(keeping, () => runAtTerminal(program));
      await written;
      return endOf(end, Math.round(performance.now() - started));
    } finally {
      await stopHearing();
      await recorder.close().catch((error: unknown) => log.note(`not told: ${String(error)}`));
    }
  };
}

function endOf(end: { exitCode: number | undefined; signal: string | undefined }, duration: number): ProcessEnd {
  const isByPerson = byPerson.has(end.signal ?? end.exitCode);
  const ending = isByPerson ? { exitCode: 0 } : end;
  return { ...ending, timedOut: false, cancelled: false, duration, deniedPermissions: [] };
}
