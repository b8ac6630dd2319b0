import type { Packument } from '../packument.ts';
import type { Asking, Serving } from './answer-request.ts';
import type { Registry } from '../registry.ts';
import { json, notKept, type Answer } from './deliver.ts';
import type { StoredPackument } from './package-store.ts';

/** Tarballs of an upstream behind a login are asked for here, because the client has no credential for it. */
const forwarded = '-/upstream/';
const notFound = { error: 'not found' };

/** What the registry behind this one answers. */
export async function fromUpstream({ upstream, url, remembered }: Serving, asking: Asking): Promise<Answer> {
  if (upstream === false) return json(404, notFound);
  if (typeof upstream === 'string') {
    // A redirect, so that the client's own certificates and proxies serve for the way there; 307 keeps method and body.
    const location = new URL(asking.url.replace(/^\/+/, ''), upstream).href;
    return { status: 307, headers: { location }, body: '' };
  }
  if (asking.method !== 'GET') return json(404, { error: 'this registry takes changes of its own packages only' });
  const target = asking.path.startsWith(forwarded) ? asking.path.slice(forwarded.length) : asking.url;
  const ask = async (): Promise<Answer> => forwardedAnswer(upstream, target, { accept: asking.accept, url });
  if (asking.path.startsWith('-/') || asking.path.endsWith('.tgz')) return ask();
  const key = `${target} ${asking.accept}`;
  const known = remembered.get(key) ?? ask();
  remembered.set(key, known);
  const answer = await known;
  // A failure, or a package that is not there yet, may be another thing the next time.
  if (answer.status !== 200) remembered.delete(key);
  return answer;
}

async function forwardedAnswer(
  upstream: Registry,
  target: string,
  { accept, url }: { readonly accept: string; readonly url: string },
): Promise<Answer> {
  try {
    const { status, headers, body } = await upstream.forward(target, { accept });
    const type = headers['content-type'] ?? 'application/octet-stream';
    if (type.includes('json') && !target.startsWith('/-/'))
      return { status, headers: { 'content-type': type, ...notKept }, body: throughHere(body, url) };
    // A tarball is the same wherever it comes from; clients find it in their cache by its digest.
    return { status, headers: { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }, body };
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    if (code === 'CDEV_E_REGISTRY_NOT_FOUND') return json(404, notFound);
    // 502 would be asked again and again; the client is to see the reason.
    return json(code === 'CDEV_E_REGISTRY_UNAUTHORISED' ? 401 : 424, { error: message });
  }
}

export async function upstreamPackument(
  { upstream, url }: Serving,
  name: string,
): Promise<StoredPackument | undefined> {
  if (typeof upstream !== 'object') return undefined;
  const found: Packument | undefined = await upstream.packument(name, { full: true }).catch(() => undefined);
  if (!found) return undefined;
  return JSON.parse(throughHere(Buffer.from(JSON.stringify(found)), url)) as StoredPackument;
}

/** The addresses of tarballs in a packument or manifest lead through this registry. */
function throughHere(body: Buffer, url: string): string {
  return body
    .toString('utf8')
    .replaceAll(/("tarball"\s*:\s*")(https?:[^"\\]+)"/g, (_, before: string, tarball: string) => {
      return `${before}${url}${forwarded}${encodeURIComponent(tarball)}"`;
    });
}
