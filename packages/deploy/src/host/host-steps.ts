import type { Context } from '@cdev/core/cli';
import type { DeployHost, Environment, Hook, HookName } from '../configuration/configuration.ts';
import { concerns } from '../configuration/configuration.ts';
import { errors } from '../errors.ts';
import type { Secrets } from '../secret/read-secrets.ts';
import type { OpenHost } from '../ssh/open-host.ts';
import { answer, quote, runScript, type ScriptOptions, type ScriptResult } from '../ssh/run-script.ts';
import { holderShell, workShell, type Tenure } from './host-shell.ts';

/** A host that is ours to change. */
export interface HeldHost {
  readonly open: OpenHost;
  readonly tenure: Tenure;
  readonly context: Context;
  readonly environment: Environment;
  readonly secrets: Secrets;
  /** What hooks print. */
  readonly onLine: (host: DeployHost, line: string) => void;
}

/**
 * Runs a script that holds the lock.
 * @throws CDEV_E_DEPLOY_LOCK_LOST, _STEP_FAILED, _HOST_LOST
 */
export async function hold(held: HeldHost, body: string, options: ScriptOptions): Promise<ScriptResult> {
  const { open, tenure, context } = held;
  const { name } = open.host;
  const result = await runScript(
    open,
    `${holderShell(open.host.path, tenure)}${body}`,
    { secrets: held.secrets.values, onLine: (line) => held.onLine(open.host, line), ...options },
    context,
  );
  if (answer(result, 'fenced') !== undefined) throw errors.make('CDEV_E_DEPLOY_LOCK_LOST', { host: name });
  if (result.exitCode === 0) return result;
  const late =
    answer(result, 'late') === undefined ? undefined : `it took longer than ${held.environment.hookTimeLimit} s`;
  const reason =
    late ?? answer(result, 'failed') ?? (result.output === '' ? `exit code ${result.exitCode}` : result.output);
  throw errors.make('CDEV_E_DEPLOY_STEP_FAILED', { host: name, step: options.step, reason });
}

/** Keeps the lock ours. */
export async function renew(held: HeldHost): Promise<void> {
  await hold(held, 'enter\n', { step: 'renew', timeLimit: held.tenure.lease });
}

/** Links what is shared, and writes the secrets; nothing points to the release yet. */
export async function prepare(held: HeldHost, release: string): Promise<void> {
  const { environment, secrets } = held;
  const links = environment.shared.map((path) => `share ${quote(path)}\n`).join('');
  // Compose is given them when it is started, and nothing of them stays.
  const file = environment.compose ? Buffer.alloc(0) : secrets.file;
  const write =
    file.length === 0
      ? ''
      : `target=$release/${quote(environment.secretsFile)}
mkdir -p "$(dirname "$target")"
(umask 077; dd bs=1 count=${file.length} 2>/dev/null <&3 > "$target.$$") && mv -f "$target.$$" "$target" || fail "the secrets cannot be written"
`;
  const body = `release=$base/releases/${release}
share() {
  mkdir -p "$base/shared/$1" "$(dirname "$release/$1")" || fail "$1 cannot be shared"
  [ "$(readlink "$release/$1")" != "$base/shared/$1" ] || return 0
  [ ! -e "$release/$1" ] || fail "$1 is shared, and part of the release too"
  ln -s "$base/shared/$1" "$release/$1" || fail "$1 cannot be shared"
}
enter
free_mutex
${links}${write}`;
  // Most releases need neither, and a host is not asked for nothing.
  if (links !== '' || write !== '') await hold(held, body, { step: 'prepare', data: file, timeLimit: 120 });
}

export interface Move {
  readonly release: string;
  /** Empty for none. */
  readonly previous: string;
}

/** Runs the hooks of that name which concern the host, one after the other, in the folder of `release`. */
export async function runHooks(held: HeldHost, name: HookName, { release, previous }: Move): Promise<void> {
  const { open, environment } = held;
  const { host } = open;
  for (const hook of environment.hooks[name].filter(({ roles }) => concerns(roles, host)))
    await runHook(held, hook, { name, release, previous });
}

