import { isExactPath } from '../pattern/matches-pattern.ts';
import type { DeploymentPlan, SharedPath } from '../plan.ts';
import { allOthers } from '../symbol-split.ts';
import { errorFinding, warningFinding, type PlanFinding } from './plan-finding.ts';

/** Whether a file that is split by symbol is split among those that share it, and no declaration is two agents'. */
export function checkSymbols({ shared }: DeploymentPlan): readonly PlanFinding[] {
  return shared.flatMap((entry, index) => {
    const where = `shared[${index}]`;
    if (entry.rule === 'symbols') return checkSplit(entry, where);
    return entry.symbols === undefined
      ? []
      : [
          warningFinding('symbol-split', `${where}.symbols`, {
            message: `${entry.path} is merged by the rule ${entry.rule}, which knows no symbols`,
            fix: 'Write "rule: symbols", or remove them',
          }),
        ];
  });
}

function checkSplit({ path, agents, symbols = [] }: SharedPath, where: string): readonly PlanFinding[] {
  const refuse = (place: string, message: string, fix: string): PlanFinding =>
    errorFinding('symbol-split', `${where}.${place}`, { message, fix });
  const findings: PlanFinding[] = [];
  if (!isExactPath(path))
    findings.push(refuse('path', `"${path}" is split by symbol, and a pattern has none`, 'Name one file'));
  for (const id of agents)
    if (id === '*' || !symbols.some(({ agent, names }) => agent === id && names.length > 0))
      findings.push(
        id === '*'
          ? refuse('agents', `${path} is split by symbol among all agents`, 'Name the agents that share it')
          : refuse('symbols', `${id} shares ${path} and is given no symbol of it`, `Name its symbols, or '*'`),
      );
  const owners = new Map<string, string>();
  for (const [at, { agent, names }] of symbols.entries()) {
    if (!agents.includes(agent))
      findings.push(
        refuse(
          `symbols[${at}].agent`,
          `${agent} is given symbols of ${path} and does not share it`,
          'Add it to agents',
        ),
      );
    for (const name of names) {
      const other = owners.get(name);
      if (other !== undefined && other !== agent)
        findings.push(
          refuse(
            `symbols[${at}].names`,
            `${other} and ${agent} both are given ${name === allOthers ? 'all other symbols' : `"${name}"`} of ${path}`,
            'Leave it to one of them',
          ),
        );
      owners.set(name, agent);
    }
  }
  return findings;
}
