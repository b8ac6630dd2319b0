import { alignColumns, type Page } from '@cdev/core/cli';
import type { DoctorResult } from '../doctor.ts';

export function doctorText({ drivers }: DoctorResult, { style }: Page): string {
  const rows = drivers.map(({ name, found }) => {
    if (found.status === 'ready') return [style.good('✓'), style.name(name), found.version, style.quiet(found.path)];
    const reason = found.status === 'missing' ? 'not installed' : `does not start: ${found.reason}`;
    return [found.status === 'missing' ? style.quiet('–') : style.bad('✗'), style.name(name), reason];
  });
  const hints = drivers.flatMap(({ name, found }) => (found.status === 'ready' ? [] : [`→ ${name}: ${found.hint}`]));
  return [...alignColumns(rows, '  '), ...hints, style.quiet('Whether they are signed in was not checked'), ''].join(
    '\n',
  );
}
