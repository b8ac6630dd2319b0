import type { ErrorDocumentation } from '@cdev/core/errors';
import type { ErrorOccurrences } from '@cdev/run-history';
import type { ErrorRow } from './overview.ts';

interface ErrorSources {
  /** Of all that there ever was, for what is new is what was never met before. */
  readonly ever: readonly ErrorOccurrences[];
  readonly shown: readonly ErrorOccurrences[];
  /** Undefined while they are not read yet: then nothing is called unknown. */
  readonly tables: ReadonlyMap<string, ErrorDocumentation> | undefined;
  /** ISO 8601. */
  readonly since: string;
}

/** Unknown ones first, then new ones, then the most frequent. */
export function errorRows({ ever, shown, tables, since }: ErrorSources): readonly ErrorRow[] {
  const firsts = new Map(ever.map(({ errorCode, script, first }) => [`${errorCode} ${script}`, first]));
  const rank = ({ isUnknown, isNew }: ErrorRow): number => (isUnknown ? 0 : isNew ? 1 : 2);
  return shown
    .map(({ errorCode: code, script, count, first, last, versions, hosts }): ErrorRow => {
      const row = tables?.get(code);
      const firstEver = firsts.get(`${code} ${script}`) ?? first;
      return {
        code,
        script,
        title: row?.title ?? (tables ? 'Nothing is known of it but its code' : ''),
        // A step that is nothing but what is put into it is known only where it happens.
        steps: (row?.steps ?? []).filter((step) => !/^<[^>]*>$/.test(step)),
        count,
        first: firstEver,
        last,
        versions,
        hosts,
        isNew: firstEver >= since,
        // Errors of which our own defects make one code are never known.
        isUnknown: (tables !== undefined && row === undefined) || code === 'CDEV_E_CLI_DEFECT',
      };
    })
    .toSorted((one, other) => rank(one) - rank(other) || other.count - one.count || other.last.localeCompare(one.last));
}
