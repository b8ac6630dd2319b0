import type { Dependency } from '../look/dependency.ts';
import type { UpdateGroup } from '../group/update-group.ts';

export const trailer = 'Proposed-by: cdev-update-dependencies';

/** The message of the commit: what changes, how it was tested, and where to read what is new. */
export function commitMessage(
  { title, risk, items }: UpdateGroup,
  {
    dependencies,
    checks,
  }: {
    readonly dependencies: readonly Dependency[];
    readonly checks: readonly { readonly command: string; readonly reason: string }[];
  },
): string {
  const rows = items.map(({ name, from, to, note }) => {
    const step = to === '' ? `${name} ${from} goes` : `${name} ${from} → ${to}`;
    const link = releasesOf(dependencies.find((one) => one.name === name));
    return `- ${[step, note, link].filter((part) => part !== undefined && part !== '').join('; ')}`;
  });
  const tested = checks.map(({ command, reason }) => `- ${command}: ${reason}`);
  return [
    title,
    '',
    ...rows,
    '',
    `Risk: ${risk}. Tested on the commit that it stands on:`,
    ...tested,
    '',
    trailer,
    '',
  ].join('\n');
}

/** Where its releases are told, for those on GitHub. */
function releasesOf(dependency: Dependency | undefined): string | undefined {
  const repository = dependency?.packument?.['repository'];
  const url = typeof repository === 'string' ? repository : (repository as { url?: unknown } | undefined)?.url;
  const [, place] =
    /github(?:\.com[/:]|:)([\w.-]+\/[\w.-]+?)(?:\.git)?(?:[#/].*)?$/.exec(typeof url === 'string' ? url : '') ?? [];
  return place === undefined ? undefined : `https://github.com/${place}/releases`;
}

/** A changeset for the packages that ship what changes. */
export function changesetText({ items, ships }: UpdateGroup): string {
  const head = ships.map((name) => `'${name}': patch`).join('\n');
  const what = items.map(({ name, from, to }) => `${name} ${from} → ${to}`).join(', ');
  return `---\n${head}\n---\n\nUpdated: ${what}\n`;
}
