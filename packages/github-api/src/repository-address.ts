/** `host/owner/repository` of a remote's address in any of its forms: https, ssh, `git@host:owner/repository.git`; undefined when it is none. */
export function remotePath(address: string): string | undefined {
  const [, host, path] =
    /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^:/]+)(?::\d+(?=\/))?[:/]\/?(.+?)(?:\.git)?\/?$/i.exec(address.trim()) ?? [];
  return host !== undefined && path !== undefined && /^[\w.-]+(?:\/[\w.-]+)+$/.test(path)
    ? `${host.toLowerCase()}/${path}`
    : undefined;
}

/** `owner/repository` of a remote's address that is on that host. */
export function repositoryIn(address: string, host: string): string | undefined {
  const path = remotePath(address);
  return path?.startsWith(`${host.toLowerCase()}/`) === true && path.split('/').length === 3
    ? path.slice(host.length + 1)
    : undefined;
}
