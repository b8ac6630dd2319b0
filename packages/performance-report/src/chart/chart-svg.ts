import type { Series } from '../performance-report.ts';
import { percent } from './percent.ts';

const size = { width: 800, height: 260, left: 56, right: 16, top: 40, bottom: 32 } as const;

/** One series as an SVG by itself: a point a day, a dashed line with its words at each change. Zero is the bottom, so that heights do not lie. */
export function chartSvg({
  command,
  hostClass,
  node,
  isRatio,
  days,
  changes,
}: Pick<Series, 'command' | 'hostClass' | 'node' | 'isRatio' | 'days' | 'changes'>): string {
  const times = days.map(({ day }) => Date.parse(day));
  const [first = 0, last = 1] = [times[0], times.at(-1)];
  const most = Math.max(...days.map(({ cpu }) => cpu)) * 1.15 || 1;
  const x = (time: number): number =>
    round(size.left + ((time - first) / Math.max(1, last - first)) * (size.width - size.left - size.right));
  const y = (value: number): number =>
    round(size.height - size.bottom - (value / most) * (size.height - size.top - size.bottom));
  const points = days.map(({ cpu }, index) => `${x(times[index] as number)},${y(cpu)}`);
  const unit = isRatio ? '× calibration' : 'ms';
  const scale = [0, 0.5, 1].map((share) => share * most);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" font-family="system-ui,sans-serif" font-size="12">`,
    `<title>${text(`CPU of ${command}`)}</title>`,
    '<style>:root{color:#222;background:#fff}@media(prefers-color-scheme:dark){:root{color:#ddd;background:#161616}}</style>',
    `<text x="${size.left}" y="20" fill="currentColor" font-weight="600">${text(command)}</text>`,
    `<text x="${size.width - size.right}" y="20" fill="currentColor" text-anchor="end" opacity=".7">${text(`CPU a run, ${unit}; ${hostClass}, Node ${node}`)}</text>`,
    ...scale.map(
      (value) =>
        `<path d="M${size.left} ${y(value)}H${size.width - size.right}" stroke="currentColor" opacity=".15"/><text x="${size.left - 6}" y="${y(value) + 4}" fill="currentColor" text-anchor="end" opacity=".7">${value.toFixed(value < 10 ? 1 : 0)}</text>`,
    ),
    `<polyline points="${points.join(' ')}" fill="none" stroke="#3b7dd8" stroke-width="1.5"/>`,
    ...points.map((point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="2" fill="#3b7dd8"/>`),
    ...changes.map(({ day, effect, versions }) => {
      const at = x(Date.parse(day));
      const colour = effect > 0 ? '#c0392b' : '#2c8a4b';
      const isRight = at > size.width * 0.7;
      return `<path d="M${at} ${size.top}V${size.height - size.bottom}" stroke="${colour}" stroke-dasharray="4 3"/><text x="${at + (isRight ? -4 : 4)}" y="${size.top + 10}" fill="${colour}" text-anchor="${isRight ? 'end' : 'start'}">${text(`${percent(effect)}${versions.length > 0 ? ` with ${versions.join(', ')}` : ''}`)}</text>`;
    }),
    `<text x="${size.left}" y="${size.height - 10}" fill="currentColor" opacity=".7">${days[0]?.day ?? ''}</text>`,
    `<text x="${size.width - size.right}" y="${size.height - 10}" fill="currentColor" text-anchor="end" opacity=".7">${days.at(-1)?.day ?? ''}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function text(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
