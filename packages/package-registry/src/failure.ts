import { isCdevError } from '@cdev/core/errors';
import { redact, stripControl } from '@cdev/core/log';
import { errors } from './errors.ts';

export interface Asked {
  /** Without credentials. */
  readonly registry: string;
  /** For messages: the package, or what was to be done. */
  readonly what: string;
  readonly secrets: readonly string[];
}

interface HttpFailure extends Error {
  readonly code?: string;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, readonly string[] | string>>;
  readonly body?: unknown;
  readonly expected?: unknown;
  readonly found?: unknown;
}

/** One error of this package for whatever npm's packages throw. */
export function failure(thrown: unknown, { registry, what, secrets }: Asked): Error {
  if (isCdevError(thrown)) return thrown;
  const cause = unwrapped(thrown);
  const clean = (text: string): string => stripControl(redact(text, secrets)).slice(0, 500);
  const reason = clean(spokenReason(cause));
  const at = { registry, what };
  // The cause is dropped: it carries the request with its headers.
  if (cause.name === 'AbortError' || cause.code === 'ABORT_ERR')
    return errors.make('CDEV_E_REGISTRY_CANCELLED', { what });
  if (cause.code === 'ENOTCACHED') return errors.make('CDEV_E_REGISTRY_OFFLINE', { what });
  if (cause.code === 'EINTEGRITY')
    return errors.make('CDEV_E_REGISTRY_WRONG_INTEGRITY', {
      ...at,
      expected: clean(String(cause.expected)),
      found: clean(String(cause.found)),
    });
  // What npm's cache says of a body without a byte.
  if (cause.code === 'ENODATA') return errors.make('CDEV_E_REGISTRY_BROKEN_ANSWER', { ...at, reason: 'it is empty' });
  if (cause.code === 'EOTP') return errors.make('CDEV_E_REGISTRY_ONE_TIME_PASSWORD', at);
  if (cause.statusCode !== undefined) return ofStatus(cause.statusCode, cause, { ...at, reason });
  if (isCertificate(cause)) return errors.make('CDEV_E_REGISTRY_CERTIFICATE', { registry, reason });
  return errors.make('CDEV_E_REGISTRY_UNREACHABLE', { registry, reason });
}

/** An error that a stream had before somebody listened comes in a wrapping. */
function unwrapped(thrown: unknown): HttpFailure {
  const { code, context } = thrown as HttpFailure & { readonly context?: unknown };
  return code === 'ERR_UNHANDLED_ERROR' && context instanceof Object
    ? (context as HttpFailure)
    : (thrown as HttpFailure);
}

/** npm's cache, not the registry, is what fails: its folder cannot be written or is none. */
export function isOfCache(thrown: unknown): boolean {
  const { code = '', syscall } = unwrapped(thrown) as HttpFailure & { readonly syscall?: string };
  return (
    /^(?:EEXIST|EACCES|EPERM|EROFS|ENOTDIR|EISDIR|ENOSPC|EDQUOT|ENOENT|EMFILE)$/.test(code) && syscall !== 'connect'
  );
}

function ofStatus(status: number, cause: HttpFailure, at: { registry: string; what: string; reason: string }): Error {
  const { registry, what } = at;
  if (status === 401) return errors.make('CDEV_E_REGISTRY_UNAUTHORISED', at);
  if (status === 403) return errors.make('CDEV_E_REGISTRY_FORBIDDEN', at);
  if (status === 404) return errors.make('CDEV_E_REGISTRY_NOT_FOUND', { registry, what });
  if (status === 407)
    return errors.make('CDEV_E_REGISTRY_UNREACHABLE', { registry, reason: 'the proxy wants a name and password' });
  if (status === 429) return errors.make('CDEV_E_REGISTRY_RATE_LIMITED', { registry, wait: waitOf(cause) });
  if (status >= 500) return errors.make('CDEV_E_REGISTRY_FAILING', { registry, status: String(status) });
  return errors.make('CDEV_E_REGISTRY_REFUSED', at);
}

/** `Retry-After` in words; seconds or a date. */
function waitOf({ headers }: HttpFailure): string {
  const value = ([headers?.['retry-after'] ?? ''].flat()[0] ?? '').trim();
  if (/^\d+$/.test(value)) return `${value} s`;
  return Number.isNaN(Date.parse(value)) ? '' : `until ${new Date(value).toISOString()}`;
}

function isCertificate({ code = '', message }: HttpFailure): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS/.test(code) || /self[- ]signed/i.test(message);
}

/** The registry's own words when it has some. */
function spokenReason({ body, message, statusCode }: HttpFailure): string {
  const { error, message: said, reason } = (typeof body === 'object' && body ? body : {}) as Record<string, unknown>;
  const words = [error, said, reason].find((text) => typeof text === 'string' && text !== '');
  if (typeof words === 'string') return words;
  return statusCode === undefined ? message : `status ${statusCode}`;
}
