import { surfaces, type Surface } from '@cdev/secret-scan';
import { issueChecks } from '@cdev/security-issue';
import { errors } from '../errors.ts';
import type { SecurityCheckOptions } from '../security-check.ts';
import type { CheckKind } from './check-report.ts';

export interface CheckChoice {
  readonly kinds: ReadonlySet<CheckKind>;
  readonly wanted: ReadonlySet<Surface>;
  /** Why the rest is not looked at. */
  readonly unwanted: string;
}

/** What is asked for. @throws CDEV_E_SECURITY_CHECK_OPTIONS_CONTRADICT */
export function chooseChecks({ only, staged }: Pick<SecurityCheckOptions, 'only' | 'staged'>): CheckChoice {
  const isSurface = (name: CheckKind | Surface): name is Surface => (surfaces as readonly string[]).includes(name);
  const named = only.filter(isSurface);
  if (staged && named.some((surface) => surface !== 'index')) throw contradiction();
  const kinds = new Set(only.filter((name): name is CheckKind => !isSurface(name)));
  if (only.length === 0) for (const kind of ['secrets', ...(staged ? [] : issueChecks)] as const) kinds.add(kind);
  const everywhere: readonly Surface[] = staged ? ['index'] : surfaces;
  return {
    kinds,
    wanted: new Set(named.length > 0 ? named : kinds.has('secrets') ? everywhere : []),
    unwanted: staged && only.length === 0 ? 'only the index was asked for' : 'it was not asked for',
  };
}

export function contradiction(): Error {
  return errors.make('CDEV_E_SECURITY_CHECK_OPTIONS_CONTRADICT', {
    problem: '--staged looks at the index alone, and another option asks for more',
  });
}
