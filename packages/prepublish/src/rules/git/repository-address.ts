import { redact } from '@cdev/core/log';
import type { PackageManifest } from '@cdev/package-workspace';

const hosts: Readonly<Record<string, string>> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
};

/** What `repository` says, in any of the forms that npm takes; undefined when it says nothing. */
export function repositoryOf(manifest: PackageManifest): { url: string; directory: string | undefined } | undefined {
  const value = manifest['repository'];
  if (typeof value === 'string') return value.trim() === '' ? undefined : { url: value, directory: undefined };
  const { url, directory } = (value ?? {}) as { url?: unknown; directory?: unknown };
  return typeof url === 'string' && url.trim() !== ''
    ? { url, directory: typeof directory === 'string' ? directory : undefined }
    : undefined;
}

interface Address {
  readonly host: string;
  /** `owner/name`, without `.git`. */
  readonly path: string;
}

function parse(url: string): Address | undefined {
  const plain = url
    .trim()
    .replace(/^git\+/, '')
    .replace(/#.*$/, '');
  const [, shorthand, short] = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(plain) ?? [];
  if (short !== undefined) return { host: hosts[shorthand ?? 'github'] ?? '', path: short };
  const [, scpHost, scpPath] = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)\/?(.+)$/.exec(plain) ?? [];
  if (scpHost !== undefined && scpPath !== undefined) return { host: scpHost, path: trim(scpPath) };
  const [, host, path] = /^[a-z+]+:\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(plain) ?? [];
  return host === undefined || path === undefined ? undefined : { host, path: trim(path) };
}

function trim(path: string): string {
  return path.replace(/\/+$/, '').replace(/\.git$/, '');
}

/** `host/owner/name`, the same for all ways to write an address; the letter case of the path stays. */
export function comparable(url: string): string {
  const address = parse(url);
  return address ? `${address.host.toLowerCase()}/${address.path}` : redact(url);
}

/** The form that npm wants of a remote's address; undefined for one on this machine. */
export function gitAddress(url: string): string | undefined {
  const address = parse(url);
  return address && /\./.test(address.host)
    ? `git+https://${address.host.toLowerCase()}/${address.path}.git`
    : undefined;
}
