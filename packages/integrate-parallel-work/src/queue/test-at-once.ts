export interface PrefixOutcome {
  /** The prefix's length. */
  readonly at: number;
  readonly isGood: boolean;
}

export interface TestAtOnceOptions {
  /** The length of a prefix that is let finish whatever the others say; undefined: none. */
  readonly whole: number | undefined;
}

/**
 * Tests prefixes at the same time. Where one passes, the shorter ones need no run, and where one fails, what stands on it is worthless: those
 * under way are stopped then. All have ended when this does. @returns the outcomes of those that came to one.
 */
export async function testAtOnce(
  prefixes: readonly number[],
  test: (at: number, stop: AbortSignal) => Promise<boolean | undefined>,
  { whole }: TestAtOnceOptions,
): Promise<PrefixOutcome[]> {
  const stops = new Map(prefixes.map((at) => [at, new AbortController()]));
  const stopIf = (isWorthless: (at: number) => boolean): void => {
    for (const [at, stop] of stops) if (isWorthless(at)) stop.abort();
  };
  const ended = await Promise.allSettled(
    prefixes.map(async (at) => {
      try {
        const isGood = await test(at, stops.get(at)?.signal ?? AbortSignal.abort());
        if (isGood === true) stopIf((other) => other < at);
        if (isGood === false) stopIf((other) => other > at && other !== whole);
        return isGood === undefined ? undefined : { at, isGood };
      } catch (error) {
        stopIf(() => true);
        throw error;
      }
    }),
  );
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return ended.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []));
}
