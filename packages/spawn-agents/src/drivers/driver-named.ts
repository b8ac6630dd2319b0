import { acpDriver } from './acp/acp.ts';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { commandDriver } from './command.ts';
import type { Driver, DriverName } from './driver.ts';
import { gemini } from './gemini.ts';
import { opencode } from './opencode.ts';
import { qwen } from './qwen.ts';

/** The driver of that name; `command` is the command line of the drivers `command` and `acp`. */
export function driverNamed(name: DriverName, command = ''): Driver {
  return { command: commandDriver(command), acp: acpDriver(command), claude, codex, gemini, opencode, qwen }[name];
}
