import type { TimelineEvent } from '../overview/overview.ts';
import type { Child, Dash, View, Wanted } from './dash.ts';

/** What happened, drawn and then in words: of each day the first few of a kind. */
export function pageTimeline(): void {
  const { dash } = globalThis as unknown as { dash: Dash };
  const { h, charts } = dash;
  const mostOfKind = 5;
  const mostDays = 30;

  const kinds = (events: readonly TimelineEvent[]): (readonly [string, readonly TimelineEvent[]])[] =>
    [...new Set(events.map(({ kind }) => kind))].map((kind) => [kind, events.filter((event) => event.kind === kind)]);
  const line = ({ kind, script, text, isBad }: TimelineEvent, go: View['go']): Wanted =>
    h(
      'div',
      {},
      h('span', { class: 'kind quiet' }, kind),
      script !== undefined &&
        h('button', { class: 'to name', onclick: () => go({ script, start: undefined }) }, script),
      h('span', { class: isBad ? 'bad' : '' }, text),
    );
  const more = (kind: string, events: readonly TimelineEvent[]): Child =>
    events.length > mostOfKind &&
    h('div', { class: 'quiet' }, h('span', { class: 'kind' }, kind), `and ${events.length - mostOfKind} more`);

  const timeline: Dash['sections']['timeline'] = (view) => {
    const { overview, matches, go } = view;
    const events = overview.timeline.filter(({ script = '', text, kind }) => matches(`${script} ${text} ${kind}`));
    const byDay = new Map<string, typeof events>();
    for (const event of events) byDay.set(event.day, [...(byDay.get(event.day) ?? []), event]);
    return h(
      'section',
      { id: 'timeline', 'aria-label': 'Timeline' },
      h('h2', {}, 'Timeline'),
      overview.timeline.length === 0
        ? h('p', { class: 'quiet' }, `Nothing has happened in ${overview.days.length} days that is worth a line.`)
        : h('div', { class: 'scroll' }, charts.timeline(view)),
      h(
        'dl',
        { class: 'days' },
        [...byDay].slice(0, mostDays).map(([day, list]) => [
          h('dt', { class: 'number' }, day),
          h(
            'dd',
            {},
            kinds(list).map(([kind, own]) => [
              own.slice(0, mostOfKind).map((event) => line(event, go)),
              more(kind, own),
            ]),
          ),
        ]),
      ),
      byDay.size > mostDays &&
        h('p', { class: 'quiet' }, `and ${byDay.size - mostDays} days before; filter to see them`),
    );
  };
  Object.assign(dash.sections, { timeline });
}
