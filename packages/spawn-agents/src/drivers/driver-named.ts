import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { commandDriver } from './command.ts';
import type { Driver, DriverName } from './driver.ts';
import { gemini } from './gemini.ts';
import { opencode } from './opencode.ts';

/** The driver of that name; `command` is the command line of the driver `command`. */
export function driverNamed(name: DriverName, command = ''): Driver {
  return { command: commandDriver(command), claude, codex, gemini, opencode }[name];
}
