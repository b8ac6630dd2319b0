import type { Dash } from './dash.ts';

/** Numbers and times as the page says them. */
export function pageWords(): void {
  const { dash } = globalThis as unknown as { dash: Dash };
  const count = (number: number, noun: string): string => `${short(number)} ${noun}${number === 1 ? '' : 's'}`;
  const short = (number: number): string => {
    if (number < 10_000) return String(number);
    return number < 999_500 ? `${Math.round(number / 1000)}k` : `${(number / 1e6).toFixed(1)}M`;
  };
  dash.words = {
    count,
    short,
    duration: (milliseconds) => {
      if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
      if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
      const minutes = Math.round(milliseconds / 60_000);
      return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
    },
    day: (time) => time.slice(0, 10),
    ago: (time) => {
      const minutes = Math.max(0, Math.round((Date.now() - Date.parse(time)) / 60_000));
      if (minutes < 2) return 'just now';
      if (minutes < 120) return `${minutes} min ago`;
      return minutes < 2880 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1440)} days ago`;
    },
    percent: (effect) => `${effect > 0 ? '+' : '−'}${Math.abs(effect * 100).toFixed(0)} %`,
    cost: ({ cpu, isRatio }) => (isRatio ? `${cpu.toFixed(cpu < 10 ? 2 : 1)}×` : `${cpu.toFixed(0)} ms`),
  };
}
