import { alignColumns, type Style } from '@cdev/core/cli';
import type { Finding } from './finding.ts';

/** Findings as text: by rule, one line each, and below what mends it. */
export function findingsText(findings: readonly Finding[], style: Style): string {
  const groups = Map.groupBy(findings, ({ rule }) => rule);
  const lines = [...groups].flatMap(([rule, found]) => {
    const rows = alignColumns(
      found.map(({ file, why }) => [style.bad('✗'), file, why]),
      '  ',
    );
    return [
      style.title(rule),
      ...found.flatMap(({ mend }, index) => [rows[index] ?? '', style.quiet(`      → ${mend}`)]),
      '',
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}
