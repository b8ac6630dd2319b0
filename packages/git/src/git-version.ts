/** The version of the native git, such as `2.39.5`. Asked once per process. */
export async function gitVersion(cwd: string): Promise<string> {
  throw new Error('on its way');
}
/** @throws CDEV_E_GIT_MISSING, CDEV_E_GIT_TOO_OLD (before 2.39). Gives the version back. */
export async function requireGit(cwd: string): Promise<string> {
  throw new Error('on its way');
}
