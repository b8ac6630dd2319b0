import { declarationsOf } from '@cdev/code-graph';
import { allOthers, type DeploymentPlan, type PlanFinding } from '@cdev/deployment-plan';
import { readFileAt } from '@cdev/git';

/** Whether what the plan splits by symbol has those symbols at the base: a slip of the pen would keep an agent from its work. */
export async function checkSymbolNames(
  { shared }: DeploymentPlan,
  cwd: string,
  base: string,
): Promise<readonly PlanFinding[]> {
  const findings: PlanFinding[] = [];
  for (const [index, { path, rule, symbols = [] }] of shared.entries()) {
    const text = rule === 'symbols' ? (await readFileAt(cwd, base, path))?.toString('utf8') : undefined;
    if (text === undefined) continue;
    const names = (await declarationsOf(path, text)).map(({ name }) => name);
    for (const [at, share] of symbols.entries())
      for (const name of share.names)
        if (name !== allOthers && !names.some((there) => there === name || there.startsWith(`${name}.`)))
          findings.push({
            rule: 'symbol-split',
            severity: 'warning',
            where: `shared[${index}].symbols[${at}].names`,
            message: `${path} declares no "${name}", which ${share.agent} is to change`,
            fix:
              names.length === 0
                ? 'Give the file to one agent'
                : `Correct the name; it declares ${names.slice(0, 10).join(', ')}`,
          });
  }
  return findings;
}
