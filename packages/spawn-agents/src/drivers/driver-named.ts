import { acpDriver } from './acp/acp.ts';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { commandDriver } from './command.ts';
import { driverNames, type Driver, type DriverName } from './driver.ts';
import { gemini } from './gemini.ts';
import { opencode } from './opencode.ts';
import { qwen } from './qwen.ts';

/** The driver of that name; `command` is the command line of the drivers `command` and `acp`. */
export function driverNamed(name: DriverName, command = ''): Driver {
  return { command: commandDriver(command), acp: acpDriver(command), claude, codex, gemini, opencode, qwen }[name];
}

/** To understand what an agent said: by the driver that the journal names; of one that is none of ours, as lines. */
export function driverRecorded(name: string | undefined): Driver {
  return driverNamed(driverNames.find((known) => known === name) ?? 'command');
}
