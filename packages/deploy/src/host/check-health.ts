import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '@cdev/core/cli';
import { concerns, type DeployHost, type Environment, type HealthCheck } from '../configuration/configuration.ts';
import { errors } from '../errors.ts';
import type { OpenHost } from '../ssh/open-host.ts';
import { answer, quote, quotePath, runScript } from '../ssh/run-script.ts';

export interface HealthOptions {
  readonly environment: Environment;
  readonly secrets: readonly string[];
  /** `gate`: waits and tries again as the file says. `once`: asks once and says how it is. */
  readonly manner: 'gate' | 'once';
  readonly onLine: (line: string) => void;
}

/**
 * Resolves when every check that concerns the host is well.
 * @throws CDEV_E_DEPLOY_STEP_FAILED, _HOST_LOST
 */
export async function checkHealth(open: OpenHost, options: HealthOptions, context: Context): Promise<void> {
  const { host } = open;
  for (const written of options.environment.health.filter(({ roles }) => concerns(roles, host))) {
    const target = targetAt(host, written);
    const check = options.manner === 'once' ? { ...written, target, retries: 0, warmUp: 0 } : { ...written, target };
    const problem =
      check.from === 'here' ? await askFromHere(check, context) : await askOnHost(open, check, options, context);
    if (problem !== undefined)
      throw errors.make('CDEV_E_DEPLOY_STEP_FAILED', { host: host.name, step: `health: ${target}`, reason: problem });
  }
}

/** A number address of IPv6 stands in brackets, except in a command line. */
function targetAt({ address, name }: DeployHost, { kind, target }: HealthCheck): string {
  const written = kind !== 'command' && address.includes(':') ? `[${address}]` : address;
  return target.replaceAll('{address}', () => written).replaceAll('{name}', () => name);
}

/** Undefined when all is well. */
async function askOnHost(
  open: OpenHost,
  check: HealthCheck,
  { secrets, onLine }: HealthOptions,
  context: Context,
): Promise<string | undefined> {
  const { retries, every, timeLimit, warmUp, kind } = check;
  const body = `base=${quotePath(open.host.path)}
# Ends with us: a check that nobody waits for is not tried on.
( exec >/dev/null 2>&1; while read -r beat <&3; do :; done; kill -TERM $$ ) &
watcher=$!
sleeper=
# A shell that waits for a program in front hears of a signal when that has ended.
rest() { sleep "$1" >/dev/null 2>&1 3<&- & sleeper=$!; wait "$sleeper"; sleeper=; }
trap '[ -z "$sleeper" ] || kill "$sleeper" 2>/dev/null; exit 129' HUP INT TERM PIPE
${probes[kind](check)}
rest ${warmUp}
tries=0
until probe; do
  tries=$((tries + 1))
  [ "$tries" -le ${retries} ] || { say failed "$problem"; break; }
  rest ${every}
done
kill "$watcher" 2>/dev/null
`;
  const limit = warmUp + (retries + 1) * (timeLimit + 2 + every) + 30;
  const result = await runScript(
    open,
    body,
    { step: 'health', timeLimit: limit, secrets, onLine: kind === 'command' ? onLine : undefined },
    context,
  );
  return answer(result, 'failed') ?? (result.exitCode === 0 ? undefined : result.output);
}

const probes: Readonly<Record<HealthCheck['kind'], (check: HealthCheck) => string>> = {
  command: ({ target, timeLimit }) => `probe() {
  (cd "$base/current" && exec timeout -k 2 ${timeLimit} sh -c ${quote(target)}) </dev/null 3<&-
  code=$?
  printf '\\n'
  problem="exit code $code"
  [ "$code" -eq 0 ]
}`,
  tcp: ({ target, timeLimit }) => {
    const { host, port } = placeOf(target);
    return `probe() {
  problem=${quote(`nothing answers at ${target}`)}
  if command -v bash >/dev/null 2>&1; then timeout ${timeLimit} bash -c ${quote(`exec 5<>/dev/tcp/${host}/${port}`)} 2>/dev/null
  elif command -v nc >/dev/null 2>&1; then timeout ${timeLimit} nc -z ${quote(host)} ${port} </dev/null >/dev/null 2>&1
  else problem='the host has neither bash nor nc to ask with'; return 1; fi
}`;
  },
  http: ({ target, timeLimit, expect, contains }) => `probe() {
  command -v curl >/dev/null 2>&1 || { problem='the host has no curl to ask with; "from: here" asks from this machine'; return 1; }
  answer=$(curl -q -sS --max-time ${timeLimit} -w '\\n%{http_code}' -- ${quote(target)} 2>&1) || {
    problem=$(printf '%s\\n' "$answer" | sed -n 's/^curl: ([0-9]*) //p' | tail -n 1)
    problem=\${problem:-nothing answers}
    return 1
  }
  status=$(printf '%s\\n' "$answer" | tail -n 1)
  problem="the answer's status is $status"
  ${expect === undefined ? '{ [ "$status" -ge 200 ] && [ "$status" -le 399 ]; }' : `[ "$status" -eq ${expect} ]`} || return 1
  ${
    contains === undefined
      ? ':'
      : `problem='the answer does not contain what it should'
  case $answer in *${quote(contains)}*) return 0 ;; *) return 1 ;; esac`
  }
}`,
};

async function askFromHere(check: HealthCheck, { signal }: Context): Promise<string | undefined> {
  await pause(check.warmUp * 1000, undefined, { signal });
  for (let tries = 0; ; tries += 1) {
    const problem = await (check.kind === 'tcp' ? connects(check, signal) : answersHttp(check, signal));
    signal.throwIfAborted();
    if (problem === undefined || tries >= check.retries) return problem;
    await pause(check.every * 1000, undefined, { signal });
  }
}

async function answersHttp(
  { target, timeLimit, expect, contains }: HealthCheck,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const answer = await fetch(target, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimit * 1000)]),
    });
    const text = await answer.text();
    const isWanted = expect === undefined ? answer.status >= 200 && answer.status <= 399 : answer.status === expect;
    if (!isWanted) return `the answer's status is ${answer.status}`;
    return contains === undefined || text.includes(contains) ? undefined : 'the answer does not contain what it should';
  } catch (error) {
    const { cause, message, name } = error as Error & { cause?: { code?: string } };
    if (name === 'TimeoutError') return `no answer within ${timeLimit} s`;
    return cause?.code === undefined ? message : `nothing answers (${cause.code})`;
  }
}

function connects({ target, timeLimit }: HealthCheck, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const { host, port } = placeOf(target);
    const socket = connect({ host, port, timeout: timeLimit * 1000, signal });
    const end = (problem: string | undefined): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => end(undefined));
    socket.once('timeout', () => end(`nothing answers at ${target}`));
    // Also when we are interrupted.
    socket.once('error', () => end(`nothing answers at ${target}`));
  });
}

/** `host:port`, where the host may be a number address of IPv6 in brackets. */
function placeOf(target: string): { readonly host: string; readonly port: number } {
  const at = target.lastIndexOf(':');
  return { host: target.slice(0, at).replaceAll(/^\[|\]$/g, ''), port: Number(target.slice(at + 1)) };
}
