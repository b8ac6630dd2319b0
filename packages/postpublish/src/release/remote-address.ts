/** `host/owner/repository` of a remote's address in any of its forms: https, ssh, `git@host:owner/repository.git`; undefined when it is none. */
export function remotePath(address: string): string | undefined {
  const [, host, path] =
    /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^:/]+)(?::\d+(?=\/))?[:/]\/?(.+?)(?:\.git)?\/?$/i.exec(address.trim()) ?? [];
  return host !== undefined && path !== undefined && /^[\w.-]+(?:\/[\w.-]+)+$/.test(path)
    ? `${host.toLowerCase()}/${path}`
    : undefined;
}

/** Whether two addresses are of one repository. Owner and name count letter by letter, as registries compare them. */
export function sameRepository(one: string, other: string): boolean {
  const path = remotePath(one);
  return path !== undefined && path === remotePath(other);
}
