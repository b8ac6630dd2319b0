import { createHash } from 'node:crypto';
import type { RunRecord } from '@cdev/core/cli';
import { redact, stripControl } from '@cdev/core/log';
import type { AnyValue, KeyValue, Resource } from './otlp-data.ts';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Text of a record may be anybody's: a credential in it leaves this machine no more than a control character. */
export function attributes(values: Attributes): KeyValue[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

export function anyValue(value: string | number): AnyValue {
  if (typeof value === 'string') return { stringValue: redact(stripControl(value)) };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

export interface RunIdentity {
  /** Hexadecimal, 16 and 8 bytes. */
  readonly traceId: string;
  readonly spanId: string;
}

/** The same record has the same ids for ever: who gets it twice, because an answer was lost, can tell. */
export function identityOf(record: RunRecord): RunIdentity {
  const digest = createHash('sha256').update(JSON.stringify(record)).digest('hex');
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) };
}

/** Milliseconds since 1970. */
export function startOf({ start }: RunRecord): number {
  return Date.parse(start);
}

/** Milliseconds since 1970. */
export function endOf(record: RunRecord): number {
  return startOf(record) + Math.max(0, Math.round(record.duration));
}

export function nanoseconds(milliseconds: number): string {
  return `${Math.trunc(milliseconds)}000000`;
}

/** Runs of one version of a script on one machine have one resource. */
export function resourceKey({ script, version, host, platform, node }: RunRecord): string {
  return JSON.stringify([script, version, host, platform, node]);
}

const systems: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };
const architectures: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: 'x86',
  arm: 'arm32',
  loong64: 'loongarch64',
};

/** By OpenTelemetry's semantic conventions for services, hosts and runtimes; `more` is the user's own, and wins. */
export function resourceOf({ script, version, host, platform, node }: RunRecord, more: Attributes): Resource {
  const [system = '', architecture = ''] = platform.split(/-(?=[^-]*$)/);
  return {
    attributes: attributes({
      'service.namespace': 'cdev',
      'service.name': script,
      'service.version': version,
      'service.instance.id': host,
      'host.name': host,
      'host.arch': architectures[architecture] ?? architecture,
      'os.type': systems[system] ?? system,
      'process.runtime.name': 'nodejs',
      'process.runtime.version': node.replace(/^v/, ''),
      ...more,
    }),
  };
}
