import { alignColumns, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { InstalledDriver } from './driver/install-driver.ts';
import type { MergeFileResult } from './merge-file/run-merge-file.ts';
import type { ResolveResult } from './resolve-conflicts.ts';
import type { ShownMerge, ShownResolution } from './show/shown-merge.ts';
import type { ForgottenResolutions } from './memory/forget-resolutions.ts';
import type { UndoneResolution } from './undo/undo-resolution.ts';
import { singleLine } from './show/single-line.ts';

type Style = Page['style'];
type Open = ShownMerge['open'][number];

/** Merge by merge: what was decided as a diff with its reasons, what is open with its pieces, then what was done. */
export function resolveText(result: ResolveResult, { style }: Page): string {
  const { merges, notes } = result;
  const heads = alignColumns(merges.map((merge) => headOf(merge, result, style)));
  const parts = merges.flatMap((merge, at) => [
    heads[at] ?? '',
    ...merge.resolved.flatMap((one) => resolutionLines(one, style)),
    ...merge.open.flatMap((one) => openLines(one, merge, style)),
    ...merge.brokenImports.map(({ importer, path, name }) =>
      style.warning(
        `  ! ${singleLine(importer)} imports ${singleLine(name)} from ${singleLine(path)}, which does not export it in the merge`,
      ),
    ),
  ]);
  return `${[
    ...(merges.length === 0 ? ['There is nothing to merge.'] : parts),
    ...notes.map((note) => style.quiet(`· ${singleLine(note)}`)),
    '',
    ...endLines(result, style),
  ].join('\n')}\n`;
}

function headOf(
  { ours, theirs, isClean, resolved, open, brokenImports: broken }: ShownMerge,
  { kind }: ResolveResult,
  style: Style,
): string[] {
  const mark = open.length + broken.length > 0 ? style.bad('✗') : style.good('✓');
  const counts = [
    ...(isClean ? ['git can merge it'] : []),
    ...(resolved.length > 0 ? [`${resolved.length} resolved`] : []),
    ...(open.length > 0 ? [`${open.length} open`] : []),
    ...(broken.length > 0 ? [`${broken.length} broken ${broken.length === 1 ? 'import' : 'imports'}`] : []),
  ];
  const onto = style.quiet(kind === 'stopped' ? `into ${singleLine(ours)}` : `onto ${singleLine(ours)}`);
  return [mark, style.name(singleLine(theirs)), onto, counts.join(', ')];
}

function resolutionLines(
  { path, rule, confidence, resolutions, lost, diff, explanation }: ShownResolution,
  style: Style,
): string[] {
  const sureness = confidence === 'certain' ? style.good(confidence) : style.warning(confidence);
  return [
    `  ${style.good('✓')} ${singleLine(path)}  ${style.quiet(`by ${rule},`)} ${sureness}`,
    ...resolutions.map(({ where, reason }) =>
      style.quiet(`      ${singleLine([where, reason].filter(Boolean).join(': '))}`),
    ),
    ...lostText(lost, style),
    ...explanationLines(explanation, style),
    ...diffLines(diff, style),
  ];
}

const mostLost = 20;

/** What a side added and the result does not have: all of it is in the JSON, a screen of it here. */
function lostText(lost: ShownResolution['lost'], style: Style): string[] {
  const more = lost.length - mostLost;
  return [
    ...lost
      .slice(0, mostLost)
      .map(({ side, line: at, text }) => style.warning(`      given up, line ${at} of ${side}: ${singleLine(text)}`)),
    ...(more > 0 ? [style.warning(`      and ${more} more lines`)] : []),
  ];
}

/** What was tried, place by place in the order in which it was. */
function explanationLines(explanation: ShownResolution['explanation'], style: Style): string[] {
  if (explanation === undefined) return [];
  const mark = { won: style.good('✓'), 'gave way': style.quiet('·'), refused: style.bad('✗') } as const;
  const rows = explanation.steps.map(({ where, rung, outcome, reason, confidence, odds }) => {
    const sure = [confidence, odds === undefined ? undefined : `${Math.round(100 * odds)} %`]
      .filter(Boolean)
      .join(', ');
    return [mark[outcome], style.quiet(singleLine(where)), rung, style.quiet(sure), style.quiet(singleLine(reason))];
  });
  return [...alignColumns(rows, '      '), style.quiet(`      → ${explanation.policy}`)];
}

function diffLines(diff: string, style: Style): string[] {
  const paint = (text: string): string =>
    text.startsWith('+') ? style.good(text) : text.startsWith('-') ? style.bad(text) : style.quiet(text);
  return stripControl(diff)
    .trimEnd()
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => `      ${paint(text)}`);
}

