import { errors } from '../errors.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The address of a service: from its variable, else the usual one; without a slash at the end. A key is never sent in the clear, so
 * only this machine may be asked without TLS.
 * @throws CDEV_E_CACHE_ISSUE_ADDRESS_INVALID
 */
export function endpoint(env: Env, variable: string, usual: string): string {
  const given = env[variable]?.trim();
  if (given === undefined || given === '') return usual;
  const invalid = (problem: string): never => {
    throw errors.make('CDEV_E_CACHE_ISSUE_ADDRESS_INVALID', { variable, problem });
  };
  const url = URL.parse(given) ?? invalid('it is no address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return invalid('it does not begin with https://');
  const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isHere) return invalid('without https the key could be read on the way');
  if (url.username !== '' || url.password !== '') return invalid('a name or password cannot be in it');
  return given.replace(/\/+$/, '');
}

/**
 * The first of the variables that holds a key; undefined when none does.
 * @throws CDEV_E_CACHE_ISSUE_KEY_UNUSABLE
 */
export function keyIn(env: Env, variables: readonly string[]): { key: string; variable: string } | undefined {
  const variable = variables.find((name) => (env[name] ?? '').trim() !== '');
  if (variable === undefined) return undefined;
  const key = (env[variable] as string).trim();
  // fetch would refuse such a header with a message that shows the key.
  if (!/^[\u0021-\u007E]+$/.test(key)) throw errors.make('CDEV_E_CACHE_ISSUE_KEY_UNUSABLE', { variable });
  return { key, variable };
}
