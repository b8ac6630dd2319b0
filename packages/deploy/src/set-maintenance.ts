import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import pMap from 'p-map';
import { chooseEnvironment, type WhichEnvironment } from './configuration/find-configuration.ts';
import { errors } from './errors.ts';
import { hostReason } from './host-reason.ts';
import { hostShell } from './host/host-shell.ts';
import { atOnce, openFleet } from './rollout/fleet.ts';
import { answer, runScript } from './ssh/run-script.ts';

export interface MaintenanceOptions extends WhichEnvironment {
  /** `on` or `off`. */
  readonly state: string;
  /** An HTML file; a plain page of our own without it. */
  readonly page?: string | undefined;
  readonly isDryRun: boolean;
}

export interface MaintenanceResult {
  readonly state: string;
  readonly isDryRun: boolean;
  readonly hosts: readonly { readonly name: string; readonly reason?: string }[];
}

const plainPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Back soon</title>
<body style="font:18px/1.5 system-ui,sans-serif;margin:20vh auto;max-width:32rem;padding:0 1rem">
<h1>Back soon</h1><p>This site is being worked on. Please try again in a few minutes.</p>
`;

/** Puts `maintenance.html` beside `current`, or takes it away, each by one rename; the web server shows it while it is there. */
export async function setMaintenance(
  options: MaintenanceOptions,
  context: Context,
): Promise<Outcome<MaintenanceResult>> {
  const { state, isDryRun } = options;
  if (state !== 'on' && state !== 'off') throw errors.make('CDEV_E_DEPLOY_STATE_UNKNOWN', { state });
  const chosen = await chooseEnvironment(options, context);
  const page = options.page === undefined ? Buffer.from(plainPage) : await read(resolve(context.cwd, options.page));
  await using fleet = await openFleet(chosen, context);
  const change = async (name: string): Promise<{ readonly name: string; readonly reason?: string }> => {
    const open = fleet.connection(name);
    const isOn = state === 'on';
    const body = `${hostShell(open.host.path)}${isOn ? putScript(page.length) : takeScript}`;
    try {
      const data = isOn ? page : undefined;
      const result = await runScript(open, body, { step: 'maintenance', data, timeLimit: 120 }, context);
      return result.exitCode === 0 ? { name } : { name, reason: answer(result, 'failed') ?? result.output };
    } catch (error) {
      // One host that goes away keeps no other from being told.
      if (!isCdevError(error) || context.signal.aborted) throw error;
      return { name, reason: hostReason(error) };
    }
  };
  const task = context.progress.begin(state === 'on' ? 'Putting the page up' : 'Taking the page away');
  const hosts = await pMap(
    fleet.found,
    async ({ host, state: found, reason }) => {
      if (!found) return { name: host.name, reason: `cannot be reached: ${reason ?? ''}` };
      return isDryRun ? { name: host.name } : await change(host.name);
    },
    { concurrency: atOnce },
  ).catch((error: unknown) => {
    task.failed();
    throw error;
  });
  const failed = hosts.filter(({ reason }) => reason !== undefined);
  if (failed.length === 0) task.done();
  else task.failed(failed.map(({ name }) => name).join(', '));
  return {
    result: { state, isDryRun, hosts },
    status: hosts.some(({ reason }) => reason !== undefined) ? 'findings' : 'ok',
  };
}

const takeScript = 'rm -f "$base/maintenance.html" || fail "the page cannot be removed"\n';

/** Half a page is never shown. */
function putScript(length: number): string {
  return `new="$base/.maintenance.$$"
mkdir -p "$base" && dd bs=1 count=${length} 2>/dev/null <&3 > "$new" && [ "$(wc -c < "$new")" -eq ${length} ] && mv -f "$new" "$base/maintenance.html" || {
  rm -f "$new"
  fail "the page cannot be written (is the disk full?)"
}
`;
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw errors.make(
      'CDEV_E_DEPLOY_ARTEFACT_UNUSABLE',
      { artefact: file, problem: `it cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})` },
      { cause },
    );
  }
}
