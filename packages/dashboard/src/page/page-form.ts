import type { CommandDescription, OptionDescription } from '@cdev/script-catalogue';
import type { Child, Dash, View, Wanted } from './dash.ts';

/** The form that is made from what a script says that it takes, and the output of what was started. */
export function pageForm(): void {
  const { dash } = globalThis as unknown as { dash: Dash };
  const { h, words } = dash;
  const ofHouse = new Set(['dry-run', 'yes', 'verbose', 'health']);

  const field = (name: string, hint: string, input: Wanted, isSwitch = false): Wanted =>
    h('label', { key: name, class: isSwitch ? 'field switch' : 'field' }, [
      ...(isSwitch ? [input] : []),
      h('span', { class: 'name' }, name),
      h('span', { class: 'quiet hint' }, hint),
      ...(isSwitch ? [] : [input]),
    ]);
  const optionField = (option: OptionDescription, { changesWorld }: CommandDescription): Wanted => {
    const { name, type, description, choices, isList, placeholder } = option;
    const common = { name: `option ${name}`, 'data-type': type };
    const preset = option.default === undefined ? '' : String(option.default);
    if (type === 'boolean')
      // What would change something is shown first.
      return field(
        `--${name}`,
        description,
        h('input', { ...common, type: 'checkbox', checked: name === 'dry-run' && changesWorld }),
        true,
      );
    if (choices && !isList)
      return field(
        `--${name}`,
        description,
        h(
          'select',
          common,
          h('option', { value: '' }, preset === '' ? '' : `${preset} (as it is by itself)`),
          choices.map((choice) => h('option', { value: choice }, choice)),
        ),
      );
    const words2 = [preset === '' ? (placeholder ?? type) : preset, isList ? 'several with commas' : ''];
    return field(
      `--${name}`,
      choices ? `${description} (${choices.join(', ')})` : description,
      h('input', {
        ...common,
        type: 'text',
        inputmode: type === 'number' ? 'decimal' : undefined,
        placeholder: words2.filter(Boolean).join(', '),
      }),
    );
  };
  const positionalField = ({
    name,
    description,
    isRequired,
    isList,
  }: CommandDescription['positionals'][number]): Wanted =>
    field(
      name,
      `${description}${isList ? ' (one a line)' : ''}`,
      h(isList ? 'textarea' : 'input', {
        name: `positional ${name}`,
        required: isRequired,
        rows: isList ? 2 : undefined,
        type: isList ? undefined : 'text',
      }),
    );

  const form: Dash['sections']['form'] = (row, view) => {
    const { description, place, notice, go, start } = view;
    if (description === undefined) return h('p', { class: 'quiet' }, `asking ${row.name} what it takes …`);
    if (typeof description === 'string') return h('p', { class: 'warn' }, description);
    const { commands } = description;
    const chosen = commands.find(({ name }) => name === place.start) ?? commands[0];
    if (!chosen) return undefined;
    const own = chosen.options.filter(({ isOfHouse, name }) => !isOfHouse || ofHouse.has(name));
    const tabs = commands.map(({ name, summary }) =>
      h(
        'button',
        {
          type: 'button',
          class: 'tab',
          title: summary,
          'aria-pressed': String(name === chosen.name),
          onclick: () => go({ start: name }),
        },
        name === '' ? row.name : name,
      ),
    );
    return h(
      'form',
      {
        key: `${row.name} ${chosen.name}`,
        class: 'start',
        'data-command': chosen.name,
        onsubmit: (event) => {
          event.preventDefault();
          start(event.target);
        },
      },
      commands.length > 1 && h('div', { class: 'tabs' }, tabs),
      h('p', { class: 'quiet' }, chosen.summary),
      h(
        'div',
        { class: 'fields' },
        chosen.positionals.map(positionalField),
        own.map((option) => optionField(option, chosen)),
      ),
      chosen.changesWorld && h('p', { class: 'quiet' }, 'It cannot ask here: without --yes it ends where it would.'),
      h('div', { class: 'deeds' }, h('button', { class: 'deed', type: 'submit', 'data-deed': 'run' }, 'Start')),
      h('p', { class: 'notice', role: 'status' }, notice),
    );
  };

  const endOf = (run: View['data']['started'][number]): Child => {
    if (!run.ended) return h('span', { class: 'name' }, 'runs');
    const { exitCode, duration } = run.ended;
    const kind = exitCode === 0 ? 'good' : exitCode === 1 ? 'warn' : 'bad';
    return h(
      'span',
      { class: kind },
      `${exitCode === undefined ? 'stopped' : `ended with ${exitCode}`} after ${words.duration(duration)}`,
    );
  };
  const started: Dash['sections']['started'] = ({ data, place, output, go, stop }) =>
    data.started.length > 0 &&
    h(
      'section',
      { id: 'started', 'aria-label': 'Started from here' },
      h('h2', {}, 'Started from here'),
      h(
        'ul',
        { class: 'plain runs' },
        data.started.map((run) => {
          const isOpen = place.run === run.id;
          return h(
            'li',
            { key: run.id },
            h(
              'button',
              {
                class: 'command',
                'aria-expanded': String(isOpen),
                onclick: () => go({ run: isOpen ? undefined : run.id }),
              },
              run.line,
            ),
            ' ',
            endOf(run),
            h('span', { class: 'quiet' }, `, ${words.count(run.lines, 'line')} `),
            !run.ended && h('button', { class: 'deed', 'data-deed': 'stop', onclick: () => stop(run.id) }, 'Stop'),
            isOpen &&
              h(
                'pre',
                { tabindex: 0, 'data-output': run.id },
                [
                  (output?.from ?? 0) > 0 && `… ${output?.from ?? 0} lines before\n`,
                  output?.lines.join('\n') || (run.ended ? 'It said nothing.' : 'It has said nothing yet.'),
                ]
                  .filter(Boolean)
                  .join(''),
              ),
          );
        }),
      ),
    );
  Object.assign(dash.sections, { form, started });
}
