import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { RegistryFault } from './fault.ts';
import type { StoredManifest, StoredPackument } from './package-store.ts';

/** An answer before the faults. What faults have to know of it stays with it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
  readonly packument?: StoredPackument;
  /** Of an answer about one version: its manifest, or its tarball. */
  readonly version?: string;
  readonly manifest?: StoredManifest;
}

/** The next registry at this address is another one; npm's cache is not to fill up with what only this one said. */
export const notKept = { 'cache-control': 'no-store' };

export function json(status: number, document: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json', ...notKept }, body: JSON.stringify(document) };
}

const notFound = { error: 'not found' };

/** Sends the answer, as far as the faults let it. */
export async function deliver(
  answer: Answer,
  response: ServerResponse,
  faults: readonly RegistryFault[],
  request: IncomingMessage,
): Promise<void> {
  for (const fault of faults) {
    if (fault.kind === 'hang') return;
    if (fault.kind === 'reset') return void request.socket.destroy();
    if (fault.kind === 'slow') await pause(fault.milliseconds, undefined, { ref: false });
  }
  const { status, headers, body } = faults.reduce(struck, answer);
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
  const cut = faults.find((fault) => fault.kind === 'truncate');
  if (!cut) return void response.end(request.method === 'HEAD' ? undefined : bytes);
  response.write(bytes.subarray(0, cut.bytes ?? Math.floor(bytes.length / 2)), () => request.socket.destroy());
}

function struck(answer: Answer, fault: RegistryFault): Answer {
  switch (fault.kind) {
    case 'status':
      return {
        status: fault.status,
        headers: { 'content-type': 'application/json', ...fault.headers },
        body: fault.body ?? JSON.stringify({ error: `fault: status ${fault.status}` }),
      };
    case 'garbage':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Log in</title>' };
    case 'hide':
      return hidden(answer, fault);
    case 'wrong-integrity':
      if (answer.packument) return json(200, withWrongIntegrity(answer.packument));
      return answer.manifest ? json(200, wronglyAnnounced(answer.manifest)) : answer;
    case 'wrong-bytes':
      return typeof answer.body === 'string' ? answer : { ...answer, body: flipped(answer.body) };
    default:
      return answer;
  }
}

function hidden(answer: Answer, { version }: { readonly version?: string }): Answer {
  const isShown = (candidate: string): boolean => version !== undefined && candidate !== version;
  const { packument } = answer;
  if (!packument) return answer.version !== undefined && isShown(answer.version) ? answer : json(404, notFound);
  const versions = Object.fromEntries(Object.entries(packument.versions).filter(([each]) => isShown(each)));
  if (Object.keys(versions).length === 0) return json(404, notFound);
  const left = Object.fromEntries(Object.entries(packument['dist-tags']).filter(([, at]) => isShown(at)));
  const newest = Object.keys(versions).at(-1) as string;
  const shown = { ...packument, versions, 'dist-tags': { latest: newest, ...left } };
  return { ...json(200, shown), packument: shown };
}

function withWrongIntegrity(packument: StoredPackument): StoredPackument {
  const versions = Object.entries(packument.versions).map(
    ([version, manifest]) => [version, wronglyAnnounced(manifest)] as const,
  );
  return { ...packument, versions: Object.fromEntries(versions) };
}

function wronglyAnnounced(manifest: StoredManifest): StoredManifest {
  const wrong = { integrity: `sha512-${Buffer.alloc(64).toString('base64')}`, shasum: '0'.repeat(40) };
  return { ...manifest, dist: { ...manifest.dist, ...wrong } };
}

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const last = copy.length - 1;
  copy[last] = (copy[last] ?? 0) ^ 1;
  return copy;
}
