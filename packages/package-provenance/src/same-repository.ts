import { remotePath } from '@cdev/github-api';

/** Whether two addresses are of one repository. Owner and name count letter by letter, as registries compare them. */
export function sameRepository(one: string, other: string): boolean {
  const path = remotePath(one);
  return path !== undefined && path === remotePath(other);
}
