import { formatDuration, type Page } from '@cdev/core/cli';
import type { Series } from '../performance-report.ts';
import { percent } from './percent.ts';

const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Lines of the bars. */
const height = 8;

/** One series as bars, a column a day or several days; below the axis a mark at each change, then what they are. Zero is the bottom, so that heights do not lie. */
export function chartText(
  {
    command,
    hostClass,
    node,
    isRatio,
    days,
    changes,
  }: Pick<Series, 'command' | 'hostClass' | 'node' | 'isRatio' | 'days' | 'changes'>,
  { style, columns }: Page,
): string {
  const label = (value: number): string => (isRatio ? `${value.toFixed(value < 10 ? 2 : 1)}×` : formatDuration(value));
  const most = Math.max(...days.map(({ cpu }) => cpu));
  const scale = [most, most / 2, 0].map(label);
  const left = Math.max(...scale.map(({ length }) => length));
  const bars = gather(days, Math.max(10, columns - left - 4));
  const lines = Array.from({ length: height }, (_, row) => {
    const text = row === 0 ? scale[0] : row === height / 2 ? scale[1] : '';
    const cells = bars.map(({ cpu }) => cellOf((cpu / most) * height - (height - 1 - row)));
    return `${style.quiet(`${(text ?? '').padStart(left)} ┤`)}${cells.join('')}`;
  });
  const marks = bars.map(({ from, to }) => {
    const here = changes.filter(({ day }) => day >= from && day <= to);
    if (here.length === 0) return ' ';
    return here.some(({ effect }) => effect > 0) ? style.bad('▲') : style.good('▼');
  });
  const [first = '', last = ''] = [days[0]?.day, days.at(-1)?.day];
  const gap = ' '.repeat(Math.max(1, bars.length - first.length - last.length));
  const told = changes.map(({ day, effect, versions, commits }) =>
    [
      `${effect > 0 ? style.bad('▲') : style.good('▼')} ${day}  ${percent(effect)}${versions.length > 0 ? ` with ${versions.join(', ')}` : ''}`,
      ...commits.map((commit) => `    ${style.quiet(commit)}`),
    ].join('\n'),
  );
  const margin = ' '.repeat(left);
  return [
    `${style.name(command)}  ${style.quiet(`CPU a run; ${hostClass}, Node ${node}`)}`,
    ...lines,
    style.quiet(`${(scale[2] ?? '').padStart(left)} └${'─'.repeat(bars.length)}`),
    ...(changes.length > 0 ? [`${margin}  ${marks.join('')}`] : []),
    style.quiet(`${margin}  ${first}${first === last ? '' : `${gap}${last}`}`),
    ...told,
    '',
  ].join('\n');
}

interface Bar {
  readonly from: string;
  readonly to: string;
  readonly cpu: number;
}

/** As many bars as there is room for: of several days together the mean, with the weight of their runs. */
function gather(days: Series['days'], most: number): readonly Bar[] {
  const each = Math.ceil(days.length / most);
  return Array.from({ length: Math.ceil(days.length / each) }, (_, at) => {
    const part = days.slice(at * each, (at + 1) * each);
    const runs = part.reduce((sum, day) => sum + day.runs, 0);
    const cpu = part.reduce((sum, day) => sum + day.cpu * day.runs, 0) / Math.max(1, runs);
    return { from: part[0]?.day ?? '', to: part.at(-1)?.day ?? '', cpu };
  });
}

/** How much of this line the bar fills, in eighths; a bar that is there is seen. */
function cellOf(fill: number): string {
  return eighths[Math.max(0, Math.min(8, Math.round(fill * 8)))] ?? ' ';
}
