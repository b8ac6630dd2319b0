import { alignColumns, formatDuration, truncateText, type Page } from '@cdev/core/cli';
import type { PackedProblem, PackedRun, PackedTrial } from './packed/packed-run.ts';

/** What became of the packed packages: a line each, then what does not work, what was not tried, and the sum. */
export function packedRunText(run: PackedRun, page: Page): string {
  const sections = [
    packageLines(run, page),
    problemLines(run.problems, page),
    warningLines(run, page),
    [sumLine(run, page)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function packageLines(run: PackedRun, { style }: Page): readonly string[] {
  const rows = run.packed.map(({ name, version, files, size, isNeededOnly }) => {
    const trials = run.trials.filter((trial) => trial.package === name);
    const hasError = run.problems.some(
      (one) => one.severity === 'error' && (one.package === name || one.package.split(', ').includes(name)),
    );
    const mark = isNeededOnly || trials.length === 0 ? style.quiet('–') : hasError ? style.bad('✗') : style.good('✓');
    const tried = isNeededOnly ? 'served for the others' : trials.length === 0 ? 'not tried' : triedText(trials);
    return [
      hasError ? style.bad('✗') : mark,
      `${style.name(name)} ${version}`,
      `${files} ${files === 1 ? 'file' : 'files'}`,
      bytes(size),
      tried,
    ];
  });
  return alignColumns(rows, '  ');
}

/** `1 bin, 3 imports, types with npm, pnpm`; only what was really tried is counted. */
function triedText(trials: readonly PackedTrial[]): string {
  const [first] = trials as [PackedTrial];
  const bins = new Set(first.bins.map(({ bin }) => bin)).size;
  const imports = first.imports.filter(({ outcome }) => outcome === 'ok' || outcome === 'failed').length;
  const types = trials.flatMap((trial) => trial.types).filter(({ outcome }) => outcome !== 'not run').length;
  const parts = [
    ...(bins === 0 ? [] : [`${bins} ${bins === 1 ? 'bin' : 'bins'}`]),
    ...(imports === 0 ? [] : [`${imports} ${imports === 1 ? 'import' : 'imports'}`]),
    ...(types === 0 ? [] : [`types for ${types} consumers`]),
  ];
  const managers = trials.map(({ manager }) => manager).join(' and ');
  return parts.length === 0
    ? `installed with ${managers}; nothing in it to try`
    : `${parts.join(', ')}; with ${managers}`;
}

function problemLines(problems: readonly PackedProblem[], { style, columns }: Page): readonly string[] {
  return problems.flatMap(({ package: owner, manager, severity, what, subject, reason }) => [
    `  ${severity === 'error' ? style.bad('✗') : style.warning('!')} ${style.name(truncateText(owner, 40))}  ${what} ${subject} ${style.quiet(`(${manager})`)}`,
    ...reason
      .split('\n')
      .slice(0, 6)
      .map((line) => `      ${truncateText(line, Math.max(60, columns * 2))}`),
  ]);
}

function warningLines({ installations, notRun, trials }: PackedRun, { style }: Page): readonly string[] {
  const untyped = trials.flatMap(({ package: name, types }) =>
    types
      .filter(({ outcome, reason }) => outcome === 'not run' && reason !== 'it has no declarations')
      .map(({ consumer, reason }) => `${name}, types, ${consumer}: ${reason}`),
  );
  return [
    ...installations.flatMap(({ manager, warnings }) =>
      warnings.slice(0, 5).map((warning) => style.quiet(`  ${manager} says: ${warning}`)),
    ),
    ...[...new Set([...notRun.map(({ subject, reason }) => `${subject}: ${reason}`), ...untyped])].map((text) =>
      style.quiet(`  not run: ${text}`),
    ),
  ];
}

function sumLine({ packed, installations, problems, phases, duration, trials }: PackedRun, { style }: Page): string {
  const wanted = packed.filter(({ isNeededOnly }) => !isNeededOnly).length;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const times = [
    `packed in ${formatDuration(phases.pack)}`,
    ...installations.map((one) => `${one.manager} installed in ${formatDuration(one.duration)}`),
  ].join(', ');
  const nothing = trials.length === 0 ? `${style.warning('Nothing was tried.')} ` : '';
  const found = errors === 0 ? '0 errors' : style.bad(`${errors} ${errors === 1 ? 'error' : 'errors'}`);
  const more = warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  return `${nothing}${wanted} ${wanted === 1 ? 'package' : 'packages'} tried: ${found}${more} (${formatDuration(duration)}; ${times})`;
}

function bytes(size: number): string {
  return size < 1000
    ? `${size} B`
    : size < 1_000_000
      ? `${(size / 1000).toFixed(1)} kB`
      : `${(size / 1_000_000).toFixed(1)} MB`;
}
