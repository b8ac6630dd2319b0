/** As much of a browser as the page uses. */
export interface PageEvent {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly data: string;
  readonly target: PageElement | null;
  readonly preventDefault: () => void;
}

type Listener = (event: PageEvent) => void;

export interface PageElement {
  readonly nodeType: number;
  readonly tagName: string;
  readonly childNodes: Iterable<PageElement>;
  readonly firstChild: PageElement | null;
  readonly nextSibling: PageElement | null;
  textContent: string | null;
  scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly dataset: Record<string, string | undefined>;
  readonly name: string;
  readonly type: string;
  value: string;
  readonly checked: boolean;
  readonly insertBefore: (node: PageElement, before: PageElement | null) => void;
  readonly remove: () => void;
  readonly setAttribute: (name: string, value: string) => void;
  readonly removeAttribute: (name: string) => void;
  readonly addEventListener: (type: string, listener: Listener) => void;
  readonly querySelector: (selector: string) => PageElement | null;
  readonly querySelectorAll: (selector: string) => Iterable<PageElement>;
  readonly closest: (selector: string) => PageElement | null;
  readonly focus: () => void;
  readonly blur: () => void;
  readonly scrollIntoView: (options?: { readonly block: 'nearest' | 'start' }) => void;
  readonly content?: string;
}

export interface Browser {
  readonly matchMedia: (query: string) => { readonly matches: boolean };
  readonly document: Pick<PageElement, 'querySelector' | 'querySelectorAll' | 'addEventListener'> & {
    title: string;
    readonly activeElement: PageElement | null;
    readonly createElement: (tag: string) => PageElement;
    readonly createElementNS: (namespace: string, tag: string) => PageElement;
    readonly createTextNode: (text: string) => PageElement;
    readonly getElementById: (id: string) => PageElement | null;
  };
  readonly EventSource: new (url: string) => Pick<PageElement, 'addEventListener'>;
  readonly addEventListener: (type: string, listener: Listener) => void;
  readonly navigator: { readonly clipboard?: { readonly writeText: (text: string) => Promise<void> } };
  readonly location: { hash: string };
  readonly history: { readonly replaceState: (state: null, unused: string, url: string) => void };
  readonly fetch: (
    url: string,
    request?: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ) => Promise<{ readonly ok: boolean; readonly json: () => Promise<unknown> }>;
  readonly setTimeout: (action: () => void, milliseconds: number) => unknown;
}
