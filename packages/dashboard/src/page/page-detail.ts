import type { AddedOrigin } from '../overview/overview.ts';
import type { Child, Dash } from './dash.ts';

/** What is below the row of a script that is open. */
export function pageDetail(): void {
  const { dash } = globalThis as unknown as { dash: Dash };
  const { h, words, charts } = dash;

  const addedWords = ({ place, registry, tier, builtIn }: AddedOrigin): string =>
    [
      `for ${place === 'project' ? 'the project' : 'you'}, from ${registry}`,
      { official: 'a script of the house', reviewed: 'reviewed', listed: 'listed', unknown: 'nobody vouches for it' }[
        tier
      ],
      builtIn === undefined ? 'nothing proves where it was built' : `built in ${builtIn}`,
    ].join('; ');
  const detail: Dash['sections']['detail'] = (row, view) => {
    const { detail: more, overview, place, go, copy, data } = view;
    const { health } = row;
    const facts: readonly (readonly [string, Child])[] = [
      ['what it does', row.summary],
      ['package', `${row.packageName} ${row.version}`],
      ['owner', row.owner ?? ''],
      ['added', row.added ? addedWords(row.added) : ''],
      [
        'priority',
        [row.priority, (row.reviewers ?? 1) > 1 ? `${row.reviewers} reviewers` : ''].filter(Boolean).join(', '),
      ],
      ['checked', health.checkedAt === undefined ? 'never; cdev health-check does it' : words.ago(health.checkedAt)],
      ['on Node', health.nodes.map(({ node, state }) => `${node} ${state}`).join(' · ')],
      ['not well', health.state === 'healthy' ? '' : (health.reason ?? '')],
      ['over budget', row.overBudget.join('; ')],
      [
        'deprecated',
        row.deprecation
          ? `${row.deprecation.announced}, last day ${row.deprecation.sunset}; instead ${row.deprecation.replacement}`
          : '',
      ],
      ['needs', row.dependencies === 0 ? 'nothing from others' : words.count(row.dependencies, 'package')],
      ['last run', row.lastRun === undefined ? '' : words.ago(row.lastRun)],
    ];
    const own = overview.timeline.filter(({ script }) => script === row.name).slice(0, 12);
    return h(
      'div',
      { class: 'inside' },
      h(
        'dl',
        {},
        facts.filter(([, text]) => text !== '').map(([name, text]) => [h('dt', {}, name), h('dd', {}, text)]),
      ),
      h(
        'div',
        { class: 'deeds' },
        !data.isReadOnly &&
          h(
            'button',
            {
              class: 'deed',
              'data-deed': 'start',
              'aria-expanded': String(place.start !== undefined),
              onclick: () => go({ start: place.start === undefined ? '' : undefined }),
            },
            place.start === undefined ? 'Start it …' : 'Close the form',
          ),
        [
          `${row.added ? `cdev ${row.name}` : row.bin} --help`,
          `cdev health-check ${row.name}`,
          `cdev performance-report ${row.name}`,
        ].map((text) => h('button', { class: 'command', title: 'Copy the command', onclick: () => copy(text) }, text)),
      ),
      place.start !== undefined && dash.sections.form(row, view),
      (more?.speed ?? [])
        .slice(0, 4)
        .map((speed) =>
          h(
            'figure',
            {},
            h(
              'figcaption',
              {},
              h('span', { class: 'name' }, speed.command),
              h(
                'span',
                { class: 'quiet' },
                ` ${words.cost(speed)} CPU, ${Math.round(speed.memory / 1e6)} MB; ${speed.hostClass}, Node ${speed.node}, ${words.count(speed.runs, 'run')}`,
              ),
            ),
            h('div', { class: 'scroll' }, charts.speed(speed, overview.days)),
          ),
        ),
      own.length > 0 && [
        h('h3', {}, 'What happened'),
        h(
          'ul',
          { class: 'plain' },
          own.map(({ day, text, isBad, kind }) =>
            h('li', { class: isBad ? 'bad' : '' }, h('span', { class: 'quiet number' }, `${day} `), `${kind}: ${text}`),
          ),
        ),
      ],
      (more?.runs.length ?? 0) > 0 && [
        h('h3', {}, 'Newest runs'),
        h(
          'table',
          { class: 'list' },
          more?.runs
            .slice(0, 8)
            .map(({ start, command, version, duration, status, errorCode }) =>
              h(
                'tr',
                {},
                h('td', { class: 'quiet number' }, start.slice(0, 16).replace('T', ' ')),
                h('td', { class: 'name narrow' }, command),
                h('td', { class: 'number narrow' }, version),
                h('td', { class: 'number' }, words.duration(duration)),
                h('td', { class: status === 'error' ? 'code bad' : 'quiet' }, dash.code(errorCode ?? status)),
              ),
            ),
        ),
      ],
    );
  };
  Object.assign(dash.sections, { detail });
}
