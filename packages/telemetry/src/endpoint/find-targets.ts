import type { Context } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import type { Signal } from '../otlp/otlp-data.ts';
import type { Protocol, Target } from './target.ts';

export interface FindTargetsOptions {
  /** The base address; the path of each signal is added. */
  readonly endpoint: string | undefined;
  readonly protocol: Protocol | undefined;
  readonly signals: readonly Signal[];
}

type Env = Context['env'];

/**
 * Where each signal goes: what was typed, else what the variables of OpenTelemetry's specification for OTLP exporters say, those of one signal first.
 * @throws CDEV_E_TELEMETRY_NO_ENDPOINT, CDEV_E_TELEMETRY_ENDPOINT_INVALID, CDEV_E_TELEMETRY_ENDPOINT_NOT_YOURS
 */
export function findTargets(
  { endpoint, protocol, signals }: FindTargetsOptions,
  { env, configured }: Pick<Context, 'env' | 'configured'>,
): readonly Target[] {
  // Whoever can write to a repository could have the runs of all others sent to themselves.
  if (configured?.has('endpoint') === true) throw errors.make('CDEV_E_TELEMETRY_ENDPOINT_NOT_YOURS');
  return signals.map((signal) => {
    const ask = (name: string): string | undefined => variable(env, signal, name);
    const { url, credentials } = addressOf(signal, endpoint, env);
    return {
      signal,
      url,
      headers: {
        ...credentials,
        ...pairsOf(env['OTEL_EXPORTER_OTLP_HEADERS']),
        ...pairsOf(ownVariable(env, signal, 'HEADERS')),
      },
      protocol: protocol ?? protocolOf(ask('PROTOCOL')),
      isCompressed: compressionOf(ask('COMPRESSION')),
      timeLimit: timeLimitOf(ask('TIMEOUT')),
    };
  });
}

function addressOf(
  signal: Signal,
  typed: string | undefined,
  env: Env,
): { url: URL; credentials: Readonly<Record<string, string>> } {
  const own = typed === undefined ? ownVariable(env, signal, 'ENDPOINT') : undefined;
  const base = typed ?? filled(env['OTEL_EXPORTER_OTLP_ENDPOINT']);
  const option =
    typed !== undefined
      ? '--endpoint'
      : own !== undefined
        ? ownName(signal, 'ENDPOINT')
        : 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const text = own ?? base;
  if (text === undefined) throw errors.make('CDEV_E_TELEMETRY_NO_ENDPOINT');
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw errors.make('CDEV_E_TELEMETRY_ENDPOINT_INVALID', {
      option,
      problem: 'is no address that begins with http:// or https://',
    });
  // The variable of a signal is taken as it is.
  if (own === undefined) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/${signal}`;
  const { username, password } = url;
  [url.username, url.password, url.hash] = ['', '', ''];
  if (username === '' && password === '') return { url, credentials: {} };
  const pair = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return { url, credentials: { authorization: `Basic ${pair}` } };
}

function protocolOf(text: string | undefined): Protocol {
  if (text === undefined || text === 'http/protobuf') return 'protobuf';
  if (text === 'http/json') return 'json';
  throw errors.make('CDEV_E_TELEMETRY_ENDPOINT_INVALID', {
    option: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    problem: `is ${text}; http/protobuf and http/json are spoken here`,
  });
}

function compressionOf(text: string | undefined): boolean {
  if (text === undefined || text === 'none' || text === 'gzip') return text === 'gzip';
  throw errors.make('CDEV_E_TELEMETRY_ENDPOINT_INVALID', {
    option: 'OTEL_EXPORTER_OTLP_COMPRESSION',
    problem: `is ${text}; it can be gzip or none`,
  });
}

function timeLimitOf(text: string | undefined): number {
  const milliseconds = Number(text ?? 10_000);
  if (Number.isFinite(milliseconds) && milliseconds > 0) return Math.min(milliseconds, 600_000);
  throw errors.make('CDEV_E_TELEMETRY_ENDPOINT_INVALID', {
    option: 'OTEL_EXPORTER_OTLP_TIMEOUT',
    problem: 'is no number of milliseconds',
  });
}

/** `key=value,key=value`, values percent-encoded (the form of W3C Baggage). What is no pair is passed over, as the specification wants it. */
export function pairsOf(text: string | undefined): Readonly<Record<string, string>> {
  const pairs = (text ?? '').split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    const [key, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    return at < 1 || key === '' ? [] : [[key.toLowerCase(), decoded(value)] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function variable(env: Env, signal: Signal, name: string): string | undefined {
  return ownVariable(env, signal, name) ?? filled(env[`OTEL_EXPORTER_OTLP_${name}`]);
}

function ownVariable(env: Env, signal: Signal, name: string): string | undefined {
  return filled(env[ownName(signal, name)]);
}

function ownName(signal: Signal, name: string): string {
  return `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`;
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
