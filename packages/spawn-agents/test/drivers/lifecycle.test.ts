import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { guardWorktree, tellCommand } from '@cdev/agent-run';
import { createHappeningReader } from '../../src/drivers/lifecycle.ts';
import { plannedRepo } from '../planned-repo.ts';

jest.setTimeout(120_000);

/** What real assistants said to their hooks, in the order in which they said it; a line each: Claude Code 2.1.330, Qwen Code 0.24.4, Gemini CLI 0.61.0. */
const recorded = (name: string) => readFile(new URL(`lifecycle/${name}.ndjson`, import.meta.url), 'utf8');

/** The same through the real program, and what is understood of what that wrote. */
async function understood(inputs: readonly string[]): Promise<{ said: readonly string[]; written: string }> {
  await using it = await plannedRepo({ login: {} });
  const parent = await mkdtemp(join(tmpdir(), "it's "));
  const worktree = join(parent, 'wörk');
  try {
    await it.repo.git('worktree', 'add', '-q', worktree);
    await guardWorktree({ commonDir: it.commonDir, worktree, plan: it.plan, agentId: 'login', base: 'HEAD' });
    const file = join(worktree, 'told.ndjson');
    const command = await tellCommand(it.commonDir, file);
    for (const input of inputs) {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { input, encoding: 'utf8' });
      expect([status, stdout, stderr]).toEqual([0, '', '']);
    }
    const written = await readFile(file, 'utf8');
    const read = createHappeningReader('/w/login');
    const heard = written.split('\n').flatMap((line) => read(line) ?? []);
    return { said: heard.map(({ activity: { kind, ...rest } }) => `${kind}: ${Object.values(rest).join()}`), written };
  } finally {
    await rm(parent, { recursive: true });
  }
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
const waits = 'waits: waits for a prompt';
const works = 'message: works on what was said';
const closed = 'message: the conversation was closed';

describe('what the hooks of an assistant tell', () => {
  test('of Claude Code: a question is one until its tool has ended; an interrupt tells nothing', async () => {
    const { said, written } = await understood(lines(await recorded('claude')));
    expect(said).toEqual([
      waits,
      works,
      'tool: Bash: touch made-by-shell.txt',
      'asks: asks for a permission: Bash: touch made-by-shell.txt',
      'message: has used Bash: touch made-by-shell.txt',
      'tool: Write: a.txt',
      'asks: asks for a permission: Write: a.txt',
      // Here it was interrupted.
      works,
      waits,
      closed,
    ]);
    // Neither what a person said nor what goes into a file.
    expect(written).not.toMatch(/please do it|hi\\n|done/);
  });

  test('of Qwen Code: it asks before it says that the tool is used, and an interrupt is told', async () => {
    const { said } = await understood(lines(await recorded('qwen')));
    const shell = 'run_shell_command: touch made-by-shell.txt';
    expect(said).toEqual([
      waits,
      works,
      `asks: asks for a permission: ${shell}`,
      `tool: ${shell}`,
      `message: has used ${shell}`,
      works,
      'asks: asks for a permission: write_file: a.txt',
      waits,
      works,
      waits,
      waits,
      closed,
    ]);
  });

  test('of Gemini CLI: a notification is the question, about the tool before it', async () => {
    const { said } = await understood(lines(await recorded('gemini')));
    const shell = 'run_shell_command: touch made-by-shell.txt';
    expect(said).toEqual([
      waits,
      works,
      `tool: ${shell}`,
      `asks: asks for a permission: ${shell}`,
      // Here it was interrupted.
      works,
      `tool: ${shell}`,
      `asks: asks for a permission: ${shell}`,
      `message: has used ${shell}`,
      'tool: write_file: a.txt',
      'asks: asks for a permission: write_file: a.txt',
      'message: has used write_file: a.txt',
      waits,
      closed,
      // More than once, at its end.
      closed,
      closed,
    ]);
  });

  test('that is none, or more than a line takes, stops nobody', async () => {
    const input = { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'x'.repeat(1e6) } };
    const { said, written } = await understood(['no JSON', '', '[]', JSON.stringify(input)]);
    expect(said).toEqual([expect.stringMatching(/^tool: Bash: x{200,}…$/)]);
    expect(written.length).toBeLessThan(1000);
  });

  test('of tools beside it does not answer the question', () => {
    const read = createHappeningReader('/w');
    const tell = (event: string, tool: string) =>
      read(JSON.stringify({ time: 1, event, tool, input: { path: 'a' } }))?.activity.kind;
    expect([
      tell('PermissionRequest', 'Bash'),
      tell('PreToolUse', 'Read'),
      tell('PostToolUse', 'Read'),
      tell('PostToolUse', 'Bash'),
      tell('PreToolUse', 'Read'),
    ]).toEqual(['asks', undefined, undefined, 'message', 'tool']);
    expect(read('{"time":1,"event":"SubagentStop"}')).toBeUndefined();
    expect(read('{"time":1,"event":"SessionStart","type":"compact"}')).toBeUndefined();
  });
});
