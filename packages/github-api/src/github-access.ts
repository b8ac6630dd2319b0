import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { errors } from './errors.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Where GitHub is asked, and as whom. */
export interface GithubAccess {
  /** Of the REST API, without a slash at the end. */
  readonly url: string;
  /** Undefined: as anybody. */
  readonly token?: string;
  /** The variable that the token came from, or `gh`. */
  readonly tokenFrom?: string;
}

/**
 * The access that the environment names: `GITHUB_API_URL`, else the API of the server in `GITHUB_SERVER_URL`, else api.github.com; with the token of
 * `GITHUB_TOKEN` or `GH_TOKEN`.
 * @throws CDEV_E_GITHUB_ADDRESS_INVALID for an address that a token must not be sent to, CDEV_E_GITHUB_TOKEN_UNUSABLE
 */
export function githubAccess(env: Env): GithubAccess {
  const url = apiAddress(env);
  const variable = ['GITHUB_TOKEN', 'GH_TOKEN'].find((name) => textOf(env, name) !== '');
  if (variable === undefined) return { url };
  const token = textOf(env, variable);
  // fetch would refuse such a header with a message that shows the token.
  if (!/^[\u0021-\u007E]+$/.test(token)) throw errors.make('CDEV_E_GITHUB_TOKEN_UNUSABLE', { variable });
  return { url, token, tokenFrom: variable };
}

export interface LoggedInOptions {
  readonly env: Env;
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
}

/** As `githubAccess`, and without a token in the environment that which `gh` is logged in with; undefined when there is none at all. */
export async function loggedInAccess({ env, cwd, signal }: LoggedInOptions): Promise<GithubAccess | undefined> {
  const access = githubAccess(env);
  if (access.token !== undefined) return access;
  const { host } = new URL(access.url);
  const server = host === 'api.github.com' ? 'github.com' : host.replace(/^api\./, '');
  try {
    const { ok, stdoutBytes } = await run('gh', ['auth', 'token', '--hostname', server], {
      cwd,
      env,
      signal,
      timeLimit: 10_000,
      allowFailure: true,
    });
    const token = stdoutBytes.toString('utf8').trim();
    return ok && /^[\u0021-\u007E]+$/.test(token) ? { ...access, token, tokenFrom: 'gh' } : undefined;
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) return undefined;
    throw error;
  }
}

/** GitHub Enterprise Server has its API below its own address, GitHub with data residency (`*.ghe.com`) at `api.` before it. */
function apiAddress(env: Env): string {
  if (textOf(env, 'GITHUB_API_URL') !== '') return safeAddress('GITHUB_API_URL', textOf(env, 'GITHUB_API_URL'));
  const given = textOf(env, 'GITHUB_SERVER_URL');
  if (given === '') return 'https://api.github.com';
  const server = new URL(safeAddress('GITHUB_SERVER_URL', given));
  if (server.hostname === 'github.com' || server.hostname.endsWith('.ghe.com'))
    return `${server.protocol}//api.${server.host}`;
  return `${server.origin}/api/v3`;
}

/** TLS, or this machine: a token is never sent in the clear. */
function safeAddress(variable: string, address: string): string {
  const invalid = (problem: string): never => {
    throw errors.make('CDEV_E_GITHUB_ADDRESS_INVALID', { variable, problem });
  };
  const url = URL.parse(address) ?? invalid('it is no address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return invalid('it does not begin with https://');
  const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isHere) return invalid('without https the key could be read on the way');
  if (url.username !== '' || url.password !== '') return invalid('a name or password cannot be in it');
  return address.replace(/\/+$/, '');
}

function textOf(env: Env, name: string): string {
  return env[name]?.trim() ?? '';
}
