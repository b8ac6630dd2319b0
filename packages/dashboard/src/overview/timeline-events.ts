import type { DayFigures } from '@cdev/run-history';
import { median } from '@cdev/run-history';
import type { AgentRunRow, ErrorRow, ScriptRow, SpeedOfCommand, TimelineEvent } from './overview.ts';

export interface TimelineSources {
  readonly days: readonly string[];
  readonly scripts: readonly ScriptRow[];
  readonly figures: readonly DayFigures[];
  /** By bin. */
  readonly speed: ReadonlyMap<string, readonly SpeedOfCommand[]>;
  readonly errors: readonly ErrorRow[];
  readonly agentRuns: readonly AgentRunRow[];
  /** Commits that changed what is locked. */
  readonly updates: readonly { readonly day: string; readonly text: string }[];
}

/** Everything that happened to the scripts, joined on one axis; newest first. */
export function timelineEvents(sources: TimelineSources): readonly TimelineEvent[] {
  const [first = '', last = ''] = [sources.days[0], sources.days.at(-1)];
  const events = [
    ...releases(sources),
    ...speedChanges(sources),
    ...newErrors(sources),
    ...errorSpikes(sources),
    ...sources.scripts.flatMap(healthChanges),
    ...sources.scripts.flatMap(deprecationDays),
    ...sources.updates.map(({ day, text }): TimelineEvent => ({ day, kind: 'update', text, isBad: false })),
    ...sources.agentRuns.map(({ plan, createdAt, states }): TimelineEvent => ({
      day: createdAt.slice(0, 10),
      kind: 'agents',
      text: `${plan}: ${Object.entries(states)
        .map(([state, count]) => `${count} ${state}`)
        .join(' · ')}`,
      isBad: (states['failed'] ?? 0) > 0,
    })),
  ];
  return events
    .filter(({ day }) => day >= first && day <= last)
    .toSorted((one, other) => other.day.localeCompare(one.day) || one.kind.localeCompare(other.kind));
}

const nameOf = (bin: string): string => bin.replace(/^cdev-/, '');

/** A version is released, as far as the records tell, on the day on which it ran first; the one with which they begin was there before. */
function releases({ figures }: TimelineSources): TimelineEvent[] {
  return [...Map.groupBy(figures, ({ script }) => script)].flatMap(([script, own]) => {
    const seen = new Map<string, string>();
    for (const { day, version } of own) if (!seen.has(version)) seen.set(version, day);
    return [...seen].slice(1).map(([version, day]): TimelineEvent => {
      return { day, kind: 'release', script: nameOf(script), text: `${version} ran first`, isBad: false };
    });
  });
}

function speedChanges({ speed }: TimelineSources): TimelineEvent[] {
  return [...speed].flatMap(([script, commands]) =>
    commands.flatMap(({ command, changes }) =>
      changes.map(({ day, effect, versions }): TimelineEvent => {
        const rise = `${effect > 0 ? '+' : '−'}${Math.abs(effect * 100).toFixed(0)} % CPU`;
        const words = versions.length > 0 ? `${rise} with ${versions.join(', ')}` : rise;
        const which = command === script ? '' : `${command}: `;
        return { day, kind: 'speed', script: nameOf(script), text: `${which}${words}`, isBad: effect > 0 };
      }),
    ),
  );
}

function newErrors({ errors }: TimelineSources): TimelineEvent[] {
  return errors
    .filter(({ isNew }) => isNew)
    .map(({ code, script, first, count }) => ({
      day: first.slice(0, 10),
      kind: 'error',
      script: nameOf(script),
      text: `${code} for the first time, ${count} since`,
      isBad: true,
    }));
}

const leastErrors = 5;
const spikeFactor = 4;
const spikeWindow = 14;

/** Days with five errors at least and four times as many as the median of the two weeks before. */
function errorSpikes({ figures, days }: TimelineSources): TimelineEvent[] {
  return [...Map.groupBy(figures, ({ script }) => script)].flatMap(([script, own]) => {
    const byDay = new Map<string, number>();
    for (const { day, errors } of own) byDay.set(day, (byDay.get(day) ?? 0) + errors);
    return days.flatMap((day, at): TimelineEvent[] => {
      const count = byDay.get(day) ?? 0;
      const before = days.slice(Math.max(0, at - spikeWindow), at).map((each) => byDay.get(each) ?? 0);
      if (count < leastErrors || before.length < 3 || count < spikeFactor * Math.max(1, median(before))) return [];
      return [{ day, kind: 'error', script: nameOf(script), text: `${count} failed runs in one day`, isBad: true }];
    });
  });
}

function healthChanges({ name, health }: ScriptRow): TimelineEvent[] {
  return health.days.flatMap(({ day, state }, at): TimelineEvent[] => {
    const before = health.days[at - 1]?.state;
    if (before === undefined || before === state) return [];
    return [{ day, kind: 'health', script: name, text: `${before} → ${state}`, isBad: state !== 'healthy' }];
  });
}

function deprecationDays({ name, deprecation }: ScriptRow): TimelineEvent[] {
  if (!deprecation) return [];
  const { announced, sunset, replacement } = deprecation;
  return [
    { day: announced, kind: 'deprecation', script: name, text: `deprecated for ${replacement}`, isBad: false },
    { day: sunset, kind: 'deprecation', script: name, text: 'its last day', isBad: true },
  ];
}
