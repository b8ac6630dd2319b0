import type { Dash } from './dash.ts';

/** Errors, dependencies and runs of agents. */
export function pageLists(): void {
  const { dash } = globalThis as unknown as { dash: Dash };
  const { h, words } = dash;
  const mostErrors = 25;

  /** `narrow` columns go first where there is little room, `wide` ones before them. */
  const listTable = (heads: readonly (readonly [text: string, room: string])[], body: ReturnType<Dash['h']>) =>
    h(
      'table',
      { class: 'list' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map(([text, room]) => h('th', { scope: 'col', class: room }, text)),
        ),
      ),
      body,
    );

  const errors: Dash['sections']['errors'] = ({ overview, matches, go }) => {
    const rows = overview.errors.filter(({ code, script, title }) => matches(`${code} ${script} ${title} error`));
    return h(
      'section',
      { id: 'errors', 'aria-label': 'Errors' },
      h('h2', {}, 'Errors'),
      rows.length === 0
        ? h('p', { class: 'quiet' }, 'None.')
        : listTable(
            [
              ['error', ''],
              ['script', ''],
              ['times', ''],
              ['first met', 'narrow'],
              ['last', 'wide'],
              ['versions', 'wide'],
            ],
            h(
              'tbody',
              {},
              rows
                .slice(0, mostErrors)
                .map(({ code, script, title, steps, count, first, last, versions, isNew, isUnknown }) =>
                  h(
                    'tr',
                    { key: `${code} ${script}` },
                    h(
                      'td',
                      {},
                      h('span', { class: 'code' }, dash.code(code)),
                      isUnknown
                        ? h('span', { class: 'bad' }, ' unknown')
                        : isNew && h('span', { class: 'warn' }, ' new'),
                      h('div', {}, title),
                      steps[0] !== undefined && h('div', { class: 'quiet' }, `→ ${steps[0]}`),
                    ),
                    h(
                      'td',
                      {},
                      h(
                        'button',
                        {
                          class: 'to name',
                          onclick: () => go({ script: script.replace(/^cdev-/, ''), start: undefined }),
                        },
                        script.replace(/^cdev-/, ''),
                      ),
                    ),
                    h('td', { class: 'number' }, String(count)),
                    h('td', { class: 'number quiet narrow' }, words.day(first)),
                    h('td', { class: 'number quiet wide' }, words.day(last)),
                    h('td', { class: 'number quiet wide' }, versions.slice(-3).join(', ')),
                  ),
                ),
            ),
          ),
      rows.length > mostErrors &&
        h('p', { class: 'quiet' }, `and ${rows.length - mostErrors} more; filter to see them`),
    );
  };

  const dependencies: Dash['sections']['dependencies'] = ({ overview, matches, copy }) => {
    const rows = overview.dependencies.filter(({ name, usedBy }) => matches(`${name} ${usedBy.join(' ')} dependency`));
    if (overview.dependencies.length + overview.proposed.length === 0) return undefined;
    return h(
      'section',
      { id: 'dependencies', 'aria-label': 'Dependencies' },
      h('h2', {}, 'Dependencies'),
      h(
        'ul',
        { class: 'plain runs' },
        overview.proposed.map(({ branch, day, text }) => {
          const command = `git merge ${branch}`;
          return h(
            'li',
            { key: branch },
            h('span', { class: 'quiet number' }, `proposed ${day}  `),
            text,
            ' ',
            h('button', { class: 'command', title: 'Copy the command', onclick: () => copy(command) }, command),
          );
        }),
      ),
      rows.length === 0
        ? h('p', { class: 'quiet' }, 'None.')
        : listTable(
            [
              ['package', ''],
              ['wanted', 'narrow'],
              ['installed', ''],
              ['by', ''],
            ],
            h(
              'tbody',
              {},
              rows.map(({ name, ranges, installed, usedBy }) =>
                h(
                  'tr',
                  { key: name },
                  h('td', { class: 'name' }, name),
                  h('td', { class: ranges.length > 1 ? 'number narrow warn' : 'number narrow' }, ranges.join(' · ')),
                  h('td', { class: installed.length > 1 ? 'number warn' : 'number' }, installed.join(' · ') || '–'),
                  h(
                    'td',
                    { class: 'quiet' },
                    usedBy.length > 4 ? words.count(usedBy.length, 'script') : usedBy.join(', '),
                  ),
                ),
              ),
            ),
          ),
    );
  };

  const agentRuns: Dash['sections']['agentRuns'] = ({ overview, matches }) => {
    const rows = overview.agentRuns.filter(({ plan }) => matches(`${plan} agents`));
    if (overview.agentRuns.length === 0) return undefined;
    return h(
      'section',
      { id: 'agents', 'aria-label': 'Agent runs' },
      h('h2', {}, 'Agent runs'),
      listTable(
        [
          ['plan', ''],
          ['agents', ''],
          ['used', ''],
          ['integration', ''],
          ['last event', ''],
        ],
        h(
          'tbody',
          {},
          rows.map(({ plan, states, tokens, cost, integration, lastEventAt }) =>
            h(
              'tr',
              { key: plan },
              h('td', { class: 'name' }, plan),
              h(
                'td',
                {},
                Object.entries(states)
                  .map(([state, number]) => `${number} ${state}`)
                  .join(' · '),
              ),
              h(
                'td',
                { class: 'number' },
                [tokens > 0 ? `${words.short(tokens)} tokens` : '', cost > 0 ? `$${cost.toFixed(2)}` : '']
                  .filter(Boolean)
                  .join(' · '),
              ),
              h('td', { class: 'quiet' }, integration === 'none' ? '' : integration),
              h('td', { class: 'quiet' }, words.ago(lastEventAt)),
            ),
          ),
        ),
      ),
    );
  };
  Object.assign(dash.sections, { errors, dependencies, agentRuns });
}
