import type { Signal } from '../otlp/otlp-data.ts';

export type Protocol = 'protobuf' | 'json';

/** Where the requests of one signal go, and how. */
export interface Target {
  readonly signal: Signal;
  /** Without credentials. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: Protocol;
  readonly isCompressed: boolean;
  /** Milliseconds for one request. */
  readonly timeLimit: number;
}

/** As people may see it: what follows the `?` may be a key. */
export function shownEndpoint({ url }: Pick<Target, 'url'>): string {
  return `${url.origin}${url.pathname}`;
}
