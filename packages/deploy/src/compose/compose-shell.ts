import type { Environment } from '../configuration/configuration.ts';
import { answer, quote, type ScriptResult } from '../ssh/run-script.ts';

export interface ComposeSettings {
  /** Path in the release. */
  readonly file: string;
  /** The name that containers, networks and volumes of the environment carry; nobody else's are touched. */
  readonly project: string;
}

/** The programs are started with nothing of the account's environment but what leads to the engine: a variable there would hide a secret's. */
const start = `env -i PATH="$PATH" HOME="\${HOME:-/}" ${[
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
  'XDG_RUNTIME_DIR',
]
  .map((name) => `\${${name}:+"${name}=$${name}"}`)
  .join(' ')}`;

/**
 * Words for scripts about the services of a release. The secrets follow the script on stdin and are in a file that only the account can read while it runs;
 * what a killed one left is removed with the lock.
 */
export function composeShell({ file, project }: ComposeSettings, release: string, secrets: Buffer): string {
  return `folder=$base/releases/${release}
project=${quote(project)}
file=$folder/${quote(file)}
pins=$state/images/${release}.yaml
keys=$state/.keys.$$
own=$folder/.env
trap 'code=$?; rm -f "$keys" "$keys.model"; say end "$code"' EXIT
(umask 077; dd bs=1 count=${secrets.length} 2>/dev/null <&3 > "$keys" && : > "$keys.model") || fail "the secrets cannot be written (is the disk full?)"
[ -f "$own" ] || own=$keys
cd "$folder" || fail "$folder is not there"
export folder project file pins keys own
# What must come back as it is: a secret's value may be part of an image's name, and would be struck out.
say_whole() { say "$1" "$(base64 | tr -d '\\n')"; }
`;
}

/** What `say_whole` said. */
export function wholeAnswer(result: ScriptResult, word: string): string {
  return Buffer.from(answer(result, word) ?? '', 'base64').toString('utf8');
}

/** A command line of `docker compose` for the words above; `isPinned` takes the very images that were pulled for the release. */
export function composeCommand(words: string, isPinned: boolean): string {
  return `${start} docker compose --ansi never --progress quiet --project-name "$project" --project-directory "$folder" --file "$file" ${isPinned ? '--file "$pins" ' : ''}--env-file "$own" --env-file "$keys" ${words}`;
}

/** A command line of `docker`. */
export function dockerCommand(words: string): string {
  return `${start} docker ${words}`;
}

/** The newest lines of all services of the environment. */
export function composeLogs({ project }: ComposeSettings, lines: number): string {
  return dockerCommand(`compose --ansi never --project-name ${quote(project)} logs --no-color --tail ${lines}`);
}

/** What marks the containers of the environment. */
export function projectFilter({ project }: ComposeSettings): string {
  return `--filter ${quote(`label=com.docker.compose.project=${project}`)}`;
}

/** Lower case, as Compose wants it. */
export function composeProject(project: string, environment: Environment['name']): string {
  return `${project}-${environment}`.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '-');
}
