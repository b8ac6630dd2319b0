import { setManifestField, type Fix } from '@cdev/file-fix';
import { withAction } from '../look/find-actions.ts';
import type { ActionTarget, ActionUse, Findings, Outdated } from '../look/findings.ts';
import type { Project } from '../look/project.ts';
import { raiseFixes } from './range-fix.ts';
import { securityGroup } from './security-group.ts';
import { shippingMembers } from './shipping-members.ts';
import { toolGroups } from './tool-groups.ts';
import type { Profile, UpdateGroup, UpdateItem } from './update-group.ts';

/**
 * What is proposed, the most urgent first. Weekly: vulnerabilities, what breaks nothing by its version, tools and actions; monthly also what is not used and what is
 * there twice; quarterly also what may break, each by itself.
 */
export function makeGroups(findings: Findings, project: Project, profile: Profile): readonly UpdateGroup[] {
  const isQuarterly = profile === 'quarterly';
  const groups = [
    securityGroup(findings, project),
    compatibleGroup(
      'dependencies',
      findings.outdated.filter(({ isDev }) => !isDev),
      project,
    ),
    compatibleGroup(
      'dev-dependencies',
      findings.outdated.filter(({ isDev }) => isDev),
      project,
    ),
    ...toolGroups(findings.tools, 'compatible'),
    actionGroup(findings.actions, 'compatible'),
    ...(profile === 'weekly' ? [] : [unusedGroup(findings, project), duplicateGroup(findings, project)]),
    ...(isQuarterly ? findings.outdated.map((one) => majorGroup(one, project)) : []),
    ...(isQuarterly ? toolGroups(findings.tools, 'breaking') : []),
    isQuarterly ? actionGroup(findings.actions, 'breaking') : undefined,
  ];
  return groups.filter((group) => group !== undefined && group.items.length > 0) as readonly UpdateGroup[];
}

function compatibleGroup(
  name: 'dependencies' | 'dev-dependencies',
  outdated: readonly Outdated[],
  project: Project,
): UpdateGroup {
  const raised = outdated.flatMap(({ name: dependency, current, compatible }) =>
    compatible === undefined ? [] : [raise(project, { name: dependency, from: current, to: compatible })],
  );
  const isDev = name === 'dev-dependencies';
  return {
    name,
    title: isDev ? 'Compatible updates of what development needs' : 'Compatible updates of what ships',
    risk: isDev ? 'low' : 'medium',
    items: raised.map(({ item }) => item),
    fixes: raised.flatMap(({ fixes }) => fixes),
    commands: [],
    install: 'yes',
    ships: isDev
      ? []
      : shippingMembers(
          project,
          raised.map(({ item }) => item.name),
        ),
  };
}

function majorGroup({ name, isDev, current, breaking }: Outdated, project: Project): UpdateGroup | undefined {
  if (breaking === undefined) return undefined;
  const { item, fixes } = raise(project, { name, from: current, to: breaking });
  return {
    name: `major-${name.replace(/^@/, '').replaceAll('/', '-')}`,
    title: `${name} ${current} → ${breaking}`,
    risk: 'high',
    items: [item],
    fixes,
    commands: [],
    install: 'yes',
    ships: isDev ? [] : shippingMembers(project, [name]),
  };
}

/** What is not in the manifests by a range that can be raised is updated by the lock file alone, or left with a note. */
function raise(project: Project, item: UpdateItem): { readonly item: UpdateItem; readonly fixes: readonly Fix[] } {
  const dependency = project.dependencies.find(({ name }) => name === item.name);
  if (!dependency) return { item, fixes: [] };
  const { fixes, left } = raiseFixes(dependency, item.to);
  return { item: left.length > 0 ? { ...item, note: `left as it is: ${left.join('; ')}` } : item, fixes };
}

function unusedGroup({ unused }: Findings, { dependencies }: Project): UpdateGroup {
  return {
    name: 'unused',
    title: 'Dependencies of which nothing speaks',
    risk: 'medium',
    items: unused.map(({ name, member }) => ({
      name,
      from: dependencies.find((one) => one.name === name)?.current ?? '',
      to: '',
      note: member === '' ? undefined : member,
    })),
    fixes: unused.map(({ name, member, list }) => ({
      ...setManifestField([list, name], undefined),
      file: member === '' ? 'package.json' : `${member}/package.json`,
    })),
    commands: [],
    install: 'yes',
    ships: [],
  };
}

function duplicateGroup({ duplicated }: Findings, { workspace, graph }: Project): UpdateGroup | undefined {
  const { name } = workspace.manager;
  // yarn 1 has no command for it.
  if (name === 'bun' || graph?.format === 'yarn-classic') return undefined;
  return {
    name: 'duplicates',
    title: 'Packages that are there in several versions, as far as one will do',
    risk: 'low',
    items: duplicated.map((one) => ({ name: one.name, from: one.versions.join(', '), to: 'fewer' })),
    fixes: [],
    commands: [
      name === 'npm'
        ? 'npm dedupe --ignore-scripts --no-audit --no-fund'
        : name === 'pnpm'
          ? 'pnpm dedupe --ignore-scripts'
          : 'yarn dedupe --mode=skip-build',
    ],
    install: 'no',
    ships: [],
  };
}

function actionGroup(actions: readonly ActionUse[], which: 'compatible' | 'breaking'): UpdateGroup {
  const chosen = actions.flatMap((action): { action: ActionUse; target: ActionTarget }[] => {
    const target = action[which];
    return target ? [{ action, target }] : [];
  });
  return {
    name: which === 'compatible' ? 'actions' : 'major-actions',
    title:
      which === 'compatible'
        ? 'GitHub Actions, by the commit of their newest tag'
        : 'GitHub Actions with a new major version',
    risk: which === 'compatible' ? 'low' : 'high',
    items: chosen.map(({ action, target }) => ({
      name: action.action,
      from: action.current,
      to: target.tag,
      note: action.isPinned ? undefined : 'stands by a commit now, which nobody can move',
    })),
    fixes: chosen.flatMap(({ action, target }) =>
      action.files.map((file) => ({
        file,
        title: `${action.action} ${target.tag}`,
        apply: (text: string) => withAction(text, action, target),
      })),
    ),
    commands: [],
    install: 'no',
    ships: [],
  };
}
