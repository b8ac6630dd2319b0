import type { Context, Outcome } from '@cdev/core/cli';
import { selectScripts, type Deprecation } from '@cdev/script-catalogue';
import { ownScripts } from './deprecate-script.ts';
import { commandTo, dayOf, dayOfDate, stageAfter, type Stage } from './stage/stage.ts';

export interface DeprecationStatus {
  readonly script: string;
  readonly packageName: string;
  readonly deprecation: Deprecation;
  /** What comes next; undefined at the end. */
  readonly next:
    | {
        readonly stage: Stage;
        /** Undefined when nothing has to be waited for. */
        readonly day: string | undefined;
        /** Days until then; negative when it is overdue. */
        readonly inDays: number;
        readonly command: string;
      }
    | undefined;
}

/** Where every deprecation of this workspace stands. `findings` when a stage is due. */
export async function showStatus(
  names: readonly string[],
  { cwd, clock }: Pick<Context, 'cwd' | 'clock'>,
): Promise<Outcome<readonly DeprecationStatus[]>> {
  const catalogue = await ownScripts(cwd);
  const scripts = names.length === 0 ? catalogue.scripts : selectScripts(catalogue, names);
  const today = dayOfDate(clock());
  const result = scripts.flatMap(({ name, packageName, metadata: { deprecation } }): DeprecationStatus[] =>
    deprecation ? [{ script: name, packageName, deprecation, next: nextOf(name, deprecation, today) }] : [],
  );
  return { result, status: result.some(({ next }) => next !== undefined && next.inDays <= 0) ? 'findings' : 'ok' };
}

function nextOf(script: string, deprecation: Deprecation, today: string): DeprecationStatus['next'] {
  const stage = stageAfter(deprecation.stage);
  if (stage === undefined) return undefined;
  const day = dayOf(stage, deprecation);
  const inDays = day === undefined ? 0 : Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  return { stage, day, inDays, command: `cdev-deprecate-script ${commandTo[stage]} ${script}` };
}
