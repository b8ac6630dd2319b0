import { findCredentials, redact, stripControl } from '@cdev/core/log';
import { errors } from './errors.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

const mostBytes = 64 * 1024;
const mostReason = 2000;
/** The name before the host is no secret in ssh: `ssh://git@host/…`. */
const sshName = /\bssh:\/\/[^\s/@:]+@/g;

/** The text of a value with the keys of its objects in order: equal values have equal texts. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    // Half a character, as a cut leaves it, is kept by no database.
    if (typeof part === 'string') return part.toWellFormed();
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The text of what a submitter gives: plain, small, and nothing in it looks like a credential. */
export function cleanPayload(value: JsonValue, place: string): string {
  const text = smallText(value, place);
  for (const line of lines(value)) {
    const plain = line.replace(sshName, 'ssh://');
    if (redact(plain) === plain) continue;
    const what = findCredentials(plain)[0]?.kind ?? 'a password in an address or an authorisation header';
    throw errors.make('CDEV_E_AGENT_FLEET_CREDENTIAL', { place, what });
  }
  return text;
}

/** Words of a person for an agent: nothing in them looks like a credential, no terminal sequences. */
export function cleanText(text: string, place: string): string {
  const plain = stripControl(text).toWellFormed();
  cleanPayload(plain, place);
  return plain;
}

/** The text of what a worker gives: agents print what they like, so credentials are masked, not refused. */
export function maskedJson(value: JsonValue, place: string): string {
  return smallText(masked(value), place);
}

/** A reason as it may be kept and shown. */
export function maskedReason(reason: string): string {
  return stripControl(redact(reason)).slice(0, mostReason).toWellFormed();
}

function smallText(value: JsonValue, place: string): string {
  const text = canonicalJson(value) as string | undefined;
  if (text === undefined) throw errors.make('CDEV_E_AGENT_FLEET_GRAPH', { problem: `${place} is not JSON` });
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes || text.includes(String.raw`\u0000`)) {
    const problem =
      bytes > mostBytes
        ? `has ${bytes} bytes, more than ${mostBytes}`
        : 'holds the character 0, which no database keeps';
    throw errors.make('CDEV_E_AGENT_FLEET_GRAPH', { problem: `${place} ${problem}` });
  }
  return text;
}

/** Every text in it, with the key that it stands under: a header is known by its name. */
function* lines(value: JsonValue, key = ''): Generator<string> {
  if (typeof value === 'string') yield key === '' ? value : `${key}: ${value}`;
  else if (Array.isArray(value)) for (const part of value as readonly JsonValue[]) yield* lines(part, key);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      yield name;
      yield* lines(part, name);
    }
  }
}

function masked(value: JsonValue, key = ''): JsonValue {
  if (typeof value === 'string') {
    const prefix = `${key}: `;
    const whole = redact(`${prefix}${value}`);
    return stripControl(whole.startsWith(prefix) ? whole.slice(prefix.length) : redact(value));
  }
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((part) => masked(part, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [redact(name), masked(part, name)]));
}
