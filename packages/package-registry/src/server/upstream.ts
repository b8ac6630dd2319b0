import type { Packument } from '../packument.ts';
import type { Asking, Serving } from './answer-request.ts';
import { json, type Answer } from './deliver.ts';
import type { StoredPackument } from './package-store.ts';

/** Tarballs of an upstream behind a login are asked for here, because the client has no credential for it. */
const forwarded = '-/upstream/';
const notFound = { error: 'not found' };

/** What the registry behind this one answers. */
export async function fromUpstream({ upstream, url }: Serving, asking: Asking): Promise<Answer> {
  if (upstream === false) return json(404, notFound);
  if (typeof upstream === 'string') {
    // A redirect, so that the client's own certificates and proxies serve for the way there; 307 keeps method and body.
    const location = new URL(asking.url.replace(/^\/+/, ''), upstream).href;
    return { status: 307, headers: { location }, body: '' };
  }
  if (asking.method !== 'GET') return json(404, { error: 'this registry takes changes of its own packages only' });
  const target = asking.path.startsWith(forwarded) ? asking.path.slice(forwarded.length) : asking.url;
  try {
    const { status, headers, body } = await upstream.forward(target, { accept: asking.accept });
    const type = headers['content-type'] ?? 'application/octet-stream';
    const isPackument = type.includes('json') && !asking.path.startsWith('-/');
    return { status, headers: { 'content-type': type }, body: isPackument ? throughHere(body, url) : body };
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
