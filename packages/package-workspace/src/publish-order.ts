import type { PackageManifest, WorkspaceMember } from './package-workspace.ts';

const installed = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** What is installed along with a package: dependency -> range, of all three fields that a user's package manager reads. */
export function installedDependencies(manifest: PackageManifest): Readonly<Record<string, string>> {
  const ranges = installed.flatMap((field) => Object.entries(Object(manifest[field]) as Record<string, unknown>));
  return Object.fromEntries(ranges.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Dependencies before those that need them; otherwise by name. Members in a circle stand together; `publishCycles` names them. */
export function publishOrder(members: readonly WorkspaceMember[]): readonly WorkspaceMember[] {
  return circles(members).flat();
}

/** The groups of members that need each other, so that no order of publishing is right; none is the rule. */
export function publishCycles(members: readonly WorkspaceMember[]): readonly (readonly WorkspaceMember[])[] {
  return circles(members).filter((circle) => circle.length > 1);
}

/** Strongly connected components after Tarjan (1972), which come out with dependencies first. */
function circles(members: readonly WorkspaceMember[]): WorkspaceMember[][] {
  const sorted = members.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const byName = new Map(sorted.map((member) => [member.name, member]));
  const state = new Map<WorkspaceMember, { index: number; low: number; isOpen: boolean }>();
  const open: WorkspaceMember[] = [];
  const found: WorkspaceMember[][] = [];
  function visit(member: WorkspaceMember): { index: number; low: number; isOpen: boolean } {
    const own = { index: state.size, low: state.size, isOpen: true };
    state.set(member, own);
    open.push(member);
    for (const name of Object.keys(installedDependencies(member.manifest)).sort()) {
      const needed = byName.get(name);
      if (!needed || needed === member) continue;
      const seen = state.get(needed);
      if (!seen) own.low = Math.min(own.low, visit(needed).low);
      else if (seen.isOpen) own.low = Math.min(own.low, seen.index);
    }
    if (own.low === own.index) {
      const circle = open.splice(open.indexOf(member));
      for (const one of circle) state.get(one)!.isOpen = false;
      found.push(circle.sort((a, b) => (a.name < b.name ? -1 : 1)));
    }
    return own;
  }
  for (const member of sorted) if (!state.has(member)) visit(member);
  return found;
}
