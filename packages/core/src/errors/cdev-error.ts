/** What sort of failure it is; decides the exit code and what is shown. */
export type ErrorKind = 'usage' | 'failure' | 'environment' | 'interrupted' | 'internal';

/** Plain JSON that travels with an error into logs and machine output. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface CdevErrorFields {
  /** Permanent name, `CDEV_E_<AREA>_<CONDITION>`. */
  readonly code: string;
  readonly kind: ErrorKind;
  readonly message: string;
  /** What the user can do, most likely first. Never empty. */
  readonly steps: readonly [string, ...string[]];
  readonly details?: ErrorDetails | undefined;
  readonly cause?: unknown;
}

/** Independently versioned packages can load two copies of core, so identity is this brand and not `instanceof`. */
export const brand: unique symbol = Symbol.for('@cdev/core/CdevError');

/** An expected failure: permanent code, message, at least one step to take, and the outside failure as `cause`. */
export class CdevError extends Error {
  readonly [brand] = true;
  readonly code: string;
  readonly kind: ErrorKind;
  readonly steps: readonly [string, ...string[]];
  readonly details: ErrorDetails;

  constructor({ code, kind, message, steps, details, cause }: CdevErrorFields) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CdevError';
    this.code = code;
    this.kind = kind;
    this.steps = steps;
    this.details = details ?? {};
  }
}
