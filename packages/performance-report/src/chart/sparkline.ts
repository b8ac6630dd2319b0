const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** The last `columns` values as bars: the least is the lowest, unless they differ by less than a tenth, for then height would lie. */
export function sparkline(values: readonly number[], columns: number): string {
  const shown = values.slice(-columns);
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const span = Math.max(high - low, high * 0.1);
  return shown.map((value) => bars[span === 0 ? 0 : Math.min(7, Math.floor(((value - low) / span) * 8))]).join('');
}
