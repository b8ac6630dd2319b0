import type { DayFigures, ScriptRuns } from '@cdev/run-history';
import { overBudget, type CatalogueScript } from '@cdev/script-catalogue';
import { dayOf } from './days-between.ts';
import { dependenciesOf } from './dependency-rows.ts';
import type {
  AddedOrigin,
  DeprecationOfScript,
  ErrorRow,
  HealthOfScript,
  ScriptRow,
  SpeedOfCommand,
} from './overview.ts';

export interface ScriptSources {
  readonly scripts: readonly CatalogueScript[];
  readonly days: readonly string[];
  readonly healthOf: (script: string) => HealthOfScript;
  /** Of the days that are shown. */
  readonly figures: readonly DayFigures[];
  readonly runs: readonly ScriptRuns[];
  readonly speed: ReadonlyMap<string, readonly SpeedOfCommand[]>;
  readonly errors: readonly ErrorRow[];
  readonly now: Date;
}

export function scriptRows(sources: ScriptSources): readonly ScriptRow[] {
  const figures = Map.groupBy(sources.figures, ({ script }) => script);
  const runs = new Map(sources.runs.map((each) => [each.script, each]));
  const errors = Map.groupBy(sources.errors, ({ script }) => script);
  return sources.scripts.map((script) => {
    const { name, binName, packageName, version, description, metadata } = script;
    const own = figures.get(binName) ?? [];
    const speed = sources.speed.get(binName)?.[0];
    return {
      name,
      bin: binName,
      packageName,
      version,
      summary: description,
      owner: metadata.owner,
      priority: metadata.priority,
      stability: metadata.stability,
      reviewers: metadata.reviewers,
      health: sources.healthOf(name),
      runs: own.reduce((sum, each) => sum + each.runs, 0),
      failed: own.reduce((sum, each) => sum + each.errors, 0),
      days: [...Map.groupBy(own, ({ day }) => day)].map(([day, parts]) => ({
        day,
        runs: parts.reduce((sum, each) => sum + each.runs, 0),
        failed: parts.reduce((sum, each) => sum + each.errors, 0),
      })),
      lastRun: runs.get(binName)?.last,
      speed,
      overBudget: speed
        ? overBudget(script.metadata.budget, {
            ...(speed.isRatio && { cpuRatio: speed.cpu }),
            memory: speed.memory / 1_000_000,
          })
        : [],
      errors: (errors.get(binName) ?? []).slice(0, 3).map(({ code, count }) => ({ code, count })),
      dependencies: dependenciesOf(script).length,
      deprecation: deprecationOf(script, sources.now),
      added: originOf(script),
    };
  });
}

function originOf({ added }: CatalogueScript): AddedOrigin | undefined {
  if (!added) return undefined;
  const { registry, tier, builtIn } = added.script;
  return { registry, tier, builtIn, place: added.place.kind };
}

function deprecationOf({ metadata }: CatalogueScript, now: Date): DeprecationOfScript | undefined {
  const { deprecation } = metadata;
  if (!deprecation || Number.isNaN(Date.parse(deprecation.sunset))) return undefined;
  const { stage, announced, sunset, replacement } = deprecation;
  const daysLeft = Math.round((Date.parse(sunset) - Date.parse(dayOf(now))) / 86_400_000);
  return { stage, announced, sunset, replacement, daysLeft };
}
