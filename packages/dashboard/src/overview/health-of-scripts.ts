import type { HealthEntry, ScriptState } from '@cdev/script-catalogue';
import type { HealthOfScript } from './overview.ts';

const badness: Readonly<Record<ScriptState, number>> = { healthy: 0, degraded: 1, broken: 2 };

/** What the stored checks say of each script; those of the registry count when there are no others. */
export function healthOfScripts(
  entries: readonly HealthEntry[],
  days: readonly string[],
): (script: string) => HealthOfScript {
  const own = entries.filter(({ origin }) => origin !== 'registry');
  const counted = (own.length > 0 ? own : entries).flatMap(({ time, scripts }) =>
    scripts.map((each) => ({ ...each, time, day: time.slice(0, 10) })),
  );
  const byScript = Map.groupBy(counted, ({ script }) => script);
  const [first = ''] = days;
  return (script) => {
    const checks = byScript.get(script) ?? [];
    const last = checks.at(-1);
    if (!last) return { state: 'unknown', days: [], nodes: [] };
    const newest = checks.filter(({ time }) => time === last.time);
    const worst = newest.reduce((one, other) => (badness[other.state] > badness[one.state] ? other : one));
    const byDay = Map.groupBy(
      checks.filter(({ day }) => day >= first),
      ({ day }) => day,
    );
    return {
      state: worst.state,
      checkedAt: worst.time,
      reason: worst.reason,
      days: [...byDay].map(([day, list]) => ({
        day,
        state: list.reduce<ScriptState>((one, { state }) => (badness[state] > badness[one] ? state : one), 'healthy'),
      })),
      nodes: newest.map(({ node, state }) => ({ node, state })),
    };
  };
}
