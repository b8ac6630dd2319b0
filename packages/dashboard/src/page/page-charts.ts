import type { SpeedOfCommand, TimelineKind } from '../overview/overview.ts';
import type { Browser } from './browser.ts';
import type { Dash, Wanted } from './dash.ts';

/** Drawings, as SVG: sharp at any size, and on paper. */
export function pageCharts(): void {
  const { dash, matchMedia } = globalThis as unknown as { dash: Dash } & Pick<Browser, 'matchMedia'>;
  const { h, words } = dash;
  const small = { width: 120, height: 22 };
  const round = (value: number): number => Math.round(value * 10) / 10;
  const picture = (width: number, height: number, label: string, children: readonly Wanted[], name = 'spark'): Wanted =>
    h(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, class: name, role: 'img', 'aria-label': label, preserveAspectRatio: 'none' },
      h('title', {}, label),
      children,
    );

  const activity: Dash['charts']['activity'] = (row, days) => {
    const known = new Map(row.days.map((each) => [each.day, each]));
    const most = Math.max(1, ...row.days.map(({ runs }) => runs));
    const step = small.width / days.length;
    const bars = days.flatMap((day, at) => {
      const { runs, failed } = known.get(day) ?? { runs: 0, failed: 0 };
      // The least that happened is to be seen.
      const height = (number: number): number =>
        number === 0 ? 0 : Math.max(2, round((number / most) * small.height));
      const bar = (number: number, kind: string): Wanted =>
        h('rect', {
          x: round(at * step),
          width: Math.max(0.8, round(step - 0.8)),
          y: small.height - height(number),
          height: height(number),
          class: kind,
        });
      return runs === 0 ? [] : [bar(runs, 'fill-quiet'), ...(failed > 0 ? [bar(failed, 'fill-bad')] : [])];
    });
    return picture(small.width, small.height, `${words.count(row.runs, 'run')}, ${row.failed} failed`, bars);
  };

  const checks: Dash['charts']['checks'] = (row, days) => {
    const known = new Map(row.health.days.map(({ day, state }) => [day, state]));
    const shown = days.slice(-14);
    const kinds = { healthy: 'fill-good', degraded: 'fill-warn', broken: 'fill-bad' };
    const squares = shown.map((day, at) => {
      const state = known.get(day);
      const kind = state === undefined ? 'fill-none' : kinds[state];
      return h('rect', { x: at * 8, y: 7, width: 6, height: 8, rx: 1, class: kind });
    });
    const bad = row.health.days.filter(({ state }) => state !== 'healthy').length;
    const label = `${words.count(row.health.days.length, 'day')} checked, ${bad} not well`;
    return picture(shown.length * 8, small.height, label, squares);
  };

  interface Frame {
    readonly width: number;
    readonly height: number;
    readonly top: number;
    readonly left: number;
  }
  const scaled = (speed: SpeedOfCommand, days: readonly string[], { width, height, top, left }: Frame) => {
    const most = Math.max(...speed.days.map(({ cpu }) => cpu), 0) * 1.15 || 1;
    const x = (day: string): number =>
      round(left + (Math.max(0, days.indexOf(day)) / Math.max(1, days.length - 1)) * (width - left));
    const y = (value: number): number => round(top + (1 - value / most) * (height - top));
    return { most, x, y, points: speed.days.map(({ day, cpu }) => `${x(day)},${y(cpu)}`) };
  };
  const spark: Dash['charts']['spark'] = (speed, days) => {
    const { x, points } = scaled(speed, days, { ...small, top: 1, left: 0 });
    const marks = speed.changes.map(({ day, effect }) =>
      h('line', { x1: x(day), x2: x(day), y1: 0, y2: small.height, class: effect > 0 ? 'line-bad' : 'line-good' }),
    );
    const label = `${words.cost(speed)} CPU${speed.changes.map(({ effect, day }) => `, ${words.percent(effect)} on ${day}`).join('')}`;
    return picture(small.width, small.height, label, [
      ...marks,
      h('polyline', { points: points.join(' '), class: 'line-name' }),
    ]);
  };

  const speed: Dash['charts']['speed'] = (given, days) => {
    const size = { width: 760, height: 190, top: 22, left: 44 };
    const { most, x, y, points } = scaled(given, days, { ...size, height: size.height - 22 });
    const scale = [0, 0.5, 1].map((share) => share * most);
    const lines = scale.flatMap((value) => [
      h('line', { x1: size.left, x2: size.width, y1: y(value), y2: y(value), class: 'line-rule' }),
      h('text', { x: size.left - 6, y: y(value) + 4, class: 'label end' }, value.toFixed(value < 10 ? 1 : 0)),
    ]);
    const marks = given.changes.flatMap(({ day, effect, versions }) => {
      const at = x(day);
      const isRight = at > size.width * 0.7;
      const kind = effect > 0 ? 'bad' : 'good';
      const label = `${words.percent(effect)}${versions.length > 0 ? ` with ${versions.join(', ')}` : ''}`;
      return [
        h('line', { x1: at, x2: at, y1: size.top - 8, y2: size.height - 22, class: `line-${kind} dashed` }),
        h(
          'text',
          { x: isRight ? at - 5 : at + 5, y: size.top, class: `label text-${kind}${isRight ? ' end' : ''}` },
          label,
        ),
      ];
    });
    const ends = [
      h('text', { x: size.left, y: size.height - 4, class: 'label' }, days[0] ?? ''),
      h('text', { x: size.width, y: size.height - 4, class: 'label end' }, days.at(-1) ?? ''),
    ];
    const line = h('polyline', { points: points.join(' '), class: 'line-name' });
    const dots = points.map((point) => {
      const [cx = '0', cy = '0'] = point.split(',');
      return h('circle', { cx, cy, r: 2.2, class: 'fill-name' });
    });
    const label = `CPU of ${given.command}, ${given.isRatio ? 'as a multiple of the calibration run' : 'in milliseconds'}`;
    return h(
      'svg',
      { viewBox: `0 0 ${size.width} ${size.height}`, class: 'chart', role: 'img', 'aria-label': label },
      h('title', {}, label),
      [...lines, ...marks, line, ...dots, ...ends],
    );
  };

  const timeline: Dash['charts']['timeline'] = ({ overview: { days, timeline: events }, matches, go }) => {
    const lanes: readonly TimelineKind[] = ['release', 'update', 'speed', 'error', 'health', 'deprecation', 'agents'];
    const shown = lanes.filter((kind) => events.some((event) => event.kind === kind));
    // On a phone as wide as that is, so that nothing has to be scrolled to and its words are as large as others.
    const isNarrow = matchMedia('(max-width: 40rem)').matches;
    const size = isNarrow ? { width: 400, left: 84, lane: 26 } : { width: 1000, left: 96, lane: 22 };
    const x = (day: string): number =>
      round(size.left + ((days.indexOf(day) + 0.5) / Math.max(1, days.length)) * (size.width - size.left));
    const height = shown.length * size.lane + 24;
    const rows = shown.flatMap((kind, at) => {
      const y = at * size.lane + 14;
      const own = events.filter(
        (event) => event.kind === kind && matches(`${event.script ?? ''} ${event.text} ${kind}`),
      );
      const dots = days.flatMap((day) => {
        const there = own.filter((event) => event.day === day);
        if (there.length === 0) return [];
        const isBad = there.some((event) => event.isBad);
        const label = `${day}\n${there.map(({ script, text }) => (script === undefined ? text : `${script} ${text}`)).join('\n')}`;
        const only = there.length === 1 ? there[0]?.script : undefined;
        return [
          h(
            'circle',
            {
              cx: x(day),
              cy: y,
              r: Math.min(7, 3.4 + there.length * 0.6),
              class: `${isBad ? 'fill-bad' : 'fill-name'}${only === undefined ? '' : ' link'}`,
              onclick: only === undefined ? undefined : () => go({ script: only, start: undefined }),
            },
            h('title', {}, label),
          ),
        ];
      });
      return [
        h('text', { x: 0, y: y + 4, class: 'label' }, kind),
        h('line', { x1: size.left, x2: size.width, y1: y, y2: y, class: 'line-rule' }),
        ...dots,
      ];
    });
    const ticks = [0, Math.floor(days.length / 2), days.length - 1].map((at, index) =>
      h(
        'text',
        { x: x(days[at] ?? ''), y: height - 4, class: `label ${['middle', 'middle', 'end'][index]}` },
        days[at] ?? '',
      ),
    );
    return h(
      'svg',
      {
        viewBox: `0 0 ${size.width} ${height}`,
        class: `chart${isNarrow ? ' slim' : ''}`,
        role: 'img',
        'aria-label': 'What happened, by day',
      },
      [...rows, ...ticks],
    );
  };
  dash.charts = { activity, checks, spark, speed, timeline };
}
