import type { AgentView, RunView } from '../agent-view.ts';

/** As much of a browser as the page uses. */
interface Listening {
  readonly addEventListener: (type: string, listener: (event: { readonly data: string }) => void) => void;
}
interface PageElement extends Listening {
  className: string;
  textContent: string | null;
  scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly dataset: Record<string, string | undefined>;
  readonly setAttribute: (name: string, value: string) => void;
  readonly replaceChildren: (...children: readonly (PageElement | string)[]) => void;
}
interface Browser {
  readonly document: Listening & {
    title: string;
    readonly getSelection: () => { readonly isCollapsed: boolean } | null;
    readonly activeElement: PageElement | null;
    readonly createElement: (tag: string) => PageElement;
    readonly getElementById: (id: string) => PageElement;
    readonly querySelector: (selector: string) => (PageElement & { readonly focus: () => void }) | null;
  };
  readonly EventSource: new (url: string) => Listening;
  readonly navigator: { readonly clipboard?: { readonly writeText: (text: string) => Promise<void> } };
  readonly location: { hash: string };
  readonly fetch: (url: string) => Promise<{ readonly ok: boolean; readonly json: () => Promise<unknown> }>;
  readonly setTimeout: (action: () => void, milliseconds: number) => unknown;
  readonly setInterval: (action: () => void, milliseconds: number) => unknown;
}

/**
 * Runs in the browser, sent there as source: everything it needs is inside. Text gets into the page as text alone, never as HTML: names
 * and logs come from agents.
 */
