import { alignColumns, truncateText, type Page } from '@cdev/core/cli';
import type { Addition } from './add.ts';
import type { CheckedEntry } from './check-index.ts';
import { inspectionText } from './human/inspection-text.ts';
import { tierText } from './human/tier-text.ts';
import type { ListedAddition } from './list.ts';
import type { Removal } from './remove.ts';
import type { Restored } from './restore.ts';
import type { SearchResult } from './marketplace.ts';
import type { Update } from './update.ts';

export { inspectionText } from './human/inspection-text.ts';

export function searchText({ hits, gaps }: SearchResult, page: Page): string {
  const { style, columns } = page;
  const rows = alignColumns(
    hits.map(({ package: name, version, tier, maintainers }) => [
      tierText(tier, page),
      style.name(name),
      style.quiet(version ?? 'not in a registry that was asked'),
      style.quiet(maintainers.join(', ')),
    ]),
  ).flatMap((row, at) => {
    const description = hits[at]?.description ?? '';
    return description === '' ? [row] : [row, `    ${truncateText(description, Math.max(40, columns - 4))}`];
  });
  const none = hits.length === 0 ? ['No script was found'] : [];
  const missing = gaps.map((gap) => style.warning(`! not asked: ${gap}`));
  const next =
    hits.length > 0 ? ['', style.quiet('Look into one before you add it: cdev marketplace inspect <package>')] : [];
  return [...none, ...rows, ...missing, ...next, ''].join('\n');
}

export function additionText(result: Addition | readonly Restored[], page: Page): string {
  if ('inspection' in result) return addedText(result, page);
  const { style } = page;
  const words = { already: 'is here', planned: 'would be installed', installed: style.good('is installed') };
  return `${alignColumns(
    result.map(({ script, package: name, version, outcome, before }) => [
      style.name(`cdev ${script}`),
      `${name} ${version}`,
      `${words[outcome]}${before === 'changed' ? style.warning(', its files were changed') : ''}`,
    ]),
  ).join('\n')}\n`;
}

function addedText({ inspection, outcome, before, place }: Addition, page: Page): string {
  const { style } = page;
  const { package: name, version, script } = inspection;
  if (outcome === 'already') return `${name} ${version} is here already: ${style.name(`cdev ${script}`)}\n`;
  if (outcome === 'planned')
    return `${inspectionText(inspection, page)}\n${name} ${version} would be added to ${place.lock}; nothing was changed (dry run)\n`;
  const instead = before === undefined ? '' : `, in place of ${before}`;
  return `${style.good('✓')} ${name} ${version} was added${instead}. Start it: ${style.name(`cdev ${script}`)}\n`;
}

export function listText(result: readonly ListedAddition[], page: Page): string {
  const { style } = page;
  if (result.length === 0) return 'No script of others was added here\n';
  const states = {
    ok: style.good('as it was installed'),
    missing: style.warning('not installed here: cdev marketplace add'),
    changed: style.bad('its files were changed: cdev marketplace add installs it again'),
  };
  return `${alignColumns(
    result.map(({ script, package: name, version, tier, place, state }) => [
      style.name(`cdev ${script}`),
      `${name} ${version}`,
      tierText(tier, page),
      style.quiet(place),
      states[state],
    ]),
  ).join('\n')}\n`;
}

export function updateText(result: readonly Update[], { style }: Page): string {
  if (result.length === 0) return 'No script of others was added here\n';
  const words = {
    current: style.quiet('is what its registry calls newest'),
    planned: 'would be updated; nothing was changed (dry run)',
    updated: style.good('was updated'),
    refused: style.bad('was not updated'),
  };
  return result
    .map(({ script, package: name, from, to, changes, risks, outcome, reason }) =>
      [
        `${style.name(`cdev ${script}`)}  ${name} ${from}${to === undefined || to === from ? '' : ` → ${to}`}  ${words[outcome]}`,
        ...alignColumns(
          changes
            .filter(({ what }) => what !== 'version')
            .map(({ what, text, isMore }) => [style.quiet(what), isMore ? style.warning(text) : text]),
          '  ',
        ),
        ...(outcome === 'updated' ? [] : risks.map(({ name: risk, text }) => style.bad(`  ! ${text} (${risk})`))),
        ...(reason === undefined ? [] : reason.split('\n').map((line) => style.bad(`  ! ${line.trim()}`))),
        '',
      ].join('\n'),
    )
    .join('');
}

export function removalText({ script, package: name, version, lock, outcome }: Removal, { style }: Page): string {
  return outcome === 'planned'
    ? `${name} ${version} would be removed from ${lock}; nothing was changed (dry run)\n`
    : `${style.good('✓')} ${script} (${name} ${version}) was removed\n`;
}

export function indexText(result: readonly CheckedEntry[], { style }: Page): string {
  if (result.length === 0) return 'The index names no script\n';
  return result
    .map(({ package: name, reviewed, problems }) => {
      const count = `${reviewed} ${reviewed === 1 ? 'version' : 'versions'} reviewed`;
      const mark = problems.length === 0 ? style.good('✓') : style.bad('✗');
      return [`${mark} ${name}  ${style.quiet(count)}`, ...problems.map((problem) => `    ${problem}`), ''].join('\n');
    })
    .join('');
}
