import { execPath } from 'node:process';
import { findScript, type Context } from '@cdev/core/cli';
import type { ToolServer } from '../drivers/conversation.ts';
import type { DriverTask, WriteHook } from '../drivers/index.ts';
import type { RunSettings } from '../spawn-options.ts';
import type { Briefing } from './write-briefing.ts';

/** The tools of the run, where their script is installed. */
export function toolServersFor({ cwd, env }: Context): readonly ToolServer[] {
  const bin = findScript('mcp', { from: import.meta.url, cwd, env });
  return bin === undefined ? [] : [{ name: 'cdev', command: execPath, args: [bin] }];
}

/** What an assistant is started for, out of what the agent is told. */
export function taskOf(
  briefing: Briefing,
  {
    settings,
    session,
    toolServers,
    writeHook,
    foreign,
  }: {
    settings: RunSettings;
    session: string | undefined;
    toolServers: readonly ToolServer[];
    writeHook: WriteHook | undefined;
    foreign: DriverTask['foreign'];
  },
): DriverTask {
  const { context, prompt } = briefing;
  const commands = [...context.checks, ...context.commands].map(({ command }) => command);
  return {
    prompt,
    promptFile: briefing.promptFile,
    permissions: settings.permissions,
    allowedCommands: [...new Set(commands)],
    session,
    toolServers,
    writeHook,
    foreign,
    extraArguments: settings.agentArguments,
  };
}
