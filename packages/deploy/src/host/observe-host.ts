import type { Context } from '@cdev/core/cli';
import type { OpenHost } from '../ssh/open-host.ts';
import { answer, answers, runScript, type ScriptResult } from '../ssh/run-script.ts';
import { errors } from '../errors.ts';
import { hostShell } from './host-shell.ts';

export interface HostRelease {
  readonly id: string;
  /** Of what was uploaded. */
  readonly digest: string;
  /** It was taken back because it failed. */
  readonly isBad: boolean;
}

export interface HeldLock {
  readonly run: string;
  readonly fence: number;
  /** Who and where, as text for people. */
  readonly by: string;
  readonly machine: string;
  readonly pid: number;
  readonly begun: string;
  /** Seconds until the lease ends by the host's clock; none are left when it is not positive. */
  readonly left: number;
}

/** A deployment that did not come to its end: the host was switched, or about to be. */
export interface Unfinished {
  readonly release: string;
  /** What `current` was before; empty for nothing. */
  readonly previous: string;
  readonly run: string;
}

export interface HostState {
  readonly current: string | undefined;
  /** From the oldest to the newest. */
  readonly releases: readonly HostRelease[];
  readonly fence: number;
  readonly lock: HeldLock | undefined;
  readonly unfinished: Unfinished | undefined;
  readonly isInMaintenance: boolean;
  /** Programs found, of those that are useful. */
  readonly tools: readonly string[];
  /** Kilobytes. */
  readonly free: number | undefined;
}

const needed = ['tar', 'flock', 'setsid', 'timeout', 'sha256sum'];
const useful = [...needed, 'rsync', 'curl', 'bash'];

/** Docker itself is only asked of a host that has services. */
const composeScript = 'docker compose version >/dev/null 2>&1 && say tool compose\n';

const script = `
for tool in ${useful.join(' ')}; do command -v "$tool" >/dev/null 2>&1 && say tool "$tool"; done
place=$base
while [ ! -d "$place" ] && [ "$place" != / ]; do place=$(dirname "$place"); done
say free "$(df -Pk "$place" 2>/dev/null | awk 'NR == 2 { print $4 }')"
[ -d "$state" ] || exit 0
say current "$(current)"
for file in "$state"/releases/*; do [ -f "$file" ] && say release "\${file##*/} $(cat "$file")"; done
[ ! -f "$state/fence" ] || say fence "$(cat "$state/fence")"
if [ -f "$state/lock" ]; then
  sed 's/^/@lock /' "$state/lock" | while read -r word rest; do say lock "$rest"; done
  say left "$(($(field lock until) - $(date +%s)))"
fi
[ ! -f "$state/journal" ] || while read -r line; do say journal "$line"; done < "$state/journal"
[ ! -f "$base/maintenance.html" ] || say maintenance
`;

/**
 * Looks at a host and changes nothing there.
 * @throws CDEV_E_DEPLOY_HOST_LACKS
 */
export async function observeHost(open: OpenHost, context: Context, hasServices = false): Promise<HostState> {
  const result = await runScript(
    open,
    `${hostShell(open.host.path)}${hasServices ? composeScript : ''}${script}`,
    { step: 'look', timeLimit: 60 },
    context,
  );
  const tools = answers(result, 'tool');
  const missing = needed.filter((tool) => !tools.includes(tool));
  if (hasServices && !tools.includes('compose')) missing.push('docker with its compose plugin');
  if (missing.length > 0)
    throw errors.make('CDEV_E_DEPLOY_HOST_LACKS', { host: open.host.name, tools: missing.join(', ') });
  const journal = fieldsOf(answers(result, 'journal'));
  const free = Number(answer(result, 'free') ?? '');
  const current = answer(result, 'current') ?? '';
  return {
    current: current === '' ? undefined : current,
    releases: releasesOf(result),
    fence: Number(answer(result, 'fence') ?? 0),
    lock: lockOf(result),
    unfinished:
      journal['release'] === undefined
        ? undefined
        : { release: journal['release'], previous: journal['previous'] ?? '', run: journal['run'] ?? '' },
    isInMaintenance: answer(result, 'maintenance') !== undefined,
    tools,
    free: Number.isFinite(free) && free > 0 ? free : undefined,
  };
}

function releasesOf(result: ScriptResult): HostRelease[] {
  return answers(result, 'release')
    .map((line) => {
      const [id = '', digest = '', mark] = line.split(' ');
      return { id, digest, isBad: mark === 'bad' };
    })
    .toSorted((a, b) => sequenceOf(a.id) - sequenceOf(b.id));
}

/** Releases are numbered in the order they were made: `0007-…`. */
export function sequenceOf(id: string): number {
  return Number(/^(\d+)-/.exec(id)?.[1] ?? 0);
}

export function lockOf(result: ScriptResult): HeldLock | undefined {
  const lock = fieldsOf(answers(result, 'lock'));
  if (lock['run'] === undefined) return undefined;
  return {
    run: lock['run'],
    fence: Number(lock['fence']),
    by: textOf(lock['by']),
    machine: lock['machine'] ?? '',
    pid: Number(lock['pid']),
    begun: lock['begun'] ?? '',
    left: Number(answer(result, 'left') ?? 0),
  };
}

function fieldsOf(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function textOf(json: string | undefined): string {
  try {
    return String(JSON.parse(json ?? '""'));
  } catch {
    return json ?? '';
  }
}
