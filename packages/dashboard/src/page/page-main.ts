import type { ScriptDescription } from '@cdev/script-catalogue';
import type { ScriptDetail, ScriptRow } from '../overview/overview.ts';
import type { Browser, PageElement } from './browser.ts';
import type { Child, Dash, Place, View } from './dash.ts';
import type { PageData } from './page-document.ts';

/** Runs last: keeps what is shown, hears keys and events, and draws. */
export function pageMain(): void {
  const browser = globalThis as unknown as Browser;
  const { document, EventSource, navigator, location, history, fetch, setTimeout } = browser;
  const { dash } = globalThis as unknown as { dash: Dash };
  const saved = document.getElementById('cdev-data')?.textContent;
  let data: PageData | undefined = saved ? (JSON.parse(saved) as PageData) : undefined;
  let detail: ScriptDetail | undefined;
  /** Of which script and overview the detail was asked for. */
  let detailAsked = '';
  let description: { readonly script: string; readonly told: ScriptDescription | string } | undefined;
  let output: View['output'];
  let notice = '';
  let isHelpOpen = false;
  let isDrawing = false;

  const readPlace = (): Place => {
    const at = new URLSearchParams(location.hash.slice(1));
    const run = Number(at.get('run'));
    return {
      q: at.get('q') ?? '',
      script: at.get('script') ?? '',
      start: at.get('start') ?? undefined,
      run: run > 0 ? run : undefined,
    };
  };
  let place = readPlace();
  const go = (change: Partial<Place>): void => {
    const isOther = change.script !== undefined && change.script !== place.script;
    place = { ...place, ...change };
    notice = '';
    const at = new URLSearchParams();
    if (place.q !== '') at.set('q', place.q);
    if (place.script !== '') at.set('script', place.script);
    if (place.start !== undefined) at.set('start', place.start);
    if (place.run !== undefined) at.set('run', String(place.run));
    history.replaceState(null, '', `#${at.toString()}`);
    follow();
    draw();
    if (isOther) document.querySelector(`[data-script="${place.script}"]`)?.scrollIntoView({ block: 'nearest' });
  };

  const matches = (text: string): boolean =>
    place.q
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.toLowerCase().includes(word));
  const haystack = ({
    name,
    summary,
    owner,
    priority,
    stability,
    health,
    errors,
    deprecation,
    added,
    speed,
  }: ScriptRow): string =>
    [
      name,
      summary,
      owner,
      priority,
      stability,
      health.state,
      ...errors.map(({ code }) => code),
      deprecation && 'deprecated',
      added && `added ${added.tier}`,
      (speed?.changes.at(-1)?.effect ?? 0) > 0 && 'slower',
    ]
      .filter(Boolean)
      .join(' ');

  const ask = async <Answer>(question: string): Promise<Answer | undefined> => {
    const answer = await fetch(`ask/${question}`);
    return answer.ok ? ((await answer.json()) as Answer) : undefined;
  };
  const doIt = async <Answer>(name: string, input: unknown): Promise<Answer | string> => {
    const headers = {
      'content-type': 'application/json',
      'x-cdev-key': document.querySelector('meta[name="cdev-key"]')?.content ?? '',
    };
    const answer = await fetch(`do/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
    const told = (await answer.json().catch(() => ({}))) as { message?: string; steps?: readonly string[] };
    return answer.ok ? (told as Answer) : [told.message ?? 'It was refused', ...(told.steps ?? [])].join(' → ');
  };
  const followDetail = async (script: string): Promise<void> => {
    const found = data?.details
      ? data.details.find(({ name }) => name === script)
      : await ask<ScriptDetail>(`script?name=${encodeURIComponent(script)}`);
    if (place.script === script) detail = found;
    draw();
  };
  const followForm = async (script: string): Promise<void> => {
    const told = await doIt<ScriptDescription>('describe', { script });
    if (place.script === script) description = { script, told };
    draw();
  };
  const followOutput = async (run: number): Promise<void> => {
    const before = output?.id === run ? output : { id: run, from: 0, lines: [] };
    const from = before.from + before.lines.length;
    const more = await ask<{ from: number; lines: string[] }>(`output?id=${run}&from=${from}`);
    // Asked for twice, it is taken once.
    const end = output?.id === run ? output.from + output.lines.length : 0;
    if (!more || place.run !== run || (output?.id === run && end !== from)) return;
    const isGap = more.from !== from;
    const lines = isGap ? more.lines : [...before.lines, ...more.lines];
    output = { id: run, from: isGap ? more.from : before.from, lines };
    draw();
  };
  /** Brings what is open: the detail of a script, its form, the output of a run. */
  const follow = (): void => {
    const { script, start: form, run } = place;
    // Where nobody answers the link says so.
    const bring = (coming: Promise<void>): void => void coming.catch(() => {});
    if (script !== '' && detail?.name !== script) detail = undefined;
    const wanted = `${script} ${data?.overview.at ?? ''}`;
    if (script !== '' && detailAsked !== wanted) bring(followDetail(script));
    detailAsked = wanted;
    if (form !== undefined && script !== '' && description?.script !== script && data?.isReadOnly === false) {
      description = undefined;
      bring(followForm(script));
    }
    const known = data?.started.find(({ id }) => id === run);
    if (run === undefined || !known) output = undefined;
    else if (output?.id !== run || output.from + output.lines.length < known.lines) bring(followOutput(run));
  };
  const start = (form: unknown): void => {
    const root = form as PageElement;
    const positionals: Record<string, string[]> = {};
    const options: Record<string, true | string[]> = {};
    for (const input of root.querySelectorAll('[name]')) {
      const [kind, name = ''] = input.name.split(' ');
      if (kind === 'positional')
        positionals[name] = input.value
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '');
      else if (input.type === 'checkbox') {
        if (input.checked) options[name] = true;
      } else if (input.value.trim() !== '') options[name] = [input.value.trim()];
    }
    const request = { script: place.script, command: root.dataset['command'] ?? '', positionals, options };
    void send(request).catch(() => {});
  };

  const send = async (request: object): Promise<void> => {
    const told = await doIt<{ id: number }>('start', request);
    if (typeof told === 'string') notice = `✗ ${told}`;
    else go({ run: told.id });
    draw();
  };

  const draw = (): void => {
    if (isDrawing) return;
    isDrawing = true;
    setTimeout(() => {
      isDrawing = false;
      paint();
    }, 0);
  };
  const paint = (): void => {
    const root = document.getElementById('content');
    if (!data || !root) return;
    const { overview } = data;
    const rows = overview.scripts.filter((row) => matches(haystack(row)));
    const view: View = {
      data,
      overview,
      rows,
      matches,
      place,
      detail,
      description: description?.script === place.script ? description.told : undefined,
      output,
      notice,
      isHelpOpen,
      go,
      copy: (text) => void navigator.clipboard?.writeText(text).then(() => tell('copied')),
      start,
      stop: (id) => void doIt('stop', { id }).catch(() => {}),
    };
    const lines = document.querySelector('pre[data-output]');
    const isAtEnd = !lines || lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 4;
    const { sections } = dash;
    const parts: Child[] = [
      sections.head(view),
      sections.started(view),
      sections.scripts(view),
      sections.timeline(view),
      sections.errors(view),
      sections.agentRuns(view),
      sections.dependencies(view),
    ];
    dash.patch(root, parts);
    const after = document.querySelector('pre[data-output]');
    if (after && isAtEnd) after.scrollTop = after.scrollHeight;
    const bad = overview.scripts.filter(({ health }) => health.state === 'broken').length;
    document.title = `${bad > 0 ? `${bad} broken · ` : ''}cdev scripts`;
    const folder = document.getElementById('root');
    if (folder) folder.textContent = overview.root;
    if (saved) tell(`as of ${overview.at.slice(0, 16).replace('T', ' ')} UTC`);
  };
  const tell = (text: string): void => {
    const link = document.getElementById('link');
    if (link) link.textContent = text;
  };

  const filter = document.getElementById('filter');
  if (filter) filter.value = place.q;
  filter?.addEventListener('input', () => go({ q: filter.value }));
  const step = (by: number): void => {
    const buttons = [...document.querySelectorAll('button[data-script]')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = buttons[Math.min(buttons.length - 1, Math.max(0, at === -1 ? 0 : at + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const keys: Readonly<Record<string, () => void>> = {
    '/': () => filter?.focus(),
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    s: () =>
      place.script !== '' && data?.isReadOnly === false && go({ start: place.start === undefined ? '' : undefined }),
    t: () => document.getElementById('timeline')?.scrollIntoView({ block: 'start' }),
    e: () => document.getElementById('errors')?.scrollIntoView({ block: 'start' }),
    '?': () => {
      isHelpOpen = !isHelpOpen;
      draw();
    },
    Escape: () =>
      go(place.start === undefined ? (place.script === '' ? { q: '' } : { script: '' }) : { start: undefined }),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target?.closest('input, textarea, select')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const action = keys[event.key];
    // Arrows scroll the page and the output, as long as no script is chosen.
    const isArrow = event.key.startsWith('Arrow') && !event.target?.closest('button[data-script]');
    if (!action || isArrow) return;
    event.preventDefault();
    action();
    if (filter && document.activeElement !== filter) filter.value = place.q;
  });
  browser.addEventListener('hashchange', () => {
    place = readPlace();
    if (filter) filter.value = place.q;
    follow();
    draw();
  });

  if (saved) {
    follow();
    draw();
    return;
  }
  const events = new EventSource('events');
  events.addEventListener('open', () => tell('live'));
  events.addEventListener('error', () => tell('not connected; trying again'));
  events.addEventListener('message', (event) => {
    data = JSON.parse(event.data) as PageData;
    follow();
    draw();
  });
}
