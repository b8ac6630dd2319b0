import { alignColumns, type Page, type Style } from '@cdev/core/cli';
import { counted } from './counted.ts';
import type { DependencyReport } from './report.ts';
import type { GroupResult } from './trial/group-result.ts';
import type { UpdateReport } from './update-dependencies.ts';

const most = 20;

export function updateText({ profile, groups, gaps }: UpdateReport, { style }: Page): string {
  const notes = gapLines(gaps, style);
  if (groups.length === 0) return `${[...notes, `${style.good('✓')} Nothing to update (${profile})`].join('\n')}\n`;
  const marks: Readonly<Record<GroupResult['status'], string>> = {
    proposed: style.good('✓'),
    planned: style.quiet('·'),
    unchanged: style.quiet('–'),
    held: style.warning('!'),
    failed: style.bad('✗'),
    'not-installed': style.bad('✗'),
  };
  const lines = groups.flatMap((group) => [
    `${marks[group.status]} ${style.title(group.group)}  ${style.quiet(`${group.risk} risk`)}  ${group.isKept ? `${group.status}, as before` : group.status}${group.reason === undefined ? '' : `: ${group.reason}`}`,
    ...shortened(
      alignColumns(
        group.items.map(({ name, from, to, note }) => [
          name,
          style.quiet(from),
          to === '' ? 'goes' : `→ ${to}`,
          style.quiet(note ?? ''),
        ]),
        '    ',
      ),
      style,
    ),
    ...(group.status === 'proposed' ? [`    git merge ${group.branch}`] : []),
    ...(group.tail === ''
      ? []
      : group.tail
          .split('\n')
          .slice(-8)
          .map((line) => `    ${style.quiet(line)}`)),
    '',
  ]);
  const proposed = groups.filter(({ status }) => status === 'proposed').length;
  const end = groups.every(({ status }) => status === 'planned')
    ? `${counted(groups.length, 'group')} (${profile}); nothing was tried (dry run)`
    : `${proposed} of ${groups.length} proposed (${profile})`;
  return `${[...lines, ...notes, end].join('\n')}\n`;
}

export function reportText(report: DependencyReport, { style }: Page): string {
  const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
    rows.length === 0
      ? []
      : [style.title(`${title} (${rows.length})`), ...shortened(alignColumns(rows, '  '), style), ''];
  const lines = [
    ...section(
      'Vulnerable',
      report.vulnerable.map(({ severity, name, version, fixed, id, title }) => [
        style.bad(severity ?? 'unknown'),
        name,
        version,
        fixed === undefined ? 'no fix known' : `→ ${fixed}`,
        style.quiet(`${id} ${title}`),
      ]),
    ),
    ...section(
      'Deprecated',
      report.deprecated.map(({ name, version, message, isDirect }) => [
        name,
        version,
        isDirect ? '' : style.quiet('indirect'),
        style.quiet(oneLine(message)),
      ]),
    ),
    ...section(
      'Licence',
      report.licences.map(({ name, current, next, problem }) => [
        name,
        current,
        next === undefined ? '' : `→ ${next}`,
        problem === 'denied' ? style.bad(problem) : style.quiet(problem),
      ]),
    ),
    ...section(
      'Outdated',
      report.outdated.map(({ name, isDev, current, compatible, breaking }) => [
        name,
        current,
        compatible === undefined ? '' : `→ ${compatible}`,
        breaking === undefined ? '' : style.warning(`→ ${breaking}`),
        style.quiet(isDev ? 'dev' : ''),
      ]),
    ),
    ...section(
      'Tools',
      report.tools.map(({ tool, file, current, compatible, breaking }) => [
        tool,
        current,
        compatible === undefined ? '' : `→ ${compatible}`,
        breaking === undefined ? '' : style.warning(`→ ${breaking}`),
        style.quiet(file),
      ]),
    ),
    ...section(
      'Actions',
      report.actions.map(({ action, current, isPinned, compatible, breaking }) => [
        action,
        current,
        compatible === undefined ? '' : `→ ${compatible.tag}`,
        breaking === undefined ? '' : style.warning(`→ ${breaking.tag}`),
        isPinned ? '' : style.quiet('not pinned'),
      ]),
    ),
    ...section(
      'Without a release for long',
      report.unmaintained.map(({ name, since }) => [name, `since ${since}`]),
    ),
    ...section(
      'Not used',
      report.unused.map(({ name, member, list }) => [name, style.quiet(list), style.quiet(member)]),
    ),
    ...section(
      'In several versions',
      report.duplicated.map(({ name, versions }) => [name, style.quiet(versions.join(', '))]),
    ),
    ...gapLines(report.gaps, style),
  ];
  const isClean = lines.length === 0;
  return `${[...lines, isClean ? `${style.good('✓')} ${report.dependencies} dependencies, all well` : `${report.dependencies} direct dependencies; try updates with: cdev-update-dependencies`].join('\n')}\n`;
}

function gapLines(gaps: readonly string[], style: Style): string[] {
  return gaps.length === 0
    ? []
    : [style.title('Not known'), ...gaps.map((gap) => `  ${style.warning('!')} ${oneLine(gap)}`), ''];
}

function shortened(lines: readonly string[], style: Style): readonly string[] {
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most), `    ${style.quiet(`and ${lines.length - most} more (--json has all)`)}`];
}

function oneLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
