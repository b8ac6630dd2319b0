import type { IncomingMessage } from 'node:http';

export interface RegistryUser {
  readonly name: string;
  /** Default: one made up for this registry. */
  readonly token?: string;
  /** For `_auth` and `_password`. */
  readonly password?: string;
  /** The packages it may write: names, or scopes such as `@acme`. Default: all. */
  readonly mayWrite?: readonly string[];
  /** With it every change needs this one-time password. */
  readonly otp?: string;
}

/** The user whose credential a request carries; undefined without one, `refused` for one that nobody has. */
export function authorise(
  request: IncomingMessage,
  users: readonly (RegistryUser & { readonly token: string })[],
): RegistryUser | undefined | 'refused' {
  const [kind = '', value = ''] = (request.headers.authorization ?? '').split(' ');
  if (kind === '') return undefined;
  const found =
    kind.toLowerCase() === 'bearer'
      ? users.find(({ token }) => token === value)
      : users.find(
          ({ name, password }) =>
            password !== undefined && Buffer.from(value, 'base64').toString('utf8') === `${name}:${password}`,
        );
  return found ?? 'refused';
}

export function mayWrite({ mayWrite: allowed }: RegistryUser, name: string): boolean {
  return allowed === undefined || allowed.some((entry) => entry === name || name.startsWith(`${entry}/`));
}
