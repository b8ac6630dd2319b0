import { detectChanges, type DayValue } from '@cdev/performance-report';
import type { Benchmark } from './frame/benchmark.ts';
import { median } from './frame/measure.ts';

const series = 2000;
const length = 60;
const stepAt = 40;

/** How often the detector of `performance-report` is wrong, and how late it is right. */
export const benchmark: Benchmark = {
  summary: 'detector of speed regressions: false alarms in 60 days, and when a step is found',
  bar: 'a step of +10 % CPU found within 3 days at the median, and in 99 of 100 series within a week; no false alarm in 99 of 100 series of 60 days',
  run: async () => {
    const rows = [judge(0.016, 0), judge(0.022, 0), judge(0.03, 0), judge(0.022, 0.05)];
    const [, usual] = rows;
    return {
      head: [
        'noise of a day',
        'bad days',
        'series with a false alarm',
        '+10 % found within 3 days',
        'within 7 days',
        'days until found, median',
        'day of the step right (±1)',
      ],
      rows: rows.map(({ text }) => text),
      isMet: usual !== undefined && usual.delay <= 3 && usual.inWeek >= 0.99 && usual.alarms <= 0.01,
      notes: [
        `${series} synthetic series of ${length} days a row, each with one value a day: a level with normal noise, and where it says so days that are bad, each up to half as much again. 2.2 % is what the median of five runs has whose CPU varies by 4 %, as measured on a busy machine. Half of the series go up by 10 % on day ${stepAt}.`,
      ],
    };
  },
};

function judge(noise: number, bad: number): { text: string[]; alarms: number; delay: number; inWeek: number } {
  const random = mulberry(12_345);
  let alarms = 0;
  const delays: number[] = [];
  let dated = 0;
  for (let at = 0; at < series; at += 1) {
    const isStep = at % 2 === 1;
    const found = detectChanges(days(random, { noise, bad, isStep }));
    const early = found.filter(({ foundOn }) => !isStep || dayNumber(foundOn) < stepAt);
    if (early.length > 0) alarms += 1;
    if (!isStep) continue;
    const hit = found.find(({ foundOn, effect }) => dayNumber(foundOn) >= stepAt && effect > 0);
    // The day of the step is the first day: found on the same evening is one day.
    delays.push(hit === undefined ? Infinity : dayNumber(hit.foundOn) - stepAt + 1);
    if (hit !== undefined && Math.abs(dayNumber(hit.day) - stepAt) <= 1) dated += 1;
  }
  const share = (of: (delay: number) => boolean): number => delays.filter(of).length / delays.length;
  const [inThree, inWeek] = [share((delay) => delay <= 3), share((delay) => delay <= 7)];
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const delay = median(delays);
  const text = [
    percent(noise),
    percent(bad),
    percent(alarms / series),
    percent(inThree),
    percent(inWeek),
    delay.toFixed(0),
    percent(dated / delays.length),
  ];
  return { text, alarms: alarms / series, delay, inWeek };
}

interface Shape {
  readonly noise: number;
  /** The share of days that are bad. */
  readonly bad: number;
  readonly isStep: boolean;
}

function days(random: () => number, { noise, bad, isStep }: Shape): DayValue[] {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length }, (_, at) => {
    const level = isStep && at >= stepAt ? 3.3 : 3;
    const trouble = random() < bad ? 1 + random() / 2 : 1;
    const day = new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
    return { day, value: level * trouble * (1 + noise * normal()) };
  });
}

function dayNumber(day: string): number {
  return Math.round((Date.parse(day) - Date.UTC(2026, 0, 1)) / 86_400_000);
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
