import { claude } from './claude.ts';
import type { Driver } from './driver.ts';
import { findProgram } from './find-program.ts';
import { promptArgument } from './prompt-argument.ts';
import { hookEnvironment, qwenHookFile } from './write-hook.ts';
import { mcpArguments } from './tool-servers.ts';

const hint =
  'Install it with "npm install --global @qwen-code/qwen-code" (Node 22 or later), then sign in by starting "qwen" once';

/** Qwen Code: `qwen -o stream-json`, in the form of Claude Code's stream. With `edit` it has no shell. */
export const qwen: Driver = {
  name: 'qwen',
  hookFile: qwenHookFile,
  detect: (context) => findProgram('qwen', { hint, context }),
  commandLine: (task) => ({
    file: 'qwen',
    args: [
      // Before the options: some of them take all words that follow.
      promptArgument(task),
      '-o',
      'stream-json',
      '--approval-mode',
      task.permissions === 'all' ? 'yolo' : 'auto-edit',
      ...(task.session === undefined ? [] : ['--resume', task.session]),
      ...mcpArguments(task.toolServers),
      ...task.extraArguments,
    ],
    env: hookEnvironment(qwenHookFile, task.writeHook),
  }),
  resume: ({ session, toolServers, writeHook, extraArguments }) => ({
    file: 'qwen',
    args: ['--resume', session, ...mcpArguments(toolServers), ...extraArguments],
    env: hookEnvironment(qwenHookFile, writeHook),
  }),
  readLine: (line) =>
    claude.readLine(line).map((activity) => {
      // Its tools are called otherwise.
      const file = /^(?:write_file|edit|replace): (.+)$/.exec(activity.kind === 'tool' ? activity.text : '')?.[1];
      return file === undefined ? activity : { kind: 'file', text: file };
    }),
  hears: 'with its next call of our tools',
  countsWholeSession: { tokens: false, cost: false },
};
