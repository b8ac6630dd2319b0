import { delimiter } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where programs are, which language, which machine. Tokens, agents' settings and Node's options stay outside. */
const passedOn =
  /^(?:PATH|PATHEXT|SystemRoot|SystemDrive|windir|ComSpec|TEMP|TMP|TMPDIR|LANG|LC_\w+|TZ|NUMBER_OF_PROCESSORS|PROCESSOR_\w+|APPDATA|LOCALAPPDATA)$/i;

/** What an outer `npm run`, `pnpm run` or `npx -p …` leaves for its program, and what would change how Node runs. */
const outerRun =
  /^(?:npm_(?:package|lifecycle)_.*|npm_(?:command|execpath|node_execpath)|npm_config_(?:user_agent|local_prefix|global_prefix|npm_version|node_gyp|prefix|global|workspaces?|recursive|filter|package_lock|omit|production|dry_run|tag|json|package|call|yes)|pnpm_(?:script_src_dir|package_name|config_verify_deps_before_run)|INIT_CWD|PROJECT_CWD|NODE_OPTIONS|NODE_PATH|NODE_ENV|NODE_COMPILE_CACHE|NODE_CHANNEL_FD|NODE_V8_COVERAGE)$/i;

/** The environment of a program under trial: a user's, without anything that is this user's. `bin` holds the Node to use. */
export function trialEnvironment(env: Environment, home: string, bin: string): Record<string, string> {
  return {
    ...withFirst(
      bin,
      filtered(env, (name) => passedOn.test(name)),
    ),
    HOME: home,
    USERPROFILE: home,
    NO_COLOR: '1',
    TERM: 'dumb',
    // So that nothing opens a browser, asks a question or looks for updates.
    CI: 'true',
    BROWSER: 'none',
    NO_UPDATE_NOTIFIER: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** The environment of the package manager: the caller's, as if it had been started from a terminal. */
export function managerEnvironment(env: Environment, bin: string): Record<string, string> {
  const own = filtered(env, (name) => !outerRun.test(name));
  return { ...withFirst(bin, own), NO_COLOR: '1', NO_UPDATE_NOTIFIER: '1' };
}

function filtered(env: Environment, isKept: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && isKept(entry[0])),
  );
}

/** The Node that runs this is the one that is tried with, whichever stands first on PATH. */
function withFirst(bin: string, env: Readonly<Record<string, string>>): Record<string, string> {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [name]: [bin, env[name]].filter(Boolean).join(delimiter) };
}
