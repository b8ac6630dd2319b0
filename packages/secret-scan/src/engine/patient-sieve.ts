import type { CompiledRules } from './compile-rules.ts';
import { startFastSieve } from './fast-sieve.ts';
import { startPlainSieve } from './plain-sieve.ts';
import { startPrefixWalk } from './prefix-walk.ts';
import type { Sieve } from './sieve.ts';

/** Bytes after which making the fast sieve has cost less than doing without. */
export const worthFastSieve = 200_000;

export interface PatientSieve extends Sieve {
  /** Says that much will be read, so that nothing is read slowly first. */
  readonly hurry: () => void;
}

/** A sieve that becomes the fast one only when as much is read as makes that worth its while: a hook never waits for it. */
export function startPatientSieve(rules: CompiledRules): PatientSieve {
  let sieve: Sieve | undefined;
  let isFast = false;
  let bytesSoFar = 0;
  return {
    hurry: () => {
      bytesSoFar = worthFastSieve;
    },
    run: (bytes, sights) => {
      bytesSoFar += bytes.length;
      if (!isFast && bytesSoFar > worthFastSieve) {
        sieve = startFastSieve(rules);
        isFast = true;
      }
      sieve ??= startPlainSieve(rules, startPrefixWalk(rules.keywords));
      sieve.run(bytes, sights);
    },
  };
}
