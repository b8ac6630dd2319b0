/** The agent whose branch this is, by its name `cdev/<plan>/<agent>`; undefined for any other branch. */
export function agentOfBranch(branch: string | undefined): { plan: string; agent: string } | undefined {
  const [, plan, agent] = /^cdev\/([^/]+)\/([^/]+)$/.exec(branch ?? '') ?? [];
  return plan === undefined || agent === undefined ? undefined : { plan, agent };
}
