import type { HealthReport, ScriptHealth } from '../health-report.ts';

type Told = Pick<HealthReport, 'changes' | 'scripts' | 'notTried' | 'time' | 'origin'>;

/** One line for a chat: `Script health: prepublish broken (was healthy)`. */
export function alertLine({ changes }: Pick<Told, 'changes'>): string {
  const words = changes.map(({ script, node, from, to }) => `${script} ${to} (was ${from}; Node ${node})`);
  return `Script health: ${words.join(', ')}`;
}

/** An issue as Markdown: its title is the first line, as `# …`. */
export function alertIssue(report: Told): string {
  const bad = report.scripts.filter(({ state }) => state !== 'healthy');
  const names = [...new Set(report.changes.map(({ script }) => script))];
  const title =
    bad.length === 0 ? `Scripts are well again: ${names.join(', ')}` : `Script health: ${names.join(', ')} changed`;
  return [
    `# ${title}`,
    '',
    `Found ${report.time}, ${report.origin === 'registry' ? 'as installed from the registry' : `in the ${report.origin}`}.`,
    '',
    '| script | Node | before | now |',
    '| --- | --- | --- | --- |',
    ...report.changes.map(({ script, node, from, to }) => `| ${script} | ${node} | ${from} | ${to} |`),
    ...report.notTried.flatMap(({ reason, fix }) => ['', `Not run: ${reason}`, '', `- [ ] ${fix}`]),
    ...bad.flatMap(section),
    '',
  ].join('\n');
}

function section({ script, package: name, version, node, owner, state, trials }: ScriptHealth): string[] {
  const telling = trials.filter(({ status }) => status === 'failed' || status === 'warning');
  return [
    '',
    `## ${script} is ${state}`,
    '',
    `\`${name}@${version}\` with Node ${node}${owner === undefined ? '' : `, owned by ${owner}`}`,
    '',
    ...telling.flatMap(({ name: trial, detail, fix }) => [
      `- **${trial}**: ${detail.replaceAll('\n', ' ')}`,
      ...(fix === undefined ? [] : [`  - [ ] ${fix}`]),
    ]),
  ];
}
