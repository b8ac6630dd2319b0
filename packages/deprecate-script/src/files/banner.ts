import type { Deprecation } from '@cdev/script-catalogue';

const begin = '<!-- deprecation -->';
const end = '<!-- /deprecation -->';

/** The README with its banner under the first heading, in the place of one that is there; without one for undefined. */
export function withBanner(readme: string, banner: string | undefined): string {
  const bare = withoutBanner(readme);
  if (banner === undefined) return bare;
  const eol = readme.includes('\r\n') ? '\r\n' : '\n';
  const block = [begin, '', banner, '', end].join(eol);
  const heading = /^# .*$/m.exec(bare);
  if (!heading) return `${block}${eol}${eol}${bare}`;
  const at = heading.index + heading[0].length;
  return `${bare.slice(0, at)}${eol}${eol}${block}${bare.slice(at)}`;
}

function withoutBanner(readme: string): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from === -1 || to < from) return readme;
  const before = readme.slice(0, from).replace(/(?:\r?\n)+$/, '');
  const after = readme.slice(to + end.length);
  // One that stood before everything had an empty line of its own behind it.
  return before === '' ? after.replace(/^(?:\r?\n)+/, '') : before + after;
}

/** What users are told, in each stage. */
export function bannerText(script: string, deprecation: Deprecation): string {
  const { stage, warnsFrom, sunset, replacement, guide } = deprecation;
  const use = `use ${replacement}`;
  const how = `How: [${guide}](${guide}).`;
  const texts: Readonly<Record<Deprecation['stage'], string>> = {
    announced: `**Deprecated.** From ${warnsFrom} on every run of ${script} says so, and it ends on ${sunset}: ${use}.`,
    warning: `**Deprecated.** ${script} ends on ${sunset}: ${use}. Every run says so.`,
    migrating: `**Deprecated.** ${script} ends on ${sunset}: ${use}. ${how}`,
    sunset: `**No longer maintained** since ${sunset}: ${use}. ${how}`,
  };
  return `> ${texts[stage]}`;
}
