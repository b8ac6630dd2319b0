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
