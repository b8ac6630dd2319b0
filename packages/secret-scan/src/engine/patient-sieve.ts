import type { CompiledRules } from './compile-rules.ts';
import { startFastSieve } from './fast-sieve.ts';
import { startPlainSieve } from './plain-sieve.ts';
import { startPrefixWalk } from './prefix-walk.ts';
import type { Sieve } from './sieve.ts';

/** Bytes after which making the fast sieve has cost less than doing without. */
export const worthFastSieve = 200_000;

export interface PatientSieve extends Sieve {
  /** Says that much will be read: the fast one is made now. */
  readonly hurry: () => void;
}

/** A sieve that becomes the fast one only when as much is read as makes that worth its while: a hook never waits for it. */
export function startPatientSieve(rules: CompiledRules): PatientSieve {
  let sieve: Sieve | undefined;
  let isFast = false;
  let bytesSoFar = 0;
  const hurry = (): void => {
    if (!isFast) sieve = startFastSieve(rules);
    isFast = true;
  };
  return {
    hurry,
    run: (bytes, sights) => {
      bytesSoFar += bytes.length;
      if (bytesSoFar > worthFastSieve) hurry();
      sieve ??= startPlainSieve(rules, startPrefixWalk(rules.keywords));
      sieve.run(bytes, sights);
    },
  };
}
