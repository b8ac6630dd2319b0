import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { isProcessAlive, processStartTime } from '@cdev/git';
import {
  agentMark,
  agentsAtWork,
  endAgentProcesses,
  findAgentProcesses,
  type AgentProcess,
} from '../../src/processes/agent-processes.ts';
import { until } from '../start-cli.ts';

const runFolder = `/runs/ü ${process.pid}`;
const mark: AgentProcess = { agent: 'login', runFolder };
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A shell that has begun with the script. */
async function start(
  script: string,
  env: Readonly<Record<string, string>>,
  preparation = '',
): Promise<ChildProcess & { pid: number }> {
  const child = spawn('sh', ['-c', `${preparation} echo begun; ${script}`], {
    env: { PATH: process.env['PATH'], ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  return child as typeof child & { pid: number };
}

/** The tables of processes that this needs are those of Linux; elsewhere only the process in the journal is known. */
const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('processes of an agent', () => {
  test('are found by the mark they were started with, in whatever group they are', async () => {
    const agent = await start('setsid sleep 30 & exec sleep 31', agentMark(mark));
    const other = await start('exec sleep 30', agentMark({ ...mark, agent: 'search' }));
    expect(await until(() => findAgentProcesses(mark).length === 2)).toBe(true);
    const found = findAgentProcesses(mark);
    expect(found).toContain(agent.pid);
    expect(found).toHaveLength(2);
    expect(found).not.toContain(other.pid);
    expect([...agentsAtWork(runFolder)].sort()).toEqual(['login', 'search']);
    expect(await endAgentProcesses(mark, 1000)).toEqual({ outcome: 'ended', count: 2 });
    expect(findAgentProcesses(mark)).toEqual([]);
    expect(isProcessAlive(other.pid)).toBe(true);
  });

  test('in a group that somebody else leads are ended without the others of it', async () => {
    const { CDEV_AGENT, CDEV_RUN_FOLDER } = agentMark(mark);
    const shell = await start(
      `CDEV_AGENT='${CDEV_AGENT}' CDEV_RUN_FOLDER='${CDEV_RUN_FOLDER}' sleep 30 & wait; sleep 31`,
      {},
    );
    expect(await until(() => findAgentProcesses(mark).length === 1)).toBe(true);
    expect(findAgentProcesses(mark)).not.toContain(shell.pid);
    expect(await endAgentProcesses(mark, 1000)).toEqual({ outcome: 'ended', count: 1 });
    expect(isProcessAlive(shell.pid)).toBe(true);
  });

  test('that do not end when they are asked to are ended by force', async () => {
    const stubborn = await start('while :; do sleep 0.1; done', agentMark(mark), "trap '' TERM;");
    await endAgentProcesses(mark, 200);
    expect(await until(() => findAgentProcesses(mark).length === 0)).toBe(true);
    expect(isProcessAlive(stubborn.pid)).toBe(false);
  });

  test('are found by the journal too, but a later process of the same id is let alone', async () => {
    const unmarked = await start('exec sleep 30', {});
    const startTime = processStartTime(unmarked.pid);
    expect(findAgentProcesses({ ...mark, pid: unmarked.pid, startTime })).toEqual([unmarked.pid]);
    const later = { ...mark, pid: unmarked.pid, startTime: '1' };
    expect(await endAgentProcesses(later, 100)).toEqual({ outcome: 'absent', count: 0 });
    expect(isProcessAlive(unmarked.pid)).toBe(true);
  });

  test('of which nothing tells whether it is the agent are let alone, and that is said', async () => {
    const unknown = await start('exec sleep 30', {});
    expect(await endAgentProcesses({ ...mark, pid: unknown.pid, startTime: '' }, 100)).toEqual({
      outcome: 'unknown',
      count: 0,
    });
    expect(isProcessAlive(unknown.pid)).toBe(true);
  });
});

test('where nothing of an agent lives nothing is ended', async () => {
  expect(await endAgentProcesses({ ...mark, agent: 'nobody' }, 100)).toEqual({ outcome: 'absent', count: 0 });
});
