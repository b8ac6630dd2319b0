import { CdevError, type ErrorDetails, type ErrorKind } from './cdev-error.ts';

/** Values a message speaks of, already formatted as text. */
export type ErrorParameters = Readonly<Record<string, string>>;

/** A text that speaks of nothing in particular. */
type NoParameters = Readonly<Record<string, never>>;

/** One row of a package's error table. `message` and `steps` are pure: text in, text out. */
export interface ErrorEntry<Parameters extends ErrorParameters> {
  readonly kind: ErrorKind;
  /** The condition in one line, for the documentation. */
  readonly title: string;
  readonly message: (parameters: Parameters) => string;
  readonly steps: (parameters: Parameters) => readonly [string, ...string[]];
}

/** A row as documentation shows it: the parameters appear as `<name>`. */
export interface ErrorDocumentation {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly title: string;
  readonly message: string;
  readonly steps: readonly string[];
}

export interface MakeOptions {
  readonly cause?: unknown;
  readonly details?: ErrorDetails | undefined;
}

type AnyEntry = ErrorEntry<never>;
type ParametersOf<Entry> = Entry extends ErrorEntry<infer Parameters> ? Parameters : never;
type TakesNothing<Entry> = string extends keyof ParametersOf<Entry>
  ? true
  : keyof ParametersOf<Entry> extends never
    ? true
    : false;
type Rest<Entry> =
  TakesNothing<Entry> extends true
    ? [parameters?: ParametersOf<Entry>, options?: MakeOptions]
    : [parameters: ParametersOf<Entry>, options?: MakeOptions];

export interface ErrorTable<Table extends Readonly<Record<string, AnyEntry>>> {
  /** Makes (does not throw) the error of that code. */
  readonly make: <Code extends keyof Table & string>(code: Code, ...rest: Rest<Table[Code]>) => CdevError;
  /** All rows, in the order of the table, for documentation and tests. */
  readonly catalogue: readonly ErrorDocumentation[];
}

const placeholders = new Proxy({}, { get: (_, name) => `<${String(name)}>` }) as never;

/** Types one row by the parameters its texts need: `errorEntry<{ path: string }>({ … })`. */
export function errorEntry<Parameters extends ErrorParameters = NoParameters>(
  entry: ErrorEntry<Parameters>,
): ErrorEntry<Parameters> {
  return entry;
}

/** Declares a package's error table; an error without a step to take does not compile. */
export function defineErrors<const Table extends Readonly<Record<`CDEV_E_${string}`, AnyEntry>>>(
  table: Table,
): ErrorTable<Table> {
  return {
    make: (code, ...[parameters, options]) => {
      const entry = (table as Readonly<Record<string, AnyEntry>>)[code] as AnyEntry;
      const values = (parameters ?? {}) as never;
      return new CdevError({
        code,
        kind: entry.kind,
        message: entry.message(values),
        steps: entry.steps(values),
        details: options?.details ?? parameters ?? {},
        cause: options?.cause,
      });
    },
    catalogue: Object.entries<AnyEntry>(table).map(([code, entry]) => ({
      code,
      kind: entry.kind,
      title: entry.title,
      message: entry.message(placeholders),
      steps: entry.steps(placeholders),
    })),
  };
}
