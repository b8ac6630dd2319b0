import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import pMap from 'p-map';
import { chooseEnvironment, type WhichEnvironment } from './configuration/find-configuration.ts';
import { errors } from './errors.ts';
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
  const page = Buffer.from(options.page === undefined ? plainPage : await read(resolve(context.cwd, options.page)));
  await using fleet = await openFleet(chosen, context);
  const hosts = await pMap(
    fleet.found,
    async ({ host, state: found, reason }) => {
      if (!found) return { name: host.name, reason: reason ?? '' };
      if (isDryRun) return { name: host.name };
      const deed =
        state === 'off'
          ? 'rm -f "$base/maintenance.html" || fail "the page cannot be removed"\n'
          : `mkdir -p "$base" && dd bs=1 count=${page.length} 2>/dev/null <&3 > "$base/.maintenance.$$" && mv -f "$base/.maintenance.$$" "$base/maintenance.html" || fail "the page cannot be written (is the disk full?)"\n`;
      const result = await runScript(
        fleet.connection(host.name),
        `${hostShell(host.path)}${deed}`,
        { step: 'maintenance', data: page, timeLimit: 60 },
        context,
      );
      return result.exitCode === 0
        ? { name: host.name }
        : { name: host.name, reason: answer(result, 'failed') ?? result.output };
    },
    { concurrency: atOnce },
  );
  return {
    result: { state, isDryRun, hosts },
    status: hosts.some(({ reason }) => reason !== undefined) ? 'findings' : 'ok',
  };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw errors.make(
      'CDEV_E_DEPLOY_ARTEFACT_UNUSABLE',
      { artefact: file, problem: `it cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})` },
      { cause },
    );
  }
}
