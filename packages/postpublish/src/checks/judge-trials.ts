import type { BinTrial, ImportTrial, NpxTrial, TypeTrial } from '@cdev/installed-package';
import type { CheckOutcome } from '../report.ts';
import { outcomes, type CheckSubject } from './check.ts';
import { superseding } from './superseding.ts';

/** At most so many failures of one check are told. */
const shown = 5;

/**
 * Every bin starts. One that refuses `--help` or `--version` in words of its own runs; one that crashes, does not start, or names another version does
 * not do what was meant. One that keeps running (a server) is told.
 */
export function judgeBins(trials: readonly BinTrial[], subject: CheckSubject): CheckOutcome {
  const { passed, failed, warning, notRun } = outcomes('bins');
  if (trials.length === 0) return notRun('it has no bin');
  const bad = trials.filter(({ outcome }) => outcome === 'crashed' || outcome === 'not started');
  const other = trials.filter(({ versionAgrees }) => versionAgrees === false);
  const told = [
    ...bad.map(({ bin, args, outcome, reason }) => `${bin} ${args.join(' ')} ${outcome}: ${reason}`),
    ...other.map(({ bin, stdout }) => `${bin} --version says ${firstLine(stdout)}, not ${subject.one.version}`),
  ];
  if (told.length > 0) return failed(list(told), superseding(subject.one, subject.packument));
  const bins = [...new Set(trials.map(({ bin }) => bin))];
  const running = trials.filter(({ outcome }) => outcome === 'kept running');
  if (running.length > 0)
    return warning(
      `${running.map(({ bin, args }) => `${bin} ${args.join(' ')}`).join(', ')} kept running and was ended`,
    );
  return passed(`${bins.join(', ')} ${bins.length === 1 ? 'starts' : 'start'}`);
}

/**
 * The entries that the manifest names can be imported. One that can be imported and not required is what an ESM package may choose, and what a pattern leads to
 * besides (licences, programs, declarations) is nobody's entry: both are told at most.
 */
export function judgeImports(trials: readonly ImportTrial[], subject: CheckSubject): CheckOutcome {
  const { passed, failed, warning, notRun } = outcomes('imports');
  const ran = trials.filter(({ outcome }) => outcome === 'ok' || outcome === 'failed');
  if (ran.length === 0) return notRun('it exports nothing that Node can import');
  const works = new Set(ran.filter(({ outcome }) => outcome === 'ok').map(({ entry }) => entry));
  const bad = ran.filter(({ entry, outcome }) => outcome === 'failed' && !works.has(entry));
  const told = (some: readonly ImportTrial[]): string =>
    list(some.map(({ how, specifier, code, reason }) => `${how} of ${specifier}: ${code ?? ''} ${reason}`.trim()));
  const own = bad.filter((trial) => isNamed(trial.entry, subject) && !isForOthers(trial, subject));
  if (own.length > 0) return failed(told(own), superseding(subject.one, subject.packument));
  if (bad.length > 0) return warning(told(bad));
  return passed(
    works.size === 1 ? `${ran[0]?.specifier ?? ''} can be imported` : `${works.size} entries can be imported`,
  );
}

/** An entry of its own, not one that a pattern happens to lead to. */
function isNamed(entry: string, { published }: CheckSubject): boolean {
  const { exports } = published;
  const hasMap =
    typeof exports === 'object' && exports !== null && Object.keys(exports).some((key) => key.startsWith('.'));
  return entry === '.' || !hasMap || Object.hasOwn(exports, entry);
}

/** An entry for browsers and other runtimes, or for users who have an optional peer, which an empty project has not. */
function isForOthers({ entry, code, reason }: ImportTrial, { published }: CheckSubject): boolean {
  if (/(?:^|[/.-])(?:browser|web|deno|bun|worker)(?:$|[/.-])/.test(entry)) return true;
  if (code === 'ERR_UNSUPPORTED_ESM_URL_SCHEME') return true;
  if (/\b(?:window|document|self|location|HTMLElement|customElements) is not defined/.test(reason)) return true;
  const peers = Object.entries(Object(published['peerDependenciesMeta']) as Record<string, { optional?: boolean }>);
  return peers.some(([name, { optional }]) => optional === true && namesModule(reason, name));
}

