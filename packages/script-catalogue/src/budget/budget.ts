/** What a script may cost. Each is a limit that is not reached while all is well; what is left out has none. */
export interface Budget {
  /** CPU of `--help`, times that of an empty program. */
  readonly start?: number;
  /** CPU of a run at the median of a day, times the calibration run. */
  readonly cpuRatio?: number;
  /** Megabytes, at the peak. */
  readonly memory?: number;
  /** Seconds that the smoke example takes. */
  readonly smoke?: number;
}

/** In the order in which they are told. */
const limits = ['start', 'cpuRatio', 'memory', 'smoke'] as const;
type Limit = (typeof limits)[number];

const texts: Readonly<Record<Limit, (value: number) => string>> = {
  start: (value) => `start ${plain(value)}×`,
  cpuRatio: (value) => `CPU ${plain(value)}×`,
  memory: (value) => `memory ${Math.round(value)} MB`,
  smoke: (value) => `smoke run ${plain(value)} s`,
};

/** What a `budget` in a package.json should be and is not, in words: `"budget.start" must be a number above 0`. */
export function budgetProblems(budget: unknown): readonly string[] {
  if (typeof budget !== 'object' || budget === null || Array.isArray(budget)) return ['"budget" must be an object'];
  const unknown = Object.keys(budget).filter((name) => !limits.includes(name as Limit));
  return [
    ...unknown.map((name) => `"budget.${name}" is not known; there are ${limits.join(', ')}`),
    ...Object.entries(budget).flatMap(([name, value]) =>
      unknown.includes(name) || isLimit(value) ? [] : [`"budget.${name}" must be a number above 0`],
    ),
  ];
}

/** The limits of a `budget` that can be used; of what others write nothing is promised. */
export function readBudget(budget: unknown): Budget {
  const found = (typeof budget === 'object' && budget !== null ? budget : {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(limits.flatMap((name) => (isLimit(found[name]) ? [[name, found[name]] as const] : [])));
}

/** What is over its limit, in words: `memory 210 MB, the budget is 200 MB`. */
export function overBudget(budget: unknown, measured: Budget): readonly string[] {
  const allowed = readBudget(budget);
  return limits.flatMap((name) => {
    const [limit, value] = [allowed[name], measured[name]];
    if (limit === undefined || value === undefined || value <= limit) return [];
    const words = texts[name](limit);
    return [`${texts[name](value)}, the budget is ${words.slice(words.search(/\d/))}`];
  });
}

/** `start 1.5×, memory 200 MB`; empty for none. */
export function budgetText(budget: unknown): string {
  const allowed = readBudget(budget);
  return limits.flatMap((name) => (allowed[name] === undefined ? [] : [texts[name](allowed[name])])).join(', ');
}

function isLimit(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function plain(value: number): string {
  return String(Math.round(value * 100) / 100);
}
