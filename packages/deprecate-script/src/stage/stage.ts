import type { Deprecation } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';

export type Stage = Deprecation['stage'];

/** In their order; none can be skipped. */
export const stages = ['announced', 'warning', 'migrating', 'sunset'] as const satisfies readonly Stage[];

/** The command that leads to each. */
export const commandTo: Readonly<Record<Stage, string>> = {
  announced: 'announce',
  warning: 'warn',
  migrating: 'migrate',
  sunset: 'sunset',
};

/** Days that users are promised at least: of notice before runs are warned, and of warnings before the end. */
export const promised = { notice: 30, warnings: 90 } as const;

export function stageAfter(stage: Stage): Stage | undefined {
  return stages[stages.indexOf(stage) + 1];
}

/** The day from which the stage may be entered; undefined where the order is enough. */
export function dayOf(stage: Stage, { warnsFrom, sunset }: Deprecation): string | undefined {
  return stage === 'warning' ? warnsFrom : stage === 'sunset' ? sunset : undefined;
}

export interface Entering {
  readonly script: string;
  readonly deprecation: Deprecation | undefined;
  readonly wanted: Exclude<Stage, 'announced'>;
  readonly today: string;
}

/**
 * The deprecation in its next stage. The same stage again is no mistake: what it left undone is done.
 * @throws CDEV_E_DEPRECATE_SCRIPT_NOT_ANNOUNCED, _STAGE_SKIPPED, _TOO_EARLY
 */
export function enter({ script, deprecation, wanted, today }: Entering): Deprecation {
  if (!deprecation) throw errors.make('CDEV_E_DEPRECATE_SCRIPT_NOT_ANNOUNCED', { script });
  const { stage } = deprecation;
  const after = stageAfter(stage);
  if (wanted !== stage && wanted !== after) {
    const next = after === undefined ? 'none, it has ended' : `cdev-deprecate-script ${commandTo[after]} ${script}`;
    throw errors.make('CDEV_E_DEPRECATE_SCRIPT_STAGE_SKIPPED', { script, stage, wanted, next });
  }
  const day = dayOf(wanted, deprecation);
  if (day !== undefined && today < day) {
    const why = wanted === 'warning' ? 'when the notice ends that users were given' : 'the day that users were told';
    throw errors.make('CDEV_E_DEPRECATE_SCRIPT_TOO_EARLY', { script, day, why });
  }
  return { ...deprecation, stage: wanted };
}

/** `2026-11-27` and so many days. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

export function dayOfDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}