function openLines(
  { path, kind, reason, hunks, regenerate, explanation }: Open,
  { ours, theirs }: ShownMerge,
  style: Style,
): string[] {
  const command = regenerate && [regenerate.command, ...regenerate.args].join(' ');
  return [
    `  ${style.bad('✗')} ${singleLine(path)}  ${style.quiet(kind)}  ${singleLine(reason)}`,
    ...explanationLines(explanation, style),
    ...hunks.flatMap(({ where, base, ours: left, theirs: right }) => [
      style.quiet(`      ${singleLine(where)}`),
      ...piece('before', base?.text, style),
      ...piece(ours, left.text, style),
      ...piece(theirs, right.text, style),
    ]),
    ...(command === undefined ? [] : [`      → when the manifests are merged: ${command}`]),
  ];
}

function piece(name: string, text: string | undefined, style: Style): string[] {
  if (text === undefined) return [];
  const lines = text === '' ? ['(nothing)'] : stripControl(text).replace(/\n$/, '').split('\n');
  return [style.quiet(`      ${singleLine(name)}:`), ...lines.map((one) => `        ${one}`.trimEnd())];
}

function endLines(result: ResolveResult, style: Style): string[] {
  const { applied, handOffs, merges, kind, strategy } = result;
  const tasks = handOffs.map((file) => `→ task for what is open: ${file}`);
  if (applied?.kind === 'stopped') {
    const count = `${applied.paths.length} ${applied.paths.length === 1 ? 'file' : 'files'}`;
    const kept = applied.snapshot === undefined ? '' : style.quiet(`  before it: ${applied.snapshot}`);
    return [
      ...tasks,
      `${style.good('✓')} wrote and staged ${count}${kept}`,
      style.quiet('undo with: cdev-resolve-conflicts undo'),
    ];
  }
  if (applied?.kind === 'branches') {
    const { into, from, to } = applied;
    const how =
      from === undefined ? `is made at ${to.slice(0, 9)}` : `moved from ${from.slice(0, 9)} to ${to.slice(0, 9)}`;
    return [`${style.good('✓')} ${into} ${how}`, style.quiet('undo with: cdev-resolve-conflicts undo')];
  }
  const open = merges.reduce((sum, merge) => sum + merge.open.length, 0);
  const broken = merges.reduce((sum, merge) => sum + merge.brokenImports.length, 0);
  if (open + broken === 0 && merges.every(({ resolved }) => resolved.length === 0))
    return [style.quiet('Nothing to resolve.')];
  const hint =
    strategy === 'handoff'
      ? ''
      : open > 0
        ? ', --strategy interactive or handoff for what is open'
        : broken > 0
          ? ', --strategy handoff for a task of mending the imports'
          : '';
  const how = kind === 'stopped' ? '--apply' : '--apply --into <branch>';
  if (strategy === 'interactive')
    return [style.quiet(`Nothing was changed; the answers are kept. To write them: --strategy interactive ${how}`)];
  return [...tasks, ...(tasks.length > 0 ? [] : [style.quiet(`Nothing was changed. To do it: ${how}${hint}`)])];
}

export function undoText({ what, isDryRun }: UndoneResolution, { style }: Page): string {
  return isDryRun ? `It would be so again: ${what}\n` : `${style.good('✓')} as before: ${what}\n`;
}

export function forgetText({ count, isDryRun }: ForgottenResolutions, { style }: Page): string {
  const what = `${count} ${count === 1 ? 'decision' : 'decisions'}`;
  if (count === 0) return 'Nothing of it is remembered.\n';
  return isDryRun ? `${what} would be forgotten\n` : `${style.good('✓')} ${what} forgotten\n`;
}

export function driverText({ outcome, file, driver, patterns, isDryRun }: InstalledDriver, { style }: Page): string {
  if (outcome === 'absent') return `No driver is installed; ${file} is as it was\n`;
  if (outcome === 'removed')
    return `${style.good('✓')} ${isDryRun ? 'would be' : ''} taken out of ${file}\n`.replace('  ', ' ');
  const word = outcome === 'unchanged' ? 'is installed already' : isDryRun ? 'would be installed' : 'installed';
  return `${[
    `${style.good('✓')} the merge driver ${word}`,
    ...alignColumns(
      [
        [style.quiet('attributes'), file],
        [style.quiet('git runs'), driver ?? ''],
        [style.quiet('files'), patterns.join(' ')],
      ],
      '  ',
    ),
  ].join('\n')}\n`;
}

/** git shows what a driver prints among its own messages, so one file is merged without a word. */
export function mergeFileText(result: MergeFileResult, { style }: Page): string {
  if (!('files' in result)) return '';
  const { files, resolved, conflicts, results, minConfidence } = result;
  const counts = `${resolved} of ${files} ${files === 1 ? 'file' : 'files'} resolved, ${conflicts} left in conflict`;
  return `${style.good('✓')} ${counts} ${style.quiet(`(at least ${minConfidence})`)}: ${singleLine(results)}\n`;
}
