import type { ScriptRow } from '../overview/overview.ts';
import type { Child, Dash, View, Wanted } from './dash.ts';

/** The head with the one thing to do first, and a row for each script. */
export function pageScripts(): void {
  const { dash } = globalThis as unknown as { dash: Dash };
  const { h, words, charts } = dash;
  const marks = {
    healthy: ['✓', 'good'],
    degraded: ['!', 'warn'],
    broken: ['✗', 'bad'],
    unknown: ['·', 'quiet'],
  } as const;

  const head: Dash['sections']['head'] = ({ overview, place, go, copy, isHelpOpen, data }) => {
    const { scripts, urgent, records, notes } = overview;
    const states = (['broken', 'degraded', 'healthy', 'unknown'] as const)
      .map((state) => ({ state, number: scripts.filter(({ health }) => health.state === state).length }))
      .filter(({ number }) => number > 0);
    const failed = scripts.reduce((sum, row) => sum + row.failed, 0);
    const runs = scripts.reduce((sum, row) => sum + row.runs, 0);
    const deprecated = scripts.filter(({ deprecation }) => deprecation !== undefined).length;
    const chip = (word: string, number: number, kind: string): Wanted =>
      h(
        'button',
        {
          class: `chip ${kind}`,
          'aria-pressed': String(place.q === word),
          onclick: () => go({ q: place.q === word ? '' : word }),
        },
        `${number} ${word}`,
      );
    return [
      h(
        'div',
        { class: 'strip' },
        states.map(({ state, number }) => chip(state, number, marks[state][1])),
        deprecated > 0 && chip('deprecated', deprecated, 'warn'),
        h('span', { class: 'quiet' }, `${words.count(runs, 'run')} in ${overview.days.length} days, ${failed} failed`),
        h('span', { class: 'quiet' }, `${words.count(records, 'record')} in all`),
      ),
      urgent
        ? h(
            'p',
            { class: 'urgent' },
            h('strong', {}, 'First: '),
            urgent.text,
            ' ',
            h(
              'button',
              { class: 'command', title: 'Copy the command', onclick: () => copy(urgent.command) },
              urgent.command,
            ),
          )
        : h('p', { class: 'urgent calm' }, scripts.length === 0 ? noScript(copy) : 'Nothing needs anybody.'),
      notes.map((note) => h('p', { class: 'warn' }, note)),
      isHelpOpen &&
        h(
          'p',
          { class: 'keys quiet' },
          '/ filter · j k or ↑ ↓ choose a script · Enter open · ',
          data.isReadOnly ? '' : 's start it · ',
          'Esc close · t timeline · e errors · ? these keys',
        ),
    ];
  };

  const noScript = (copy: View['copy']): Child => [
    'No script is here: this project depends on none of @cdev, and none of others was added. ',
    ...['npm install --save-dev @cdev/cli', 'npx @cdev/marketplace search'].map((command) =>
      h('button', { class: 'command', title: 'Copy the command', onclick: () => copy(command) }, command),
    ),
  ];

  const errorsOf = ({ failed, errors }: ScriptRow): Child => {
    if (failed === 0) return h('span', { class: 'quiet' }, '–');
    const [top] = errors;
    return [
      h('span', { class: 'number' }, String(failed)),
      top && h('span', { class: 'quiet code' }, ` ${top.code.replace(/^CDEV_E_/, '')}`),
    ];
  };
  const standingOf = ({ deprecation, overBudget, stability, added }: ScriptRow): Child => {
    if (deprecation) {
      const { daysLeft, stage } = deprecation;
      return h(
        'span',
        { class: 'warn' },
        daysLeft < 0 ? 'past its end' : `${stage}, ${words.count(daysLeft, 'day')} left`,
      );
    }
    if (overBudget.length > 0) return h('span', { class: 'warn', title: overBudget.join('; ') }, 'over budget');
    return h('span', { class: 'quiet' }, stability ?? (added ? 'added' : ''));
  };
  const speedOf = ({ speed }: ScriptRow, view: View): Child => {
    if (!speed) return h('span', { class: 'quiet' }, '–');
    const last = speed.changes.at(-1);
    return [
      charts.spark(speed, view.overview.days),
      h('span', { class: 'number' }, words.cost(speed)),
      last && h('span', { class: last.effect > 0 ? 'bad' : 'good' }, ` ${words.percent(last.effect)}`),
    ];
  };

  const row = (script: ScriptRow, view: View): Wanted[] => {
    const { go, place, overview } = view;
    const isOpen = place.script === script.name;
    const [sign, kind] = marks[script.health.state];
    const toggle = (): void => go({ script: isOpen ? '' : script.name, start: undefined });
    const cells = [
      h(
        'td',
        { class: 'who' },
        h(
          'button',
          { class: 'row', 'data-script': script.name, 'aria-expanded': String(isOpen), onclick: toggle },
          h('span', { class: `mark ${kind}`, title: script.health.state }, sign),
          h('span', { class: 'name', title: script.name }, script.name),
        ),
        h('span', { class: 'version quiet number' }, script.version),
      ),
      h('td', { class: 'wide quiet' }, (script.owner ?? '').replace(/^@[^/]+\//, '')),
      h('td', { class: 'wide' }, charts.checks(script, overview.days)),
      h(
        'td',
        { class: 'runs' },
        script.runs > 0 && charts.activity(script, overview.days),
        h('span', { class: 'number' }, script.runs === 0 ? '–' : words.short(script.runs)),
      ),
      h('td', { class: 'speed' }, speedOf(script, view)),
      h('td', { class: 'errors' }, errorsOf(script)),
      h('td', { class: 'wide' }, standingOf(script)),
    ];
    return [
      h('tr', { key: script.name, class: isOpen ? 'open' : '' }, cells),
      ...(isOpen
        ? [
            h(
              'tr',
              { key: `${script.name} detail`, class: 'detail' },
              h('td', { colspan: 7 }, dash.sections.detail(script, view)),
            ),
          ]
        : []),
    ];
  };

  const scripts: Dash['sections']['scripts'] = (view) => {
    const heads = ['script', 'owner', 'checks', 'runs', 'CPU a run', 'failed', 'state'];
    const classes = ['who', 'wide', 'wide', 'runs', 'speed', 'errors', 'wide'];
    const names = heads.map((text, at) => h('th', { scope: 'col', class: classes[at] }, text));
    const known = view.overview.scripts.length;
    if (known === 0) return undefined;
    return h(
      'section',
      { id: 'scripts', 'aria-label': 'Scripts' },
      view.rows.length === 0 && known > 0
        ? h('p', { class: 'quiet' }, `None of ${words.count(known, 'script')} has “${view.place.q}”.`)
        : h(
            'table',
            { class: 'scripts' },
            h('thead', {}, h('tr', {}, names)),
            h(
              'tbody',
              {},
              view.rows.map((each) => row(each, view)),
            ),
          ),
    );
  };
  dash.sections = { head, scripts } as unknown as Dash['sections'];
}
