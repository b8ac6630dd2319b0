import { stripControl } from '@cdev/core/log';
import type { Context, Outcome } from '@cdev/core/cli';
import pMap from 'p-map';
import { chooseEnvironment, type WhichEnvironment } from './configuration/find-configuration.ts';
import { composeLogs } from './compose/compose-shell.ts';
import { errors } from './errors.ts';
import { hostShell } from './host/host-shell.ts';
import { brokenAt } from './record/deploy-record.ts';
import { atOnce, openFleet } from './rollout/fleet.ts';
import { answer, answers, quote, runScript } from './ssh/run-script.ts';

export interface LogsOptions extends WhichEnvironment {
  readonly host?: string | undefined;
  /** The environment's own `logs` command instead of the record of deployments. */
  readonly app: boolean;
  /** Lines of each host. */
  readonly lines: number;
}

/** A line of a host's record. */
export interface AuditEntry {
  readonly at: string;
  readonly action: string;
  readonly release: string;
  readonly previous: string;
  readonly by: string;
}

export interface HostLog {
  readonly name: string;
  readonly entries: readonly AuditEntry[];
  /** What the `logs` command printed. */
  readonly lines: readonly string[];
  /** The first line of the record that does not fit the one before: somebody has changed it. */
  readonly brokenAt?: number;
  readonly reason?: string;
}

export interface LogsResult {
  readonly hosts: readonly HostLog[];
}

/** Seconds that the `logs` command may take: one that follows a file forever shows what it has by then. */
const longest = 60;

/** The pipe's exit code would be that of `tail`. */
function applicationScript(path: string, command: string, lines: number): string {
  return `${hostShell(path)}cd "$base/current" 2>/dev/null || cd "$base" || fail "there is no $base"
exec 5>&1
code=$({ { timeout -k 2 ${longest} sh -c ${quote(command)} </dev/null 2>&1 3<&-; echo "$?" >&4; } | tail -n ${lines} >&5; } 4>&1)
[ "$code" -ne 124 ] || fail 'it took longer than ${longest} s'
[ "$code" -eq 0 ] || fail "exit code $code"
`;
}

/** @throws CDEV_E_DEPLOY_HOST_UNKNOWN, CDEV_E_DEPLOY_CONFIG_INVALID when --app is asked for and the environment has no `logs` */
export async function showLogs(options: LogsOptions, context: Context): Promise<Outcome<LogsResult>> {
  const chosen = await chooseEnvironment(options, context);
  const { environment, configuration } = chosen;
  // Of services Compose itself knows the logs, unless the file says otherwise.
  const logs = environment.logs ?? (environment.compose && composeLogs(environment.compose, options.lines));
  if (options.app && logs === undefined)
    throw errors.make('CDEV_E_DEPLOY_CONFIG_INVALID', {
      problems: `${configuration.file}: environments.${environment.name} has no "logs" command`,
    });
  if (options.host !== undefined && !environment.hosts.some(({ name }) => name === options.host))
    throw errors.make('CDEV_E_DEPLOY_HOST_UNKNOWN', {
      host: options.host,
      known: environment.hosts.map(({ name }) => name).join(', '),
    });
  await using fleet = await openFleet({ ...chosen, only: options.host }, context);
  const task = context.progress.begin('Reading the logs');
  const hosts = await pMap(
    fleet.found,
    async ({ host, state, reason }): Promise<HostLog> => {
      if (!state) return { name: host.name, entries: [], lines: [], reason: `cannot be reached: ${reason ?? ''}` };
      const open = fleet.connection(host.name);
      if (options.app) {
        const lines: string[] = [];
        const onLine = (line: string): void => void lines.push(stripControl(line));
        const body = applicationScript(host.path, logs ?? ':', options.lines);
        const shown = await runScript(open, body, { step: 'logs', timeLimit: longest + 10, onLine }, context);
        const failed = answer(shown, 'failed') ?? (shown.exitCode === 0 ? undefined : `exit code ${shown.exitCode}`);
        return {
          name: host.name,
          entries: [],
          lines: lines.slice(-options.lines),
          ...(failed !== undefined && { reason: `the logs command failed: ${failed}` }),
        };
      }
      const result = await runScript(
        open,
        `${hostShell(host.path)}[ ! -f "$state/audit.ndjson" ] || while read -r line; do say audit "$line"; done < "$state/audit.ndjson"\n`,
        { step: 'logs', timeLimit: 120 },
        context,
      );
      const record = answers(result, 'audit');
      const broken = brokenAt(record);
      return {
        name: host.name,
        entries: record.slice(-options.lines).map(entryOf),
        lines: [],
        ...(broken !== undefined && { brokenAt: broken }),
      };
    },
    { concurrency: atOnce },
  ).catch((error: unknown) => {
    task.failed();
    throw error;
  });
  task.done();
  return {
    result: { hosts },
    status: hosts.some(({ brokenAt: broken, reason }) => broken !== undefined || reason !== undefined)
      ? 'findings'
      : 'ok',
  };
}

function entryOf(line: string): AuditEntry {
  try {
    const { at, action, release, previous, by } = JSON.parse(line) as Record<string, unknown>;
    return { at: text(at), action: text(action), release: text(release), previous: text(previous), by: text(by) };
  } catch {
    return { at: '', action: 'unreadable', release: '', previous: '', by: '' };
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? stripControl(value) : '';
}
