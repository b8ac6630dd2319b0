import { foreignSymbols, foreignSymbolText } from '@cdev/branch-merge';
import { ownerOf, ownershipOf, type DeploymentPlan } from '@cdev/deployment-plan';
import { changedPaths, listFiles } from '@cdev/git';
import type { Finding } from '../finding.ts';

export interface OwnershipFindings {
  /** Paths that differ between base and commit. */
  readonly changed: readonly string[];
  readonly findings: readonly Finding[];
}

/** Proves from the commit range alone that an agent wrote only what it may, and made what it promised. */
export async function checkOwnership(
  plan: DeploymentPlan,
  agentId: string,
  { cwd, base, commit }: { cwd: string; base: string; commit: string },
): Promise<OwnershipFindings> {
  const { owns, isShared } = ownershipOf(plan, agentId);
  const changed = (await changedPaths(cwd, base, commit)).map(({ path }) => path);
  const foreign = changed.filter((path) => !owns(path) && isShared(path) === undefined);
  const symbols = await foreignSymbols(cwd, plan, { agent: agentId, from: base, to: commit, paths: changed });
  const there = new Set(await listFiles(cwd, commit));
  const promised = plan.agents.find(({ id }) => id === agentId)?.creates ?? [];
  return {
    changed,
    findings: [
      ...foreign.map((path): Finding => ({
        rule: 'foreign-change',
        severity: 'error',
        path,
        message: `${path} is not its own: ${whose(plan, path)}`,
      })),
      ...symbols.map((symbol): Finding => ({
        rule: 'foreign-symbol',
        severity: 'error',
        path: symbol.path,
        message: `it changed what it does not own: ${foreignSymbolText(symbol)}`,
      })),
      ...promised
        .filter((path) => !there.has(path))
        .map((path): Finding => ({
          rule: 'missing-file',
          severity: 'error',
          path,
          message: `${path} was promised and is not there`,
        })),
    ],
  };
}

function whose(plan: DeploymentPlan, path: string): string {
  const owner = ownerOf(plan, path);
  if (owner.kind === 'agent') return `it belongs to ${owner.agent.id}`;
  return owner.kind === 'shared'
    ? `it is shared by ${owner.shared.agents.join(', ')}`
    : 'it belongs to nobody in the plan';
}
