import type { JudgeRegex, Slowness } from '../rules/regular-expressions.ts';
import { takesLong } from './takes-long.ts';

/** Asks redos-detector, which is loaded with the first scan; what it takes for slow, once through the text or many times, is tried. */
export async function loadJudge(): Promise<JudgeRegex> {
  const { isSafePattern } = await import('redos-detector');
  const known = new Map<string, Slowness>();
  return (source, flags) => {
    const key = `/${source}/${flags}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const isSuspect = judge(() =>
      isSafePattern(source, {
        caseInsensitive: flags.includes('i'),
        dotAll: flags.includes('s'),
        multiLine: flags.includes('m'),
        unicode: /[uv]/.test(flags),
        maxScore: 200,
        timeout: 300,
      }),
    );
    const slowness = !isSuspect ? 'none' : takesLong(source, flags) ? 'shown' : 'possible';
    known.set(key, slowness);
    return slowness;
  };
}

/** What it cannot read or decide in time is not told. */
function judge(ask: () => { readonly safe: boolean; readonly score: { readonly infinite: boolean } }): boolean {
  try {
    const { safe, score } = ask();
    return !safe && score.infinite;
  } catch {
    return false;
  }
}
