import { buildAutomaton } from './automaton.ts';
import { startWalk, type KeywordWalk } from './keyword-walk.ts';
import { startPrefixWalk } from './prefix-walk.ts';

/** Bytes after which building the automaton has cost less than doing without. */
export const worthAutomaton = 200_000;

/** A walk that builds the automaton only when as much is read as makes it worth its while: a hook never waits for it. */
export function startPatientWalk(keywords: readonly string[]): KeywordWalk {
  let walk = startPrefixWalk(keywords);
  let isFast = false;
  let bytesSoFar = 0;
  return {
    run: (bytes, visit) => {
      bytesSoFar += bytes.length;
      if (!isFast && bytesSoFar > worthAutomaton) {
        walk = startWalk(buildAutomaton(keywords));
        isFast = true;
      }
      walk.run(bytes, visit);
    },
  };
}
