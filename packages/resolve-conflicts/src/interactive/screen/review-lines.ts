import { alignColumns, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { placesIn, type Session } from '../session.ts';
import { wordFor } from './question-text.ts';

/** File by file what was decided, and what becomes of it. */
export function reviewLines({ files, labels, answers, problems, doubts }: Session, { style }: Page): string[] {
  const open = placesIn(files).filter(({ chunk: { id } }) => (answers.get(id)?.way ?? 'skipped') === 'skipped').length;
  const count = placesIn(files).length;
  const rows = files.map(({ texts: { path }, chunks }) => {
    const ways = chunks.map(({ id }) => answers.get(id)?.way ?? 'skipped');
    const words = [...Map.groupBy(ways, (way) => wordFor(way, labels))].map(([word, list]) =>
      list.length === 1 ? word : `${list.length} × ${word}`,
    );
    const problem = problems.get(path);
    const doubt = doubts.get(path);
    const isLeft = problem !== undefined || ways.includes('skipped');
    return [
      `  ${isLeft ? style.bad('✗') : style.good('✓')}`,
      style.name(stripControl(path)),
      words.join(', '),
      problem !== undefined
        ? style.bad(`stays open: ${problem}`)
        : doubt !== undefined
          ? style.warning(`mind that ${doubt}`)
          : style.quiet(isLeft ? 'stays open' : ''),
    ];
  });
  const decided = count === 1 ? 'The chunk is decided.' : `All ${count} chunks are decided.`;
  return [
    open === 0 ? decided : `${open} of ${count} ${count === 1 ? 'chunk' : 'chunks'} skipped.`,
    '',
    ...alignColumns(rows),
  ];
}