async function runHook(
  held: HeldHost,
  { run: command }: Hook,
  { name, release, previous }: Move & { readonly name: HookName },
): Promise<void> {
  const { open, environment } = held;
  const variables = [
    `CDEV_RELEASE=${quote(release)}`,
    `CDEV_RELEASE_PATH="$folder"`,
    `CDEV_PREVIOUS=${quote(previous)}`,
    `CDEV_ENVIRONMENT=${quote(environment.name)}`,
    `CDEV_HOST=${quote(open.host.name)}`,
    `CDEV_PATH="$base"`,
    ...(held.secrets.file.length === 0 || environment.compose
      ? []
      : [`CDEV_SECRETS_FILE="$folder"/${quote(environment.secretsFile)}`]),
  ];
  const body = `${workShell}
folder=$base/releases/${release}
enter
free_mutex
cd "$folder" || fail "$folder is not there"
${variables.join('\n')}
export ${variables.map((variable) => variable.slice(0, variable.indexOf('='))).join(' ')}
command=${quote(command)}
seconds=${environment.hookTimeLimit}
work
`;
  await hold(held, body, { step: `${name}: ${command}`, timeLimit: environment.hookTimeLimit + 30 });
}

/** Lets `current` lead to another release, by one rename: who reads finds the old one or the new one. Writes down first what it was. */
export async function switchTo(
  held: HeldHost,
  { release, previous }: Move,
  action: 'deploy' | 'rollback' | 'return',
): Promise<void> {
  const point =
    release === ''
      ? `rm -f "$base/current"`
      : `[ -d "$base/releases/${release}" ] || fail "release ${release} is not there"
rm -f "$base/.current.new"
ln -s "releases/${release}" "$base/.current.new" && ${rename} || fail "current cannot be switched"`;
  const journal = action === 'return' ? '' : `put journal 'release=${release}\nprevious=${previous}\nrun='"$run"\n`;
  await hold(
    held,
    `enter\n${journal}${point}\naudit ${action} '${release}' '${previous}' ${action === 'return' ? '|| :' : full}\n`,
    { step: 'switch', timeLimit: 60 },
  );
}

const full = '|| fail "the audit log cannot be written (is the disk full?)"';

// Without -T a rename onto a link to a folder would go into the folder; BSD's mv has -h for it.
const rename = `{ mv -fT "$base/.current.new" "$base/current" 2>/dev/null || mv -fh "$base/.current.new" "$base/current"; }`;

/** The deployment is over for this host: the release is as good as any, or marked as one that nobody goes back to by himself. */
export async function settle(
  held: HeldHost,
  { release, isBad }: { readonly release: string; readonly isBad: boolean },
): Promise<void> {
  const body = `enter
digest=$(cut -d ' ' -f 1 "$state/releases/${release}" 2>/dev/null)
[ -z "$digest" ] || try_put 'releases/${release}' "$digest${isBad ? ' bad' : ''}" || :
rm -f "$state/journal"
`;
  await hold(held, body, { step: 'settle', timeLimit: 60 });
}

/** Gives the lock back, and waits until a hook that we left by Ctrl-C has ended. A lock that is another's by now is let alone. */
export async function unlock(held: HeldHost): Promise<void> {
  const body = `enter
rm -f "$state/lock"
free_mutex
group=$(field work group)
[ -z "$group" ] || [ "$(begun "$group")" != "$(field work begun)" ] || await_end "$group" 40
`;
  await hold(held, body, { step: 'unlock', timeLimit: 60 });
}

/** Removes releases that are ours, oldest first, except `stay`; gives the ids of those removed. */
export async function prune(held: HeldHost, remove: readonly string[]): Promise<void> {
  if (remove.length === 0) return;
  const body = `enter
for id in ${remove.join(' ')}; do
  [ "$id" != "$(current)" ] && [ -f "$state/releases/$id" ] || continue
  rm -f "$state/releases/$id" "$state/images/$id.yaml"
  chmod -R u+w "$base/releases/$id" 2>/dev/null
  rm -rf "$base/releases/$id"
done
`;
  await hold(held, body, { step: 'prune', timeLimit: 600 });
}
