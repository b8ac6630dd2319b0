import type { HealthEntry } from '@cdev/script-catalogue';

const colours = { healthy: '#2c8a4b', degraded: '#b07a00', broken: '#c0392b' } as const;

const order = ['broken', 'degraded', 'healthy'] as const;

/** The newest check as an SVG badge: `scripts | 14 healthy`, or how many are not. */
export function badge({ scripts }: Pick<HealthEntry, 'scripts'>): string {
  // A script that was tried with several versions of Node is as well as with the worst of them.
  const states = [...Map.groupBy(scripts, ({ script }) => script).values()].map(
    (tries) => order.find((state) => tries.some((one) => one.state === state)) ?? 'healthy',
  );
  const worst = order.find((state) => states.includes(state)) ?? 'healthy';
  const many = states.filter((state) => state === worst).length;
  return svg('scripts', `${many}${worst === 'healthy' ? '' : ` of ${states.length}`} ${worst}`, colours[worst]);
}

function svg(label: string, value: string, colour: string): string {
  const [left, right] = [widthOf(label), widthOf(value)];
  const text = (x: number, words: string): string => `<text x="${x}" y="14" text-anchor="middle">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${value}">`,
    `<title>${label}: ${value}</title>`,
    `<rect width="${left + right}" height="20" rx="3" fill="${colour}"/>`,
    `<path d="M3 0h${left - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#444"/>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(left / 2, label)}${text(left + right / 2, value)}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

/** Letters of an 11 pixel sans serif are some 6.6 wide. */
function widthOf(text: string): number {
  return Math.ceil(text.length * 6.6) + 12;
}
