import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { errors } from '../errors.ts';

export interface GithubAccess {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
}

export interface GithubAccessOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly signal?: AbortSignal;
}

/**
 * The token of `GITHUB_TOKEN` or `GH_TOKEN`, else that which `gh` is logged in with; undefined without any.
 * @throws CDEV_E_POSTPUBLISH_OPTION_INVALID for an address that a token must not be sent to
 */
export async function githubAccess({ env, cwd, signal }: GithubAccessOptions): Promise<GithubAccess | undefined> {
  const url = safeAddress('GITHUB_API_URL', env['GITHUB_API_URL']?.trim() || 'https://api.github.com');
  const given = [env['GITHUB_TOKEN'], env['GH_TOKEN']]
    .map((value) => value?.trim() ?? '')
    .find((value) => value !== '');
  if (given !== undefined) {
    if (!/^[\u0021-\u007E]+$/.test(given))
      throw errors.make('CDEV_E_POSTPUBLISH_OPTION_INVALID', {
        option: 'GITHUB_TOKEN',
        value: '(not shown)',
        expected: 'a token and nothing else',
      });
    return { url, token: given };
  }
  try {
    const { ok, stdoutBytes } = await run('gh', ['auth', 'token'], {
      cwd,
      env,
      signal,
      timeLimit: 10_000,
      allowFailure: true,
    });
    const token = stdoutBytes.toString('utf8').trim();
    return ok && token !== '' ? { url, token } : undefined;
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) return undefined;
    throw error;
  }
}

/** An address for secrets and notices: TLS, or this machine. @throws CDEV_E_POSTPUBLISH_OPTION_INVALID */
export function safeAddress(option: string, address: string): string {
  const url = URL.parse(address);
  const isHere = url !== null && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) || url.username !== '')
    throw errors.make('CDEV_E_POSTPUBLISH_OPTION_INVALID', {
      option,
      // A webhook's address is a secret.
      value: url ? `${url.protocol}//${url.host}` : '(no address)',
      expected: 'an address that begins with https:// and has no password in it',
    });
  return address.replace(/\/+$/, '');
}
