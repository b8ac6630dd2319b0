/** One part of the demo's issue, and what its prepared edits under `edits/<name>/` come to. */
export interface Part {
  readonly name: string;
  /** The section of `issue.md`, without its number. */
  readonly heading: string;
  /** The module that this part and no other creates. Whoever owns it is the agent of this part. */
  readonly module: string;
  /** Names of the parts that must be there before. */
  readonly after: readonly string[];
  /** Lines that the part adds to the barrel, which it shares with others. */
  readonly exports: readonly string[];
  /** Scripts that the part adds to package.json, which it shares with others. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Said by the agent before it writes files that belong to somebody else. */
  readonly excuse?: string;
}

export const parts: readonly Part[] = [
  {
    name: 'reservations',
    heading: 'Reservations for books that are out',
    module: 'src/reservations/reservation-queue.ts',
    after: [],
    exports: [],
    scripts: {},
  },
  {
    name: 'paged-search',
    heading: 'Search results page by page',
    module: 'src/catalogue/page.ts',
    after: [],
    exports: [],
    scripts: {},
  },
  {
    name: 'late-fees',
    heading: 'Late fees on return',
    module: 'src/loans/late-fee.ts',
    after: [],
    exports: [],
    scripts: {},
    excuse: 'A member should know what they owe. That is quickly added while I am here.',
  },
  {
    name: 'reminders',
    heading: 'Reminders to members',
    module: 'src/reminders/reminders.ts',
    after: ['reservations'],
    exports: ["export { type Reminder, writeReminders } from './reminders/reminders.ts';"],
    scripts: { remind: 'node src/reminders/print-reminders.ts data/library.json' },
  },
  {
    name: 'statistics',
    heading: 'Lending statistics',
    module: 'src/statistics/lending-statistics.ts',
    after: [],
    exports: ["export { lendingStatistics, type LendingStatistics } from './statistics/lending-statistics.ts';"],
    scripts: { statistics: 'node src/statistics/print-statistics.ts data/library.json' },
  },
];

/** The part and everything that must be there before it, in an order in which they can be made. */
export function withPredecessors(part: Part): readonly Part[] {
  const before = parts.filter(({ name }) => part.after.includes(name)).flatMap(withPredecessors);
  return [...new Set([...before, part])];
}
