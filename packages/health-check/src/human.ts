import { alignColumns, formatDuration, type Page, type Style } from '@cdev/core/cli';
import type { WrittenFile } from './automation/write-workflow.ts';
import type { HealthReport, ScriptHealth } from './health-report.ts';
import type { HealthEntry, ScriptState } from '@cdev/script-catalogue';
import type { Trial } from './trial/trial.ts';

const trialMark = (style: Style): Readonly<Record<Trial['status'], string>> => ({
  ok: style.good('✓'),
  warning: style.warning('!'),
  failed: style.bad('✗'),
  'not-run': style.quiet('–'),
});

/** A line a script, below it what is not well with what mends it, then what changed. */
export function reportText({ scripts, notTried, changes, alerts }: HealthReport, { style }: Page): string {
  const mark = trialMark(style);
  const hasNodes = new Set(scripts.map(({ node }) => node)).size > 1;
  const names = [...new Set(scripts.flatMap(({ trials }) => trials.map(({ name }) => name)))];
  const rows = scripts.map((script) => [
    stateMark(script.state, style),
    style.name(script.script),
    script.version,
    ...(hasNodes ? [`Node ${script.node}`] : []),
    names
      .map((name) => `${name} ${mark[script.trials.find((trial) => trial.name === name)?.status ?? 'not-run']}`)
      .join('  '),
    style.quiet(formatDuration(script.trials.reduce((sum, { duration }) => sum + duration, 0))),
  ]);
  const troubles = scripts.flatMap((script) => troubleLines(script, style));
  const missing = notTried.flatMap(({ reason, fix }) => [`  ${mark['not-run']} not run: ${reason}`, `    → ${fix}`]);
  const news = changes.map(
    ({ script, node, from, to }) => `  ${script}${hasNodes ? ` with Node ${node}` : ''}: ${to}, was ${from}`,
  );
  return [
    ...alignColumns(rows, '  '),
    ...(troubles.length > 0 ? ['', ...troubles] : []),
    ...(missing.length > 0 ? ['', ...missing] : []),
    ...(news.length > 0 ? ['', style.title('Changed'), ...news] : []),
    ...alerts.map((alert) => style.quiet(`  ${alert}`)),
    '',
    sumLine(scripts),
    '',
  ].join('\n');
}

function troubleLines({ script, node, trials }: ScriptHealth, style: Style): string[] {
  const bad = trials.filter(({ status }) => status === 'failed' || status === 'warning');
  return bad.flatMap(({ name, status, detail, fix }) => [
    `  ${trialMark(style)[status]} ${style.name(script)} ${name}${status === 'failed' ? style.quiet(` (Node ${node})`) : ''}: ${detail}`,
    ...(fix === undefined ? [] : [`    → ${fix}`]),
  ]);
}

function stateMark(state: ScriptState, style: Style): string {
  return state === 'healthy' ? style.good('✓') : state === 'degraded' ? style.warning('!') : style.bad('✗');
}

function sumLine(scripts: readonly ScriptHealth[]): string {
  const count = (state: ScriptState): number => scripts.filter((script) => script.state === state).length;
  const notTried = scripts.filter(({ trials }) =>
    trials.some(({ name, status }) => name === 'smoke' && status === 'not-run'),
  ).length;
  const words = (['healthy', 'degraded', 'broken'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${state}`);
  const nodes = new Set(scripts.map(({ node }) => node)).size;
  const names = new Set(scripts.map(({ script }) => script)).size;
  const of = nodes > 1 ? `${names} ${names === 1 ? 'script' : 'scripts'} with ${nodes} versions of Node: ` : '';
  return `${of}${words.join(', ')}${notTried > 0 ? `; ${notTried} without a smoke example` : ''}`;
}

/** A script a line, its last checks as marks: oldest left. */
export function historyText(entries: readonly HealthEntry[], { style }: Page): string {
  const names = [...new Set(entries.flatMap(({ scripts }) => scripts.map(({ script }) => script)))].toSorted();
  const worst: readonly ScriptState[] = ['broken', 'degraded', 'healthy'];
  const rows = names.map((name) => {
    const states = entries.map(({ scripts }) => {
      const of = scripts.filter(({ script }) => script === name).map(({ state }) => state);
      const state = worst.find((each) => of.includes(each));
      return state === undefined ? style.quiet('·') : stateMark(state, style);
    });
    const last = entries.at(-1)?.scripts.find(({ script, reason }) => script === name && reason !== undefined);
    return [style.name(name), states.join(''), style.quiet(last?.reason ?? '')];
  });
  const [first, last] = [entries[0]?.time.slice(0, 16), entries.at(-1)?.time.slice(0, 16)];
  return `${[...alignColumns(rows, '  '), '', style.quiet(`${entries.length} ${entries.length === 1 ? 'check' : 'checks'} from ${first} to ${last} UTC`)].join('\n')}\n`;
}

export function writtenText({ file, text, outcome }: WrittenFile, { style }: Page): string {
  if (outcome === 'planned') return `${text}${style.quiet(`would be written to ${file}`)}\n`;
  return `${outcome === 'written' ? style.good('✓') : style.quiet('–')} ${file}${outcome === 'unchanged' ? ' is as it should be' : ''}\n`;
}
