import { alignColumns, formatDuration, wrapText, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { ListedRule, RuleList } from './list-rules.ts';
import type { PrepublishResult } from './prepublish.ts';
import { someOf } from './rule/places.ts';
import type { Finding, Severity } from './rule/rule.ts';
import type { PackageReport } from './run/package-report.ts';
import { isSame, sharedFindings } from './run/shared-findings.ts';

/** A table when there are several packages, then each package's findings, errors first. */
export function prepublishText(result: PrepublishResult, page: Page): string {
  const { packages } = result;
  const shared = sharedFindings(packages);
  const sections = [
    ...(packages.length > 1 ? [tableText(packages, page)] : []),
    ...(shared.length > 0 ? [[page.style.title('All packages'), '', ...findingsText(shared, page)].join('\n')] : []),
    ...packages.flatMap((report) => packageText(report, shared, packages.length > 1, page)),
    ...fixesText(result, page),
    endText(result, page),
  ];
  return `${sections.join('\n\n')}\n`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function tableText(packages: readonly PackageReport[], { style }: Page): string {
  const head = ['', 'package', 'version', 'files', 'packed', 'errors', 'warnings', 'suggestions', 'not run'].map(
    style.quiet,
  );
  const rows = packages.map((report) => {
    const count = (severity: Severity): string => String(countOf(report, severity) || '–');
    return [
      mark(report, style),
      style.name(report.name),
      report.version,
      report.tarball ? String(report.tarball.files) : '–',
      report.tarball ? bytesText(report.tarball.size) : '–',
      count('error'),
      count('warning'),
      count('suggestion'),
      String(report.notRun.length || '–'),
      report.state === 'published' ? style.quiet('published already') : '',
    ];
  });
  return alignColumns([head, ...rows]).join('\n');
}

function packageText(report: PackageReport, shared: readonly Finding[], isOneOfMany: boolean, page: Page): string[] {
  const { style } = page;
  const own = report.findings.filter((finding) => !shared.some((each) => isSame(each, finding)));
  // Of many packages only those that have something to say are told.
  if (isOneOfMany && own.length === 0) return [];
  const size = report.tarball
    ? `${plural(report.tarball.files, 'file')}, ${bytesText(report.tarball.size)} packed, ${bytesText(report.tarball.unpackedSize)} unpacked`
    : 'could not be packed';
  const head = `${mark(report, style)} ${style.name(report.name)} ${report.version}  ${style.quiet(size)}`;
  return [[head, ...(own.length === 0 ? [] : ['', ...findingsText(own, page)])].join('\n')];
}

function mark({ state, findings }: PackageReport, style: Page['style']): string {
  if (state === 'findings') return style.bad('✗');
  return findings.some(({ severity }) => severity !== 'suggestion') ? style.warning('!') : style.good('✓');
}

/** What is wrong, whom it breaks, and the mend, each on lines of its own below the place. */
function findingsText(findings: readonly Finding[], { style, columns }: Page): string[] {
  const paint: Readonly<Record<Severity, (text: string) => string>> = {
    error: style.bad,
    warning: style.warning,
    suggestion: style.quiet,
  };
  const width = Math.max(40, columns - 4);
  return findings.flatMap(({ severity, rule, place, reason, breaks, mend, fix }, at) => [
    ...(at === 0 ? [] : ['']),
    `  ${paint[severity](severity)}  ${style.title(line(place))}  ${style.quiet(rule)}`,
    ...indented(line(reason), width),
    ...indented(`Who: ${line(breaks)}`, width, style.quiet),
    ...indented(`${line(mend)}${fix === undefined ? '' : ' (--fix does it)'}`, width, undefined, '→ '),
  ]);
}

function indented(
  text: string,
  width: number,
  paint: (text: string) => string = (plain) => plain,
  first = '',
): string[] {
  return wrapText(text, width - first.length).map(
    (each, at) => `    ${at === 0 ? first : ' '.repeat(first.length)}${paint(each)}`,
  );
}

function fixesText({ fixes, isApplied }: PrepublishResult, { style }: Page): string[] {
  if (fixes.length === 0) return [];
  const head = isApplied ? 'Mended' : 'Would mend';
  return fixes.map(({ file, titles, diff }) =>
    [
      `${style.title(head)} ${file}`,
      ...titles.map((title) => `  ${title}`),
      ...(isApplied ? [] : diff.split('\n').map((each) => `    ${each}`)),
    ].join('\n'),
  );
}

function endText(
  { packages, manifest, notWritten, sbom, leftOut = [], isForced }: PrepublishResult,
  page: Page,
): string {
  const { style } = page;
  const count = (severity: Severity): number => packages.reduce((sum, report) => sum + countOf(report, severity), 0);
  const found = (['error', 'warning', 'suggestion'] as const).flatMap((severity) =>
    count(severity) === 0 ? [] : [plural(count(severity), severity)],
  );
  const passed = packages.reduce((sum, report) => sum + report.passed.length, 0);
  const fails = packages.some(({ state }) => state === 'findings');
  const isClean = count('error') + count('warning') === 0;
  const took = packages.reduce((sum, { duration }) => sum + duration, 0);
  const verdict = `${found.length === 0 ? 'Nothing found' : found.join(', ')}; ${plural(passed, 'check')} passed  ${style.quiet(formatDuration(took))}`;
  return [
    ...notRunText(packages, page),
    `${fails ? style.bad('✗') : isClean ? style.good('✓') : style.warning('!')} ${verdict}`,
    ...(leftOut.length === 0
      ? []
      : [
          style.warning(
            `  Not looked at, left out by the sparse checkout: ${someOf(leftOut)} (git sparse-checkout disable)`,
          ),
        ]),
    ...(fails && isForced ? [style.warning('  FORCE_PUBLISH is set: findings do not stop the publish')] : []),
    ...(manifest === undefined ? [] : [style.quiet(`  Distribution manifest: ${manifest}`)]),
    ...(manifest === undefined && notWritten !== undefined
      ? [style.quiet(`  No distribution manifest: ${notWritten}`)]
      : []),
    ...(sbom === undefined ? [] : [style.quiet(`  Bill of materials: ${sbom}`)]),
  ].join('\n');
}

/** By reason: a reader wants to know what is missing, then what that cost. */
function notRunText(packages: readonly PackageReport[], { style, columns }: Page): string[] {
  const all = packages.flatMap(({ notRun }) => notRun);
  if (all.length === 0) return [];
  const byReason = Map.groupBy(all, ({ reason }) => line(reason));
  return [
    style.title('Not run'),
    ...[...byReason].flatMap(([reason, group]) => {
      const rules = [...new Set(group.map(({ rule }) => rule))].join(', ');
      return [`  ${reason}`, ...wrapText(rules, Math.max(40, columns - 4)).map((each) => `    ${style.quiet(each)}`)];
    }),
    '',
  ];
}

function countOf({ findings }: PackageReport, severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Text from outside as one line that is safe to print. */
function line(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}

export function ruleListText({ rules }: RuleList, { style, columns }: Page): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const groups = [...Map.groupBy(rules, ({ group }) => group)].map(([group, members]) =>
    [style.title(group), ...members.flatMap((rule) => ruleText(rule, { width, columns, style }))].join('\n'),
  );
  return `${groups.join('\n\n')}\n`;
}

function ruleText(
  { id, severity, summary, breaks }: ListedRule,
  { width, columns, style }: Page & { width: number },
): string[] {
  const indent = width + 17;
  const room = Math.max(30, columns - indent);
  const [first = '', ...more] = wrapText(summary, room);
  const pad = ' '.repeat(indent);
  return [
    `  ${style.name(id.padEnd(width))}  ${severity.padEnd(11)}  ${first}`,
    ...more.map((each) => pad + each),
    ...wrapText(breaks, room).map((each) => pad + style.quiet(each)),
  ];
}
