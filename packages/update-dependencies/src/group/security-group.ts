import type { Fix } from '@cdev/file-fix';
import { rcompare, valid } from 'semver';
import type { Findings } from '../look/findings.ts';
import type { Project } from '../look/project.ts';
import { isCompatible } from '../version/choose-version.ts';
import { raiseFixes } from './range-fix.ts';
import { shippingMembers } from './shipping-members.ts';
import type { UpdateGroup, UpdateItem } from './update-group.ts';

/** The smallest changes that take known vulnerabilities away: ranges of direct dependencies, and for others what the package manager is told. */
export function securityGroup({ vulnerable }: Findings, project: Project): UpdateGroup {
  const items: UpdateItem[] = [];
  const fixes: Fix[] = [];
  const commands = new Set<string>();
  for (const [name, same] of Map.groupBy(vulnerable, (one) => one.name)) {
    const versions = same.flatMap(({ fixed }) => (fixed !== undefined && valid(fixed) !== null ? [fixed] : []));
    const [target] = versions.toSorted(rcompare);
    if (target === undefined) continue;
    const ids = [...new Set(same.map(({ id }) => id))].join(', ');
    const from = [...new Set(same.map(({ version }) => version))].join(', ');
    const dependency = project.dependencies.find((one) => one.name === name);
    const raised = dependency && raiseFixes(dependency, target);
    fixes.push(...(raised?.fixes ?? []));
    const isIndirect = !dependency || same.some(({ version }) => version !== dependency.current);
    if (isIndirect) for (const { mend } of same) for (const command of mend.commands) commands.add(command);
    items.push({ name, from, to: target, note: [ids, ...(raised?.left ?? [])].join('; ') });
  }
  const breaks = items.some(({ from, to }) =>
    from.split(', ').some((one) => valid(one) !== null && !isCompatible(one, to)),
  );
  return {
    name: 'security',
    title: 'Known vulnerabilities',
    risk: breaks ? 'high' : 'medium',
    items,
    fixes,
    commands: [...commands],
    install: 'yes',
    ships: shippingMembers(
      project,
      items.map(({ name }) => name),
    ),
  };
}
