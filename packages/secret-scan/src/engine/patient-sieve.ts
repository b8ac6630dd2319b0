import type { CompiledRules } from './compile-rules.ts';
import { makeFastSieve } from './fast-sieve.ts';
import { startPlainSieve } from './plain-sieve.ts';
import { startPrefixWalk } from './prefix-walk.ts';
import type { Sieve } from './sieve.ts';

/** Bytes after which making the fast sieve has cost less than doing without. */
export const worthFastSieve = 200_000;

export interface PatientSieve extends Sieve {
  /** Says that much will be read: the fast one is made now. */
  readonly hurry: () => void;
  /** As `hurry`, in steps of some ten milliseconds: made when all have been taken. */
  readonly hurryInSteps: () => Generator<void>;
}

/** A sieve that becomes the fast one only when as much is read as makes that worth its while: a hook never waits for it. */
export function startPatientSieve(rules: CompiledRules): PatientSieve {
  let sieve: Sieve | undefined;
  let isFast = false;
  let bytesSoFar = 0;
  let making: Generator<void, Sieve> | undefined;
  function* hurryInSteps(): Generator<void> {
    while (!isFast) {
      making ??= makeFastSieve(rules);
      const { done, value } = making.next();
      if (done !== true) yield;
      else [sieve, isFast] = [value, true];
    }
  }
  const hurry = (): void => {
    for (const _ of hurryInSteps());
  };
  return {
    hurry,
    hurryInSteps,
    run: (bytes, sights) => {
      bytesSoFar += bytes.length;
      if (bytesSoFar > worthFastSieve) hurry();
      sieve ??= startPlainSieve(rules, startPrefixWalk(rules.keywords));
      sieve.run(bytes, sights);
    },
  };
}
