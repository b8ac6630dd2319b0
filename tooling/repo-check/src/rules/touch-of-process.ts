import { Visitor } from 'oxc-parser';
import type { Finding, Rule } from '../finding.ts';
import { lineAt, type SourceFile } from '../workspace/source-file.ts';

const rule = 'touch-of-process';

/** Files that meet the process itself; all others get what they need by parameter or `Context`. */
const allowed: readonly RegExp[] = [
  // The command line's edge, and what a run record says of the machine.
  /^packages\/core\/src\/cli\/(execute|run-record)\.ts$/,
  // Process groups and the identity in the log are what these are about.
  /^packages\/core\/src\/(subprocess|log)\//,
  // What git would inherit decides what it would answer.
  /^packages\/git\/src\/discover-repository\.ts$/,
  // A program that a published suite starts: a process of its own is what it is for.
  /^packages\/agent-fleet\/src\/conformance\/worker-program\.ts$/,
];

/** What the machine and the runtime are, who this process is and for how long, and signals to others: nothing that a test would have to replace. */
const constants = new Set([
  'pid',
  'geteuid',
  'uptime',
  'kill',
  'platform',
  'arch',
  'version',
  'versions',
  'execPath',
  'execArgv',
  'config',
  'getBuiltinModule',
]);

/** `process.…` and `console.…` in packages: state of the process by the back door. */
export const touchOfProcess: Rule = {
  name: rule,
  says: 'no package but core touches the process or the console',
  check: ({ packages }) =>
    packages
      .filter(({ kind }) => kind !== 'tooling')
      .flatMap(({ sources }) => sources)
      .filter(({ path }) => !allowed.some((pattern) => pattern.test(path)))
      .flatMap(checkFile),
};

function checkFile({ path, text, parsed }: SourceFile): Finding[] {
  const findings: Finding[] = [];
  new Visitor({
    MemberExpression({ object, property, start }) {
      if (object.type !== 'Identifier' || (object.name !== 'process' && object.name !== 'console')) return;
      const name = property.type === 'Identifier' ? property.name : '[…]';
      if (object.name === 'process' && constants.has(name)) return;
      findings.push({
        rule,
        file: `${path}:${lineAt(text, start)}`,
        why: `${object.name}.${name} reaches past the context`,
        mend: 'Take it from Context (env, cwd, log, signal, clock) or a parameter',
      });
    },
  }).visit(parsed().program);
  return findings;
}
