import type { CatalogueScript, Deprecation } from '@cdev/script-catalogue';

/** What the changelog says of a stage, or of a withdrawal. */
export function changelogText({ binName }: CatalogueScript, deprecation: Deprecation | undefined): string {
  if (!deprecation) return `${binName} is no longer deprecated.`;
  const { stage, warnsFrom, sunset, replacement, guide } = deprecation;
  const use = `Use ${replacement} instead`;
  const texts: Readonly<Record<Deprecation['stage'], string>> = {
    announced: `${binName} is deprecated. ${use}. From ${warnsFrom} on every run says so, and it ends on ${sunset}.`,
    warning: `${binName} warns at every run: it ends on ${sunset}. ${use}.`,
    migrating: `${guide} tells how to change over from ${binName}, which ends on ${sunset}. ${use}.`,
    sunset: `${binName} is no longer maintained. ${use}: ${guide} tells how.`,
  };
  return texts[stage];
}

/** A changeset, from which the changelog is written with the next version. */
export function changeset(packageName: string, text: string, bump: 'minor' | 'patch'): string {
  return `---\n'${packageName}': ${bump}\n---\n\n${text}\n`;
}

/** The changelog with the text under “Unreleased”, once. */
export function withEntry(changelog: string, { packageName, text }: { packageName: string; text: string }): string {
  const line = `- ${text}`;
  const eol = changelog.includes('\r\n') ? '\r\n' : '\n';
  if (changelog.split(/\r?\n/).includes(line)) return changelog;
  if (changelog.trim() === '') return [`# ${packageName}`, '', '## Unreleased', '', line, ''].join(eol);
  const unreleased = /^## \[?unreleased\]?.*$/im.exec(changelog);
  if (unreleased) {
    const at = unreleased.index + unreleased[0].length;
    return `${changelog.slice(0, at)}${eol}${eol}${line}${changelog.slice(at).replace(/^(?:\r?\n){2}(?=[-*] )/, eol)}`;
  }
  const heading = /^# .*$/m.exec(changelog);
  const at = heading ? heading.index + heading[0].length : 0;
  const section = [`## Unreleased`, '', line].join(eol);
  return at === 0
    ? `${section}${eol}${eol}${changelog}`
    : `${changelog.slice(0, at)}${eol}${eol}${section}${changelog.slice(at)}`;
}