export function pageScript(): void {
  const { document, EventSource, navigator, location, fetch, setTimeout, setInterval } =
    globalThis as unknown as Browser;
  let view: RunView | undefined;
  let chosen = decodeURIComponent(location.hash.slice(1));
  let log: readonly string[] = [];
  let isPressed = false;

  const element = (tag: string, className: string, ...children: readonly (PageElement | string)[]): PageElement => {
    const made = document.createElement(tag);
    made.className = className;
    made.replaceChildren(...children);
    return made;
  };
  const isGone = ({ status, isAlive }: AgentView): boolean => status === 'running' && !isAlive;
  const isDone = ({ status }: AgentView): boolean => ['finished', 'committed', 'validated', 'merged'].includes(status);
  const isBad = (agent: AgentView): boolean =>
    ['failed', 'not-ready', 'ejected'].includes(agent.status) || isGone(agent);
  const mark = (agent: AgentView): readonly [string, string] => {
    if (isBad(agent)) return ['✗', 'bad'];
    if (isDone(agent)) return ['✓', 'good'];
    return agent.status === 'running' ? ['●', 'name'] : ['·', 'quiet'];
  };
  const duration = (milliseconds: number): string => {
    const seconds = Math.round(milliseconds / 1000);
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
    return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} min`;
  };
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const tokens = (number: number): string =>
    number < 1000 ? String(number) : number < 1e6 ? `${(number / 1000).toFixed(1)}k` : `${(number / 1e6).toFixed(1)}M`;
  const used = (agent: AgentView): string =>
    [agent.tokens > 0 ? tokens(agent.tokens) : '', agent.cost > 0 ? `$${agent.cost.toFixed(2)}` : '']
      .filter(Boolean)
      .join(' · ');
  const saying = (agent: AgentView): string => {
    if (isBad(agent)) return isGone(agent) ? 'its process is gone' : (agent.reasons[0] ?? '');
    if (agent.waitsFor.length > 0 && !isDone(agent) && agent.status !== 'running')
      return `after ${agent.waitsFor.join(', ')}`;
    return agent.activity ?? '';
  };

  const row = (agent: AgentView): PageElement => {
    const [sign, kind] = mark(agent);
    const { foreign, checklist } = agent;
    const button = element(
      'button',
      '',
      element('span', kind, sign),
      element('span', 'name', agent.id),
      element(
        'span',
        isBad(agent) ? 'bad' : '',
        isGone(agent) ? 'gone' : agent.status,
        agent.attempt > 1 ? ` #${agent.attempt}` : '',
      ),
      element('span', 'number optional', agent.elapsed === undefined ? '' : duration(agent.elapsed)),
      element(
        'span',
        'number optional',
        count(agent.changed, 'file'),
        foreign.length > 0 ? element('span', 'warn', `  ${foreign.length} foreign`) : '',
      ),
      element('span', 'number optional quiet', checklist ? `${checklist.done}/${checklist.total} done` : used(agent)),
      element('span', 'said quiet', saying(agent)),
    );
    button.dataset['agent'] = agent.id;
    button.setAttribute('aria-expanded', String(chosen === agent.id));
    button.addEventListener('click', () => choose(chosen === agent.id ? '' : agent.id));
    return element('li', '', button, ...(chosen === agent.id ? [detail(agent)] : []));
  };
  const detail = (agent: AgentView): PageElement => {
    const facts: readonly (readonly [string, string])[] = [
      ['task', agent.title],
      ['by', agent.driver ?? ''],
      ['reasons', agent.reasons.join('; ')],
      ['not its own', agent.foreign.join(', ')],
      ['commits', agent.commits > 0 ? String(agent.commits) : ''],
      ['not committed', agent.uncommitted ? count(agent.uncommitted, 'path') : ''],
      ['used', used(agent)],
    ];
    const lines = element('pre', '', log.join('\n') || 'Its log is empty.');
    lines.setAttribute('tabindex', '0');
    return element(
      'div',
      'detail',
      element(
        'dl',
        '',
        ...facts
          .filter(([, text]) => text !== '')
          .flatMap(([name, text]) => [element('dt', '', name), element('dd', '', text)]),
      ),
      element('div', 'commands', ...commands(agent).map(copyButton)),
      lines,
    );
  };
  const commands = ({ id, status }: AgentView): string[] => {
    const plan = view?.plan ?? '';
    return [
      ...(status === 'running'
        ? [`cdev-spawn-agents stop ${plan} --only ${id}`, `cdev-spawn-agents attach ${id} --plan ${plan}`]
        : []),
      ...(['failed', 'ejected', 'not-ready'].includes(status) ? [`cdev-spawn-agents ${plan} --run --retry ${id}`] : []),
      ...(['finished', 'failed'].includes(status) ? [`cdev-agent-commit ${id} --plan ${plan}`] : []),
    ];
  };
  const copyButton = (text: string): PageElement => {
    const button = element('button', '', text);
    button.setAttribute('title', 'Copy the command');
    const copied = (): void => void (button.textContent = 'copied');
    button.addEventListener('click', () => void navigator.clipboard?.writeText(text).then(copied));
    return button;
  };

  const list = (title: string, kind: string, texts: readonly string[]): PageElement[] =>
    texts.length === 0
      ? []
      : [element('h2', kind, title), element('ul', 'plain', ...texts.map((text) => element('li', '', text)))];
  const show = (): void => {
    if (!view) return;
    const { title, plan, agents, conflicts, integration } = view;
    document.title = `${agents.filter(isDone).length}/${agents.length} ${title}`;
    document.getElementById('title').textContent = title;
    const states = new Map<string, number>();
    for (const agent of agents)
      states.set(isGone(agent) ? 'gone' : agent.status, (states.get(isGone(agent) ? 'gone' : agent.status) ?? 0) + 1);
    const cost = agents.reduce((sum, agent) => sum + agent.cost, 0);
    const total = agents.reduce((sum, agent) => sum + agent.tokens, 0);
    document
      .getElementById('counts')
      .replaceChildren(
        element('span', 'name', plan),
        ...[...states].map(([state, number]) => element('span', '', `${number} ${state}`)),
        ...(total > 0 ? [element('span', '', `${tokens(total)} tokens`)] : []),
        ...(cost > 0 ? [element('span', '', `$${cost.toFixed(2)}`)] : []),
        ...(integration.status === 'none'
          ? []
          : [element('span', '', `integration ${integration.status}: ${integration.merged} merged`)]),
      );
    // What is focused and scrolled is made anew; the reader must not notice.
    const focused = document.activeElement?.dataset['agent'];
    const before = document.querySelector('.detail pre');
    const position =
      before && before.scrollTop + before.clientHeight < before.scrollHeight - 4 ? before.scrollTop : undefined;
    document.getElementById('agents').replaceChildren(...agents.map(row));
    if (focused !== undefined) document.querySelector(`button[data-agent="${focused}"]`)?.focus();
    const lines = document.querySelector('.detail pre');
    if (lines) lines.scrollTop = position ?? lines.scrollHeight;
    document.getElementById('attention').replaceChildren(
      ...list(
        'Changes outside their files',
        'warn',
        agents.flatMap(({ id, foreign }) => foreign.map((path) => `${id} changed ${path}`)),
      ),
      ...list(
        'If merged now, git alone would stop at',
        'warn',
        conflicts.map(({ between, paths }) => `${between.join(' and ')}: ${paths.join(', ')}`),
      ),
    );
  };
  // Made anew under a pressed pointer a button would not be clicked, and a selected text would not be selected any more.
  const showNews = (): void => {
    if (!isPressed && document.getSelection()?.isCollapsed !== false) show();
  };
  const press = (): void => void (isPressed = true);
  const release = (): void => void setTimeout(() => (isPressed = false), 0);
  document.addEventListener('pointerdown', press);
  document.addEventListener('pointerup', release);
  document.addEventListener('pointercancel', release);
  const readLog = async (): Promise<void> => {
    if (chosen === '') return;
    const answer = await fetch(`ask/log?agent=${encodeURIComponent(chosen)}`);
    if (!answer.ok) return;
    log = ((await answer.json()) as { lines: readonly string[] }).lines;
    showNews();
  };
  const choose = (agent: string): void => {
    chosen = agent;
    log = [];
    location.hash = encodeURIComponent(agent);
    show();
    void readLog();
  };

  const events = new EventSource('events');
  const link = document.getElementById('link');
  events.addEventListener('open', () => void (link.textContent = 'live'));
  events.addEventListener('error', () => void (link.textContent = 'not connected; trying again'));
  events.addEventListener('message', ({ data }) => {
    view = JSON.parse(data) as RunView;
    showNews();
  });
  void readLog();
  setInterval(() => void readLog().catch(() => {}), 2000);
}
