import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AgentState } from '@cdev/agent-run';
import { run } from '@cdev/core/subprocess';
import type { Assistant } from './assistants.ts';
import { openTerminal } from './open-terminal.ts';
import type { TrialRepository } from './trial-repository.ts';

export interface TakingOver {
  readonly assistant: Assistant;
  readonly env: Readonly<Record<string, string>>;
  readonly tell: (line: string) => void;
  readonly look: (what: string, isWell: boolean, detail?: string) => void;
  /** Of spawn-agents. */
  readonly bin: string;
  readonly state: () => Promise<AgentState | undefined>;
}

/** The agent `taken` works by itself; after its first file a person opens its conversation, has it go on, and leaves. @returns false when it was not run */
export async function takeOverInTheMiddle(
  { path: cwd }: Pick<TrialRepository, 'path'>,
  { assistant, env, tell, look, bin, state }: TakingOver,
): Promise<boolean> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/script')) {
    tell('\n- not run: taking over needs the program "script" of util-linux');
    return false;
  }
  const words = ['--run', '--driver', assistant.name, '--dependencies', 'none', '--only', 'taken'];
  tell(`\n$ cdev-spawn-agents ${words.join(' ')}   (and a person takes it over after its first file)`);
  const running = run(process.execPath, [bin, ...words], { cwd, env, allowFailure: true });
  for (let waited = 0; waited < 1200; waited += 1) {
    const { workspace = '', status } = (await state()) ?? {};
    if (status === 'running' && existsSync(join(workspace, 'src/taken/made.txt'))) break;
    await pause(100);
  }
  await pause(500);
  tell('$ cdev-spawn-agents take-over taken   (at a terminal: "go on", and leaves when all is done)');
  const terminal = openTerminal([process.execPath, bin, 'take-over', 'taken'], { cwd, env });
  try {
    const isOpen = await terminal.shows(/scripted|trust/i);
    await pause(3000);
    // Codex asks first whether the folder is trusted; an empty line is nothing to it otherwise.
    if (assistant.name === 'codex') await terminal.type('\r');
    await pause(2000);
    await terminal.type('go on');
    await pause(1000);
    await terminal.type('\r');
    const isDone = await terminal.shows(/All\s*done/);
    for (const key of assistant.leave) {
      await pause(1000);
      await terminal.type(key);
    }
    const exitCode = await Promise.race([terminal.ended, pause(30_000, 'still open')]);
    for (const line of terminal.text().trimEnd().split('\n').slice(-2)) tell(`  ${line.trim().slice(0, 160)}`);
    tell(`  exit ${exitCode}`);
    const after = await state();
    const detail = `open: ${isOpen}, done: ${isDone}, exit ${exitCode}, ${after?.status} ${after?.reasons.join(' ')}`;
    const isWell = exitCode === 0 && after?.status === 'finished' && after.attempt === 2;
    look('a person takes an agent over in its own conversation, and its work is judged', isWell, detail);
    look('what it had written by itself is kept', (after?.snapshots.length ?? 0) > 0);
  } finally {
    terminal.close();
    await running;
  }
  return true;
}
