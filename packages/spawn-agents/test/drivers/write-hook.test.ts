import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { writeHookFile } from '../../src/attempt/write-hook-file.ts';
import { driverNamed } from '../../src/drivers/index.ts';
import { task } from './task.ts';

const command = "'node' 'judge-write.mjs'";

test('Claude Code is told of the hook on its command line, also when a person goes on', () => {
  const claude = driverNamed('claude');
  const wanted = expect.stringMatching(/"PreToolUse".*"matcher":"Write\|Edit.*judge-write\.mjs/);
  expect(claude.commandLine(task({ writeHook: { command } })).args).toContainEqual(wanted);
  expect(claude.resume?.({ session: 's', writeHook: { command }, extraArguments: [] }).args).toContainEqual(wanted);
  expect(claude.commandLine(task()).args).not.toContain('--settings');
});

test('all that happens in a conversation is told by another command, beside the one that refuses', async () => {
  const tell = "'node' 'tell-activity.mjs'";
  type Told = { readonly hooks: Record<string, unknown> };
  const one = (matcher: string, what: string, timeout: number) => ({
    matcher,
    hooks: [{ type: 'command', command: what, timeout }],
  });
  const { resume } = driverNamed('claude');
  const args = resume?.({ session: 's', writeHook: { command, tell }, extraArguments: [] }).args ?? [];
  const { hooks } = JSON.parse(args[args.indexOf('--settings') + 1] ?? '') as Told;
  const writers = 'Write|Edit|MultiEdit|NotebookEdit';
  expect(hooks['PreToolUse']).toEqual([one(writers, command, 10), one('*', tell, 10)]);
  expect(hooks['PermissionRequest']).toEqual([one('*', tell, 10)]);
  await using folder = await tempFolder({ '.cdev/prompt.md': '' });
  for (const [name, end] of [['gemini', 'AfterAgent'] as const, ['qwen', 'Stop'] as const]) {
    await writeHookFile({ driver: driverNamed(name), worktree: folder.path, command, tell, env: {} });
    const told = JSON.parse(await readFile(join(folder.path, '.cdev', 'hooks.json'), 'utf8')) as Told;
    expect(told.hooks[end]).toEqual([one('*', tell, 10_000)]);
    expect(told.hooks['Notification']).toEqual([one('*', tell, 10_000)]);
  }
});

test.each([
  ['gemini', 'GEMINI_CLI_SYSTEM_DEFAULTS_PATH', 'BeforeTool'],
  ['qwen', 'QWEN_CODE_SYSTEM_DEFAULTS_PATH', 'PreToolUse'],
] as const)('%s reads of it in a file, unless the user has one of his own there', async (name, variable, event) => {
  await using folder = await tempFolder({ '.cdev/prompt.md': '' });
  const driver = driverNamed(name);
  const options = { driver, worktree: folder.path, command };
  const writeHook = await writeHookFile({ ...options, env: {} });
  const file = join(folder.path, '.cdev', 'hooks.json');
  expect(writeHook).toEqual({ command, file });
  const { hooks } = JSON.parse(await readFile(file, 'utf8')) as { hooks: Record<string, unknown> };
  expect(hooks[event]).toMatchObject([{ matcher: expect.stringContaining('write_file'), hooks: [{ command }] }]);
  expect(driver.commandLine(task({ writeHook })).env[variable]).toBe(file);
  expect(driver.resume?.({ session: 's', writeHook, extraArguments: [] }).env[variable]).toBe(file);
  expect(driver.commandLine(task()).env[variable]).toBeUndefined();
  expect(await writeHookFile({ ...options, env: { [variable]: '/etc/x.json' } })).toBeUndefined();
  expect(await writeHookFile({ ...options, command: undefined, env: {} })).toBeUndefined();
});
