import type { Page } from '@cdev/core/cli';
import type { DeedOutcome, MendOutcome } from '../report.ts';
import { firstLine, mark, moreLines, rowLines, type Row } from './row.ts';

export function mendLines(mends: readonly MendOutcome[], page: Page): readonly string[] {
  const rows = mends.map((outcome) => outcomeRow(outcome.mend, outcome.subject, { ...outcome, page }));
  return section('Mended', rows, page);
}

/** What was not done for one and the same reason is one line. */
export function deedLines(deeds: readonly DeedOutcome[], page: Page): readonly string[] {
  const groups = Map.groupBy(deeds, ({ deed, subject, status, detail }) => {
    if (status !== 'not-run') return JSON.stringify([deed, subject]);
    // Held back is everything alike; what was not asked for is told once.
    return JSON.stringify([status, detail]);
  });
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names = [...new Set(group.map(({ deed }) => deed))].join(', ');
    const subjects = [...new Set(group.map(({ subject }) => subject))];
    return [outcomeRow(names, subjects.length === 1 ? first.subject : 'all', { ...first, page })];
  });
  return section('Release', rows, page);
}

interface Told {
  readonly status: DeedOutcome['status'];
  readonly detail: string;
  readonly page: Page;
}

function outcomeRow(name: string, subject: string, { status, detail, page }: Told): Row {
  const text = status === 'already' ? `already: ${detail}` : detail;
  const taken = 22 + subject.length;
  return {
    cells: [mark(status, page), name, subject, firstLine(text, page, taken)],
    more: status === 'failed' ? moreLines(text, page, taken) : [],
  };
}

function section(title: string, rows: readonly Row[], { style }: Page): readonly string[] {
  return rows.length === 0 ? [] : [style.title(title), ...rowLines(rows), ''];
}
