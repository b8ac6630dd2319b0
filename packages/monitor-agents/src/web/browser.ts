/** As much of a browser as the page uses. */
interface Listening {
  readonly addEventListener: (type: string, listener: (event: { readonly data: string }) => void) => void;
}
export interface PageElement extends Listening {
  className: string;
  textContent: string | null;
  scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly dataset: Record<string, string | undefined>;
  readonly setAttribute: (name: string, value: string) => void;
  readonly replaceChildren: (...children: readonly (PageElement | string)[]) => void;
}
/** The answer to a deed: what came of it, or why it was refused. */
export interface Told {
  readonly said?: string;
  readonly text?: string;
  readonly message?: string;
  readonly steps?: readonly string[];
}
export interface Browser {
  readonly document: Listening & {
    title: string;
    readonly getSelection: () => { readonly isCollapsed: boolean } | null;
    readonly activeElement: PageElement | null;
    readonly createElement: (tag: string) => PageElement;
    readonly getElementById: (id: string) => PageElement;
    readonly querySelector: (
      selector: string,
    ) => (PageElement & { readonly focus: () => void; readonly content?: string }) | null;
  };
  readonly EventSource: new (url: string) => Listening;
  readonly navigator: { readonly clipboard?: { readonly writeText: (text: string) => Promise<void> } };
  readonly location: { hash: string };
  readonly fetch: (
    url: string,
    request?: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ) => Promise<{ readonly ok: boolean; readonly json: () => Promise<unknown> }>;
  readonly prompt: (question: string) => string | null;
  readonly confirm: (question: string) => boolean;
  readonly setTimeout: (action: () => void, milliseconds: number) => unknown;
  readonly setInterval: (action: () => void, milliseconds: number) => unknown;
}
