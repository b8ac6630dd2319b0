import type { JudgeRegex } from './rules/regular-expressions.ts';

/** Asks redos-detector, which is loaded with the first scan. */
export async function loadJudge(): Promise<JudgeRegex> {
  const { isSafePattern } = await import('redos-detector');
  const known = new Map<string, boolean>();
  return (source, flags) => {
    const key = `/${source}/${flags}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const isSlow = judge(() =>
      isSafePattern(source, {
        caseInsensitive: flags.includes('i'),
        dotAll: flags.includes('s'),
        multiLine: flags.includes('m'),
        unicode: /[uv]/.test(flags),
        maxScore: 200,
        timeout: 300,
      }),
    );
    known.set(key, isSlow);
    return isSlow;
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