function namesModule(reason: string, name: string): boolean {
  return ["'", '"', '`'].some(
    (quote) => reason.includes(`${quote}${name}${quote}`) || reason.includes(`${quote}${name}/`),
  );
}

/**
 * A package that brings declarations can be used with its main entry. A package without any promises nothing; what is wrong inside declarations, or with further
 * entries, breaks no user who skips the check of libraries, and is told.
 */
export function judgeTypes(trials: readonly TypeTrial[], subject: CheckSubject): CheckOutcome {
  const { passed, failed, warning, notRun } = outcomes('types');
  const ran = trials.filter(({ outcome }) => outcome !== 'not run');
  if (ran.length === 0) return notRun(trials[0]?.reason ?? 'it has no declarations');
  const problems = ran
    .flatMap(({ consumer, problems: found }) => found.map((problem) => ({ consumer, ...problem })))
    // A file that a pattern happens to lead to promises no declarations.
    .filter(
      ({ entry, code }) => entry === undefined || isNamed(entry, subject) || !(code === 'TS7016' || code === 'TS2307'),
    );
  // TS7016: there is a module, and no declaration of it.
  const untyped = problems.filter(({ code }) => code === 'TS7016');
  if (untyped.some(({ entry }) => entry === '.') && !declaresTypes(subject)) return notRun('it has no declarations');
  const needsNode = problems.some(
    ({ code, message }) => /^TS(?:2591|2580|2307)$/.test(code) && /'node:|@types\/node/.test(message),
  );
  const told = list(
    problems.map(
      ({ consumer, code, message, file, line }) =>
        `${consumer}: ${file === undefined ? '' : `${file}:${line ?? 0} `}${code} ${message}`,
    ),
  );
  const main = problems.filter(({ entry, consumer }) => entry === '.' && consumer !== 'nodenext require');
  if (main.length > 0 && !needsNode) return failed(told, superseding(subject.one, subject.packument));
  if (needsNode)
    return notRun('it needs @types/node, which is not in this project', ['npm install --save-dev @types/node']);
  if (problems.length > 0) return warning(told);
  return passed(
    `compile as ${ran.map(({ consumer }) => consumer).join(', ')} with TypeScript ${ran[0]?.typescript ?? ''}`,
  );
}

/** Whether the manifest speaks of types of the main entry, or a declaration lies where TypeScript looks for one. */
function declaresTypes({ one, published }: CheckSubject): boolean {
  const { exports } = published;
  const main: unknown = Object.hasOwn(Object(exports) as object, '.')
    ? (exports as Record<string, unknown>)['.']
    : exports;
  return (
    published['types'] !== undefined ||
    published['typings'] !== undefined ||
    (!isMapWithoutMain(exports) && /"types(?:@[^"]*)?":/.test(JSON.stringify(main ?? {}))) ||
    one.files.some(({ path }) => /^index\.d\.[cm]?ts$/.test(path))
  );
}

/** Subpaths only: there is no main entry. */
function isMapWithoutMain(exports: unknown): boolean {
  const keys = Object.keys(Object(exports) as object);
  return keys.some((key) => key.startsWith('./')) && !keys.includes('.');
}

export function judgeNpx(trial: NpxTrial, subject: CheckSubject): CheckOutcome {
  const { passed, failed, warning } = outcomes('npx');
  const { outcome, reason, command } = trial;
  if (outcome === 'ok' || outcome === 'refused') return passed(`${command} runs`);
  if (outcome === 'kept running') return warning(`${command} kept running and was ended`);
  return failed(`${command} ${outcome}: ${reason}`, superseding(subject.one, subject.packument));
}

function list(told: readonly string[]): string {
  const more = told.length > shown ? [`and ${told.length - shown} more`] : [];
  return [...told.slice(0, shown), ...more].join('\n');
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 60) ?? '';
}
